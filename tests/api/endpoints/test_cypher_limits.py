"""Cypher over HTTP that takes too long or too much: it ends in its time, and harms nobody."""

import threading
import time
from collections.abc import Iterator

import httpx
import psutil
import pytest

from bench.hostile.cypher import LONG
from graph.neo4j.load import Place
from graph.neo4j.server import find_server
from tests.api.endpoints.cypher import Serving, count, put

SECONDS = 2  # the limit of a query here
SLOW = 10  # and what a busy machine may take beside it


@pytest.fixture(scope="module")
def address(serving_neo4j: Serving) -> Iterator[str]:
    with serving_neo4j(SECONDS) as address:
        await_answer(address)
        yield address


def await_answer(address: str) -> None:
    """Wait for a Neo4j that is being started, or that has not answered anything yet."""
    end = time.monotonic() + 300
    while put(address, "RETURN 1 AS one").status_code != 200:
        assert time.monotonic() < end, "it never came"
        time.sleep(0.5)


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


def test_a_regular_expression_is_no_trap(address: str) -> None:
    given = {"text": "a" * 40 + "!", "pattern": "(a+)+$"}
    answer = put(address, "RETURN $text =~ $pattern AS found", given)
    assert (answer.status_code, answer.json().get("rows")) in [(200, [[False]]), (503, None)]


def test_what_takes_too_long_or_too_much_ends_in_time_and_harms_nobody(
    address: str, neo4j_server: Place
) -> None:
    await_answer(address)
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
    await_answer(address)
    assert {status for status, _, _ in took.values()} == {503}, took
    assert max(seconds for _, _, seconds in took.values()) < SECONDS + SLOW, took
    assert count(neo4j_server) == before
    after = resident(neo4j_server)
    assert after["neo4j"] < 1900  # its heap, its page cache, and what a Java takes
    assert after["serve"] < held + 200
