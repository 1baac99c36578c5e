"""The Cypher engine: the same rows as SPARQL, from a real server that only reads for questions."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from graph.canonical import canonical_nquads
from graph.engine.memory import MemoryEngine
from graph.engine.port import Limits, Update
from graph.neo4j.bolt import Address
from graph.neo4j.engine import CypherEngine
from graph.neo4j.gate import NotAllowed
from graph.neo4j.load import Place
from graph.neo4j.project import project
from graph.neo4j.server import find_server
from graph.rdf import to_quads
from ingest.read import corpus_files, read_files
from ontology.errors import InvalidInput, LimitReached, NotAvailable
from ontology.terms import PROJECT_BASE
from queries.catalogue import Cell, Question
from queries.given import Given

RECORD = "https://ex.org/id/source/a"
TEXT = "".join(
    sorted(
        f"<{subject}> <https://w3id.org/whatworked/ns#{predicate}> {value} <{RECORD}> .\n"
        for subject, predicate, value in [
            (RECORD, "gist", '"A \\"quoted\\"\\n\\ttext \\u0007é"'),
            (RECORD, "modality", "<https://w3id.org/whatworked/vocab/modality/planned>"),
            (RECORD, "n", '"2"^^<http://www.w3.org/2001/XMLSchema#integer>'),
            (RECORD, "changeValue", '"0.41"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
            (RECORD, "earliest", '"2025-01-31"^^<http://www.w3.org/2001/XMLSchema#date>'),
            (RECORD, "computed", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
            (RECORD, "about", "<https://ex.org/z>"),
            (RECORD, "about", "<https://w3id.org/whatworked/vocab/coverage/whole>"),
            (f"{RECORD}/b", "changeValue", '"26"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
            (f"{RECORD}/b", "n", '"10"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ]
    )
)
KINDS = Question(
    name="kinds",
    summary="Every kind of cell and of parameter",
    given={"thing": "iri", "text": "string", "least": "number", "day": "date", "count": "integer"},
    columns=("thing", "text", "code", "count", "share", "day", "open", "members", "none"),
    text="",
    lists=frozenset({"members"}),
    cypher="""
MATCH (thing) WHERE thing.n IS NOT NULL
  AND ($thing IS NULL OR thing.iri = $thing) AND ($text IS NULL OR $text IN thing.gist)
  AND ($least IS NULL OR thing.changeValue >= $least) AND ($day IS NULL OR thing.earliest = $day)
  AND ($count IS NULL OR thing.n = $count)
OPTIONAL MATCH (thing)-[:modality]->(code)
OPTIONAL MATCH (thing)-[:about]->(member)
RETURN thing, thing.gist[0] AS text, code.iri AS code, thing.n AS count,
  thing.changeValue AS share, thing.earliest AS day, thing.computed AS open,
  collect(member.iri) AS members, thing.nothing AS none
""",
)
ROW_A: tuple[Cell, ...] = (
    *(RECORD, 'A "quoted"\n\ttext \x07é', "planned", 2, Decimal("0.41"), "2025-01-31", True),
    *(("https://ex.org/z", "whole"), None),
)
ROW_B: tuple[Cell, ...] = (
    *(f"{RECORD}/b", None, None, 10, Decimal(26), None, None),
    *((), None),
)


@pytest.fixture(scope="module")
def address(neo4j_server: Place) -> Address:
    server = find_server(neo4j_server.folder)
    assert server
    return server.address


@pytest.fixture
def engine(address: Address) -> Iterator[CypherEngine]:
    with CypherEngine(address) as engine:
        engine.fill(project({RECORD: TEXT}), 1)
        yield engine


@pytest.fixture(scope="module")
def corpus() -> dict[str, str]:
    return {one.iri(): canonical_nquads(to_quads(one)) for one in read_files(corpus_files())}


def test_every_kind_of_cell(engine: CypherEngine) -> None:
    rows = engine.ask(KINDS)
    assert rows.columns == KINDS.columns
    assert rows.rows == (ROW_A, ROW_B)
    assert rows.truncated is None


@pytest.mark.parametrize(
    ("parameter", "value", "row"),
    [
        ("thing", RECORD, ROW_A),
        ("text", 'A "quoted"\n\ttext \x07é', ROW_A),
        ("day", "2025-01-31", ROW_A),
        ("count", 10, ROW_B),
        ("least", Decimal("0.5"), ROW_B),
    ],
)
def test_every_kind_of_parameter(
    engine: CypherEngine, parameter: str, value: Given, row: tuple[Cell, ...]
) -> None:
    assert engine.ask(KINDS, **{parameter: value}).rows == (row,)


@pytest.mark.parametrize("given", [{"nothing": 1}, {"count": "x"}, {"thing": "x' OR 1=1"}])
def test_what_does_not_fit_is_refused(engine: CypherEngine, given: dict[str, Given]) -> None:
    with pytest.raises(InvalidInput, match="the question kinds takes"):
        engine.ask(KINDS, **given)


def test_columns_must_be_the_question_s(engine: CypherEngine) -> None:
    with pytest.raises(InvalidInput, match=r"kinds\.cypher answers with \['thing'\], not"):
        engine.ask(replace(KINDS, cypher="RETURN 1 AS thing"))


def test_a_question_without_cypher_says_so(engine: CypherEngine) -> None:
    with pytest.raises(NotAvailable, match="kinds has no Cypher text: ask it in sparql"):
        engine.ask(replace(KINDS, cypher=None))


@pytest.mark.parametrize(
    "text", ["CREATE (n)", "MATCH (n) DETACH DELETE n", "CREATE INDEX i FOR (n:A) ON (n.b)"]
)
def test_a_question_cannot_write(engine: CypherEngine, text: str) -> None:
    before = engine.graph()
    with pytest.raises(NotAllowed, match="the query may only read"):
        engine.answer(text, {})
    assert engine.graph() == before


def test_a_query_that_does_not_parse_is_refused(engine: CypherEngine) -> None:
    with pytest.raises(InvalidInput, match="Invalid input"):
        engine.answer("nonsense", {})


def test_a_deadline_holds(engine: CypherEngine) -> None:
    forever = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)"
    with pytest.raises(LimitReached) as caught:
        engine.answer(forever, {}, Limits(seconds=0.2))
    assert caught.value.code == "deadline"


def test_a_long_answer_is_cut_and_says_so(engine: CypherEngine) -> None:
    text = "UNWIND range(1, $n) AS n RETURN n"
    for rows, truncated in ((9, "rows"), (10, None)):
        found = engine.answer(text, {"n": 10}, Limits(rows=rows))
        assert (len(found.rows), found.truncated) == (rows, truncated)
    assert engine.answer(text, {"n": 1000}, Limits(size=20)).truncated == "size"


def test_an_empty_database_answers_nothing(engine: CypherEngine) -> None:
    engine.load(Update(2, {RECORD: None}))
    assert engine.ask(KINDS).rows == ()
    with engine._bolt.writing() as run:
        run("MATCH (l:Ledger) DELETE l", {})
    with pytest.raises(NotAvailable, match="whatworked neo4j load"):
        engine.ask(KINDS)


def test_another_ledger_is_not_answered_from(engine: CypherEngine, address: Address) -> None:
    with CypherEngine(address, mark="other") as other:
        assert other.held == engine.mark
        with pytest.raises(NotAvailable, match="another repository"):
            other.ask("sets")


def test_an_update_may_come_twice_and_an_older_one_changes_nothing(engine: CypherEngine) -> None:
    for sequence, text, kept in ((3, TEXT, TEXT), (3, TEXT, TEXT), (2, None, TEXT)):
        engine.load(Update(sequence, {RECORD: text}))
        assert engine.graph() == project({RECORD: kept})
        assert engine.sequence == 3


def test_no_server_is_said(address: Address) -> None:
    with pytest.raises(NotAvailable, match="whatworked neo4j start"):
        CypherEngine(Address("bolt://127.0.0.1:9", "x"))
    with pytest.raises(NotAvailable, match="refuses the name or the password"):
        CypherEngine(Address(address.uri, "wrong"))


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("worked", {}),
        ("worked", {"innovation": f"{PROJECT_BASE}id/innovation/periprem"}),
        ("worked", {"place": f"{PROJECT_BASE}id/area/E54000037"}),
        ("said", {}),
        ("said", {"innovation": f"{PROJECT_BASE}id/innovation/periprem"}),
        ("said", {"document": f"{PROJECT_BASE}id/source/south-west-learning-system"}),
        ("sets", {}),
    ],
)
def test_the_rows_are_those_of_sparql(
    address: Address, corpus: dict[str, str], question: str, given: dict[str, Given]
) -> None:
    with CypherEngine(address) as cypher, MemoryEngine() as sparql:
        if cypher.graph() != project(corpus):
            cypher.fill(project(corpus), 1)
        sparql.load(Update(1, corpus))
        assert cypher.ask(question, **given) == sparql.ask(question, **given)
