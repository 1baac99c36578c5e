"""A form as it was filled in: the one value between workbook, YAML, CSV, JSON and records."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ingest.templates.description import NUMBERS, Column, Depth, sheets
from ontology.fields import suggest
from ontology.report import Finding

Cell = str | Decimal
Found = tuple[Finding, ...]

MOST_LETTERS = 32_000  # in one cell; a workbook holds 32,767
MOST_ROWS = 5_000  # of one sheet
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Row:
    """One row: what its cells hold by column; what is not there is not known.

    `at` names the row and `places` its cells as the file that it came from has them; `wrong` where
    the file already showed a mistake in it. Two rows that hold the same are the same.
    """

    cells: Mapping[str, Cell]
    at: str = field(default="", compare=False)
    places: Mapping[str, str] = field(default_factory=dict, compare=False)
    wrong: bool = field(default=False, compare=False)

    def place(self, column: str) -> str:
        """The cell of a column, or the row where the file lacks the column."""
        return self.places.get(column, self.at)

    def text(self, column: str) -> str:
        """What a cell holds as text, without space around it; empty where it is not known."""
        return written(self.cells.get(column)).strip()

    def with_cell(self, column: str, cell: Cell) -> "Row":
        """The row with one more cell."""
        return replace(self, cells={**self.cells, column: cell})


@dataclass(frozen=True)
class Form:
    """A form: its depth, and the rows of every sheet by its name.

    `name` is that of its file, `mistakes` what its file showed, `empty` how many rows of a sheet
    held nothing. None of the three counts when two forms are compared.
    """

    depth: Depth
    rows: Mapping[str, tuple[Row, ...]]
    name: str = field(default="form", compare=False)
    mistakes: Found = field(default=(), compare=False)
    empty: Mapping[str, int] = field(default_factory=dict, compare=False)

    def shows_mistake(self, place: str) -> bool:
        """Whether the form's file showed a mistake in this very cell."""
        return any(one.field == place for one in self.mistakes)


def blank(depth: Depth) -> Form:
    """A form that nobody has filled in."""
    return Form(depth, dict.fromkeys(sheets(), ()))


def written(cell: Cell | None) -> str:
    """A cell as text: a number with the digits it was written with, nothing for nothing."""
    return "" if cell is None else format(cell, "f") if isinstance(cell, Decimal) else cell


def typed(column: Column, given: Cell | None) -> Cell | None:
    """What a cell of this column holds: a number only where the column is one of numbers.

    Ends of lines are those of Unix, and white space alone is nothing. So each of the four forms is
    read as the same.
    """
    text = written(given).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return None
    if column.kind in NUMBERS and _NUMBER.fullmatch(text.strip()):
        return Decimal(text.strip())
    return text


def mistake(name: str, place: str, rule: str, message: str, value: str = "") -> Finding:
    """One mistake of a form: its file, the cell, the rule it breaks, and what to do."""
    return Finding(name, place, f"form/{rule}", "Violation", message, value=value[:200])


def unfit(name: str, place: str, cell: Cell) -> Finding | None:
    """What no cell may hold, whatever its column."""
    text = written(cell)
    if len(text) > MOST_LETTERS:
        msg = f"{len(text):,} characters are more than a cell may hold ({MOST_LETTERS:,}): cut it"
        return mistake(name, place, "long", msg, text)
    if found := _CONTROL.search(text):
        msg = f"the character {found.group()!r} cannot be printed: take it out"
        return mistake(name, place, "character", msg, text)
    return None


def unknown_sheet(name: str, sheet: str) -> Finding:
    """A sheet that the form does not have."""
    near = suggest(sheet, sheets(), f"the form has {', '.join(sheets())}: rename it or delete it")
    return mistake(name, sheet, "sheet", f"there is no sheet {sheet!r}{near}", sheet)


def unknown_column(name: str, place: str, sheet: str, heading: str) -> Finding:
    """A column that a sheet does not have."""
    labels = [word for one in sheets()[sheet].columns for word in (one.label, one.name)]
    near = suggest(heading, labels, f"the sheet has {', '.join(labels[::2])}: rename or delete it")
    message = f"the sheet {sheet} has no column {heading!r}{near}"
    return mistake(name, place, "column", message, heading)


def assemble(
    depth: Depth, read: Mapping[str, Sequence[Row]], name: str, found: Iterable[Finding]
) -> Form:
    """A form of the rows that were read of each sheet; those that hold nothing are counted."""
    rows = {
        sheet: tuple(row for row in read.get(sheet, ()) if row.cells or row.wrong)
        for sheet in sheets()
    }
    empty = {sheet: len(read.get(sheet, ())) - len(kept) for sheet, kept in rows.items()}
    return Form(depth, rows, name, tuple(found), empty)


def row_of(
    name: str, at: str, given: Iterable[tuple[Column, str, Cell | None]]
) -> tuple[Row, list[Finding]]:
    """A row from its cells, given as column, place and what stands there; and what is unfit."""
    cells: dict[str, Cell] = {}
    places: dict[str, str] = {}
    found: list[Finding] = []
    for column, place, raw in given:
        places[column.name] = place
        cell = typed(column, raw)
        if cell is None:
            continue
        if wrong := unfit(name, place, cell):
            found.append(wrong)
        else:
            cells[column.name] = cell
    return Row(cells, at, places, wrong=bool(found)), found
