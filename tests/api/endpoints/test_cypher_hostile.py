"""Hostile Cypher over HTTP: nothing is read, called or written."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest

from bench.hostile.canary import Canary, listen
from bench.hostile.cypher import BODIES, CALLS, FAULTS, SHOWS, WRITES
from graph.neo4j.load import Place
from tests.api.endpoints.cypher import Serving, count, put


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
def address(serving_neo4j: Serving) -> Iterator[str]:
    with serving_neo4j() as address:
        yield address


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
    answer = put_raw(address, *FAULTS[name])
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] in {"invalid", "estimate"}


def put_raw(address: str, statement: str, given: Mapping[str, object]) -> httpx.Response:
    """With escapes, so that half a character can be sent at all."""
    body = json.dumps({"statement": statement, "parameters": given}).encode()
    head = {"content-type": "application/json"}
    return httpx.post(f"{address}/v1/cypher", content=body, headers=head, timeout=600)


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
