"""Values as they are printed: JSON, cells, errors, and IRIs as people read them."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal

from graph.engine.answer import Unparsed
from graph.imports.refusal import Refused
from ontology.errors import WhatworkedError
from ontology.report import InvalidRecord
from ontology.terms import PROJECT_BASE, WW
from queries.catalogue import Cell, questions

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def to_json(value: object) -> str:
    """A value as one JSON document; decimals keep their digits."""
    match value:
        case Decimal():
            return format(value, "f")
        case Mapping():
            return "{" + ", ".join(f"{_key(k)}: {to_json(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(to_json(one) for one in value) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _key(key: object) -> str:
    return json.dumps(str(key), ensure_ascii=False)


def problem(error: WhatworkedError) -> dict[str, object]:
    """An error as an RFC 9457 problem, with the findings where records were refused."""
    found: dict[str, object] = {
        "type": f"{WW}problem-{error.code}",
        "title": (error.__doc__ or "").split("\n")[0],
        "code": error.code,
        "detail": str(error),
    }
    if isinstance(error, InvalidRecord):
        found |= {"records": [], "violations": [finding.as_json() for finding in error.findings]}
    if isinstance(error, Refused):
        found["problems"] = [asdict(one) for one in error.problems]
    if isinstance(error, Unparsed) and error.line is not None:
        found |= {"line": error.line, "column": error.column}
    return found


def list_questions() -> list[object]:
    """The catalogue as the contract has it."""
    return [
        {
            "name": question.name,
            "summary": question.summary,
            "given": dict(question.given),
            "columns": list(question.columns),
            "engines": list(question.languages),
        }
        for question in questions().values()
    ]


def guard_cell(cell: Cell) -> str:
    """A cell for a spreadsheet: text that it would take for a formula gets an apostrophe first."""
    text = plain(cell)
    return f"'{text}" if isinstance(cell, str | tuple) and text.startswith(_FORMULA) else text


def plain(cell: Cell) -> str:
    """A cell as text."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case Decimal():
            return format(cell, "f")
        case tuple():
            return "; ".join(cell)
    return str(cell)


def shorten(text: str) -> str:
    """An IRI as people read it: without what all of them begin with."""
    for start in (f"{PROJECT_BASE}id/", WW):
        text = text.removeprefix(start)
    return text
