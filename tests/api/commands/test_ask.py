"""The commands that ask, as scripts rely on them."""

import csv
import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ontology.terms import PROJECT_BASE

Call = Callable[..., tuple[int, str, str]]
PROMISED = {  # the table of the contract
    "worked": "innovation, innovationLabel, use, placeLabel, measureLabel, level, direction, "
    "change, unit, changeKind, compares, claim",
    "planned": "claim, modality, subject, subjectLabel, predicate, object, objectLabel",
    "said": "claim, subject, subjectClass, predicate, object, objectClass, modality, polarity, "
    "asserter, reviewState, start, end",
    "evidence": "observation, measureLabel, n, baseline, followUp, ciLow, ciHigh, pValue, "
    "compares, asserterRole, claim",
    "lessons": "lesson, label, derivedFrom, concerns, modality, claim",
    "participants": "agent, agentLabel, role, activity, activityLabel, claim",
    "sets": "set, label, declaredMemberCount, namedMembers, membershipStatus, claim",
    "silent": "document, subject, subjectLabel, missing, coverage, status",
}
GIVEN = {
    "worked": {"innovation", "place"},
    "planned": {"innovation", "document"},
    "said": {"innovation", "document"},
    "evidence": {"innovation", "observation"},
    "lessons": {"place", "document"},
    "participants": {"innovation", "document"},
    "sets": set(),
    "silent": {"document"},
}
STATUS = {"reported", "notReported", "notSeen", "withheld"}
PERIPREM = f"{PROJECT_BASE}id/innovation/periprem"

pytestmark = pytest.mark.usefixtures("home")


def rows(call: Call, *arguments: str) -> list[list[object]]:
    code, out, err = call("ask", *arguments, "--json")
    assert (code, err) == (0, "")
    found: list[list[object]] = json.loads(out)["rows"]
    return found


def test_the_code_of_a_board_stands_for_its_area(call: Call) -> None:
    by_board = json.loads(call("ask", "challenges", "--given", "place=QJK", "--json")[1])
    by_area = json.loads(call("ask", "challenges", "--given", "place=E54000037", "--json")[1])
    assert by_board["rows"]
    assert by_board == by_area
    ended = json.loads(call("ask", "challenges", "--given", "place=QNQ", "--json")[1])
    assert ended["given"] == {"place": f"{PROJECT_BASE}id/area/E54000034"}


def test_the_questions_are_those_of_the_contract(call: Call) -> None:
    code, out, _ = call("questions", "--json")
    found = {question["name"]: question for question in json.loads(out)}
    assert code == 0
    for name, columns in PROMISED.items():
        assert found[name]["columns"] == columns.split(", ")
        assert set(found[name]["given"]) == GIVEN[name]
        assert set(found[name]["given"].values()) <= {"iri"}
        assert found[name]["summary"]
        assert found[name]["engines"] == ["sparql", "cypher"]
    shown = call("questions")[1]
    assert all(name in shown for name in PROMISED)


@pytest.mark.parametrize("name", PROMISED)
def test_an_answer_as_json(name: str, call: Call) -> None:
    code, out, err = call("ask", name, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["question"], found["given"], found["engine"]) == (name, {}, "sparql")
    assert (found["sequence"], found["truncated"]) == (1, False)
    assert found["columns"] == PROMISED[name].split(", ")
    assert found["rows"]
    at = found["columns"].index("claim") if "claim" in found["columns"] else None
    claims = {row[at] for row in found["rows"]} if at is not None else set()
    assert set(found["citations"]) == claims
    assert all(
        {"record", "document", "address", "start", "end", "quote", "licence", "retrieved"}
        <= set(citation)
        for citation in found["citations"].values()
    )


@pytest.mark.parametrize("name", PROMISED)
def test_an_answer_as_csv(name: str, call: Call) -> None:
    code, out, err = call("ask", name, "--csv")
    assert (code, err) == (0, "")
    head, *lines = csv.reader(io.StringIO(out, newline=""))
    answer = json.loads(call("ask", name, "--json")[1])
    assert len(lines) == len(answer["rows"])
    table = dict(zip(head, zip(*lines, strict=True), strict=True))
    for at, column in enumerate(answer["columns"]):
        cells = [row[at] for row in answer["rows"]]
        follows = head[head.index(column) + 1 : head.index(column) + 3]
        known = {str(cell) for cell in cells if cell is not None}
        if known and all(cell.startswith("https://") for cell in known):
            assert follows[0] == f"{column}Label"
        if None in cells:
            assert f"{column}Status" in follows
            states = table[f"{column}Status"]
            assert set(states) <= STATUS
            assert [state == "reported" for state in states] == [cell is not None for cell in cells]


def test_labels_stand_beside_their_things(call: Call) -> None:
    lines = csv.DictReader(io.StringIO(call("ask", "worked", "--csv")[1], newline=""))
    (line,) = (line for line in lines if "/south-west-learning-system/" in line["claim"])
    assert (line["innovation"], line["innovationLabel"]) == (PERIPREM, "PERIPrem")
    assert line["useLabel"] == "PERIPrem in use (one figure for all)"
    assert (line["change"], line["changeStatus"]) == ("26", "reported")
    assert (line["placeLabel"], line["placeLabelStatus"]) == ("", "notReported")


def test_a_page_that_is_not_held_is_cited_by_its_address(call: Call) -> None:
    given = ("--given", "innovation=innovation/nhs-111")
    found = json.loads(call("ask", "worked", *given, "--json")[1])
    assert found["citations"]
    for citation in found["citations"].values():
        assert (citation["quote"], citation["start"], citation["end"]) == (None, None, None)
        assert (citation["basis"], citation["coverage"]) == ("address", "part")
        assert citation["address"].startswith("https://")
    lines = csv.DictReader(io.StringIO(call("ask", "worked", *given, "--csv")[1], newline=""))
    assert "notSeen" in {line["changeStatus"] for line in lines}
    assert "the page says so" in call("ask", "worked", *given)[1]


@pytest.mark.parametrize(
    "name", [PERIPREM, "innovation/periprem", "periprem", "PERIPrem", "pErIpReM"]
)
def test_a_thing_has_many_names(name: str, call: Call) -> None:
    code, out, _ = call("ask", "said", "--given", f"innovation={name}", "--json")
    found = json.loads(out)
    assert (code, found["given"]) == (0, {"innovation": PERIPREM})
    assert found["rows"]
    assert len(found["rows"]) < len(rows(call, "said"))


def test_a_register_code_names_a_place(call: Call) -> None:
    _, out, _ = call("ask", "worked", "--given", "place=E54000037", "--json")
    assert json.loads(out)["given"] == {"place": f"{PROJECT_BASE}id/area/E54000037"}


def test_what_means_several_things_lists_them(call: Call, tmp_path: Path) -> None:
    text = "kind: entity\nrecord: innovation/{0}\nis: Innovation\nlabel: Twin\n"
    (tmp_path / "twins.yaml").write_text("---\n".join(map(text.format, "ab")), "utf-8")
    call("add", tmp_path / "twins.yaml")
    code, out, _ = call("ask", "said", "--given", "innovation=Twin", "--json")
    detail = json.loads(out)["detail"]
    assert code == 2
    assert f"{PROJECT_BASE}id/innovation/a, {PROJECT_BASE}id/innovation/b" in detail


def test_as_of_is_the_repository_as_it_was(call: Call, tmp_path: Path) -> None:
    text = "kind: entity\nrecord: innovation/periprem\nis: InnovationBundle\nlabel: Renamed\n"
    (tmp_path / "renamed.yaml").write_text(text, "utf-8")
    before = rows(call, "worked")
    call("add", tmp_path / "renamed.yaml")
    assert _name_of_periprem(rows(call, "worked")) == "Renamed"
    assert rows(call, "worked", "--as-of", "1") == before
    assert rows(call, "worked", "--as-of", "0") == []
    today = datetime.now(UTC).date()
    assert _name_of_periprem(rows(call, "worked", "--as-of", str(today))) == "Renamed"
    assert rows(call, "worked", "--as-of", str(today - timedelta(2))) == []


def _name_of_periprem(found: list[list[object]]) -> object:
    (name,) = {row[1] for row in found if row[0] == PERIPREM}
    return name


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["ask"], 2, "name"),
        (["ask", "wroked"], 2, "choose from worked"),
        (["ask", "worked", "--given", "innovation"], 2, "parameter=value"),
        (["ask", "worked", "--given", "innovation="], 2, "parameter=value"),
        (["ask", "worked", "--given", "colour=red"], 2, "takes no 'colour'"),
        (["ask", "worked", "--given", "place=Atlantis"], 2, "nothing is called 'Atlantis'"),
        (["ask", "worked", "--given", "innovation=https://a b/"], 2, "full IRI"),
        (["ask", "worked", "--given", "innovation=\udcff"], 2, "broken characters"),
        (["ask", "worked", *["--given", "place=E54000037"] * 2], 2, "given twice"),
        (["ask", "worked", "--as-of", "2"], 2, "has come to 1 only"),
        (["ask", "worked", "--as-of", "9999-12-31"], 2, "YYYY-MM-DD"),
        (["ask", "worked", "--as-of", "soon"], 2, "YYYY-MM-DD"),
        (["ask", "worked", "--engine", "cypher"], 7, "not available"),
        (["ask", "worked", "--engine", "sql"], 2, "sparql"),
        (["ask", "worked", "--home", "elsewhere"], 6, "is no repository"),
        (["sparql", "none.rq"], 6, "cannot be read"),
    ],
)
def test_problems_are_one_json_document(
    arguments: list[str], code: int, told: str, call: Call
) -> None:
    found, out, err = call(*arguments, "--json")
    problem = json.loads(out)
    assert (found, err) == (code, "")
    assert told in problem["detail"]
    assert {"type", "title", "code"} <= set(problem)
    found, out, err = call(*arguments)
    assert (found, out) == (code, "")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?c { ?x a ?c } LIMIT 0", {"head": {"vars": ["c"]}, "results": {"bindings": []}}),
        (f"ASK {{ <{PERIPREM}> ?p ?o }}", {"head": {}, "boolean": True}),
    ],
)
def test_a_query_of_ones_own(call: Call, tmp_path: Path, query: str, expected: object) -> None:
    path = tmp_path / "own.rq"
    path.write_text(query, "utf-8")
    code, out, _ = call("sparql", path, "--json")
    assert (code, json.loads(out)) == (0, expected)
    assert json.loads(call("sparql", path, "--as-of", "1", "--json")[1]) == expected


def test_a_query_from_standard_input(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"CONSTRUCT {{ ?s a ?o }} WHERE {{ ?s a ?o FILTER(?s = <{PERIPREM}>) }}"
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    code, out, _ = call("sparql", "-")
    lines = out.splitlines()
    assert code == 0
    assert lines
    assert all(line.startswith(f"<{PERIPREM}> ") and line.endswith(" .") for line in lines)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT", "syntax"),
        ("DELETE WHERE { ?s ?p ?o }", "syntax"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "invalid"),
    ],
)
def test_a_query_that_cannot_be(call: Call, tmp_path: Path, query: str, said: str) -> None:
    path = tmp_path / "own.rq"
    path.write_text(query, "utf-8")
    code, out, _ = call("sparql", path, "--json")
    assert (code, json.loads(out)["code"]) == (2, said)
