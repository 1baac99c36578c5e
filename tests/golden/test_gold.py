"""The hand annotation of the case study, found again in what the repository answers."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.present import plain
from graph.engine.memory import MemoryEngine
from ingest.documents import digest
from ontology.record import Source

HERE = Path(__file__).parent
Line = dict[str, str]
Said = set[tuple[str, str, str, str]]


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    with (HERE / "mapping.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict[str, list[dict[str, str]]]:
    path = shared / "data/gold/nhse-south-west-learning-system.json"
    found: dict[str, list[dict[str, str]]] = json.loads(path.read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def said(engine: MemoryEngine, source: Source) -> Said:
    rows = engine.ask("said", document=source.iri())
    at = [rows.columns.index(name) for name in ("subject", "predicate", "object", "modality")]
    cells = ([plain(row[i]) for i in at] for row in rows.rows)
    return {
        (subject, predicate, target, modality) for subject, predicate, target, modality in cells
    }


def _steps(line: Line) -> Iterator[tuple[str, str, str]]:
    if line["target"] != "path":
        yield line["subject"], line["predicate"], line["object"]
        return
    for step in line["note"].split(" ; "):
        subject, predicate, target = step.split(" ", 2)
        yield subject, predicate, target


@pytest.mark.parametrize("kind", ["entity", "relation"])
def test_every_line_of_the_mapping_is_said(kind: str, lines: list[Line], said: Said) -> None:
    stated = {row[:3] for row in said}
    chosen = [line for line in lines if line["kind"] == kind]
    missing = [line["gold"] for line in chosen if not set(_steps(line)) <= stated]
    assert missing == []
    assert len(chosen) == 177


def test_every_relation_has_its_modality(lines: list[Line], said: Said) -> None:
    wrong = [
        line["gold"]
        for line in lines
        if line["kind"] == "relation"
        and not any((*step, line["modality"]) in said for step in _steps(line))
    ]
    assert wrong == []


def test_the_mapping_covers_the_gold(
    lines: list[Line], gold: dict[str, list[dict[str, str]]]
) -> None:
    entities = [line for line in lines if line["kind"] == "entity"]
    assert {(line["gold"], line["goldClass"]) for line in entities} == {
        (entity["id"], entity["cls"]) for entity in gold["entities"]
    }
    relations = [line for line in lines if line["kind"] == "relation"]
    assert [(line["goldClass"], line["modality"]) for line in relations] == [
        (relation["predicate"], relation["modality"]) for relation in gold["relations"]
    ]
    assert [(line["start"], line["end"]) for line in relations] == [
        (str(relation["start"]), str(relation["end"])) for relation in gold["relations"]
    ]


def test_every_span_has_the_digest_of_its_words(source: Source, text: str) -> None:
    assert digest(text) == source.document.text_sha256
    wrong = [row for row in source.spans if digest(text[row[0] : row[1]]) != row[2]]
    assert wrong == []
    assert {row[:2] for row in source.spans} == source.places().keys()


def test_no_entity_is_lost_to_its_mentions(
    engine: MemoryEngine, source: Source, gold: dict[str, list[dict[str, str]]]
) -> None:
    """Every annotated entity's own span is a span of some claim, numbers and sections aside."""
    rows = engine.ask("said", document=source.iri())
    spans = {row[-2:] for row in rows.rows}
    lost = [e["id"] for e in gold["entities"] if (e["start"], e["end"]) not in spans]
    assert len(lost) <= 7, lost
