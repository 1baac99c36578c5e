"""Levels: how much something is, without a change; shares of people, sums, rates, scores."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.suggesters.quantities.amounts import Amount
from ingest.suggesters.quantities.arms import with_other
from ingest.suggesters.quantities.asides import is_aside
from ingest.suggesters.quantities.details import sample_after, sample_before
from ingest.suggesters.quantities.kinds import kind_of_change, sign_of
from ingest.suggesters.quantities.lexicon import listed, pattern
from ingest.suggesters.quantities.pairs import FORMS, Result
from ingest.suggesters.quantities.phrases import (
    Span,
    clause_end,
    is_measurable,
    measure_before,
    trim,
)
from ingest.suggesters.quantities.reading import Reading
from ontology.values import Value

_SHORT = 160  # characters of a statement of level
_NEAR = 40  # characters between a measure's verb and its figure
_BEFORE = ("level_verb", "bracket_before", "rate_before")


def find_levels(reading: Reading, used: Sequence[Amount]) -> Iterator[Result]:
    """What is told of amounts that no change has used."""
    taken = set(used)
    for amount in reading.amounts:
        if amount in taken or _is_method(reading.words, amount):
            continue
        level = _told(reading, amount)
        if level and not is_aside(reading.words, amount):
            both = with_other(reading, level)
            taken.update(both.used)
            yield both


def _told(reading: Reading, amount: Amount) -> Result | None:
    if amount.form in FORMS:
        return _difference(reading, amount) or _level(reading, amount)
    return _difference(reading, amount) or _index(reading, amount) or _measured(reading, amount)


def _difference(reading: Reading, amount: Amount) -> Result | None:
    """`difference -2.8 percentage points`: between two groups, or two times."""
    at = _search("difference_before", reading.words, amount)
    if at is None:
        return None
    said = amount.attributes()
    near = reading.words[at : amount.start]
    said |= {"direction": sign_of(reading.words, amount) or "unclear"}
    said |= {"changeKind": kind_of_change(near, amount, said)}
    return Result(at, amount.end, at, "difference", None, said, (amount,))


def _is_method(words: str, amount: Amount) -> bool:
    """Whether the share is one of a method (`95% CI`, `a 10% sample`) or `every £1`."""
    near = listed("no_level").search(words, amount.end, amount.end + 12)
    if near and not words[amount.end : near.start()].strip(" (\n\u00a0"):
        return True
    each = pattern("each_before").search(words, max(0, amount.start - _NEAR), amount.start)
    return amount.form == "money" and each is not None


def _index(reading: Reading, amount: Amount) -> Result | None:
    """`OR 0.62`: a number whose measure is written in capitals before it."""
    at = _search("index_before", reading.words, amount)
    if at is None or amount.form != "bare":
        return None
    return Result(at, amount.end, amount.lead, "index", None, amount.attributes(), (amount,))


def _measured(reading: Reading, amount: Amount) -> Result | None:
    """`the mean wait was 40 minutes`, `the odds ratio was 1.8`: a time or number of a measure."""
    verb = _search("score_verb", reading.words, amount)
    measure = measure_before(reading.words, verb) if verb is not None else None
    said = measure.of(reading.words) if measure else ""
    if measure is None or listed("no_measure").search(said):
        return None
    timed = amount.form == "time" and is_measurable(said)
    if not timed and not (amount.form == "bare" and listed("indices").search(said)):
        return None
    rule, about = "time" if timed else "index", amount.attributes()
    return Result(measure.start, amount.end, amount.lead, rule, measure, about, (amount,))


def _search(name: str, words: str, amount: Amount) -> int | None:
    found = pattern(name).search(words, max(0, amount.lead - _NEAR), amount.lead)
    return found.start() if found else None


def _level(reading: Reading, amount: Amount) -> Result:
    words, said = reading.words, {**amount.attributes(), **_signed(reading.words, amount)}
    if sample := sample_after(words, amount.end):
        said["n"] = sample[0]
    elif size := sample_before(words, amount.start):
        said["n"] = size
    start, end = amount.lead, amount.end
    measure: Span | None = None
    at = _verb(words, amount)
    if at is None or pattern("of_whom").match(words, amount.end):
        end = _end(reading, amount)
    elif measure := measure_before(words, at):
        start, measure = measure.start, _without_change(words, measure)
    elif words[amount.end : amount.end + 1] == ")":  # 180 (75%) of them
        before = pattern("counted_before").search(words, max(0, at - _NEAR), at)
        start = before.start() if before else at
        end = _end(reading, replace(amount, end=amount.end + 1))
    rule = "percent" if amount.form == "points" else amount.form
    return Result(start, end, amount.lead, rule, measure, said, (amount,))


def _without_change(words: str, measure: Span) -> Span:
    """Of `no difference in deaths (4% v 5%)` the deaths."""
    none = listed("no_change").match(words, measure.start, measure.end)
    into = pattern("nothing_of").match(words, none.end(), measure.end) if none else None
    return trim(words, Span(into.end(), measure.end)) or measure if into else measure


def _signed(words: str, amount: Amount) -> dict[str, Value]:
    """What the sign of a share says: `+4%`, `-3.5 points` tell a change."""
    if amount.form not in ("percent", "points") or not (sign := sign_of(words, amount)):
        return {}
    return {"direction": sign, "changeKind": kind_of_change("", amount, {})}


def _verb(words: str, amount: Amount) -> int | None:
    """Where what is measured ends that stands before: `the rate was 12%`, `rates (12%)`."""
    found = {name: _search(name, words, amount) for name in _BEFORE}
    places = [at for at in (found["bracket_before"], found["level_verb"]) if at is not None]
    if places:
        return places[0]
    return amount.lead if found["rate_before"] is not None else None


def _end(reading: Reading, amount: Amount) -> int:
    """Where the statement ends: with its clause, or before the next amount of its kind."""
    words = reading.words
    end = min(clause_end(words, amount.end), amount.end + _SHORT)
    following = [one.lead for one in reading.amounts_after(amount.end) if one.form in FORMS]
    if following and following[0] < end:
        end = following[0]
    end = _bracketed(words, amount.end, _whole_word(words, end))
    tail = pattern("level_tail").search(words, max(amount.end, end - 40), max(amount.end, end))
    return max(amount.end, tail.start() if tail else end)


def _bracketed(words: str, start: int, end: int) -> int:
    """Before a bracket that closes what was not opened."""
    depth = 0
    for at in range(start, end):
        depth += {"(": 1, ")": -1}.get(words[at], 0)
        if depth < 0:
            return at
    return end


def _whole_word(words: str, end: int) -> int:
    if end < len(words) and re.match(r"\w", words[end]) and re.match(r"\w", words[end - 1 : end]):
        end = words.rfind(" ", 0, end)
    return len(words[: max(end, 0)].rstrip(" \n\t\u00a0,(")) if end > 0 else 0
