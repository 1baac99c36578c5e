"""One question, one answer: in every engine, in either language, on every graph."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

import pytest

from graph.engine.memory import MemoryEngine
from graph.engine.port import Engine, Update
from graph.engine.process import start_engine
from graph.neo4j.engine import CypherEngine
from graph.neo4j.project import project
from graph.remote.engine import STANDING, RemoteEngine
from ontology.terms import WW
from queries.catalogue import Cell, Question, Rows, questions
from queries.given import Given

CATALOGUE = questions()
WORLDS = {"world of 1": 900, "world of 11": 10_000, "world of 108": 99_000}  # statements at least
PARAMETERS = [(name, key) for name, question in CATALOGUE.items() for key in question.given]
# Where a value of a parameter comes from that is no column of its question.
SOURCES = {
    "asAt": ("boards", "validFrom"),
    "document": ("documents", "document"),
    "innovation": ("innovations", "innovation"),
    "name": ("find", "matched"),
    "organisation": ("successions", "predecessor"),
    "place": ("places", "place"),
}
GRAPHS = Question("graphs", "", {}, ("g",), "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
RING = "https://ex.org/id/source/ring"


@dataclass(frozen=True)
class Loaded:
    """Four engines that hold one graph; `answers` are those of the first, nothing given."""

    graph: str
    memory: MemoryEngine
    others: tuple[Engine, ...]
    answers: dict[str, Rows] = field(default_factory=dict)

    def every(self, name: str) -> Rows:
        """All rows of a question."""
        if name not in self.answers:
            self.answers[name] = self.memory.ask(name)
        return self.answers[name]

    def same(self, question: Question, **given: Given) -> set[tuple[object, ...]]:
        """The rows of a question, on which all engines agree."""
        found = self.memory.ask(question, **given) if given else self.every(question.name)
        expected = rows_of(found)
        for engine in self.others:
            assert rows_of(engine.ask(question, **given)) == expected, engine.name
        return expected


def rows_of(answer: Rows) -> set[tuple[object, ...]]:
    assert answer.truncated is None
    return {tuple(map(_form, row)) for row in answer.rows}


def _form(cell: Cell) -> object:
    """A cell to compare: decimals as exact as doubles can say them, and no boolean is a number."""
    match cell:
        case bool():
            return "boolean", cell
        case Decimal():
            return round(cell, 9)
    return cell


def load(
    graph: str, texts: dict[str, str], neo4j: CypherEngine, remote: RemoteEngine
) -> Iterator[Loaded]:
    neo4j.fill(project(texts), 1)
    gone = dict.fromkeys(str(iri) for (iri,) in remote.ask(GRAPHS).rows if iri != STANDING)
    remote.load(Update(remote.sequence + 1, {**gone, **texts}))
    with MemoryEngine() as memory, start_engine() as process:
        for engine in (memory, process):
            engine.load(Update(1, texts))
        yield Loaded(graph, memory, (process, neo4j, remote))


def test_paths_in_a_ring_give_each_pair_of_ends_once(
    neo4j: CypherEngine, remote: RemoteEngine
) -> None:
    attempts = {"ab": "a b", "bc": "b c", "ca": "c a", "ab2": "a b", "dd": "d d", "de": "d e"}
    statements = [f"{use} implements innovation" for use in "abcde"]
    for attempt, ends in attempts.items():
        came, went = ends.split()
        statements += [f"{attempt} fromImplementation {came}", f"{attempt} toImplementation {went}"]
    text = "".join(
        f"<{RING}/{one}> <{WW}{predicate}> <{RING}/{other}> <{RING}> .\n"
        for one, predicate, other in sorted(map(str.split, statements))
    )
    for loaded in load("ring", {RING: text}, neo4j, remote):
        rows = loaded.same(CATALOGUE["spread"])
        pairs = {(str(row[1])[-1], str(row[3])[-1]) for row in rows}
        assert pairs == {*product("abc", "abc"), ("d", "d"), ("d", "e")}
        assert len(rows) == len(pairs)


@pytest.fixture(scope="module", params=["corpus", *WORLDS])
def loaded(
    request: pytest.FixtureRequest,
    neo4j: CypherEngine,
    remote: RemoteEngine,
    graphs: dict[str, dict[str, str]],
) -> Iterator[Loaded]:
    yield from load(request.param, graphs[request.param], neo4j, remote)


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_engine_gives_the_same_rows(loaded: Loaded, name: str) -> None:
    rows = loaded.same(CATALOGUE[name])
    assert loaded.graph not in WORLDS or any(any(row) for row in rows)


@pytest.mark.parametrize(("name", "key"), PARAMETERS)
def test_a_given_value_picks_rows_alike(loaded: Loaded, name: str, key: str) -> None:
    question = CATALOGUE[name]
    value = next(values_of(loaded, question, key), None)
    if value is None:
        assert loaded.graph not in WORLDS
        value = RING
    rows = loaded.same(question, **{key: value})
    if key in question.columns:
        at = question.columns.index(key)
        assert rows == {row for row in rows_of(loaded.every(name)) if row[at] == value}


def values_of(loaded: Loaded, question: Question, key: str) -> Iterator[str]:
    """Values of a parameter with which a question has an answer."""
    name, column = (question.name, key) if key in question.columns else SOURCES[key]
    answer = loaded.every(name)
    for value in dict.fromkeys(row[answer.columns.index(column)] for row in answer.rows):
        if loaded.memory.ask(question, **{key: str(value)}).rows:
            yield str(value)


@pytest.mark.parametrize("graph", WORLDS)
def test_the_worlds_are_as_large_as_is_said(graph: str, graphs: dict[str, dict[str, str]]) -> None:
    assert sum(text.count("\n") for text in graphs[graph].values()) >= WORLDS[graph]
