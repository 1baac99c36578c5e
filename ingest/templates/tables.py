"""Forms as a folder of CSV files: one for each sheet, and one that says what form it is."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.templates.description import VERSION, sheets
from ingest.templates.form import MOST_ROWS, Cell, Form, mistake, written
from ingest.templates.grid import Given, Line, Sheet, read_grids
from ingest.templates.text_forms import depth_of
from ontology.errors import InvalidInput, StorageFailure
from ontology.report import Finding

MOST_BYTES = 20_000_000
MARK = "form"  # the file of the folder that says which form it is
# A spreadsheet would run what begins like this; an apostrophe in front keeps it a text, and is
# taken off again when it is read.
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def read_folder(folder: Path) -> Form:
    """The form in a folder of CSV files.

    Raises StorageFailure where a file cannot be read, InvalidInput where one is no table of text.
    """
    name = folder.name
    marks = _read_sheet(name, folder / f"{MARK}.csv").lines
    said = {line.cells[0].text: line.cells[1].text for line in marks if len(line.cells) > 1}
    depth = depth_of(name, said.get("form"), said.get("depth"))
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    found = {path.stem: _read_sheet(name, path) for path in paths if path.stem != MARK}
    return read_grids(name, depth, found)


def _read_sheet(name: str, path: Path) -> Sheet:
    """A CSV file as a sheet, with a word on its encoding where that is not UTF-8."""
    data = _read(path)
    text, told = _decode(path, data)
    lines = tuple(
        Line(f"{path.stem}!{number}", tuple(_cells(path.stem, number, line)))
        for number, line in enumerate(_split(path, text), start=1)
    )
    return Sheet(path.stem, lines, tuple(replace(one, record=name) for one in told))


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}): a form has a file {path.name}"
        raise StorageFailure(msg) from None
    if len(data) > MOST_BYTES or b"\0" in data:
        why = f"more than {MOST_BYTES:,} bytes" if len(data) > MOST_BYTES else "a zero byte"
        msg = f"{path}: is no table, it has {why}: save it as CSV UTF-8"
        raise InvalidInput(msg)
    return data


def _decode(path: Path, data: bytes) -> tuple[str, list[Finding]]:
    """The text in UTF-8, or else in the encoding of Windows, which is told."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        at = error.start
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        msg = f"{path}: byte {at} is not UTF-8: save it as CSV UTF-8"
        raise InvalidInput(msg) from None
    msg = f"byte {at} is not UTF-8, so it was read as Windows-1252: look at accents and signs"
    told = mistake("", path.stem, "encoding", msg)
    return text, [replace(told, severity="Warning")]


def _split(path: Path, text: str) -> list[list[str]]:
    """The lines of a table, split at commas, or at semicolons where the heading has no comma."""
    first = text.partition("\n")[0]
    mark = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        msg = f"{path}: line {reader.line_num} is no line of a table ({error}): save it as CSV "
        raise InvalidInput(msg + "UTF-8") from None
    if len(lines) > MOST_ROWS + 2:
        msg = f"{path}: {len(lines):,} rows are more than a sheet may have ({MOST_ROWS:,})"
        raise InvalidInput(msg)
    return lines


def _cells(sheet: str, number: int, line: Sequence[str]) -> Iterator[Given]:
    return (
        Given(f"{sheet}!{_letters(position)}{number}", _unguard(text))
        for position, text in enumerate(line, start=1)
    )


def _letters(position: int) -> str:
    """The name of a column as workbooks have it: A for 1, AA for 27."""
    letters = ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def write_folder(form: Form) -> dict[str, str]:
    """The form as CSV: the text of each file by its name."""
    marks = [["form", str(VERSION)], ["depth", form.depth]]
    texts = {f"{MARK}.csv": _write(marks)}
    for sheet in sheets().values():
        rows = form.rows.get(sheet.name, ())
        columns = [one.name for one in (sheet.columns if rows else sheet.of_depth(form.depth))]
        if columns:
            lines = [[_guard(row.cells.get(name)) for name in columns] for row in rows]
            texts[f"{sheet.name}.csv"] = _write([columns, *lines])
    return texts


def _write(lines: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


def _guard(cell: Cell | None) -> str:
    text = written(cell)
    return f"'{text}" if isinstance(cell, str) and _RISKY.match(text) else text


def _unguard(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text
