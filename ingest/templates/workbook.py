"""Workbooks, written: headings with help, drop-downs, and a hidden sheet with their lists."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ingest.templates.form import MOST_ROWS, Cell, written

MARK = "form"  # the sheet that says which form it is
LISTS = "lists"  # the hidden one of the drop-downs
FIRST_ROW = 3  # below the heading and its help
_PROMPT = 255  # letters that a drop-down may say
_BOLD, _SMALL = Font(bold=True), Font(italic=True, color="595959", size=9)
_NEEDED, _ASKED = PatternFill("solid", fgColor="FFE08A"), PatternFill("solid", fgColor="D9E2EC")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as A


@dataclass(frozen=True)
class Head:
    """A column of a page: its heading, the help below, and what its drop-down offers.

    A `closed` drop-down lets nothing else be typed; `number` is one of numbers.
    """

    label: str
    help: str = ""
    width: int = 20
    choices: tuple[str, ...] = ()
    closed: bool = True
    number: bool = False
    needed: bool = False


@dataclass(frozen=True)
class Page:
    """A sheet to be filled in: its columns, and what stands in its rows so far."""

    name: str
    heads: tuple[Head, ...]
    rows: Sequence[Sequence[Cell | None]] = ()


def write_book(pages: Sequence[Page], notes: Sequence[Sequence[str]] = ()) -> bytes:
    """Pages as XLSX, behind a sheet of notes that says what the workbook is."""
    book = Workbook()
    book.remove(book.worksheets[0])
    front = book.create_sheet(MARK)
    for note in notes:
        front.append(list(note))
    front.column_dimensions["A"].width = 24
    named = {choices: f"list_{name}" for choices, name in _name_lists(pages).items()}
    for page in pages:
        sheet = book.create_sheet(page.name)
        _write_heading(sheet, page, named)
        for number, row in enumerate(page.rows, start=FIRST_ROW):
            for position, cell in enumerate(row, start=1):
                if cell is not None:
                    put(sheet.cell(number, position), cell)
    _write_lists(book, named)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _name_lists(pages: Sequence[Page]) -> dict[tuple[str, ...], str]:
    """Each list of choices with a name of its own, after the first heading that it is for."""
    names: dict[tuple[str, ...], str] = {}
    for head in (head for page in pages for head in page.heads if head.choices):
        name = re.sub(r"\W+", "_", head.label.lower())
        if head.choices not in names:
            taken = sum(one.startswith(name) for one in names.values())
            names[head.choices] = f"{name}_{taken + 1}" if taken else name
    return names


def _write_lists(book: Workbook, named: Mapping[tuple[str, ...], str]) -> None:
    """Each list in a column, under the name that drop-downs refer to."""
    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    for number, (choices, name) in enumerate(named.items(), start=1):
        for row, text in enumerate([name, *choices], start=1):
            sheet.cell(row, number, text)
        letter = get_column_letter(number)
        place = f"{LISTS}!${letter}$2:${letter}${len(choices) + 1}"
        book.defined_names[name] = DefinedName(name, attr_text=place)


def _write_heading(sheet: Worksheet, page: Page, named: Mapping[tuple[str, ...], str]) -> None:
    for number, head in enumerate(page.heads, start=1):
        letter = get_column_letter(number)
        label, asks = sheet.cell(1, number, head.label), sheet.cell(2, number, head.help)
        label.font, label.fill = _BOLD, _NEEDED if head.needed else _ASKED
        asks.font, asks.alignment = _SMALL, _WRAPPED
        sheet.column_dimensions[letter].width = head.width
        if not head.number:  # what is typed stays as it is typed: 007, =, 2024-01-01
            sheet.column_dimensions[letter].number_format = "@"
        if head.choices:
            sheet.add_data_validation(_drop_down(head, named[head.choices], letter))
    sheet.row_dimensions[2].height = 60
    sheet.freeze_panes = f"A{FIRST_ROW}"


def _drop_down(head: Head, name: str, letter: str) -> DataValidation:
    rule = DataValidation(type="list", formula1=f"={name}", allow_blank=True)
    rule.promptTitle, rule.prompt = head.label[:32], head.help[:_PROMPT]
    rule.errorTitle, rule.error = head.label[:32], "Choose one of the list."
    rule.showInputMessage, rule.showErrorMessage = True, head.closed
    rule.add(f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + MOST_ROWS - 1}")
    return rule


def put(target: BookCell | MergedCell, cell: Cell) -> None:
    """Write a value so that the very same is read again: a text is never run as a formula."""
    if isinstance(target, MergedCell):
        return  # it has no value of its own; whoever merged it was told
    if isinstance(cell, Decimal) and is_plain(cell):
        target.value = cell
        return
    text = _CODED.sub("_x005F_", written(cell))
    target.value = text
    target.data_type = "s"
    target.number_format = "@"
    target.quotePrefix = True
    if "\n" in text:
        target.alignment = _WRAPPED


def is_plain(number: Decimal) -> bool:
    """Whether a workbook, which counts in floats, gives the number back digit by digit."""
    return shortest(float(f"{number:.16g}")) == written(number)  # 16 digits are what is written


def shortest(number: float) -> str:
    """The digits that a workbook shows for a number, without an exponent."""
    return written(Decimal(repr(number))).removesuffix(".0")
