"""Workbooks, read: each cell as it was typed, and what hides or loses cells named."""

import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ingest.templates.form import MOST_ROWS, Cell, mistake
from ingest.templates.grid import Given, Line, Sheet
from ingest.templates.package import check_package
from ingest.templates.workbook import LISTS, MARK, put, shortest
from ontology.errors import InvalidInput
from ontology.report import Finding

_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MADE = {"f": "formula", "e": "error"}
_Place = BookCell | MergedCell
MOST_COLUMNS = 100
MOST_CELLS = 1_500_000  # of all sheets, empty ones between others counted


@dataclass(frozen=True)
class Book:
    """A workbook: the rows of its first sheet, and the other sheets by their names."""

    notes: tuple[tuple[str, ...], ...]
    sheets: Mapping[str, Sheet]


def read_book(name: str, data: bytes) -> Book:
    """The cells of a workbook that `write_book` made and people filled in.

    Raises InvalidInput where it is no workbook that is safe to read, or not one of ours.
    """
    pages = {page.title: page for page in _load(name, data).worksheets}
    for page in pages.values():
        _check_size(name, page)
    if sum(page.max_row * page.max_column for page in pages.values()) > MOST_CELLS:
        msg = f"{name}: has more than {MOST_CELLS:,} cells: delete what is not of the form"
        raise InvalidInput(msg)
    if MARK not in pages:
        msg = f"{name}: has no sheet {MARK!r}: begin with whatworked template, and copy your cells"
        raise InvalidInput(msg)
    front = pages.pop(MARK).iter_rows(values_only=True)
    notes = tuple(tuple("" if one is None else str(one) for one in row) for row in front)
    pages.pop(LISTS, None)
    return Book(notes, {title: _read_page(name, page) for title, page in pages.items()})


def _load(name: str, data: bytes) -> Workbook:
    check_package(name, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are not read: they are not needed
            return load_workbook(io.BytesIO(data))
    except Exception as error:
        # openpyxl lets through whatever a broken part makes it stumble over
        msg = f"{name}: is no workbook that can be read ({error}): save it anew as .xlsx"
        raise InvalidInput(msg) from None


def _check_size(name: str, page: Worksheet) -> None:
    rows, columns = page.max_row, page.max_column
    if rows > MOST_ROWS + 2 or columns > MOST_COLUMNS:
        far = f"{get_column_letter(columns)}{rows}"
        msg = f"{name}: the sheet {page.title} reaches to {far}, and a form at most to "
        msg += f"row {MOST_ROWS + 2:,} and column {MOST_COLUMNS}: delete what lies beyond"
        raise InvalidInput(msg)


def _read_page(name: str, page: Worksheet) -> Sheet:
    found: list[Finding] = []
    spoilt = _merged(name, page, found)
    lines: list[Line] = []
    for number, cells in enumerate(page.iter_rows(), start=1):
        line = Line(_at(page, str(number)), tuple(_given(page, cell) for cell in cells))
        hidden = page.row_dimensions[number].hidden and not line.empty
        if hidden:
            msg = "this row is hidden: show it, or delete it"
            found.append(mistake(name, line.at, "hidden", msg))
        lines.append(Line(line.at, line.cells, wrong=number in spoilt or hidden))
    if page.sheet_state != "visible" and any(not line.empty for line in lines[2:]):
        msg = "this sheet is hidden and has rows: show it, or delete them"
        found.append(mistake(name, page.title, "hidden", msg))
    return Sheet(page.title, tuple(lines), tuple(found))


def _at(page: Worksheet, place: str) -> str:
    return f"{page.title}!{place}"


def _merged(name: str, page: Worksheet, found: list[Finding]) -> set[int]:
    """The rows that merged cells lie in: all of these but one have lost what stood in them."""
    rows: set[int] = set()
    for span in page.merged_cells.ranges:
        msg = "these cells are merged, so only the first has a value: take them apart"
        found.append(mistake(name, _at(page, span.coord), "merged", msg))
        rows.update(range(span.min_row, span.max_row + 1))
    return rows


def _given(page: Worksheet, cell: _Place) -> Given:
    made = _MADE.get(cell.data_type, "")
    if cell.data_type == "n" and cell.value is not None and "%" in cell.number_format:
        made = "percentage"
    text = getattr(cell.value, "text", cell.value) if made else cell.value  # of a formula
    return Given(_at(page, cell.coordinate), _typed(text), made)


def _typed(value: object) -> Cell | None:
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case int():
            return Decimal(value)
        case float():
            return Decimal(shortest(value))
        case datetime() | date() | time():
            return value.isoformat().removesuffix("T00:00:00")
    return _CODED.sub(lambda found: chr(int(found[1], 16)), str(value))


def write_cells(name: str, data: bytes, cells: Mapping[str, Cell]) -> bytes:
    """The workbook with some cells more (sheet!A1: value), all else as it was."""
    book = _load(name, data)
    pages: Mapping[str, Worksheet] = {page.title: page for page in book.worksheets}
    for place, cell in cells.items():
        sheet, _, at = place.rpartition("!")
        put(pages[sheet][at], cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
