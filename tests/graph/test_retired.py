"""A deprecated code that a record writes is warned of, with the code to write instead."""

from pathlib import Path

import pytest
from pyoxigraph import Store

from graph import gate
from graph.gate import judge
from graph.rdf import to_quads
from ontology.report import parse_record
from ontology.schemes import Concept, load_retired, read_scheme, retired_in, scheme_files
from ontology.terms import PROJECT_BASE, VOCAB

RECORD = f"{PROJECT_BASE}id/source/report"
PLANTED = """
c:E33 owl:deprecated true ; dct:isReplacedBy c:E08 .
c:E54 owl:deprecated true ; dct:isReplacedBy <https://w3id.org/whatworked/vocab/cici-2017/I3> .
c:E53 owl:deprecated true .
"""


@pytest.fixture
def retired(tmp_path: Path) -> dict[str, Concept]:
    """A list some of whose codes have been given up."""
    planted = tmp_path / "eric-2015.ttl"
    planted.write_text(scheme_files()["eric-2015"].read_text("utf-8") + PLANTED, "utf-8")
    return retired_in([read_scheme(planted)])


def store_with(*codes: str) -> Store:
    says = [
        {"key": f"way{n}", "usedStrategy": code, "basis": "curatorReading", "because": "it is so"}
        for n, code in enumerate(codes)
    ]
    digest = "0" * 64
    document = {"title": "Report", "coverage": "whole", "bytesSha256": digest,
                "textSha256": digest, "extractor": "text/1"}  # fmt: skip
    record = parse_record(
        {
            "kind": "source",
            "record": "report",
            "document": document,
            "nodes": {"work": {"is": "Activity", "label": "work", "says": says}},
        }
    )
    store = Store()
    store.extend(to_quads(record))
    return store


@pytest.mark.parametrize(
    ("code", "way"),
    [
        ("E33", "write E08 instead"),
        ("E54", "write cici-2017/I3 instead"),
        ("E53", "choose another code"),
    ],
)
def test_a_deprecated_code_is_warned_of(
    monkeypatch: pytest.MonkeyPatch, retired: dict[str, Concept], code: str, way: str
) -> None:
    monkeypatch.setattr(gate, "load_retired", lambda: retired)
    found = [one for one in judge(store_with(code, "E20"), [RECORD]) if one.rule == "deprecated"]
    (warning,) = found
    assert warning.severity == "Warning"
    assert warning.focus == f"{RECORD}/work"
    assert warning.message == (
        f"usedStrategy has a code that its list has deprecated ({VOCAB}eric-2015/{code}): {way}"
    )


def test_a_code_that_stands_is_not_warned_of(
    monkeypatch: pytest.MonkeyPatch, retired: dict[str, Concept]
) -> None:
    monkeypatch.setattr(gate, "load_retired", lambda: retired)
    assert [one for one in judge(store_with("E20"), [RECORD]) if one.rule == "deprecated"] == []


def test_no_list_that_is_shipped_has_given_up_a_code_so_far() -> None:
    assert load_retired() == {}
