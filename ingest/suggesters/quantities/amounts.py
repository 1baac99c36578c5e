"""Amounts: numbers with what they are numbers of, alone and as ranges."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from re import Match

from ingest.suggesters.quantities.details import YEARS, find_details
from ingest.suggesters.quantities.guards import is_quantity
from ingest.suggesters.quantities.lexicon import pattern, read_lexicon
from ingest.suggesters.quantities.numerals import Numeral, find_numerals, numeral_at
from ontology.values import Value

LOOK = 60  # characters: how far a unit or a qualifier may stand from its number
_LOWEST = 10  # the largest whole of `4 out of 5`; of more, so many were counted
_LETTERS = 2  # of a scale that is glued to a sign of money: £4bn


@dataclass(frozen=True)
class Amount:
    """A number with its unit: `form` is percent, points, money, time, rate, times, share or bare.

    `value` is None where the words give no number that could be written (a third) or two (a range:
    `low` and `high`). `lead` is where it starts with its qualifier.
    """

    start: int
    end: int
    form: str
    unit: str
    value: int | Decimal | None = None
    low: int | Decimal | None = None
    high: int | Decimal | None = None
    share: str = ""
    about: str = ""
    lead: int = 0

    def attributes(self) -> dict[str, Value]:
        """What it states."""
        said: dict[str, Value | None] = {
            "value": self.value,
            "valueLow": self.low,
            "valueHigh": self.high,
            "share": self.share or None,
            "unit": self.unit or None,
            "qualifier": self.about or None,
        }
        return {key: value for key, value in said.items() if value is not None}


def find_amounts(words: str) -> list[Amount]:
    """The amounts of some words in their order; none overlaps another."""
    shares = sorted((*_fractions(words), *_ratios(words)), key=lambda one: one.start)
    taken = deque(sorted([*((one.start, one.end) for one in shares), *find_details(words)]))
    found, last = list[Amount](), 0
    for numeral in find_numerals(words):
        while taken and taken[0][1] <= numeral.start:
            taken.popleft()
        if numeral.start < last or (taken and taken[0][0] <= numeral.start):
            continue
        if one := _amount(words, numeral):
            found.append(one)
            last = one.end
    return sorted((*found, *shares), key=lambda one: (one.start, -one.end))


def read_cell(words: str, start: int, end: int) -> Amount | None:
    """The amount that a cell of a table holds and nothing else but a bracket."""
    for numeral in find_numerals(words[:end]) if end - start < LOOK else ():
        if numeral.start >= start:
            one = _with_unit(words[:end], numeral)
            alone = words[start : one.start].strip() in ("", "+")
            return one if alone and words[one.end : end].strip()[:1] in ("", "(", "*") else None
    return None


def _fractions(words: str) -> Iterator[Amount]:
    """`a third of`, `by half`, `twice as`; no second half and no half of the year."""
    for match in pattern("fraction").finditer(words):
        said = match.group()
        form = "times" if said.casefold() == "twice" else "share"
        one = Amount(match.start(), match.end(), form, "", share=said)
        one = _qualified(words, _in_figures(words, one))
        if _is_fraction(words, one):  # almost a fifth (19%): the figure itself is exact
            yield replace(one, about=one.about if one.value is None else "")


def _in_figures(words: str, one: Amount) -> Amount:
    """`a fifth (19%)` is one amount, and its number is that of the bracket."""
    bracket = pattern("share_in_figures").match(words, one.end)
    numeral = numeral_at(words, bracket.end()) if bracket else None
    told = _with_unit(words, numeral) if numeral else None
    if told is None or told.form != "percent" or words[told.end : told.end + 1] != ")":
        return one
    return replace(told, start=one.start, end=told.end + 1, share=one.share)


def _is_fraction(words: str, one: Amount) -> bool:
    before = max(0, one.lead - LOOK)
    by = pattern("fraction_by").search(words, before, one.start)
    told = by and one.form != "times"
    first = pattern("no_fraction").search(words, before, one.start)
    return bool((pattern("fraction_of").match(words, one.end) or told) and not first)


def _ratios(words: str) -> Iterator[Amount]:
    """`one in five`, `1:6`, `4 out of 5`: part and whole in lowest terms; no date."""
    for match in pattern("ratio").finditer(words):
        part, whole = numeral_at(match["part"], 0), numeral_at(match["whole"], 0)
        if part and whole and _is_share(words, match, part.value, whole.value):
            one = Amount(match.start(), match.end(), "share", "", share=match.group())
            yield _qualified(words, one)


def _is_share(words: str, match: Match[str], part: int | Decimal, whole: int | Decimal) -> bool:
    said, start = match.group(), match.start()
    if part in YEARS or whole in YEARS or not is_quantity(words, start, match.end()):
        return False
    if ":" in said:
        clock = pattern("clock_before").search(words, max(0, start - LOOK), start)
        return 1 in (part, whole) and not clock
    if not isinstance(part, int) or not isinstance(whole, int):
        return False  # a score of 4.8 out of 5 is no share
    return part < whole and (whole <= _LOWEST or " out" not in said.casefold())


def _amount(words: str, numeral: Numeral) -> Amount | None:
    one = _with_unit(words, numeral)
    second = _second(words, one)
    if second and (both := _range(words, one, second)):
        return _qualified(words, both)
    coded = words[numeral.start - 1 : numeral.start] == "+"  # of a telephone, a version
    if one.form == "bare" and (coded or not is_quantity(words, numeral.start, numeral.end)):
        return None
    return _qualified(words, one)


def _with_unit(words: str, numeral: Numeral) -> Amount:
    """The number with its form and its unit as it is written."""
    start, value = numeral.start, numeral.value
    match = pattern("unit").match(words, numeral.end)
    kind = match.lastgroup if match else None
    sign = words[start - 1 : start] if start else ""
    if sign and sign in read_lexicon().lists["currency"]:
        return _money(words, numeral, match["scale"] if match and kind == "scale" else "", sign)
    if match is None or kind is None:
        return Amount(start, numeral.end, "bare", "", value)
    unit = " ".join(match[kind].split())
    if kind == "pounds":
        return Amount(start, match.end(), "money", unit, value)
    if kind != "scale":
        return Amount(start, match.end(), kind, unit, value)
    glued = len(unit) > 1 or (match.group() == unit and unit in "mMK")
    return Amount(start, match.end() if glued else numeral.end, *_scaled(glued, unit), value)


def _scaled(glued: bool, unit: str) -> tuple[str, str]:
    return ("scaled", unit) if glued else ("bare", "")


def _money(words: str, numeral: Numeral, scale: str, sign: str) -> Amount:
    end = numeral.end
    if scale:
        end = words.index(scale, end) + len(scale)
    unit = f"{sign} {scale}" if len(scale) > _LETTERS else sign + scale
    if spent := pattern("spent").match(words, end):
        unit, end = f"{unit}{' '.join(['', *spent.group().split()])}", spent.end()
    return Amount(numeral.start - 1, end, "money", unit, numeral.value)


def _second(words: str, first: Amount) -> Numeral | None:
    """The number that ends a range which an amount begins."""
    join = pattern("joined").match(words, first.end)
    if not join:
        return None
    before = words[max(0, first.start - LOOK) : first.start]
    word = join.group().strip().casefold()
    if word == "and" and not pattern("between_before").search(before):
        return None
    if word == "to" and _is_change(before):
        return None
    at = join.end() + (words[join.end() : join.end() + 1] in read_lexicon().lists["currency"])
    return numeral_at(words, at)


def _is_change(before: str) -> bool:
    """Whether `from` or a word of change makes a first number a start, and no end of a range."""
    if pattern("ranging_before").search(before):
        return False
    return bool(pattern("from_before").search(before) or pattern("change_before").search(before))


def _range(words: str, first: Amount, second: Numeral) -> Amount | None:
    other = _with_unit(words, second)
    bare = other.form == "bare" and first.form == "bare"
    if bare and not is_quantity(words, first.start, second.end):
        return None
    unit, form = other.unit, other.form
    if first.form == "money" and form in ("bare", "scaled", "money"):
        unit = unit if form == "money" else words[first.start] + unit
        form = "money"
    if first.form not in ("bare", form) or first.value is None or second.value <= first.value:
        return None
    return Amount(first.start, other.end, form, unit, low=first.value, high=second.value)


def _qualified(words: str, one: Amount) -> Amount:
    at = max(0, one.start - LOOK)
    match = pattern("about").search(words, at, one.start)
    between = pattern("between_before").search(words, at, one.start)
    if between and one.low is not None:
        return replace(one, lead=between.start())
    if not match:
        return replace(one, lead=one.start)
    return replace(one, lead=match.start(), about=" ".join(match["about"].split()))
