"""What worked where, of the starter corpus and of the case study alone, against the files here.

Each file was read line by line against the records: cases, results, and why.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from api.present import to_json
from bench.loaded import engine_of
from graph.engine.memory import MemoryEngine
from ingest.read import corpus_files, read_files
from ontology.record import Record
from ontology.terms import PROJECT_BASE
from queries.catalogue import Ask
from queries.outcomes.answer import Asked, Worked, find_worked
from queries.outcomes.case import Axis, Case

HERE = Path(__file__).parent / "worked"
AXES: tuple[Axis, ...] = ("effect", "adoption")
INNOVATIONS = (
    "periprem", "precept", "precept-enhanced-support", "feno-testing", "escape-pain",
    "community-virtual-ward", "acute-virtual-ward", "nhs-111",
)  # fmt: skip


@pytest.fixture(scope="module")
def corpus() -> MemoryEngine:
    return engine_of(read_files(corpus_files()))


def told(ask: Ask, innovation: str | None) -> str:
    """Both axes in a form that people can check by hand."""
    iri = f"{PROJECT_BASE}id/innovation/{innovation}" if innovation else None
    found = {axis: summary(find_worked(ask, Asked(iri, axis=axis))) for axis in AXES}
    return json.dumps(json.loads(to_json(found)), ensure_ascii=False, indent=1) + "\n"


def summary(worked: Worked) -> dict[str, object]:
    return {
        "counts": worked.counts,
        "cases": {short(case.use.iri): of_case(case) for case in worked.cases},
        "contradictions": [
            [one.level, short(one.succeeded.use.iri), short(one.failed.use.iri), one.likeness]
            for one in worked.contradictions
        ],
        "negatives": [short(one.node.iri) for _, one in worked.negatives],
        "neverReported": sorted(short(str(row["subject"])) for row in worked.never_reported),
        "same": [[short(one.node.iri) for one in group] for group in worked.repeats],
        "perhapsTheSame": [
            [short(pair.one.node.iri), short(pair.other.node.iri)] for pair in worked.alike
        ],
    }


def of_case(case: Case) -> dict[str, object]:
    return {
        "innovation": short(case.innovation.iri),
        "unit": short(case.unit.iri),
        "result": case.result,
        "because": case.because if case.result == "unclear" else "",
        "findings": {
            f"{short(one.node.iri)} ({one.level})": f"{one.result}: {one.because}"
            for one in case.findings
        },
        "told": [short(one.node.iri) for one in case.told],
    }


def short(iri: str) -> str:
    return iri.removeprefix(f"{PROJECT_BASE}id/").removeprefix("source/")


@pytest.fixture
def same(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    def compare(name: str, found: str) -> None:
        path = HERE / f"{name}.json"
        if request.config.getoption("--golden-write"):
            path.write_bytes(found.encode())
        assert path.read_bytes() == found.encode(), f"{name}: make golden, and read the diff"

    return compare


@pytest.mark.parametrize("innovation", INNOVATIONS)
def test_innovation(
    innovation: str, corpus: MemoryEngine, same: Callable[[str, str], None]
) -> None:
    same(innovation, told(corpus.ask, innovation))


def test_the_case_study_alone_shows_no_success(
    records: list[Record], same: Callable[[str, str], None]
) -> None:
    engine = engine_of(records)
    for axis in AXES:
        counts = find_worked(engine.ask, Asked(axis=axis)).counts
        assert counts["cases"]["succeeded"] == counts["cases"]["failed"] == 0
    same("south-west", told(engine.ask, None))
