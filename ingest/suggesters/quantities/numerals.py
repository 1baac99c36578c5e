"""Numbers as they are written, in digits or in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ingest.suggesters.quantities.lexicon import either, read_lexicon

_SPACES = "\u00a0\u2009\u202f"  # no-break, thin and narrow: what may part thousands beside a comma
_DIGITS = (
    r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:[.·][0-9]{1,9})?"
    rf"|[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}}){{1,4}}(?![0-9])"
    r"|[0-9]{1,15}(?:[.·][0-9]{1,9})?|[.·][0-9]{1,9}"
)
_BARRED = r"(?<![\w.,·/@#&=^_:\\-])(?<![\w+]\+)"  # what may not stand right before a number
_GROUP = 3  # digits between two separators
_TEN = 10


@dataclass(frozen=True)
class Numeral:
    """A number and where it stands; `value` has the digits that are written."""

    start: int
    end: int
    value: int | Decimal


@cache
def _number() -> str:
    lexicon = read_lexicon()
    units = either(word for word, value in lexicon.numbers.items() if value < _TEN)
    folded = units + "|ten"
    words = rf"(?:{either(lexicon.tens)})(?:[-\s](?:{units})\b)?|{either(lexicon.numbers)}"
    return (
        rf"(?:(?P<minus>[-\u2212])(?=[0-9]))?(?:(?P<digits>{_DIGITS})(?![0-9])(?![.,·][0-9])"
        rf"|(?P<words>{words})(?!\w)|(?P<folded>{folded})(?=fold))"
    )


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_BARRED + _number(), re.IGNORECASE)


@cache
def _loose() -> re.Pattern[str]:
    return re.compile(_number(), re.IGNORECASE)


def find_numerals(words: str) -> Iterator[Numeral]:
    """The numbers of some words, from left to right."""
    for match in _pattern().finditer(words):
        if not _is_parted(words, match):
            yield Numeral(match.start(), match.end(), _value(match))


def numeral_at(words: str, at: int) -> Numeral | None:
    """The number in digits or words that begins just there, whatever stands before it."""
    match = _loose().match(words, at)
    return Numeral(match.start(), match.end(), _value(match)) if match else None


def _is_parted(words: str, match: re.Match[str]) -> bool:
    """Whether a blank parts it from three more digits, so that both may be one number."""
    start, end = match.span()
    after = re.match(r"\s[0-9]{3}(?![0-9])", words[end : end + 5])
    before = re.search(r"[0-9]\s$", words[max(0, start - 2) : start])
    digits = end - start
    return bool(match["digits"] and ((after and digits <= _GROUP) or (before and digits == _GROUP)))


def _value(match: re.Match[str]) -> int | Decimal:
    if digits := match["digits"]:
        plain = re.sub(rf"[,{_SPACES}]", "", digits).replace("·", ".")
        value = Decimal(plain) if "." in plain else int(plain)
        return -value if match["minus"] else value
    lexicon = read_lexicon()
    parts = re.split(r"[-\s]", (match["words"] or match["folded"]).casefold())
    return sum(lexicon.tens.get(part, 0) or lexicon.numbers.get(part, 0) for part in parts)
