"""The port: whatever engine is asked, the same updates and questions give the same rows."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from graph.engine.memory import MemoryEngine
from graph.engine.port import Limits, SparqlEngine, Update
from graph.engine.process import start_engine
from graph.engine.store import SWAP_FROM
from ontology.errors import InvalidInput, LimitReached
from queries.catalogue import Cell, Question
from queries.given import Given
from tests.graph.engine.things import KINDS, PREFIXES, ROW_A, ROW_B, THINGS, A, G, H, graphs, many
from tests.graph.engines import COUNT

ENGINES: dict[str, Callable[[], SparqlEngine]] = {"memory": MemoryEngine, "process": start_engine}
STRAY = [
    (f"}} }} ; DROP ALL ; # <{H}> .\n", "do not parse"),
    (f"<{A}> <{A}> <{A}> <{A}> .\n", "not all lines of that graph"),
]


@pytest.fixture(scope="module", params=ENGINES)
def started(request: pytest.FixtureRequest) -> Iterator[SparqlEngine]:
    if request.param == "process" and sys.platform != "linux":
        pytest.skip("the engine process needs Linux")
    engine = ENGINES[request.param]()
    yield engine
    engine.close()


@pytest.fixture
def engine(started: SparqlEngine) -> SparqlEngine:
    gone = started.ask(
        Question("g", "", {}, ("g",), "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    )
    started.load(Update(started.sequence, {str(iri): None for (iri,) in gone.rows}))
    assert count(started) == 0
    return started


def count(engine: SparqlEngine) -> Cell:
    return engine.ask(COUNT).rows[0][0]


def test_every_kind_of_cell(engine: SparqlEngine) -> None:
    engine.load(Update(engine.sequence, graphs(THINGS)))
    rows = engine.ask(KINDS)
    assert rows.columns == KINDS.columns
    assert rows.rows == (ROW_A, ROW_B)
    assert rows.truncated is None


@pytest.mark.parametrize(
    ("parameter", "value", "row"),
    [
        ("thing", A, ROW_A),
        ("name", 'A "quoted"\n\ttext \x07é', ROW_A),
        ("day", "2025-01-31", ROW_A),
        ("count", 10, ROW_B),
        ("least", Decimal("0.5"), ROW_B),
    ],
)
def test_every_kind_of_parameter(
    engine: SparqlEngine, parameter: str, value: Given, row: tuple[Cell, ...]
) -> None:
    engine.load(Update(engine.sequence, graphs(THINGS)))
    assert engine.ask(KINDS, **{parameter: value}).rows == (row,)


def test_an_update_replaces_whole_graphs(engine: SparqlEngine) -> None:
    engine.load(Update(engine.sequence, graphs(THINGS)))
    engine.load(Update(engine.sequence, graphs("GRAPH :g { :a :name 'new' }") | {H: None}))
    assert count(engine) == 1
    engine.load(Update(engine.sequence, {G: ""}))
    assert count(engine) == 0


@pytest.mark.parametrize("size", [1, SWAP_FROM])
def test_a_small_update_and_a_large_one_leave_the_rest_alone(
    engine: SparqlEngine, size: int
) -> None:
    engine.load(Update(engine.sequence, graphs(THINGS)))
    for _twice in range(2):
        engine.load(Update(engine.sequence, many(size, "g")))
        assert count(engine) == size + 6


def test_an_update_may_come_twice_and_an_older_one_changes_nothing(engine: SparqlEngine) -> None:
    last = engine.sequence + 2
    for sequence, size in ((last, 2), (last, 2), (last - 1, 1)):
        engine.load(Update(sequence, many(size)))
    assert count(engine) == 2
    assert engine.sequence == last


@pytest.mark.parametrize("size", [1, SWAP_FROM])
@pytest.mark.parametrize(("line", "told"), STRAY)
def test_quads_that_cannot_all_be_loaded_change_nothing(
    engine: SparqlEngine, size: int, line: str, told: str
) -> None:
    engine.load(Update(engine.sequence, graphs(THINGS)))
    before = count(engine)
    with pytest.raises(InvalidInput, match=told):
        engine.load(Update(engine.sequence, many(size) | {H: line}))
    assert engine.ask(KINDS).rows == (ROW_A, ROW_B)
    assert count(engine) == before


def test_an_unknown_parameter_is_refused(engine: SparqlEngine) -> None:
    with pytest.raises(InvalidInput, match="count takes no 'thing'"):
        engine.ask(COUNT, thing=A)


def test_a_query_that_does_not_parse_is_refused_with_its_place(engine: SparqlEngine) -> None:
    with pytest.raises(InvalidInput, match="line 2, column 11: expected one of"):
        engine.answer("SELECT * WHERE {\n  nonsense\n}")


def test_a_query_that_cannot_be_worked_out_is_refused(engine: SparqlEngine) -> None:
    with pytest.raises(InvalidInput, match=r"ex\.org/function"):
        engine.answer("SELECT (<https://ex.org/function>(1) AS ?x) WHERE {}")


def test_an_ask_is_a_boolean(engine: SparqlEngine) -> None:
    for text, expected in (("ASK {}", True), ("ASK { ?s ?p ?o }", False)):
        with engine.answer(text) as answer:
            assert answer.form == "boolean"
            assert answer.truth() is expected
            assert json.loads(answer.json()) == {"head": {}, "boolean": expected}
            with pytest.raises(InvalidInput, match="SELECT"):
                answer.cells()


def test_a_construct_is_lines_of_triples(engine: SparqlEngine) -> None:
    engine.load(Update(engine.sequence, many(2000)))
    with engine.answer("CONSTRUCT WHERE { ?s ?p ?o }") as answer:
        assert answer.form == "triples"
        pieces = list(answer)
        assert answer.truncated is None
    assert all(piece.endswith(b" .\n") for piece in pieces)
    lines = b"".join(pieces).decode().splitlines(keepends=True)
    assert sorted(line.replace(" .\n", f" <{G}> .\n") for line in lines) == sorted(
        (many(2000)[G] or "").splitlines(keepends=True)
    )


def test_no_triples_are_an_answer_too(engine: SparqlEngine) -> None:
    with engine.answer("CONSTRUCT WHERE { ?s ?p ?o }") as answer:
        assert (answer.form, answer.read(), answer.truncated) == ("triples", b"", None)


def test_a_select_is_sparql_json(engine: SparqlEngine) -> None:
    engine.load(Update(engine.sequence, graphs(THINGS)))
    query = PREFIXES + "SELECT ?s ?share WHERE { ?s :open true ; :share ?share }"
    with engine.answer(query) as answer:
        assert answer.form == "solutions"
        document = json.loads(answer.json())
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    assert document["head"] == {"vars": ["s", "share"]}
    assert document["results"]["bindings"] == [
        {
            "s": {"type": "uri", "value": A},
            "share": {"type": "literal", "value": "0.41", "datatype": decimal},
        }
    ]


@pytest.mark.parametrize("limit", [0, 1, 999, 1000])
@pytest.mark.parametrize("form", ["SELECT *", "CONSTRUCT { ?s ?p ?o }"])
def test_rows_beyond_the_limit_are_cut_and_announced(
    engine: SparqlEngine, limit: int, form: str
) -> None:
    engine.load(Update(engine.sequence, many(1000)))
    header = form == "SELECT *"
    for query in (f"{form} WHERE {{ ?s ?p ?o }}", f"{form} WHERE {{ ?s ?p ?o }} ORDER BY ?o"):
        with engine.answer(query, Limits(rows=limit)) as answer:
            assert answer.read().count(b"\n") == limit + header
            assert answer.truncated == (None if limit == 1000 else "rows")


def test_a_cut_answer_is_still_json(engine: SparqlEngine) -> None:
    engine.load(Update(engine.sequence, many(1000)))
    with engine.answer("SELECT * WHERE { ?s ?p ?o }", Limits(rows=7)) as answer:
        document = json.loads(answer.json())
    assert document["truncated"] == "rows"
    assert len(document["results"]["bindings"]) == 7


@pytest.mark.parametrize("form", ["SELECT *", "CONSTRUCT { ?s ?p ?o }"])
def test_an_answer_has_a_size(engine: SparqlEngine, form: str) -> None:
    engine.load(Update(engine.sequence, many(1000)))
    with engine.answer(f"{form} WHERE {{ ?s ?p ?o }}", Limits(size=20_000)) as answer:
        found = answer.read()
        assert answer.truncated == "size"
    assert 19_900 < len(found) <= 20_000
    assert found.endswith(b"\n")
    with pytest.raises(LimitReached, match="row"):
        engine.answer(f"{form} WHERE {{ ?s ?p ?o }}", Limits(size=20))


def test_a_row_longer_than_any_packet_arrives_whole(engine: SparqlEngine) -> None:
    engine.load(Update(engine.sequence, many(50_000)))
    text = 'SELECT (GROUP_CONCAT(?o; separator="\\n") AS ?all) WHERE { ?s ?p ?o }'
    (row,) = engine.ask(Question("long", "One long cell", {}, ("all",), text)).rows
    assert sorted(str(row[0]).split("\n"), key=int) == [str(i) for i in range(50_000)]


def test_a_reader_sees_the_old_graph_or_the_new_one(engine: SparqlEngine) -> None:
    sizes = (500, 700)
    engine.load(Update(engine.sequence, many(sizes[0])))
    seen: set[Cell] = set()
    reading = threading.Event()
    enough = threading.Event()

    def read() -> None:
        while not enough.is_set():
            seen.add(count(engine))
            reading.set()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    reading.wait()
    for turn in range(40):
        engine.load(Update(engine.sequence, many(sizes[turn % 2])))
    enough.set()
    for reader in readers:
        reader.join()
    assert seen <= set(sizes)


def test_fifty_questions_at_once_are_all_answered(engine: SparqlEngine) -> None:
    engine.load(Update(engine.sequence, graphs(THINGS)))
    answers: list[tuple[tuple[Cell, ...], ...]] = []
    askers = [
        threading.Thread(target=lambda: answers.append(engine.ask(KINDS).rows)) for _ in range(50)
    ]
    for act in (threading.Thread.start, threading.Thread.join):
        list(map(act, askers))
    assert answers == [(ROW_A, ROW_B)] * 50


@pytest.mark.parametrize("engine_name", ENGINES)
def test_an_engine_may_be_closed_twice(engine_name: str) -> None:
    engine = ENGINES[engine_name]()
    engine.close()
    engine.close()
