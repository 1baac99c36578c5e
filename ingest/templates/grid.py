"""Grids: the lines of a sheet as a workbook or a CSV file has them, and the form they make."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.templates.description import Column, Depth, SheetForm, sheets
from ingest.templates.form import (
    Cell,
    Form,
    Found,
    Row,
    assemble,
    mistake,
    row_of,
    unknown_column,
    unknown_sheet,
    written,
)
from ontology.report import Finding

WORDS = ("text", "quote", "reason")  # kinds of columns that any words fit
_MADE = {
    "formula": "a formula stands here, and what it gives was typed by nobody: write the value",
    "error": "an error of the workbook stands here: write the value",
    "percentage": "a percentage is kept as a hundredth of what it shows: write it without its sign",
}


@dataclass(frozen=True)
class Given:
    """A cell: where it is, such as study!B3, and what stands in it.

    `made` is formula, error or percentage where a workbook made the value of what was typed.
    """

    place: str
    cell: Cell | None = None
    made: str = ""

    @property
    def text(self) -> str:
        """What stands in it as text, without space around it."""
        return written(self.cell).strip()


@dataclass(frozen=True)
class Line:
    """A line of a sheet: its name, its cells from the first on, and whether any of it is lost."""

    at: str
    cells: tuple[Given, ...]
    wrong: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(one.text for one in self.cells)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its lines, the first of them the heading, and the mistakes that it shows."""

    name: str
    lines: tuple[Line, ...]
    mistakes: Found = ()

    @property
    def body(self) -> Sequence[Line]:
        """The lines below the heading, to the last that holds anything."""
        body = list(self.lines[1:])
        while body and body[-1].empty and not body[-1].wrong:
            body.pop()
        return body


def read_grids(name: str, depth: Depth, given: Mapping[str, Sheet]) -> Form:
    """The form in some sheets, with the mistakes of all their cells."""
    found: list[Finding] = [unknown_sheet(name, one) for one in given if one not in sheets()]
    read: dict[str, list[Row]] = {}
    for sheet in sheets().values():
        if grid := given.get(sheet.name):
            found += grid.mistakes
            read[sheet.name] = list(_Reading(name, sheet, found).rows(grid, depth))
        elif sheet.of_depth(depth):
            msg = f"the sheet {sheet.name} is missing: put it back, its heading alone will do"
            found.append(mistake(name, sheet.name, "sheet", msg))
    return assemble(depth, read, name, found)


@dataclass(frozen=True)
class _Reading:
    """A sheet of the form that is being read, with the mistakes found so far."""

    name: str
    sheet: SheetForm
    found: list[Finding]

    def rows(self, grid: Sheet, depth: Depth) -> Iterator[Row]:
        columns, refused = self._heading(grid.lines[0].cells if grid.lines else ())
        wanted = (one for one in self.sheet.of_depth(depth) if one.kind != "key")
        missing = [one.label for one in wanted if one not in columns.values()]
        if missing:
            msg = f"the sheet {self.sheet.name} lacks {', '.join(missing)}: add the heading, its "
            self._tell(self.sheet.name, "column", msg + "cells may be empty")
        for line in grid.body:
            if not _is_help(columns, line):
                yield self._row(columns, refused, line)

    def _tell(self, place: str, rule: str, message: str, value: str = "") -> None:
        self.found.append(mistake(self.name, place, rule, message, value))

    def _heading(self, head: Sequence[Given]) -> tuple[dict[int, Column], set[int]]:
        """The columns of a heading by position; and the positions of what was refused in it."""
        columns: dict[int, Column] = {}
        refused: set[int] = set()
        for position, given in enumerate(head):
            if not given.text:
                continue
            column = self.sheet.find(given.text)
            if column and column not in columns.values():
                columns[position] = column
                continue
            refused.add(position)
            if column is None:
                wrong = unknown_column(self.name, given.place, self.sheet.name, given.text)
                self.found.append(wrong)
            else:
                msg = f"the column {given.text!r} stands twice: delete one"
                self._tell(given.place, "column", msg, given.text)
        return columns, refused

    def _row(self, columns: Mapping[int, Column], refused: set[int], line: Line) -> Row:
        before = len(self.found)
        known: list[tuple[Column, str, Cell | None]] = []
        for position, given in enumerate(line.cells):
            if column := columns.get(position):
                known.append((column, given.place, self._value(column, given)))
            elif position not in refused and given.text:
                msg = "this stands in a column without a heading: delete it, or put it where it "
                self._tell(given.place, "column", msg + "belongs", given.text)
        row, unfit = row_of(self.name, line.at, known)
        self.found.extend(unfit)
        told = self.found[before:]
        wrong = line.wrong or any(one.severity == "Violation" for one in told)
        return replace(row, wrong=wrong)

    def _value(self, column: Column, given: Given) -> Cell | None:
        """What was typed; a formula is kept as the words that it is where any words fit."""
        if not given.made:
            return given.cell
        if given.made == "formula" and column.kind in WORDS:
            msg = "a formula stands here and is kept as words: write the value if you mean that"
            kept = mistake(self.name, given.place, "formula", msg, given.text)
            self.found.append(replace(kept, severity="Warning"))
            return given.cell
        msg = f"{_MADE[given.made]}, or leave it empty"
        self._tell(given.place, "formula", msg, given.text)
        return None


def _is_help(columns: Mapping[int, Column], line: Line) -> bool:
    """Whether a line is the one below the heading that says what to fill in."""
    held = {at: one.text for at, one in enumerate(line.cells) if one.text}
    return bool(held) and all(at in columns and columns[at].asks == it for at, it in held.items())
