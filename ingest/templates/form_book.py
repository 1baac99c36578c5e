"""Forms as workbooks: which pages they have, and how they are read back."""

from collections.abc import Sequence

from ingest.templates.description import NUMBERS, VERSION, Column, SheetForm, sheets
from ingest.templates.form import Form, Row
from ingest.templates.grid import read_grids
from ingest.templates.text_forms import depth_of
from ingest.templates.workbook import MARK, Head, Page, write_book
from ingest.templates.workbook_reading import read_book

WIDTHS = {"quote": 60, "reason": 40, "text": 36, "address": 36, "thing": 28, "key": 16}
_HOW_TO = (
    "Fill in the sheets from the third row on; each column says in the second what it asks.",
    "What you do not know, leave empty: empty is unknown, and never counted as no.",
    "Copy the words of the document exactly; line ends and spaces may differ.",
    "Leave the keys to the program.",
)


def write_workbook(form: Form) -> bytes:
    """The form as XLSX, with what it holds so far."""
    marks = [[MARK, str(VERSION)], ["depth", form.depth], []]
    notes = [*marks, *([sentence] for sentence in _HOW_TO)]
    pages = [_page(form, sheet) for sheet in sheets().values()]
    return write_book([page for page in pages if page.heads], notes)


def _page(form: Form, sheet: SheetForm) -> Page:
    """A sheet with the columns of the form's depth, and any other that something stands in."""
    rows: Sequence[Row] = form.rows.get(sheet.name, ())
    asked, filled = sheet.of_depth(form.depth), {name for row in rows for name in row.cells}
    columns = [one for one in sheet.columns if one in asked or one.name in filled]
    cells = [[row.cells.get(one.name) for one in columns] for row in rows]
    return Page(sheet.name, tuple(_head(one) for one in columns), cells)


def _head(column: Column) -> Head:
    """A code is one of its list; a thing may be another, under a name of its own."""
    return Head(
        label=column.label,
        help=column.asks,
        width=WIDTHS.get(column.kind, 20),
        choices=tuple(column.choices),
        closed=bool(column.codes) or not column.new,
        number=column.kind in NUMBERS,
        needed=column.required,
    )


def read_workbook(name: str, data: bytes) -> Form:
    """The form in the bytes of a workbook, with every mistake that its cells show.

    Raises InvalidInput where it is no workbook that is safe to read, or no form.
    """
    book = read_book(name, data)
    marks = {row[0]: row[1] for row in book.notes[:2] if len(row) > 1}
    depth = depth_of(name, marks.get("form"), marks.get("depth"))
    return read_grids(name, depth, book.sheets)
