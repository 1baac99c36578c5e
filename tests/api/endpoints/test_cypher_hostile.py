"""Hostile Cypher over HTTP: nothing is read, called or written, and each is refused in its time."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import psutil
import pytest

from bench.hostile.canary import Canary, listen
from bench.hostile.cypher import BODIES, CALLS, FAULTS, LONG, SHOWS, WRITES
from graph.neo4j.bolt import Bolt
from graph.neo4j.load import Place
from graph.neo4j.server import find_server

SECONDS = 2  # the limit of a query here
SLOW = 10  # and what a busy machine may take beside it
COUNT = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r), count(n.canary)"
REFUSED, WRONG = {403}, {400}
ENDED = {503}


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with listen() as canary:
        yield canary


@pytest.fixture(scope="module")
def bait(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that nobody may read."""
    file = tmp_path_factory.mktemp("bait") / "canary.csv"
    file.write_text("sing,canary\n", "utf-8")
    return file


@pytest.fixture(scope="module")
def address(serving_neo4j: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WHATWORKED_QUERY_SECONDS", str(SECONDS))
        with serving_neo4j() as address:
            assert put(address, "RETURN 1 AS one").json()["rows"] == [[1]]
            yield address


def put(address: str, statement: str, given: Mapping[str, object] | None = None) -> httpx.Response:
    body = {"statement": statement, "parameters": given or {}}
    return httpx.post(f"{address}/v1/cypher", json=body, timeout=60)


def count(neo4j_server: Place) -> list[object]:
    server = find_server(neo4j_server.folder)
    assert server
    bolt = Bolt(server.address)
    with bolt.reading() as run:
        row: list[object] = list(next(run(COUNT, {}).rows))
    bolt.close()
    return row


def resident(neo4j_server: Place) -> dict[str, int]:
    """The MiB that the processes of the server and of Neo4j hold."""
    server = find_server(neo4j_server.folder)
    assert server
    alive = [one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE]
    ours = [one for one in alive if "serve" in one.cmdline()]
    return {
        "neo4j": psutil.Process(server.pid).memory_info().rss // 2**20,
        "serve": max(one.memory_info().rss for one in ours) // 2**20,
    }


@pytest.mark.parametrize("name", CALLS)
def test_nobody_is_called_and_no_file_is_read(
    address: str, canary: Canary, bait: Path, name: str
) -> None:
    text = CALLS[name].format(canary.port, bait)
    answer = put(address, text, {"address": f"http://127.0.0.1:{canary.port}/a"})
    assert (answer.status_code, answer.json()["code"]) == (403, "operatorNotAllowed"), answer.text
    assert "LoadCSV" in answer.json()["detail"]
    assert "sing" not in answer.text
    assert canary.calls == []


@pytest.mark.parametrize("name", SHOWS)
def test_the_server_shows_nothing_of_itself(address: str, name: str) -> None:
    answer = put(address, SHOWS[name])
    assert (answer.status_code, answer.json()["code"]) == (403, "operatorNotAllowed"), answer.text


def test_nothing_is_written(address: str, neo4j_server: Place) -> None:
    before = count(neo4j_server)
    told = {name: put(address, text, {"label": "Canary"}) for name, text in WRITES.items()}
    elsewhere = {"a database", "stopping"}  # no statement of this edition
    for name, answer in told.items():
        assert answer.status_code == (400 if name in elsewhere else 403), answer.text
    assert count(neo4j_server) == before


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_is_said(address: str, name: str) -> None:
    begun = time.monotonic()
    answer = put_raw(address, *FAULTS[name])
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] in {"invalid", "estimate"}
    assert time.monotonic() - begun < SECONDS + SLOW


def put_raw(address: str, statement: str, given: Mapping[str, object]) -> httpx.Response:
    """With escapes, so that half a character can be sent at all."""
    body = json.dumps({"statement": statement, "parameters": given}).encode()
    head = {"content-type": "application/json"}
    return httpx.post(f"{address}/v1/cypher", content=body, headers=head, timeout=60)


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_none(address: str, name: str) -> None:
    body, kind, status = BODIES[name]
    for path in ("/v1/cypher", "/db/neo4j/query/v2"):
        answer = httpx.post(
            address + path, content=body, headers={"content-type": kind}, timeout=60
        )
        assert answer.status_code == status, answer.text


def test_a_label_that_is_given_stays_a_label(address: str, neo4j_server: Place) -> None:
    before = count(neo4j_server)
    text = "MATCH (n:$($label)) RETURN count(n) AS n"
    for label, many in (
        ("Innovation", True),
        ("Innovation) DETACH DELETE n //", False),
        ("`", False),
    ):
        answer = put(address, text, {"label": label})
        assert (answer.status_code, answer.json()["rows"] != [[0]]) == (200, many)
    answer = put(address, "MATCH (n) RETURN count(n[$key]) AS n", {"key": "x} SET n.canary = 1 //"})
    assert answer.json()["rows"] == [[0]]
    assert count(neo4j_server) == before


def test_a_regular_expression_is_no_trap(address: str) -> None:
    given = {"text": "a" * 40 + "!", "pattern": "(a+)+$"}
    answer = put(address, "RETURN $text =~ $pattern AS found", given)
    assert (answer.status_code, answer.json().get("rows")) in [(200, [[False]]), (503, None)]


def test_what_takes_too_long_or_too_much_ends_in_time_and_harms_nobody(
    address: str, neo4j_server: Place, canary: Canary
) -> None:
    before, held = count(neo4j_server), resident(neo4j_server)["serve"]
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            httpx.get(f"{address}/v1/questions/sets", timeout=60).raise_for_status()
            done.wait(0.2)

    thread = threading.Thread(target=ask)
    thread.start()
    took = {}
    for name, (text, given) in LONG.items():
        begun = time.monotonic()
        answer = put(address, text, given)
        took[name] = (answer.status_code, answer.json().get("code"), time.monotonic() - begun)
    done.set()
    thread.join()
    while put(address, "RETURN 1 AS one").status_code != 200:
        time.sleep(0.5)  # Neo4j is being started again
    assert {status for status, _, _ in took.values()} == {503}, took
    assert max(seconds for _, _, seconds in took.values()) < SECONDS + SLOW, took
    assert (count(neo4j_server), canary.calls) == (before, [])
    after = resident(neo4j_server)
    assert after["neo4j"] < 1900  # its heap, its page cache, and what a Java takes
    assert after["serve"] < held + 200
