"""Literals as native values of a property graph, each with a word for what the value leaves open.

A word is empty for a string, an integer, a decimal, a boolean or a date in canonical form. Else it
is `@` and a language tag, or `^` and the datatype's name; after a space follows the lexical form
where the native value does not print back to it.
"""

import math
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from pyoxigraph import BaseDirection, Literal, NamedNode

from graph.neo4j.property_names import iri_of, name_of
from ontology.terms import XSD

Native = bool | int | float | str | date

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.?[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SMALL = 2**63  # what a whole number of the property graph can hold on either side of 0
_DIRECTIONS = {"ltr": BaseDirection.LTR, "rtl": BaseDirection.RTL}


def natives_of(literals: Sequence[Literal]) -> list[Native]:
    """The native values of the literals of one property; all text where their types differ."""
    values = [_read(literal) for literal in literals]
    if len(set(map(type, values))) > 1:
        return [literal.value for literal in literals]
    return values


def _read(literal: Literal) -> Native:
    read = _READERS.get(literal.datatype.value.removeprefix(XSD))
    value = read(literal.value) if read else None
    return literal.value if value is None else value


def _read_boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


def _read_integer(text: str) -> int | None:
    value = int(text) if _INTEGER.fullmatch(text) else _SMALL
    return value if -_SMALL <= value < _SMALL else None


def _read_decimal(text: str) -> float | None:
    value = float(text) if _DECIMAL.fullmatch(text) else math.inf
    return value if math.isfinite(value) else None


def _read_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


_READERS: dict[str, Callable[[str], Native | None]] = {
    "boolean": _read_boolean,
    "integer": _read_integer,
    "decimal": _read_decimal,
    "date": _read_date,
}


def write_number(value: float) -> str:
    """A number in the canonical form of xsd:decimal."""
    text = format(Decimal(repr(value)), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _print(value: Native) -> tuple[str, str]:
    """The lexical form and the datatype that a native value stands for by itself."""
    match value:
        case bool():
            return str(value).lower(), "boolean"
        case int():
            return str(value), "integer"
        case float():
            return write_number(value), "decimal"
        case date():
            return value.isoformat(), "date"
    return value, "string"


def word_of(literal: Literal, value: Native | None) -> str:
    """What the value leaves open of the literal; without a value, all of it."""
    text, datatype = _print(value) if value is not None else (None, "")
    rest = "" if text == literal.value else f" {literal.value}"
    if literal.language:
        direction = f"--{literal.direction}" if literal.direction else ""
        return f"@{literal.language}{direction}{rest}"
    if literal.datatype.value == XSD + datatype and not rest:
        return ""
    return f"^{name_of(literal.datatype.value)}{rest}"


def literal_of(value: Native | None, word: str) -> Literal:
    """The literal of a native value, or of none, and the word beside it."""
    text, datatype = _print(value) if value is not None else ("", "string")
    head, given, lexical = word.partition(" ")
    text = lexical if given else text
    if head.startswith("@"):
        language, _, direction = head[1:].partition("--")
        return Literal(text, language=language, direction=_DIRECTIONS.get(direction))
    iri = iri_of(head[1:]) if head else XSD + datatype
    return Literal(text, datatype=NamedNode(iri))
