"""Workbooks as people's programs make them are read; what is unsafe or no form is refused."""

import io
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ingest.templates.files import read_form, write_form
from ingest.templates.form import Form, blank
from ontology.errors import InvalidInput

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def book(filled: Form, tmp_path: Path) -> Path:
    write_form(filled, tmp_path / "form.xlsx")
    return tmp_path / "form.xlsx"


def repack(path: Path, change: Change) -> None:
    """Change the parts of a workbook as no spreadsheet program would."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_a_formula_of_a_workbook_is_words_or_nothing(book: Path) -> None:
    opened = load_workbook(book)
    opened["lessons"]["A3"] = "=cmd|' /C calc'!A0"
    opened["outcomes"]["F3"] = "=1+2"
    opened.save(book)
    read = read_form(book)
    assert read.rows["lessons"][0].text("lesson") == "=cmd|' /C calc'!A0"
    assert read.rows["outcomes"][0].text("change") == ""
    told = {(one.field, one.severity) for one in read.mistakes}
    assert told == {("lessons!A3", "Warning"), ("outcomes!F3", "Violation")}


def test_dates_and_numbers_however_they_were_typed(book: Path) -> None:
    opened = load_workbook(book)
    page = opened["outcomes"]
    page["F3"], page["I3"], page["J3"] = "3.50", 12.0, 1e-05
    opened["transfers"]["E3"] = datetime(2024, 2, 3)
    opened["readiness"]["D3"] = date(2026, 2, 1)
    opened.save(book)
    read = read_form(book)
    assert read.mistakes == ()
    (outcome,) = read.rows["outcomes"]
    assert [outcome.cells[name] for name in ("change", "baseline", "followUp")] == [
        Decimal("3.50"),
        Decimal(12),
        Decimal("0.00001"),
    ]
    assert read.rows["transfers"][0].text("asOf") == "2024-02-03"
    assert read.rows["readiness"][0].text("date") == "2026-02-01"


def test_a_percentage_is_not_taken_for_its_hundredth(book: Path) -> None:
    opened = load_workbook(book)
    opened["outcomes"]["F3"] = 0.12  # what a spreadsheet makes of 12% in a column of numbers
    opened["outcomes"]["F3"].number_format = "0.00%"
    opened.save(book)
    (told,) = read_form(book).mistakes
    assert (told.field, "without its sign" in told.message) == ("outcomes!F3", True)


def test_blank_rows_in_between_are_counted_and_a_hidden_sheet_is_told(book: Path) -> None:
    opened = load_workbook(book)
    opened["lessons"].move_range("A3:Z3", rows=2)
    opened["transfers"].sheet_state = "hidden"
    opened["adaptations"].sheet_state = "hidden"
    opened["adaptations"].delete_rows(3)
    opened.save(book)
    read = read_form(book)
    assert (len(read.rows["lessons"]), read.empty["lessons"]) == (1, 2)
    assert [(one.field, one.rule) for one in read.mistakes] == [("transfers", "form/hidden")]


def test_the_help_may_be_deleted_and_columns_moved(book: Path, filled: Form) -> None:
    opened = load_workbook(book)
    page = opened["adaptations"]
    page.delete_rows(2)
    page.move_range("B1:B2", cols=20)
    page.delete_cols(2)
    opened.save(book)
    read = read_form(book)
    assert (read, read.mistakes) == (filled, ())


def fill(parts: dict[str, bytes]) -> None:
    parts["xl/media/image.png"] = b"\0" * 61_000_000


def merge(parts: dict[str, bytes]) -> None:
    sheet = "xl/worksheets/sheet2.xml"
    merged = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><dataVal'
    parts[sheet] = parts[sheet].replace(b"<dataVal", merged, 1)


def declare(parts: dict[str, bytes]) -> None:
    entity = b'<!DOCTYPE a [<!ENTITY b "c">]>'
    parts["xl/workbook.xml"] = entity + parts["xl/workbook.xml"]


def repeat(parts: dict[str, bytes]) -> None:
    sheet = "xl/worksheets/sheet2.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", b"<row/>" * 20_001 + b"</sheetData>")


def reach_far(parts: dict[str, bytes]) -> None:
    sheet = "xl/worksheets/sheet2.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", far)


def add_macros(parts: dict[str, bytes]) -> None:
    parts["xl/vbaProject.bin"] = b"Sub AutoOpen"


def lose_heart(parts: dict[str, bytes]) -> None:
    del parts["xl/workbook.xml"]


def break_sheet(parts: dict[str, bytes]) -> None:
    parts["xl/worksheets/sheet2.xml"] = b"<worksheet><sheetData>"


def lose_mark(parts: dict[str, bytes]) -> None:
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'name="form"', b'name="front"')


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (fill, "unpacks to more than"),
        (merge, "merges more cells"),
        (declare, "declares a document type"),
        (repeat, "delete the rows below"),
        (reach_far, "reaches to XFD1048576"),
        (add_macros, "has macros"),
        (lose_heart, "is a zip file and no workbook"),
        (break_sheet, "save it anew as .xlsx"),
        (lose_mark, "begin with whatworked template"),
    ],
)
def test_a_package_that_is_unsafe_or_no_form(book: Path, change: Change, message: str) -> None:
    repack(book, change)
    with pytest.raises(InvalidInput, match=message):
        read_form(book)


def test_a_package_whose_header_lies(book: Path) -> None:
    repack(book, fill)
    data = bytearray(book.read_bytes())
    data = data.replace((61_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    book.write_bytes(data)
    with pytest.raises(InvalidInput, match=r"^form\.xlsx: "):
        read_form(book)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("form.xls", b"", "save it as .xlsx"),
        ("form.xlsm", b"", "save it as .xlsx"),
        ("form.ods", b"", "save it as .xlsx"),
        ("study.csv", b"", "give the folder"),
        ("form.docx", b"", "name a form"),
        ("form.xlsx", b"", "is no workbook"),
        ("form.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "has a password"),
        ("form.xlsx", b"<html>Sign in</html>", "is no workbook"),
        ("form.yaml", b"kind: entity\n", "is no form"),
        ("form.yaml", b"form: 9\ndepth: full\n", "form of version 9"),
        ("form.json", b'{"form": 1, "depth": "deep"}', "minimal or full"),
        ("form.json", b'{"form": 1', "is not YAML or JSON"),
    ],
)
def test_what_is_no_form(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InvalidInput, match=message):
        read_form(tmp_path / name)


def test_a_workbook_that_was_copied_half(book: Path) -> None:
    half = book.read_bytes()[:4_000]
    book.write_bytes(half)
    with pytest.raises(InvalidInput, match="is no workbook"):
        read_form(book)


def test_a_blank_form_is_small_and_safe(tmp_path: Path) -> None:
    write_form(blank("full"), tmp_path / "form.xlsx")
    data = (tmp_path / "form.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "vba" in name or "external" in name]
    assert len(data) < 100_000
    shutil.copy(tmp_path / "form.xlsx", tmp_path / "copy.XLSX")
    assert read_form(tmp_path / "copy.XLSX") == blank("full")
