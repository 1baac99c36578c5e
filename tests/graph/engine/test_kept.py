"""Children that are kept for the next query: whose they are, what they may, and when they go."""

import json
import sys

import pytest

from graph.engine.child import WORN
from graph.engine.jobs import KEPT
from graph.engine.outside import Asked
from graph.engine.port import Limits, Update
from graph.engine.process import ProcessEngine
from graph.engine.store import END
from tests.graph.engines import (
    CALL,
    COUNT,
    JSON,
    MUCH,
    RUNAWAY,
    TURTLE,
    alive,
    assert_at_work,
    busy,
    quads,
    until,
    working,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the engine process needs Linux")


def ask_in(session: str, engine: ProcessEngine, caller: str = "one", query: str = "ASK {}") -> str:
    """Put a query from outside; the code that it ends with."""
    seconds = 1 if query == RUNAWAY else 600
    limits = Limits(seconds, caller=caller, session=session, memory=2**26)
    with engine.send(Asked(query, JSON, TURTLE), limits) as reply:
        while not (packet := reply.recv(2**16)).startswith(END):
            assert packet
    until(lambda: not busy(engine))
    return str(json.loads(packet[1:])["code"])


def test_a_child_answers_one_connection_again_and_nobody_else(engine: ProcessEngine) -> None:
    ask_in("a connection", engine)
    (first,) = working(engine)
    ask_in("a connection", engine)
    assert working(engine) == [first]
    ask_in("another", engine)
    until(lambda: not alive(first))  # one is kept for each caller
    (second,) = working(engine)
    ask_in("another", engine, caller="another")
    assert second in working(engine)
    ask_in("another", engine, caller="a third")
    until(lambda: not alive(second))
    until(lambda: len(working(engine)) == KEPT)


def test_a_query_from_outside_never_shares_a_child_with_the_owner(engine: ProcessEngine) -> None:
    engine.ask(COUNT)
    (own,) = working(engine)
    ask_in("own", engine, caller="")
    until(lambda: working(engine) == [own])
    ask_in("own", engine)
    assert len(working(engine)) == 2
    ask_in("", engine)
    until(lambda: len(working(engine)) == 2)


@pytest.mark.parametrize(
    ("query", "code"), [(RUNAWAY, "deadline"), (MUCH, "memory"), (CALL, "refused")]
)
def test_a_later_query_of_a_child_is_confined_as_the_first(
    engine: ProcessEngine, query: str, code: str
) -> None:
    ask_in("a connection", engine, query="SELECT * { ?s ?p ?o }")
    kept = working(engine)
    ask_in("a connection", engine, query=CALL)
    assert working(engine) == kept
    assert ask_in("a connection", engine, query=query) == code
    assert_at_work(engine)


def test_a_query_too_long_for_a_packet_gets_a_child_of_its_own(engine: ProcessEngine) -> None:
    long = f"ASK {{ VALUES ?long {{ '{'x' * 2**20}' }} }}"
    with engine.answer(long) as answer:
        assert answer.truth()
    until(lambda: not working(engine))


def test_a_change_ends_the_children_that_have_not_seen_it(engine: ProcessEngine) -> None:
    ask_in("a connection", engine)
    (old,) = working(engine)
    engine.load(Update(2, quads("new")))
    with engine.answer("ASK { ?s ?p 'new 1' }") as answer:
        assert answer.truth()
    until(lambda: not alive(old))


def test_a_child_that_has_taken_much_memory_is_not_kept(engine: ProcessEngine) -> None:
    part = f"BIND('{'x' * 40_000}' AS ?half) BIND(CONCAT(?half, ?half) AS ?part)"
    wide = f"SELECT (STRLEN(GROUP_CONCAT(?part)) AS ?n) {{ ?s ?p ?o {part} }}"
    with engine.answer(wide, Limits(memory=2**30)) as answer:
        assert int(str(answer.cells().rows[0][0])) > WORN
    until(lambda: not working(engine))
