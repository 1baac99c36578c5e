"""Values as records give them, turned into the one lexical form that graphs hold.

Literals are written in XSD 1.1 canonical form, because a SPARQL store may rewrite any other form
without a word, and digests would then differ between what was written and what is read.
"""

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal

from ontology.terms import XSD, Property

Value = bool | int | Decimal | str

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DIGITS = 18  # what every engine can hold before and after the point
_YEAR = re.compile(r"[0-9]{4}")
_DURATION = re.compile(r"P(?=.)([1-9][0-9]*Y)?((?:[1-9]|1[01])M)?([1-9][0-9]*D)?")


def show(value: object) -> str:
    """A value as a message quotes it: texts stand in quotation marks, numbers do not."""
    match value:
        case None:
            return "nothing"
        case str():
            return repr(value)
        case bool():
            return str(value).lower()
        case list() | tuple():
            return f"[{', '.join(map(show, value))}]"
        case dict():
            return f"{{{', '.join(f'{key}: {show(one)}' for key, one in value.items())}}}"
        case _:
            return str(value)


def canonical(prop: Property, value: Value) -> str:
    """The lexical form of a value of this property; ValueError says what would be right."""
    if prop.is_text or prop.datatype is None:
        return _string(value)
    write = _WRITERS.get(prop.datatype.removeprefix(XSD))
    if write is None:
        msg = f"{prop.key} has a datatype nobody can write yet: {prop.datatype}"
        raise ValueError(msg)
    return write(value)


def _string(value: Value) -> str:
    if not isinstance(value, str) or not value.strip():
        msg = f"a text is wanted, in quotes, not {show(value)}"
        raise ValueError(msg)
    return printable(value.strip())


def printable(text: str) -> str:
    """The text itself, where nothing in it breaks a printer or an XML file."""
    if found := _CONTROL.search(text):
        msg = f"the character {found.group()!r} cannot be printed: take it out of {show(text)}"
        raise ValueError(msg)
    return text


def _integer(value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        msg = f"a whole number is wanted, without quotes or unit, not {show(value)}"
        raise ValueError(msg)
    return _held(str(value))


def _decimal(value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        msg = f"a number is wanted, without quotes or unit, not {show(value)}"
        raise ValueError(msg)
    if not Decimal(value).is_finite():
        msg = "a number that is not known is left out; it is never NaN or infinite"
        raise ValueError(msg)
    small = abs(Decimal(value).adjusted()) <= _DIGITS  # 1E+999999999 is not to be written out
    text = format(Decimal(value), "f") if small else "9" * (_DIGITS + 1)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else _held(text)


def _held(text: str) -> str:
    if any(len(part) > _DIGITS for part in text.lstrip("-").split(".")):
        msg = f"a number is wanted with at most {_DIGITS} digits before and after its point"
        raise ValueError(msg)
    return text


def _boolean(value: Value) -> str:
    if not isinstance(value, bool):
        msg = f"true or false is wanted, without quotes, not {show(value)}"
        raise ValueError(msg)
    return str(value).lower()


def _date(value: Value) -> str:
    with suppress(ValueError):
        if date.fromisoformat(str(value)).isoformat() == value:  # week dates are not
            return str(value)
    msg = f"a date is wanted as YYYY-MM-DD, not {show(value)}"
    raise ValueError(msg)


def _year(value: Value) -> str:
    if not _YEAR.fullmatch(str(value)):
        msg = f"a year is wanted in four digits, not {show(value)}"
        raise ValueError(msg)
    return str(value)


def _duration(value: Value) -> str:
    if not _DURATION.fullmatch(str(value)):
        msg = (
            "a duration is wanted in years, months below 12 and days, such as P2Y6M, not "
            f"{show(value)}"
        )
        raise ValueError(msg)
    return str(value)


_WRITERS = {
    "string": _string,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": _date,
    "gYear": _year,
    "duration": _duration,
}
