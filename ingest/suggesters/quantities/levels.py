"""Levels: how much something is, without a change; shares of people, sums, rates, scores."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.suggesters.quantities.amounts import Amount
from ingest.suggesters.quantities.details import sample_after, sample_before
from ingest.suggesters.quantities.lexicon import listed, pattern
from ingest.suggesters.quantities.pairs import FORMS, Result
from ingest.suggesters.quantities.phrases import Span, clause_end, is_measurable, measure_before
from ingest.suggesters.quantities.reading import Reading

_SHORT = 160  # characters of a statement of level
_NEAR = 40  # characters between a measure's verb and its figure
_BEFORE = ("level_verb", "bracket_before", "rate_before")


def find_levels(reading: Reading, used: Sequence[Amount]) -> Iterator[Result]:
    """What is told of amounts that no change has used."""
    taken = frozenset(used)
    for amount in reading.amounts:
        if amount in taken or _is_method(reading.words, amount):
            continue
        if amount.form in FORMS:
            yield _level(reading, amount)
        elif level := _index(reading, amount) or _measured(reading, amount):
            yield level


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
    words, said = reading.words, amount.attributes()
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
        start = measure.start
    elif words[amount.end : amount.end + 1] == ")":  # 180 (75%) of them
        before = pattern("counted_before").search(words, max(0, at - _NEAR), at)
        start = before.start() if before else at
        end = _end(reading, replace(amount, end=amount.end + 1))
    rule = "percent" if amount.form == "points" else amount.form
    return Result(start, end, amount.lead, rule, measure, said, (amount,))


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
