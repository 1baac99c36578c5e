"""What one query cannot do: take more than its share, reach outside, or harm the next one."""

import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from graph.engine.answer import Answer, DeadlinePassed, MemoryExceeded
from graph.engine.memory import MemoryEngine
from graph.engine.port import Limits, Update
from graph.engine.process import ProcessEngine, start_engine
from ontology.errors import InvalidInput, WhatworkedError
from queries.catalogue import Question

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the engine process needs Linux")

G = "https://ex.org/g"
SIZE = 3000
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"  # SIZE⁴ rows: nobody sees the end
COUNT = Question("count", "How many", {}, ("n",), "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")


def quads(word: str) -> dict[str, str | None]:
    lines = (f'<{G}/{i}> <{G}/p> "{word} {i}" <{G}> .\n' for i in range(SIZE))
    return {G: "".join(lines)}


@pytest.fixture
def engine() -> Iterator[ProcessEngine]:
    with start_engine() as engine:
        engine.load(Update(1, quads("old")))
        yield engine
        assert engine.ask(COUNT).rows == ((SIZE,),), "the next question is answered"


def test_a_query_is_stopped_at_its_deadline(engine: ProcessEngine) -> None:
    with pytest.raises(DeadlinePassed, match="LIMIT") as caught:
        engine.answer(COUNT.text.replace("?s ?p ?o", CROSS), Limits(seconds=0.2))
    assert (caught.value.code, caught.value.exit_code) == ("deadline", 8)


def test_what_came_before_the_deadline_can_be_used(engine: ProcessEngine) -> None:
    query = f"SELECT ?a ?c WHERE {{ {CROSS} }}"
    with engine.answer(query, Limits(seconds=0.3, rows=10**9)) as answer:
        document = json.loads(answer.json())
    assert document["truncated"] == "deadline"
    assert all(set(row) == {"a", "c"} for row in document["results"]["bindings"])


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?a ?d ?g ?j WHERE {{ {CROSS} }} ORDER BY ?c ?f",
        f"SELECT ?a ?d ?g ?j WHERE {{ {CROSS} }} GROUP BY ?a ?d ?g ?j",
        f"SELECT (COUNT(DISTINCT *) AS ?n) WHERE {{ {CROSS} }}",
        f"SELECT (GROUP_CONCAT(?c) AS ?long) WHERE {{ {CROSS} }}",
    ],
    ids=["sorted", "grouped", "distinct", "joined"],
)
def test_a_query_that_takes_too_much_memory_is_ended(engine: ProcessEngine, query: str) -> None:
    with pytest.raises(MemoryExceeded, match="memory"):
        engine.answer(query, Limits(seconds=600, memory=64 * 2**20))


def test_a_query_that_overflows_the_stack_ends_its_child_only(engine: ProcessEngine) -> None:
    with pytest.raises(WhatworkedError):
        engine.answer("SELECT * WHERE " + "{" * 20_000 + "}" * 20_000, Limits(seconds=5))


def test_a_running_query_keeps_the_graphs_of_its_start(engine: ProcessEngine) -> None:
    query = "SELECT ?o ?x ?y WHERE { ?s ?p ?o . ?x ?q ?y } LIMIT 200000"
    with engine.answer(query, Limits(rows=10**9)) as answer:  # more than the socket holds: it waits
        engine.load(Update(2, quads("new")))
        lines = answer.read()
    assert lines.count(b"\n") == 200_001
    assert b"new" not in lines
    with engine.answer("ASK { ?s ?p 'old 1' }") as answer:
        assert not answer.truth()


CALLS = (
    "SELECT * WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * WHERE {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * WHERE {{ ?s ?p ?o OPTIONAL {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "SELECT * WHERE {{ ?s ?p ?o FILTER EXISTS {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }} }}",
    "SELECT * WHERE {{ BIND(<{0}> AS ?u) SERVICE ?u {{ ?s ?p ?o }} }}",
    "ASK {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{0}> WHERE {{ ?s ?p ?o }}",
    "LOAD <{0}>",
)


def call(answer: Callable[[str], Answer], query: str) -> None:
    try:
        with answer(query) as found:
            found.read()
    except InvalidInput:
        pass


def test_no_query_reaches_a_socket(engine: ProcessEngine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        for query in CALLS:
            call(engine.answer, query.format(address))
        unconfined = threading.Thread(
            target=call, args=(MemoryEngine().answer, CALLS[0].format(address))
        )
        unconfined.start()
        first, _ = listener.accept()  # without confinement one comes: the canary sings
        first.close()
        unconfined.join()
        listener.settimeout(0)
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_a_call_out_is_refused_with_the_reason(engine: ProcessEngine) -> None:
    with pytest.raises(InvalidInput, match="call-out"):
        engine.answer(CALLS[0].format("http://127.0.0.1:8000/"))
