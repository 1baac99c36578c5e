"""The queue as a workbook that a reader fills in."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[..., Any]
Fill = dict[int, dict[str, str]]  # the row of an item, and what is written into its columns
TEXT = """Gardens

We launched the gardens in 2021.
The gardens led to a 12% increase in attendance.
Visits to the surgery fell by 9 points.
Volunteers in Devon lead the gardens.
"""


@pytest.fixture(scope="module")
def prepared(enqueue: Callable[[str, str], Path]) -> Path:
    """A repository of two readers with a document in its queue."""
    return enqueue("gardens.txt", TEXT)


@pytest.fixture
def book(nowhere: Path, prepared: Path, tmp_path: Path, ask: Ask) -> Path:
    """A workbook of ann's, of a document in the queue."""
    shutil.copytree(prepared, nowhere)
    ask("export", tmp_path / "queue.xlsx", "--as", "ann")
    return tmp_path / "queue.xlsx"


def rows(path: Path, sheet: str = "items") -> list[dict[str, str]]:
    heads, _, *found = load_workbook(path)[sheet].iter_rows(values_only=True)
    names = [str(head) for head in heads]
    return [
        dict(zip(names, (str(cell or "") for cell in row), strict=True))
        for row in found
        if any(row)
    ]


def fill(path: Path, written: Fill, sheet: str = "items") -> None:
    book = load_workbook(io.BytesIO(path.read_bytes()))
    page = book[sheet]
    heads = [cell.value for cell in page[1]]
    for number, cells in written.items():
        for name, text in cells.items():
            page.cell(number + 3, heads.index(name) + 1).value = text
    book.save(path)


def test_each_row_has_its_sentence_and_a_drop_down(book: Path) -> None:
    found = rows(book)
    assert all(" ".join(row["words"].split()) in " ".join(row["sentence"].split()) for row in found)
    page = load_workbook(book)["items"]
    places = {str(rule.sqref)[0] for rule in page.data_validations.dataValidation}
    heads = [cell.value for cell in page[1]]
    assert chr(ord("A") + heads.index("decision")) in places


def test_the_most_valuable_rows_come_first_and_places_last(book: Path) -> None:
    groups = [row["group"] for row in rows(book)]
    order = ["outcomes", "conditions", "transfers", "lessons", "innovations", "others"]
    order += ["people and organisations", "times", "places"]
    assert groups == sorted(groups, key=order.index)
    assert groups[0] == "outcomes"


def test_what_is_filled_in_is_applied_once(book: Path, ask: Ask) -> None:
    written: Fill = {
        0: {"decision": "accept"},
        1: {"decision": "Reject", "reason": "it is a plan"},
        2: {"decision": "edit", "label": "the gardens, in our words"},
        3: {"decision": "unsure"},
    }
    fill(book, written)
    count = len(rows(book))
    first = ask("apply", book, "--as", "ann")
    assert (first["applied"], first["refused"], first["empty"]) == (4, 0, count - 4)
    again = ask("apply", book, "--as", "ann")
    assert (again["applied"], again["unchanged"]) == (0, 4)
    items = {one["key"]: one for one in ask("list", "--all", "--as", "ann")["items"]}
    keys = [row["key"] for row in rows(book)]
    assert items[keys[0]]["state"] == "singleReader"
    assert items[keys[1]]["status"] == "rejected"
    assert items[keys[2]]["label"] == "the gardens, in our words"
    assert items[keys[3]]["status"] == "unsure"


def test_wrong_rows_are_told_by_cell_and_the_others_go_in(book: Path, ask: Ask) -> None:
    good, keys = 6, [row["key"] for row in rows(book)]
    written: Fill = {
        0: {"decision": "perhaps"},
        1: {"decision": "reject"},
        2: {"decision": "edit"},
        3: {"decision": "accept", "label": "something else"},
        4: {"decision": "edit", "class": "Nonsense"},
        5: {"decision": "accept", "key": "000"},
        good: {"decision": "accept"},
    }
    fill(book, written)
    done = ask("apply", book, "--as", "ann", code=2)
    assert [one["cell"] for one in done["errors"]] == [
        "items!A3",
        "items!B4",
        "items!A5",
        "items!C6",
        "items!D7",
        "items!K8",
    ]
    assert done["keys"] == [keys[good]]
    assert done["applied"] + done["refused"] + done["unchanged"] + done["empty"] == len(keys)


def test_a_row_that_was_changed_meanwhile_is_told_and_left_out(book: Path, ask: Ask) -> None:
    keys = [row["key"] for row in rows(book)]
    ask("edit", keys[0], "--modality", "planned", "--as", "ben")
    ask("accept", keys[1], "--as", "ben")
    fill(book, {0: {"decision": "accept"}, 1: {"decision": "accept"}})
    done = ask("apply", book, "--as", "ann", code=2)
    assert [(one["cell"], one["rule"]) for one in done["errors"]] == [("items!L3", "stale")]
    assert [one["key"] for one in done["notes"]] == [keys[1]]
    assert done["keys"] == [keys[1]]


def test_places_are_accepted_in_bulk_and_outcomes_are_not(book: Path, ask: Ask) -> None:
    bulk = rows(book, "in bulk")
    kinds = [row["class"] for row in bulk]
    assert "Area" in kinds
    assert "OutcomeObservation" not in kinds
    fill(book, {kinds.index("Area"): {"decision": "accept"}}, "in bulk")
    done = ask("apply", book, "--as", "ann")
    areas = {row["key"] for row in rows(book) if row["class"] == "Area"}
    assert set(done["keys"]) == areas


def test_words_that_look_like_a_formula_stay_words(
    nowhere: Path,
    call: Run,
    tmp_path: Path,
    ask: Ask,
) -> None:
    assert call("init")[0] == 0
    assert nowhere.exists()
    line = "=1+1 led to a 12% increase in attendance at the clinic.\n"
    (tmp_path / "odd.txt").write_text(line, "utf-8")
    ask("add", tmp_path / "odd.txt")
    ask("export", tmp_path / "odd.xlsx")
    cells = [cell for row in load_workbook(tmp_path / "odd.xlsx")["items"] for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any(str(cell.value).startswith("=1+1") for cell in cells)


def test_what_is_no_workbook_of_ours_is_refused(book: Path, call: Run, tmp_path: Path) -> None:
    assert book.exists()
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"no workbook")
    assert call("review", "apply", other)[0] == 2
    assert call("template", tmp_path / "form.xlsx")[0] == 0
    assert call("review", "apply", tmp_path / "form.xlsx")[0] == 2
