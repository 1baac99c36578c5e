"""The case study, byte for byte: its graph, and the answer to every question."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, serialize

from api.present import to_json
from graph.engine.memory import MemoryEngine
from graph.gate import judge
from ontology.record import Record
from ontology.terms import PROJECT_BASE, SKOS, VOCAB, WW
from queries.catalogue import Cell, Question, questions

HERE = Path(__file__).parent
PREFIXES = {
    "ww": WW,
    "v": VOCAB,
    "id": f"{PROJECT_BASE}id/",
    "sw": f"{PROJECT_BASE}id/source/south-west-learning-system/",
    "skos": SKOS,
    "dct": "http://purl.org/dc/terms/",
}
PLANNED = ("intended", "planned", "expected", "recommended", "illustrative", "possible")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare with a golden file, or write it anew where that is asked for."""

    def compare(path: Path, found: str) -> None:
        if request.config.getoption("--golden-write"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(found.encode())
        assert path.read_bytes() == found.encode(), f"{path.name}: make golden, and read the diff"

    return compare


def test_graph(graphs: dict[str, list[Quad]], golden: Callable[[Path, str], None]) -> None:
    quads = sorted((quad for found in graphs.values() for quad in found), key=str)
    text = (serialize(quads, format=RdfFormat.TRIG, prefixes=PREFIXES) or b"").decode()
    head, body = text[: text.index("\nid:")].split("\n"), text[text.index("\nid:") :]
    # the writer gives prefixes in any order
    golden(HERE / "south-west.trig", "\n".join(sorted(head)) + body)


@pytest.mark.parametrize("question", questions().values(), ids=str)
def test_answer(
    question: Question, engine: MemoryEngine, golden: Callable[[Path, str], None]
) -> None:
    rows = engine.ask(question)
    lines = [to_json(list(row)) for row in rows.rows]
    head = to_json(list(rows.columns))
    golden(HERE / "answers" / f"{question}.jsonl", "".join(f"{line}\n" for line in [head, *lines]))


def test_nothing_breaks_a_rule(store: Store, records: list[Record]) -> None:
    findings = judge(store, [record.iri() for record in records])
    assert [finding for finding in findings if finding.severity == "Violation"] == []


def test_the_outcome_is_what_the_text_bears(engine: MemoryEngine) -> None:
    (row,) = engine.ask("worked").rows
    found = dict(zip(engine.ask("worked").columns, row, strict=True))
    assert (found["change"], found["unit"], found["direction"]) == (26, "%", "increase")
    assert (found["changeKind"], found["compares"]) == ("notStated", "noneStated")
    assert found["placeLabel"] is None
    (evidence,) = engine.ask("evidence").rows
    assert evidence[2:8] == (None,) * 6


def test_plans_are_not_results(engine: MemoryEngine) -> None:
    """What is found under prospective claims alone is of no class that says it happened."""
    said = engine.ask("said")
    guarded = {"Implementation", "TransferAttempt", "Adaptation", "OutcomeObservation",
               "QualitativeOutcome", "ConditionAssessment", "StageAssessment"}  # fmt: skip
    accepted: set[tuple[Cell, Cell]] = set()
    prospective: set[tuple[Cell, Cell]] = set()
    for row in said.rows:
        cells = dict(zip(said.columns, row, strict=True))
        if str(cells["predicate"]).endswith("#mentions"):
            continue
        names = {(cells["subject"], cells["subjectClass"]), (cells["object"], cells["objectClass"])}
        (prospective if cells["modality"] in PLANNED else accepted).update(names)
    only_planned = {thing for thing, _ in prospective} - {thing for thing, _ in accepted}
    classes = {str(name).rpartition("#")[2] for thing, name in prospective if thing in only_planned}
    assert not classes & guarded
    assert "Prospect" in classes


def test_eight_conditions_are_declared_and_none_is_named(engine: MemoryEngine) -> None:
    found = {row[1]: row[2:5] for row in engine.ask("sets").rows}
    assert found["8 conditions for change"] == (8, 0, "notEnumerated")
    assert found["10 factors"] == (10, 0, "notEnumerated")
