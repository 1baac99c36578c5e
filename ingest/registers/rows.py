"""The rows of a table of one's own as entity records, each mistake with its row and column."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from ingest.registers.table import CLASS, CODE, NAME, Table
from ingest.tables import Row
from ontology.errors import InvalidInput
from ontology.fields import Given, check_value, is_within
from ontology.record import Entity
from ontology.report import Finding, InvalidRecord, parse_record
from ontology.terms import Property, load_ontology

Holder = Callable[[str], str | None]


class Find(Protocol):
    """Gives the IRI of what has a name; InvalidInput where nothing or several things have it."""

    def __call__(self, name: str, kind: str) -> str:
        """`kind` is area or organisation: what is meant where both have the name."""
        ...


FOLDERS = {"Organisation": "organisation", "Area": "area"}
# what the fields point to that do not point to an organisation
KINDS: dict[str, str] = dict.fromkeys(("coversArea", "mainlyIn", "replaces"), "area")
_ONS = re.compile(r"[EWSNK][0-9]{8}")
FIRST = 2  # the number of the row below the heading


def entities_of(table: Table, find: Find, holder: Holder) -> list[Entity]:
    """A record for each row; InvalidRecord has every mistake of the table.

    `find` is asked for what is named outside the table; `holder` gives what has the `type/code` of
    a row already and is not of this table.
    """
    own = {table.cell(row, CODE): f"here:{_path(table, row)}" for row in table.rows}
    times = Counter(table.cell(row, CODE) for row in table.rows)

    def look(name: str, kind: str) -> str:
        return own.get(name) or find(name, kind)

    found: list[Entity] = []
    findings: list[Finding] = []
    for number, row in enumerate(table.rows, start=FIRST):
        code = table.cell(row, CODE)
        mistakes = [*_clashes(code, times[code], holder(_path(table, row)))]
        try:
            found += [_entity(table, row, look)] if code else []
        except InvalidRecord as error:
            mistakes += error.findings
        findings += (place(table, number, finding) for finding in mistakes)
    if findings:
        raise InvalidRecord(findings)
    return found


def place(table: Table, number: int, finding: Finding) -> Finding:
    """A finding of a record, told of the row that it was made of and of the column at fault."""
    key = finding.field.split(".")[-1] if finding.field != "record" else CODE
    field = {"label": NAME, "prefLabel": NAME}.get(key, key)
    column = table.columns.get(field, field)
    return replace(finding, record=f"row {number}", field=f"column {column}")


def _clashes(code: str, times: int, holder: str | None) -> Iterator[Finding]:
    if not code:
        yield _mistake(CODE, "the code is missing: give each row its own")
    elif times > 1:
        yield _mistake(CODE, f"the code {code!r} stands in {times} rows: keep one of them")
    elif holder:
        msg = f"{code!r} is the code of {holder} already: take the row out, and refer to that"
        yield _mistake(CODE, msg)


def _mistake(field: str, message: str) -> Finding:
    return Finding("?", field, "record/table", "Violation", message)


def _folder(table: Table, row: Row) -> str:
    kind = _class(table, row)
    known = kind in load_ontology().kinds
    return next((FOLDERS[one] for one in FOLDERS if known and is_within(kind, one)), "thing")


def _path(table: Table, row: Row) -> str:
    return f"{_folder(table, row)}/{table.cell(row, CODE)}"


def _class(table: Table, row: Row) -> str:
    """The class that a row gives, or else the one its code is of."""
    is_area = _ONS.fullmatch(table.cell(row, CODE)) and "odsCode" not in table.columns
    return table.cell(row, CLASS) or ("Area" if is_area else "Organisation")


def _entity(table: Table, row: Row, find: Find) -> Entity:
    facts, mistakes = _facts(table, row, find)
    kind = _class(table, row)
    choice = [name for name in sorted(load_ontology().kinds) if _may_be(name)]
    if kind not in choice:
        msg = f"{kind!r} is no class for a register: choose from {', '.join(choice)}"
        mistakes.append(_mistake(CLASS, msg))
    if mistakes:
        raise InvalidRecord(mistakes)
    record = parse_record(
        {
            "kind": "entity",
            "record": _path(table, row),
            "is": kind,
            "label": table.cell(row, NAME),
            "facts": {"register": table.register, **facts},
            "source": f"table {table.register}, {table.year}",
        }
    )
    assert isinstance(record, Entity)  # noqa: S101 - types: kind says so
    return record


def _may_be(name: str) -> bool:
    return any(is_within(name, one) for one in FOLDERS)


def _facts(table: Table, row: Row, find: Find) -> tuple[Mapping[str, object], list[Finding]]:
    """What a row says, and what is wrong in it."""
    facts: dict[str, Given] = {}
    mistakes: list[Finding] = []
    for field in sorted(table.columns.keys() - {CODE, NAME, CLASS}):
        prop, cell = load_ontology().properties[field], table.cell(row, field)
        kind = _folder(table, row) if field == "partOf" else KINDS.get(field, "organisation")
        try:
            if cell:
                facts[field] = _value(prop, cell, partial(find, kind=kind))
                check_value(prop, facts[field])
        except (InvalidInput, ValueError) as error:
            mistakes.append(_mistake(field, str(error)))
    code = table.cell(row, CODE)
    if _ONS.fullmatch(code) and _class(table, row) == "Area":
        facts.setdefault("onsCode", code)
    return facts, mistakes


def _value(prop: Property, cell: str, find: Callable[[str], str]) -> Given:
    """What a cell says: a text or a code, or names divided by semicolons."""
    several = tuple(part.strip() for part in cell.split(";") if part.strip())
    if prop.key == "altLabel":
        return several
    is_literal = prop.code_list or prop.datatype or prop.is_text
    return cell if is_literal else tuple(map(find, several))
