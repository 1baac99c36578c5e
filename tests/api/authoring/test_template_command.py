"""From an empty form to an answer: `template`, `document add`, `add`, and what is then known."""

import json
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ingest.templates.description import sheets
from ingest.templates.files import read_form
from ontology.terms import PROJECT_BASE

Call = Callable[..., tuple[int, str, str]]
TEXT = """Night letters in Redmoor

In 2023 the Redmoor trust posted a reminder letter the evening before each visit.
A senior nurse led the work, with two paid days a week for it.
Missed visits fell from 12 to 9 in every hundred by the end of the year.
"""
MINIMAL: Mapping[str, Mapping[str, str]] = {
    "study": {"title": "Night letters", "document": "letters.txt", "coverage": "whole"},
    "implementations": {
        "innovation": "Reminder letters",
        "place": "Redmoor",
        "modality": "asserted",
        "quote": "the Redmoor trust posted a reminder letter",
    },
    "outcomes": {
        "measure": "missed visits",
        "direction": "decrease",
        "modality": "asserted",
        "quote": "Missed visits fell from 12 to 9 in every hundred",
    },
}
CONDITION = {
    "condition": "paid days",
    "state": "present",
    "modality": "asserted",
    "quote": "two paid days a week",
}
READINESS = {
    "place": "E54000037",
    "condition": "condition/dedicated-funding",
    "state": "absent",
    "date": "2026-02-01",
    "assessor": "Chief nurse of the board",
    "words": "No money is set aside.",
}


def fill_in(path: Path, sheet: str, row: int, cells: Mapping[str, str]) -> None:
    """Type into a workbook, as people do."""
    book = load_workbook(path)
    page = book[sheet]
    heads = [str(cell.value) for cell in page[1]]
    labels = {one.name: one.label for one in sheets()[sheet].columns}
    for name, text in cells.items():
        page.cell(row, heads.index(labels[name]) + 1).value = text
    book.save(path)


@pytest.fixture
def bare(nowhere: Path, call: Call) -> Path:
    """A repository with nothing in it."""
    assert call("init")[0] == 0
    return nowhere


@pytest.fixture
def form(bare: Path, tmp_path: Path, call: Call) -> Path:
    """A minimal form that is filled in, in a repository that holds the document."""
    assert bare.exists()
    (tmp_path / "letters.txt").write_text(TEXT, "utf-8")
    assert call("document", "add", tmp_path / "letters.txt")[0] == 0
    path = tmp_path / "form.xlsx"
    assert call("template", path, "--depth", "minimal")[0] == 0
    for sheet, cells in MINIMAL.items():
        fill_in(path, sheet, 3, cells)
    return path


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("depth", ["minimal", "full"])
def test_a_template_in_each_of_its_forms(tmp_path: Path, call: Call, depth: str) -> None:
    kinds = {"a.xlsx": "xlsx", "b.yaml": "yaml", "c.json": "json", "d": "csv"}
    for name, kind in kinds.items():
        path = tmp_path / name
        code, out, _ = call("template", path, "--depth", depth, "--json")
        told = {"file": str(path), "form": kind, "depth": depth, "rows": 0}
        assert (code, json.loads(out)) == (0, told)
        assert read_form(path).depth == depth
    code, _, err = call("template", tmp_path / "a.xlsx")
    assert (code, "is not written over" in err) == (2, True)


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a.xls",), "save it as .xlsx"),
        (("a.xlsx", "--depth", "deep"), "choose from minimal, full"),
        (("a.xlsx", "--form", "pdf"), "choose from csv, json, xlsx, yaml"),
    ],
)
def test_a_template_that_is_none(call: Call, arguments: tuple[str, ...], message: str) -> None:
    code, _, err = call("template", *arguments)
    assert (code, message in err) == (2, True)


def test_a_form_is_written_in_another_form(form: Path, call: Call) -> None:
    names = ["two.yaml", "three", "four.json", "five.xlsx"]
    paths = [form, *(form.with_name(name) for name in names)]
    for earlier, later in pairwise(paths):
        assert call("template", later, "--from", earlier)[0] == 0
    assert read_form(paths[-1]) == read_form(form)
    fill_in(form, "outcomes", 4, {"direction": "=1+1"})
    code, _, err = call("template", form.with_name("six.yaml"), "--from", form)
    assert (code, "outcomes!B4" in err) == (2, True)


def test_a_form_becomes_a_record_and_answers(form: Path, call: Call) -> None:
    code, out, _ = call("add", form, "--json")
    answer = json.loads(out)
    assert (code, [one["status"] for one in answer["records"]]) == (0, ["created"])
    (told,) = answer["forms"]
    assert (told["depth"], told["keysWritten"]) == ("minimal", True)
    assert {one["severity"] for one in told["findings"]} == {"Warning"}
    places = {(one["field"], one["rule"]) for one in told["findings"]}
    assert places > {("implementations!A3", "form/new"), ("implementations!B3", "form/new")}
    assert ("outcomes!3", "OutcomeObservation-baselineValueMissing") in places
    assert told["sheets"]["outcomes"] == {"read": 1, "loaded": 1, "refused": 0, "empty": 0}
    rows = json.loads(call("ask", "said", "--json")[1])["rows"]
    ours = [row for row in rows if "night-letters" in str(row[0])]
    assert {row[9] for row in ours} == {"singleReader"}, "nobody else has read it"
    (case,) = json.loads(call("worked", "--innovation", "Reminder letters", "--json")[1])["cases"]
    assert "Missed visits fell" in json.dumps(case)


def test_what_a_minimal_form_does_not_ask_is_not_seen(form: Path, call: Call) -> None:
    call("add", form)
    document = f"{PROJECT_BASE}id/source/night-letters"
    answer = json.loads(call("ask", "silent", "--given", f"document={document}", "--json")[1])
    columns = answer["columns"]
    assert {row[columns.index("status")] for row in answer["rows"]} == {"notSeen"}
    rows = json.loads(call("ask", "documents", "--given", f"document={document}", "--json")[1])
    assert rows["rows"][0][rows["columns"].index("coverage")] == "part"


def test_keys_are_written_once_and_then_stay(form: Path, call: Call) -> None:
    call("add", form)
    (use,) = read_form(form).rows["implementations"]
    assert use.text("key") == "reminder-letters-redmoor"
    code, out, _ = call("add", form, "--json")
    assert (code, json.loads(out)["records"][0]["status"]) == (0, "unchanged")
    fill_in(form, "implementations", 3, {"innovation": "Letters of reminder"})
    fill_in(form, "study", 3, {"title": "Letters by night"})
    records = json.loads(call("add", form, "--json")[1])["records"]
    assert [(one["record"], one["status"]) for one in records] == [
        (f"{PROJECT_BASE}id/source/night-letters", "updated")
    ]


def test_another_document_of_the_same_title_does_not_take_its_place(
    form: Path, tmp_path: Path, call: Call
) -> None:
    call("add", form)
    (tmp_path / "other.txt").write_text(f"{TEXT}\nAnd more.\n", "utf-8")
    call("document", "add", tmp_path / "other.txt")
    other = tmp_path / "other.xlsx"
    call("template", other, "--depth", "minimal")
    for sheet, cells in MINIMAL.items():
        fill_in(other, sheet, 3, cells)
    fill_in(other, "study", 3, {"document": "other.txt"})
    code, _, err = call("add", other)
    assert (code, "study!E3" in err, "write a key of your own" in err) == (2, True, True)
    fill_in(other, "study", 3, {"key": "night-letters-again"})
    assert call("add", other)[0] == 0


def test_the_gate_tells_the_cell(form: Path, call: Call) -> None:
    full = form.with_name("full.xlsx")
    call("template", full)
    for sheet, cells in (*MINIMAL.items(), ("conditions", CONDITION)):
        fill_in(full, sheet, 3, cells)
    fill_in(full, "outcomes", 3, {"pValue": "7"})
    code, out, err = call("add", full)
    assert (code, out) == (2, "")
    assert "outcomes!" in err
    assert "full.xlsx" in err
    code, out, _ = call("add", full, "--partial", "--json")
    (told,) = json.loads(out)["forms"]
    assert (code, told["depth"]) == (0, "full")
    assert told["sheets"]["outcomes"] == {"read": 1, "loaded": 0, "refused": 1, "empty": 0}
    assert told["sheets"]["conditions"] == {"read": 1, "loaded": 1, "refused": 0, "empty": 0}
    wrong = [one["field"] for one in told["findings"] if one["severity"] == "Violation"]
    assert wrong == ["outcomes!M3"]


def test_a_wrong_row_refuses_all_and_is_left_out_where_asked(form: Path, call: Call) -> None:
    before = call("digest", "--json")[1]
    fill_in(form, "outcomes", 4, {**MINIMAL["outcomes"], "quote": "Missed visits rose"})
    code, out, _ = call("add", form, "--json")
    assert (code, json.loads(out)["code"]) == (2, "invalid")
    assert call("digest", "--json")[1] == before
    code, out, _ = call("add", form, "--partial")
    assert (code, "outcomes: 2 rows read, 1 loaded, 1 refused, 0 empty" in out) == (0, True)


def test_words_of_a_document_that_is_not_held_are_marked(
    bare: Path, tmp_path: Path, call: Call
) -> None:
    assert bare.exists()
    path = tmp_path / "form.xlsx"
    call("template", path, "--depth", "minimal")
    for sheet, cells in MINIMAL.items():
        fill_in(path, sheet, 3, cells)
    code, _, err = call("add", path)
    assert (code, "study!B3" in err, "add it first" in err) == (2, True, True)
    fill_in(path, "study", 3, {"document": "", "address": "https://ex.org/letters"})
    (told,) = json.loads(call("add", path, "--json")[1])["forms"]
    marked = [one["field"] for one in told["findings"] if "not looked up" in one["message"]]
    assert marked == ["implementations!D3", "outcomes!D3"]


def test_what_a_place_states_of_itself_is_shown_by_fit(
    home: Path, tmp_path: Path, call: Call
) -> None:
    assert home.exists()
    path = tmp_path / "ready.xlsx"
    call("template", path)
    fill_in(path, "readiness", 3, READINESS)
    assert call("add", path)[0] == 0
    (gap,) = gaps_of(call)
    assert gap["state"] == "lack"
    words = json.dumps(gap["citations"])
    assert "absent, on 2026-02-01, assessed by Chief nurse of the board" in words
    later = {**READINESS, "state": "present", "date": "2026-05-01", "words": ""}
    fill_in(path, "readiness", 4, later)
    assert call("add", path)[0] == 0
    (gap,) = gaps_of(call)
    assert gap["state"] == "have", "the later day counts"


def gaps_of(call: Call) -> list[dict[str, object]]:
    found = json.loads(call("fit", "periprem", "E54000037", "--json")[1])["gaps"]
    return [gap for gap in found if "dedicated-funding" in json.dumps(gap["condition"])]


def test_forms_with_nothing_in_them_or_twice_the_same(form: Path, call: Call) -> None:
    blank = form.with_name("blank.xlsx")
    call("template", blank)
    code, _, err = call("add", blank)
    assert (code, "nothing is filled in" in err) == (2, True)
    twin = form.with_name("twin.yaml")
    call("template", twin, "--from", form)
    code, _, err = call("add", form, twin)
    assert (code, "both make the record night-letters" in err) == (2, True)
    code, _, err = call("add", form, form.with_name("letters.txt"))
    assert (code, "each by a command of their own" in err) == (2, True)
