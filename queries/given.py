"""What may be given to a question, written as an RDF term: never as raw text."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Literal

from ontology.terms import XSD

Kind = Literal["iri", "string", "integer", "number", "date"]
Given = str | int | Decimal | date | tuple[str, ...] | None

# RFC 3987, with neither an address in brackets nor characters for private use
_IRI = re.compile(
    r"(?!.*%(?![0-9A-Fa-f]{2})|.*#.*#)[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&'()*+,;=%\-"
    r"\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd]+"
)
_DIGITS = 18  # what every SPARQL engine can hold before and after the point


def write_term(kind: Kind, value: Given) -> str:
    """A given value as an N-Triples term; ValueError says what would be right for its kind.

    Text is taken for every kind, as a command line or an address gives it. Of several values each
    is a term.
    """
    if isinstance(value, tuple):
        return " ".join(write_term(kind, one) for one in value)
    return _WRITERS[kind](value)


def _iri(value: Given) -> str:
    if not isinstance(value, str) or not _IRI.fullmatch(value):
        msg = "a full IRI, such as https://w3id.org/whatworked/id/innovation/periprem"
        raise ValueError(msg)
    return f"<{value}>"


def _string(value: Given) -> str:
    if not isinstance(value, str):
        msg = "text"
        raise ValueError(msg)
    value.encode()
    return '"' + value.translate(_ESCAPES) + '"'


def _integer(value: Given) -> str:
    if not re.fullmatch(rf"[+-]?[0-9]{{1,{_DIGITS}}}", str(value)):
        msg = "a whole number, such as 12"
        raise ValueError(msg)
    return f'"{int(str(value))}"^^<{XSD}integer>'


def _number(value: Given) -> str:
    small = isinstance(value, Decimal) and abs(value.adjusted()) < _DIGITS
    text = format(value, "f") if small else str(value)
    if not re.fullmatch(rf"[+-]?[0-9]{{1,{_DIGITS}}}(\.[0-9]{{1,{_DIGITS}}})?", text):
        msg = "a number in digits, such as 0.41"
        raise ValueError(msg)
    text = format(Decimal(text), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f'"{"0" if text == "-0" else text}"^^<{XSD}decimal>'


def _date(value: Given) -> str:
    try:
        day = date.fromisoformat(str(value))
    except ValueError as error:
        msg = "a date as YYYY-MM-DD"
        raise ValueError(msg) from error
    return f'"{day.isoformat()}"^^<{XSD}date>'


_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
_WRITERS: dict[Kind, Callable[[Given], str]] = {
    "iri": _iri,
    "string": _string,
    "integer": _integer,
    "number": _number,
    "date": _date,
}
KINDS = frozenset(_WRITERS)
