"""Forms in YAML and JSON, which hold the same: the depth, and a list of rows for each sheet."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TypeGuard

from ingest.read import raw_documents
from ingest.templates.description import DEPTHS, VERSION, Column, Depth, sheets
from ingest.templates.form import (
    Cell,
    Form,
    Row,
    assemble,
    mistake,
    row_of,
    unknown_column,
    unknown_sheet,
    written,
)
from ontology.errors import InvalidInput
from ontology.report import Finding
from ontology.values import show

_UNSAFE = re.compile(
    "[^\n\t -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BEGINNING = re.compile(rb'(\xef\xbb\xbf)?(\s+|#.*\n|---\s)*(form:|\{\s*"form")')


def is_form(raw: object) -> TypeGuard[Mapping[str, object]]:
    """Whether what YAML or JSON gave is a form and not a record."""
    return isinstance(raw, Mapping) and "form" in raw


def begins_form(path: Path) -> bool:
    """Whether a file begins as a form does; what begins otherwise is no form, or a broken one."""
    with path.open("rb") as file:
        return bool(_BEGINNING.match(file.read(4096)))


def read_text_form(path: Path) -> Form:
    """The form in a YAML or JSON file; the errors of `read_files`, and InvalidInput if none is."""
    raw = list(raw_documents(path))
    if len(raw) != 1 or not is_form(raw[0]):
        msg = f"{path}: is no form: begin it with form: {VERSION} and depth: full, one to a file"
        raise InvalidInput(msg)
    return form_of(path.name, raw[0])


def form_of(name: str, raw: Mapping[str, object]) -> Form:
    """The form in a mapping that YAML or JSON gave, with every mistake of it."""
    depth = depth_of(name, raw.get("form"), raw.get("depth"))
    found: list[Finding] = [
        unknown_sheet(name, str(key)) for key in raw.keys() - {"form", "depth"} - sheets().keys()
    ]
    read = {sheet: list(_rows(name, sheet, raw.get(sheet), found)) for sheet in sheets()}
    return assemble(depth, read, name, found)


def depth_of(name: str, version: object, depth: object) -> Depth:
    """The depth that a form is marked with; InvalidInput where it is none of this program's."""
    if str(version) != str(VERSION):
        msg = f"{name}: is a form of version {show(version)}, and {VERSION} is read here: make one "
        raise InvalidInput(msg + "with whatworked template, and copy the cells")
    for known in DEPTHS:
        if depth == known:
            return known
    msg = f"{name}: depth is {show(depth)}: write {' or '.join(DEPTHS)}"
    raise InvalidInput(msg)


def _rows(name: str, sheet: str, raw: object, found: list[Finding]) -> Iterator[Row]:
    if not isinstance(raw, list | tuple | None):
        msg = f"{sheet} must be a list: begin each row with a hyphen"
        found.append(mistake(name, sheet, "sheet", msg))
        return
    for number, given in enumerate(raw or (), start=1):
        at = f"{sheet}[{number}]"
        if not isinstance(given, Mapping | None):
            msg = f"a row must hold cells, each as column: value, not {show(given)}"
            found.append(mistake(name, at, "row", msg))
            yield Row({}, at, wrong=True)
            continue
        row, wrong = row_of(name, at, _cells(name, sheet, at, given or {}, found))
        found += wrong
        yield row


def _cells(
    name: str, sheet: str, at: str, given: Mapping[str, object], found: list[Finding]
) -> Iterator[tuple[Column, str, Cell | None]]:
    seen: set[str] = set()
    for heading, value in given.items():
        place, column = f"{at}.{heading}", sheets()[sheet].find(heading)
        if column is None or column.name in seen:
            found.append(unknown_column(name, place, sheet, heading))
        elif isinstance(value, bool):
            yield column, place, str(value).lower()
        elif isinstance(value, int | Decimal | str | None):
            yield column, place, Decimal(value) if isinstance(value, int) else value
        else:
            msg = f"a cell holds one text or number, not {show(value)}: make a row for each"
            found.append(mistake(name, place, "cell", msg))
        if column:
            seen.add(column.name)


def write_json(form: Form) -> str:
    """The form as JSON."""
    lines = [f'{{"form": {VERSION}, "depth": "{form.depth}"']
    for sheet in sheets():
        rows = ",\n  ".join(_flow(row) for row in form.rows.get(sheet, ()))
        lines.append(f'"{sheet}": [{rows}]')
    return ",\n ".join(lines) + "}\n"


def _flow(row: Row) -> str:
    cells = (f'"{column}": {_scalar(cell)}' for column, cell in row.cells.items())
    return f"{{{', '.join(cells)}}}"


def write_yaml(form: Form) -> str:
    """The form as YAML; a sheet without rows shows its columns in a comment."""
    lines = [f"form: {VERSION}", f"depth: {form.depth}"]
    for sheet in sheets().values():
        if not (rows := form.rows.get(sheet.name, ())) and not sheet.of_depth(form.depth):
            continue
        lines += ["", f"# {sheet.summary}", f"{sheet.name}:"]
        lines += [_block(row) for row in rows]
        if not rows:
            asked = [one for one in sheet.of_depth(form.depth) if one.kind != "key"]
            lines += [
                f"#  {'-' if one is asked[0] else ' '} {one.name}:  # {one.asks}" for one in asked
            ]
    return "\n".join(lines) + "\n"


def _block(row: Row) -> str:
    cells = [f"{column}: {_scalar(cell)}" for column, cell in row.cells.items()]
    return "  - " + "\n    ".join(cells)


def _scalar(cell: Cell) -> str:
    """A cell as JSON has it, and YAML too: what YAML would take for an end of line is escaped."""
    if isinstance(cell, Decimal):
        return written(cell)
    return _UNSAFE.sub(_escape, json.dumps(cell, ensure_ascii=False))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
