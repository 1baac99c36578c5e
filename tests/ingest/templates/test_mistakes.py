"""Each mistake in a form is told once, with its cell, the rule it breaks and what would do."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ingest.templates.description import sheets
from ingest.templates.files import read_form, write_form
from ingest.templates.form import Cell, Form, Row
from ingest.templates.records import make_records, make_what_can_be
from ingest.templates.things import Known
from ontology.report import violations

# the row below what is right, and the cell in it that is not
PLANTED: tuple[tuple[str, str, Cell | None, str], ...] = (
    ("implementations", "innovation", None, "needed"),
    ("implementations", "status", "ended", "code"),
    ("implementations", "modality", "sure", "code"),
    ("implementations", "aggregation", "team", "code"),
    ("implementations", "quote", "the Redmoor trust sent a telegram", "quote"),
    ("implementations", "key", "Big Key", "key"),
    ("conditions", "use", "Nowhere", "thing"),
    ("conditions", "condition", None, "needed"),
    ("conditions", "state", "yes", "code"),
    ("conditions", "valence", "help", "code"),
    ("conditions", "date", "45000", "date"),
    ("outcomes", "measure", None, "needed"),
    ("outcomes", "direction", "down", "code"),
    ("outcomes", "change", "3%", "number"),
    ("outcomes", "n", Decimal("2.5"), "number"),
    ("outcomes", "pValue", "<0.05", "number"),
    ("outcomes", "changeKind", "%", "code"),
    ("outcomes", "compares", "nothing", "code"),
    ("adaptations", "change", None, "needed"),
    ("lessons", "quote", None, "quote"),
    ("transfers", "status", None, "needed"),
    ("transfers", "asOf", "3/2/2024", "date"),
    ("readiness", "place", "Atlantis", "thing"),
    ("readiness", "date", None, "needed"),
)
# what only a workbook can have: the cell, and the rule
OF_BOOKS = (
    ("outcomes", "baseline", "formula"),
    ("outcomes", "followUp", "formula"),
    ("lessons", "lesson", "merged"),
    ("adaptations", "", "hidden"),
    ("transfers", "", "column"),
    ("drawings", "", "sheet"),
)


@pytest.fixture
def spoilt(filled: Form, tmp_path: Path) -> tuple[Path, set[tuple[str, str]]]:
    """A workbook in which each row but the first of a sheet has one mistake; and where they are."""
    rows: dict[str, tuple[Row, ...]] = {
        name: (_naming_the_use(name, given[0]),) for name, given in filled.rows.items()
    }
    for sheet, column, cell, _ in PLANTED:
        cells = {one: it for one, it in rows[sheet][0].cells.items() if one not in (column, "key")}
        rows[sheet] = (*rows[sheet], Row(cells if cell is None else {**cells, column: cell}))
    path = tmp_path / "spoilt.xlsx"
    write_form(Form("full", rows, "spoilt.xlsx"), path)
    book = load_workbook(path)
    places = {(_planted_at(book, rows, number), rule) for number, (*_, rule) in enumerate(PLANTED)}
    places |= _spoil(book, rows)
    book.save(path)
    return path, places


def _naming_the_use(sheet: str, row: Row) -> Row:
    """The row with the key of the use, for there are going to be several."""
    column = {"implementations": "key", "transfers": "from"}.get(sheet, "use")
    known = any(one.name == column for one in sheets()[sheet].columns)
    return row.with_cell(column, "first") if known else row


def _planted_at(book: Workbook, rows: dict[str, tuple[Row, ...]], number: int) -> str:
    sheet, column, *_ = PLANTED[number]
    before = sum(one[0] == sheet for one in PLANTED[:number])
    assert before + 1 < len(rows[sheet])
    return _at(book[sheet], column, before + 4)


def _at(page: Worksheet, column: str, row: int) -> str:
    label = next(one.label for one in sheets()[page.title].columns if one.name == column)
    letter = next(cell.column_letter for cell in page[1] if cell.value == label)
    return f"{page.title}!{letter}{row}"


def _spoil(book: Workbook, rows: dict[str, tuple[Row, ...]]) -> set[tuple[str, str]]:
    """Put in what only a workbook can have, each in a row of its own."""
    found: set[tuple[str, str]] = set()
    last = {name: len(given) + 2 for name, given in rows.items()}
    for name, column, rule in OF_BOOKS:
        if rule == "sheet":
            book.create_sheet(name)
            found.add((name, rule))
            continue
        page = book[name]
        last[name] += 1
        for number, cell in enumerate(page[3], start=1):
            page.cell(last[name], number, cell.value)
        place = f"{name}!{last[name]}"
        if rule == "formula":
            value = "=C3-1" if column == "baseline" else "#REF!"
            place = _at(page, column, last[name])
            page[place.rpartition("!")[2]].value = value
        elif rule == "merged":
            start = _at(page, column, last[name]).rpartition("!")[2]
            place = f"{name}!{start}:B{last[name]}"
            page.merge_cells(place.rpartition("!")[2])
        elif rule == "hidden":
            page.row_dimensions[last[name]].hidden = True
        else:
            place = f"{name}!Z{last[name]}"
            page[f"Z{last[name]}"].value = "a word aside"
        found.add((place, rule))
    return found


def test_thirty_mistakes_are_thirty_messages_with_their_cells(
    spoilt: tuple[Path, set[tuple[str, str]]], known: Known
) -> None:
    path, planted = spoilt
    assert len(planted) == 30
    found = violations(make_records(read_form(path), known).mistakes)
    assert {(one.field, one.rule.removeprefix("form/")) for one in found} == planted
    assert len(found) == 30
    assert all(one.record == "spoilt.xlsx" for one in found)


def test_a_wrong_code_is_told_with_all_that_are_allowed(filled: Form, known: Known) -> None:
    (row,) = filled.rows["conditions"]
    rows = {**filled.rows, "conditions": (row.with_cell("state", "presant"),)}
    (found,) = violations(make_records(Form("full", rows), known).mistakes)
    assert "did you mean present?" in found.message
    assert all(one in found.message for one in ("present", "partly", "absent", "conflicting"))


def test_what_is_left_out_adds_up(spoilt: tuple[Path, set[tuple[str, str]]], known: Known) -> None:
    path, _ = spoilt
    made = make_what_can_be(read_form(path), known)
    counts = made.counts()
    assert all(one.read == one.loaded + one.refused + one.empty for one in counts.values())
    loaded = {name: one.loaded for name, one in counts.items()}
    assert loaded == dict.fromkeys(sheets(), 1), "the first row of each sheet is right"
    assert {record.record for record in made.records} == {
        "night-letters-in-redmoor",
        "readiness-area-e54000037-2026-02-01-chief-nurse-of-the-board",
    }
