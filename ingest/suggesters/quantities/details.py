"""What stands beside a result: interval, p value, sample size, period, comparator."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from re import Match, Pattern

from ingest.suggesters.quantities.lexicon import pattern, phrases, read_lexicon
from ingest.suggesters.quantities.numerals import numeral_at
from ontology.values import Value

_FAR = 100  # characters that a comparator may have
_BACK = 60  # characters before a result in which its period may stand
YEARS = range(1900, 2100)


@dataclass(frozen=True)
class Details:
    """Attributes, and where the last of those that belong to the statement itself ends."""

    attributes: dict[str, Value]
    end: int


@dataclass(frozen=True)
class Place:
    """Where a result stands, where its figure ends, and up to where to read what is beside it."""

    start: int
    end: int
    figure: int
    limit: int
    told: int  # where its measure ends, which may have a time of its own


@cache
def _compares() -> tuple[tuple[str, Pattern[str]], ...]:
    return tuple((code, phrases(words)) for code, words in read_lexicon().compares.items())


def names_usual(words: str) -> bool:
    """Whether words name those who went on as usual: the controls."""
    return any(cue.search(words) for code, cue in _compares() if code == "innovationVsUsual")


def find_details(words: str) -> Iterator[tuple[int, int]]:
    """Where intervals, p values and sample sizes stand: their numbers are no amounts."""
    for name in ("interval", "p_value", "size"):
        yield from (match.span() for match in pattern(name).finditer(words))


def read_details(words: str, place: Place) -> Details:
    """What is stated beside a result."""
    said: dict[str, Value] = {}
    reach = place.end
    for match in _beside(words, place):
        said |= {key: value for key, value in _read_groups(match).items() if key not in said}
        reach = max(reach, match.end())
    return Details(said, _close(words, place.start, reach))


def _beside(words: str, place: Place) -> Iterator[Match[str]]:
    for name in ("interval", "p_value"):
        if match := pattern(name).search(words, place.start, place.limit):
            yield match
    sizes = list(pattern("size").finditer(words, place.start, place.limit))
    if len({match["n"] for match in sizes}) == 1:  # two sizes are of two groups
        yield sizes[0]
    if match := pattern("slash_sample").match(words, place.figure, place.limit):
        yield match


def _read_groups(match: Match[str]) -> dict[str, Value]:
    groups = {key: _read(digits) for key, digits in match.groupdict().items()}
    return {key: value for key, value in groups.items() if value is not None}


def sample_after(words: str, end: int) -> tuple[int, int] | None:
    """The number of those of whom a share is told, and where it ends: `of 500 patients`."""
    match = pattern("of_sample").match(words, end)
    value = _read(match["n"]) if match else None
    if match is None or not isinstance(value, int) or value in YEARS:
        return None
    return value, match.end()


def sample_before(words: str, start: int) -> int | None:
    """The number of those of whom a share in a bracket is told: `31/50 (62%)`."""
    match = pattern("sample_before").search(words, max(0, start - _BACK), start)
    value = _read(match["n"]) if match else None
    return value if isinstance(value, int) else None


def read_setting(words: str, place: Place) -> dict[str, Value]:
    """The period and the comparator of a result, as the words have them."""
    said: dict[str, Value] = {}
    start, limit = place.start, place.limit
    period = pattern("period")
    inside = period.search(words, place.told, place.end)
    after = period.search(words, place.end, limit)
    match = inside or after or period.search(words, max(0, start - _BACK), start)
    each = pattern("each_period").match(words, place.figure, limit)
    if each:
        said["period"] = " ".join(each["each"].split())
    elif match and not (inside and after):  # from 9% in 2019 to 31% in 2021: no period of its own
        said["period"] = " ".join(match.group().split())
    if match := pattern("compared").search(words, start, limit):
        said["comparator"] = _comparator(words[match.end() : match.end() + _FAR])
    near = words[start:limit]
    codes = [code for code, cue in _compares() if cue.search(near)]
    said |= {"compares": codes[0]} if codes else {}
    return {key: value for key, value in said.items() if value}


def _comparator(words: str) -> str:
    """With what or whom is compared; a bare figure says neither."""
    said = " ".join(pattern("comparator_end").split(words)[0].split())
    return "" if re.match(r"\W{0,2}\d", said) else said


def _read(digits: str) -> Value | None:
    numeral = numeral_at(digits, 0)
    return numeral.value if numeral and numeral.end == len(digits) else None


def _close(words: str, start: int, end: int) -> int:
    """With the bracket that closes one opened inside, and without one that closes none."""
    opened = words[start:end].count("(") - words[start:end].count(")")
    if opened > 0 and words[end : end + 1] == ")":
        return end + 1
    return end - 1 if opened < 0 and words[end - 1] == ")" else end
