"""Why, asked of every innovation of the starter corpus, and of records with a statement less."""

from collections.abc import Iterator

import pytest

from bench.loaded import engine_of, update_of
from bench.worlds import world
from graph.engine.memory import MemoryEngine
from ingest.read import corpus_files, read_files
from ontology.record import Record, Source
from ontology.terms import PROJECT_BASE
from queries.configurations.guard import LEAST
from queries.outcomes.case import Axis
from queries.transfer.narrative import narrate
from queries.transfer.needs import list_needs
from queries.transfer.why import Wanted, Why, explain

AXES: tuple[Axis, ...] = ("effect", "adoption")
SEED = "source/south-west-learning-system"
Lines = set[tuple[str, tuple[str, ...]]]


def ask(engine: MemoryEngine, innovation: str, axis: Axis = "effect") -> Why:
    return explain(engine.ask, Wanted(innovation, axis=axis), lambda *_: None)


@pytest.fixture(scope="module")
def corpus() -> list[Record]:
    return read_files(corpus_files())


@pytest.fixture(scope="module")
def engine(corpus: list[Record]) -> Iterator[MemoryEngine]:
    with engine_of(corpus) as engine:
        yield engine


def test_every_innovation_of_the_corpus_is_refused_rightly(engine: MemoryEngine) -> None:
    innovations = [str(row[0]) for row in engine.ask("innovations").rows]
    assert len(innovations) > 50
    for innovation in innovations:
        for axis in AXES:
            why = ask(engine, innovation, axis)
            assert why.analysis.grade == "tooFew", innovation
            counts = [why.analysis.count_units(name) for name in ("succeeded", "failed")]
            assert min(counts) < LEAST
            needs = list_needs(why.wanted, why.analysis)
            for count, result in zip(counts, ("success", "failure"), strict=True):
                more = f"there are {count} of the {LEAST}"
                assert count >= LEAST or any(more in need for need in needs), result
            for sentence in narrate(why):
                assert all(clause.claims for clause in sentence.clauses)


def test_the_case_study_alone_says_what_is_said_and_nothing_more(corpus: list[Record]) -> None:
    alone = [record for record in corpus if not isinstance(record, Source) or record.path == SEED]
    with engine_of(alone) as engine:
        why = ask(engine, f"{PROJECT_BASE}id/innovation/periprem", "adoption")
    assert why.analysis.grade == "tooFew"
    assert sum(move.completed for move in why.moves) == 0
    assert {one.predicate for one in why.said} == {"citesMechanism", "explains"}
    assert {one.modality for one in why.said} == {"attributed"}
    assert (why.analysis.contrasts, why.analysis.necessity) == ((), ())
    assert any("4 more independent units" in need for need in list_needs(why.wanted, why.analysis))


def lines(engine: MemoryEngine, innovation: str, axis: Axis) -> Lines:
    """Each clause of an answer with what it cites."""
    found = narrate(ask(engine, innovation, axis))
    return {(clause.text, clause.claims) for one in found for clause in one.clauses}


def without(record: Source, claim: str) -> Source:
    """The record without the item that makes a claim, and without what then has no item."""
    nodes = {}
    for key, node in record.nodes.items():
        start = f"{record.iri()}/{key}-"
        kept = [item for item in node.says if not claim.startswith(f"{start}{item.key}-")]
        nodes[key] = node.model_copy(update={"says": tuple(kept)})
    return record.model_copy(update={"nodes": nodes})


def drop_each(records: list[Record], innovation: str, axis: Axis) -> int:
    """Delete each cited statement in turn; how many there were."""
    sources = {record.iri(): record for record in records if isinstance(record, Source)}
    with engine_of(records) as engine:
        before = lines(engine, innovation, axis)
        cited = sorted({claim for _, claims in before for claim in claims})
        for claim in cited:
            home = next(iri for iri in sources if claim.startswith(f"{iri}/"))
            less = without(sources[home], claim)
            assert less != sources[home], claim
            engine.load(update_of([less], engine.sequence + 1))
            after = lines(engine, innovation, axis)
            resting = {line for line in before if claim in line[1]}
            assert resting, claim
            assert resting.isdisjoint(after), claim
            engine.load(update_of([sources[home]], engine.sequence + 1))
        assert lines(engine, innovation, axis) == before
    return len(cited)


@pytest.mark.parametrize(("code", "axis"), [("periprem", "effect"), ("escape-pain", "adoption")])
def test_no_line_of_a_real_answer_outlives_its_statement(
    code: str, axis: Axis, corpus: list[Record]
) -> None:
    assert drop_each(corpus, f"{PROJECT_BASE}id/innovation/{code}", axis) > 5


@pytest.mark.parametrize("axis", AXES)
def test_no_line_of_a_made_up_answer_outlives_its_statement(axis: Axis) -> None:
    made_up = list(world(12))
    assert drop_each(made_up, f"{PROJECT_BASE}id/innovation/made-up-0", axis) > 3
