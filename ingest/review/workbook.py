"""The queue as a workbook: written with drop-downs, and read back as readers left it."""

from collections.abc import Iterable, Iterator, Mapping

from ingest.review.sheet import BULK, BULK_HELP, HELP, ITEMS, OWN, VERSION, SheetRow, Sheets
from ingest.templates.grid import Line, Sheet
from ingest.templates.workbook import Head, Page, write_book
from ingest.templates.workbook_reading import read_book
from ontology.errors import InvalidInput

WIDTHS = {"sentence": 80, "words": 40, "statement": 40, "label": 40, "reason": 30}
MARK = "review"
_HOW_TO = (
    "Choose a decision for each row of the sheet items; leave it empty for later.",
    "Places and the like can be accepted class by class on the sheet in bulk.",
    "Then hand the workbook back: whatworked review apply, or the page Review.",
)


def write_sheets(sheets: Sheets) -> bytes:
    """A workbook with one row for each item, and one for each class that goes in bulk."""
    items = _page(ITEMS, HELP, sheets.items, sheets.choices)
    bulk = _page(BULK, BULK_HELP, sheets.bulk, {"decision": ("accept",)})
    notes = ((MARK, VERSION), ("reader", sheets.reader), *((line,) for line in _HOW_TO))
    return write_book((items, bulk), notes)


def _page(
    name: str,
    columns: Mapping[str, str],
    rows: Iterable[SheetRow],
    choices: Mapping[str, tuple[str, ...]],
) -> Page:
    heads = tuple(
        Head(
            column,
            help_,
            WIDTHS.get(column, 16),
            choices.get(column, ()),
            closed=column != "class",  # of a relation it is its predicate
            needed=column in OWN,
        )
        for column, help_ in columns.items()
    )
    return Page(name, heads, [[row.cells.get(one) or None for one in columns] for row in rows])


def read_sheets(name: str, data: bytes) -> Sheets:
    """What a workbook holds; InvalidInput where it is none of ours."""
    book = read_book(name, data)
    notes = {row[0]: row[1] for row in book.notes if len(row) > 1}
    if notes.get(MARK) != VERSION or ITEMS not in book.sheets:
        msg = f"{name}: is no workbook of review export: write one (review export OUT.xlsx)"
        raise InvalidInput(msg)
    bulk = book.sheets.get(BULK)
    return Sheets(
        notes.get("reader", ""),
        tuple(_rows(name, book.sheets[ITEMS], HELP)),
        tuple(_rows(name, bulk, BULK_HELP)) if bulk else (),
    )


def _rows(name: str, sheet: Sheet, columns: Mapping[str, str]) -> Iterator[SheetRow]:
    """The rows below the heading and its help, each cell by the name of its column."""
    first, *lines = sheet.lines or (Line("", ()),)
    heads = {cell.text: number for number, cell in enumerate(first.cells) if cell.text}
    if missing := [column for column in columns if column not in heads]:
        msg = f"{name}: the sheet {sheet.name} lacks the column {missing[0]}: put its heading back"
        raise InvalidInput(msg)
    for line in lines:
        found = {one: line.cells[heads[one]] for one in columns if heads[one] < len(line.cells)}
        texts = {column: cell.text for column, cell in found.items()}
        if line.empty or all(texts.get(column) == help_ for column, help_ in columns.items()):
            continue
        yield SheetRow(texts, {column: cell.place for column, cell in found.items()})
