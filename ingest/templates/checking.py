"""Checking cells: whether what stands in one fits its column, and what would."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches

from ingest.templates.description import Column, sheets
from ingest.templates.form import Cell, Form, Row, mistake, written
from ontology.fields import is_key
from ontology.report import Finding
from ontology.terms import is_iri, load_ontology
from ontology.values import canonical

_SERIAL = re.compile(r"[1-9][0-9]{4}(\.[0-9]+)?")
_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_FIRST_DAY = date(1899, 12, 30)  # from which Excel counts days
_LISTED = 12


def check_cells(form: Form) -> Iterator[Finding]:
    """Every mistake that a cell shows by itself, and each key that stands twice."""
    for name, sheet in sheets().items():
        for row in form.rows[name]:
            for column in sheet.columns:
                cell = row.cells.get(column.name)
                if cell is None:
                    yield from _missing(form, row, column)
                elif wrong := _misfit(column, cell):
                    yield _told(form, row, column, *wrong)
    yield from _twice(form)


def _missing(form: Form, row: Row, column: Column) -> Iterator[Finding]:
    place = row.place(column.name)
    only = column.only and len(form.rows[column.row]) == 1
    if column.required and not only and not form.shows_mistake(place):
        how = f": {column.help}" if not column.only else ": there are several, or none; name one"
        yield _told(form, row, column, "needed", f"{column.label} is needed{how}")


def _told(form: Form, row: Row, column: Column, rule: str, message: str) -> Finding:
    value = written(row.cells.get(column.name))
    return mistake(form.name, row.place(column.name), rule, message, value)


def _misfit(column: Column, cell: Cell) -> tuple[str, str] | None:
    """The rule that a cell breaks and what to do, or None where it fits."""
    text = written(cell).strip()
    match column.kind:
        case "code" if text not in column.concepts:
            return "code", _no_code(column, text)
        case "number" | "whole":
            return _misfit_number(column, cell)
        case "date":
            return _misfit_date(text)
        case "address" if "://" not in text or not is_iri(text):
            return "address", f"{text!r} is no full address: write one such as https://…"
        case "key" if not is_key(text):
            return "key", "a key has small letters, digits and single hyphens: leave it empty"
    return None


def _no_code(column: Column, text: str) -> str:
    """That a code is not in its list, the nearest that are, and all there are."""
    concepts = column.concepts.values()
    words = {
        word.casefold(): one.notation for one in concepts for word in (one.notation, one.label)
    }
    near = {words[word] for word in get_close_matches(text.casefold(), words)}
    meant = f"did you mean {' or '.join(sorted(near))}? " if near else ""
    allowed = ", ".join([one.notation for one in concepts][:_LISTED])
    more = f", … (whatworked vocabulary {column.codes})" if len(concepts) > _LISTED else ""
    return f"{text!r} is not in the list: {meant}allowed are {allowed}{more}"


def _misfit_number(column: Column, cell: Cell) -> tuple[str, str] | None:
    if not isinstance(cell, Decimal):
        msg = f"{cell.strip()!r} is no number: write it with a point, without unit, sign or comma"
        return "number", msg
    number = int(cell) if column.kind == "whole" and cell == int(cell) else cell
    try:
        canonical(load_ontology().properties[column.states], number)
    except ValueError as error:
        return "number", str(error)
    return None


def _misfit_date(text: str) -> tuple[str, str] | None:
    try:
        if date.fromisoformat(text).isoformat() == text:
            return None
    except ValueError:
        pass
    return "date", f"{text!r} is no date: write it as YYYY-MM-DD{_meant_day(text)}"


def _meant_day(text: str) -> str:
    """The day that was meant by a number of Excel, or by day, month and year as in Britain."""
    if _SERIAL.fullmatch(text):
        return f" (as a day of Excel this is {_FIRST_DAY + timedelta(int(float(text)))})"
    if parts := _BRITISH.fullmatch(text):
        day, month, year = map(int, parts.groups())
        with suppress(ValueError):
            return f", such as {date(year, month, day)}"
    return ""


def _twice(form: Form) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, rows in form.rows.items():
        for row in rows:
            key = row.text("key")
            space = name if name in ("study", "readiness") else ""
            if (first := seen.get(f"{space}/{key}")) and key:
                msg = f"the key {key!r} stands in {first} too: leave one of them empty"
                yield mistake(form.name, row.place("key"), "key", msg, key)
            seen.setdefault(f"{space}/{key}", row.place("key"))
    for row in form.rows["study"][1:]:
        msg = "a form is of one document, and its first row tells of it: make a form for each"
        yield mistake(form.name, row.at, "study", msg)
