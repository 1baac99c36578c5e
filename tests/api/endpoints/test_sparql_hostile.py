"""What a hostile query comes to: an answer of its own in time, no socket, no file, nothing left."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import httpx
import psutil
import pytest

from bench.hostile import sparql as hostile
from graph.engine.port import Limits, Update
from graph.engine.process import ProcessEngine, start_engine
from ontology.errors import WhatworkedError

ROWS = [*hostile.CALLS, *hostile.HEAVY, *hostile.ODD]
SECONDS = 2
SERVES = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="module")
def canary() -> Iterator[socket.socket]:
    """A listener that nobody should reach."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


@pytest.fixture(scope="module")
def bait(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that nobody should read."""
    path = tmp_path_factory.mktemp("bait") / "canary.nt"
    path.write_text("<a:b> <a:b> 'the canary was read' .\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def client(starter: Path, serving: SERVES) -> Iterator[httpx.Client]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WHATWORKED_QUERY_SECONDS", str(SECONDS))
        patch.setenv("WHATWORKED_QUERY_MEMORY", str(256 * 2**20))
        with serving(starter) as address, httpx.Client(base_url=address, timeout=60) as client:
            yield client


def fill(text: str, canary: socket.socket, bait: Path) -> str:
    return text.replace("@/", f"127.0.0.1:{canary.getsockname()[1]}/").replace("%FILE%", str(bait))


def assert_silent(canary: socket.socket) -> None:
    with pytest.raises(BlockingIOError):
        canary.accept()


def test_there_are_enough() -> None:
    assert len(ROWS) >= 70
    assert len({text for _, text, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    "number", [pytest.param(number, id=f"{number}-{row[0]}") for number, row in enumerate(ROWS)]
)
def test_each_gets_an_answer_of_its_own(
    number: int, client: httpx.Client, canary: socket.socket, bait: Path
) -> None:
    _, text, statuses = ROWS[number]
    start = time.monotonic()
    found = client.post("/sparql", data={"query": fill(text, canary, bait)})
    assert found.status_code in statuses, found.text[:500]
    assert time.monotonic() - start < SECONDS + 10, "the machine may be slow, but not for ever"
    assert b"canary was read" not in found.content
    if found.is_error:
        assert found.headers["content-type"] == "application/problem+json"
        assert found.json()["code"] not in {"internal", "crash"}
    assert_silent(canary)


@pytest.fixture(scope="module")
def engine() -> Iterator[ProcessEngine]:
    """An engine whose parsers refuse nothing."""
    with start_engine(Limits(seconds=1, memory=64 * 2**20)) as engine:
        lines = (f'<a:s{n}> <a:p> "x {n}" <a:g> .\n' for n in range(1000))
        engine.load(Update(1, {"a:g": "".join(lines)}))
        yield engine


def test_what_no_parser_refuses_gets_nowhere_either(
    engine: ProcessEngine, canary: socket.socket, bait: Path
) -> None:
    for name, text, _ in hostile.CALLS:
        with (
            suppress(WhatworkedError),
            engine.answer(fill(text, canary, bait)) as answer,
        ):
            assert b"canary was read" not in answer.read(), name
    assert_silent(canary)


def test_an_ordinary_question_goes_before_fifty_of_them(client: httpx.Client) -> None:
    worst = [text for _, text, _ in hostile.HEAVY]
    done: list[int] = []

    def ask(text: str) -> None:
        found = httpx.post(f"{client.base_url}/sparql", data={"query": text}, timeout=60)
        done.append(found.status_code)

    threads = [threading.Thread(target=ask, args=(worst[n % len(worst)],)) for n in range(50)]
    for thread in threads:
        thread.start()
    assert client.get("/v1/questions/sets").status_code == 200
    for thread in threads:
        thread.join()
    assert len(done) == len(threads)
    assert set(done) <= {200, 429, 503}  # on a machine with room some come to their end
    assert client.post("/sparql", data={"query": "ASK { }"}).json()["boolean"]


def test_nothing_is_left_of_them(client: httpx.Client) -> None:
    def tree() -> list[psutil.Process]:
        for process in psutil.Process().children():
            with suppress(psutil.Error):
                listening = {one.laddr.port for one in process.net_connections("tcp")}
                if client.base_url.port in listening:
                    return [process, *process.children(recursive=True)]
        return []

    client.post("/sparql", data={"query": "ASK { }"})
    end = time.monotonic() + 20
    while (found := tree()) and len(found) > 3 and time.monotonic() < end:
        time.sleep(0.1)
    assert 2 <= len(found) <= 3, "the server, its engine, and the child for the next query"
    assert all(one.status() != psutil.STATUS_ZOMBIE for one in found)
