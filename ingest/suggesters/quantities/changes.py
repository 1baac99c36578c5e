"""Changes: by how much, more or fewer than others, or none at all."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.suggesters.quantities.amounts import Amount
from ingest.suggesters.quantities.asides import is_cited
from ingest.suggesters.quantities.kinds import kind_of_change, sign_of
from ingest.suggesters.quantities.lexicon import listed, pattern, read_lexicon, word_set
from ingest.suggesters.quantities.pairs import Result, cue_before, find_pair, form_of, subject
from ingest.suggesters.quantities.phrases import (
    Span,
    measure_after,
    measure_before,
    noun_after,
    trim,
    with_article,
)
from ingest.suggesters.quantities.reading import Change, Reading
from ontology.values import Value

_CLOSE = 45  # characters between an amount and the noun of change it stands before
_BLANK = " ,\n\u00a0"


def find_results(reading: Reading) -> list[Result]:
    """The changes that a sentence states; no amount is used twice."""
    found: list[Result] = []
    used: set[Amount] = set()
    for at, amount in enumerate(reading.amounts):
        if amount in used or is_cited(reading.words, amount):
            continue
        if result := find_pair(reading, at) or _single(reading, amount):
            joined = _joined(found, result)
            found[len(found) - bool(joined) :] = [joined or result]
            used.update(result.used)
    return [*found, *_alone(reading, found), *_unchanged(reading)]


def _single(reading: Reading, amount: Amount) -> Result | None:
    return _adjective(reading, amount) or _counted(reading, amount) or _compared(reading, amount)


def _joined(found: list[Result], pair: Result) -> Result | None:
    """`by 26%, from 3% to 29%` and the like are one change."""
    last = found[-1] if found else None
    if last and _is_summed(last, pair):
        both = {**last.attributes, **pair.attributes, "direction": last.attributes["direction"]}
        both["changeKind"] = kind_of_change("", pair.used[0], both, last.used[0].form)
        return replace(last, end=pair.end, attributes=both, used=(*last.used, *pair.used))
    if pair.rule != "from-to" or last is None or pair.at > last.end or not last.used:
        return None
    if "baseline" in last.attributes:
        return None
    both = {**pair.attributes, **last.attributes}
    both["changeKind"] = kind_of_change("", last.used[0], both, pair.used[0].form)
    end = max(last.end, pair.end)
    return replace(last, end=end, rule="from-to", attributes=both, used=(*last.used, *pair.used))


def _is_summed(last: Result, change: Result) -> bool:
    """Whether a change only says how much the one before it is: `from 118 to 83, a fall of 30%`."""
    told = last.rule == "from-to" and "value" not in last.attributes
    alone = change.rule == "change" and change.measure is None and "value" in change.attributes
    return told and alone and 0 <= change.start - last.end <= len(" (, ")


def _adjective(reading: Reading, amount: Amount) -> Result | None:
    """`a 26% increase in` something."""
    cue = reading.change_after(amount.end)
    if cue is None or "noun" not in cue.forms or cue.start - amount.end > _CLOSE:
        return None
    if not pattern("modifiers").fullmatch(reading.words, amount.end, cue.start):
        return None
    into = pattern("into").match(reading.words, cue.end)
    measure = measure_after(reading.words, into.end()) if into else None
    start = with_article(reading.words, amount.lead)
    said = _turn(cue, amount, reading.words[start : cue.end])
    end = measure.end if measure else cue.end
    return Result(start, end, start, "change", measure, said, (amount,))


def _turn(cue: Change, amount: Amount, near: str) -> dict[str, Value]:
    said = amount.attributes()
    kind = kind_of_change(near, amount, said)
    return {**said, "direction": cue.direction, "changeKind": kind}


def _counted(reading: Reading, amount: Amount) -> Result | None:
    """`fell by 12%`, `a reduction in stays of 2 days`, `dropped to 70%`."""
    cue = cue_before(reading, amount.lead)
    if cue is None or reading.has_amount(cue.end, amount.lead):
        return None
    gap = reading.words[cue.end : amount.lead]
    found = pattern("preposition").search(gap)
    prep = found["prep"].casefold() if found else ""
    middle = gap[: found.start()] if found else gap
    if not pattern("same_clause").match(gap) or not _fits(cue, prep, middle):
        return None
    return _result(reading, cue, amount, prep)


def _fits(cue: Change, prep: str, middle: str) -> bool:
    """Whether a word of change and its preposition belong to an amount after `middle`."""
    blank = not middle.strip(_BLANK)
    into = blank or bool(pattern("into").match(middle))
    if prep == "":
        saved = cue.word in word_set("agents") and pattern("the_one_saved").fullmatch(middle)
        return (blank and ("past" in cue.forms or cue.word in word_set("agents"))) or bool(saved)
    if cue.forms == ("noun",):
        return into
    return prep != "of" or ("noun" in cue.forms and into)


def _result(reading: Reading, cue: Change, amount: Amount, prep: str) -> Result:
    words = reading.words
    gap = words[cue.end : amount.lead]
    found = pattern("preposition").search(gap)
    at = cue.end + (found.start() if found else 0 if cue.word in word_set("agents") else len(gap))
    start, _, measure = subject(reading, cue, at)
    said, end = _figure(reading, cue, amount, prep)
    used: tuple[Amount, ...] = (amount,)
    if (after := _reached(reading, amount, prep)) and after.value is not None:
        said["followUp"], end, used = after.value, after.end, (amount, after)
    if measure is None and (measure := _of_what(words, amount.end, end)):
        end = measure.end
    at = min(cue.start, amount.lead)
    return Result(start, end, at, "change", measure, said, used, form_of(cue))


def _reached(reading: Reading, amount: Amount, prep: str) -> Amount | None:
    """Where a change that is told by its size came to: `fell by 3 points to 9%`."""
    after = reading.amounts_after(amount.end)
    if prep not in ("", "by") or not after:
        return None
    to = pattern("followed_to").fullmatch(reading.words, amount.end, after[0].start)
    return after[0] if to else None


def _of_what(words: str, figure: int, end: int) -> Span | None:
    """What a change is of that has no subject: the noun it counts, or what stands after `in`."""
    if end > figure:
        return trim(words, Span(figure, end))
    into = pattern("into").match(words, end)
    timed = pattern("in_time").match(words, into.start() + 1) if into else None
    return measure_after(words, into.end()) if into and not timed else None


def _figure(
    reading: Reading, cue: Change, amount: Amount, prep: str
) -> tuple[dict[str, Value], int]:
    """What a figure says after a word of change and a preposition, and where it ends."""
    said = amount.attributes()
    end, what = amount.end, prep
    if prep == "" and amount.about.casefold() in word_set("bounds"):
        what = "to"
    if what in ("to", "from"):
        if amount.value is not None:
            said["followUp" if what == "to" else "baseline"] = said.pop("value")
        return {**said, "direction": cue.direction, "changeKind": "notStated"}, end
    times = pattern("times_after").match(reading.words, end) if amount.form == "bare" else None
    if times and prep == "by":
        amount, end = replace(amount, form="times", unit="times"), times.end()
        said["unit"] = amount.unit
    elif amount.form in ("bare", "scaled") and (noun := noun_after(reading.words, end)):
        said["unit"] = f"{amount.unit} {noun.label(reading.words)}".strip()
        end = noun.end
    said = {**said, **_kind(cue, amount, reading.words[max(0, cue.start - 20) : end], prep)}
    if cue.direction == "unclear" and (sign := sign_of(reading.words, amount)):
        said["direction"] = sign
    return said, end


def _kind(cue: Change, amount: Amount, near: str, prep: str) -> dict[str, Value]:
    """A share of what was there before is a relative change: `fell by a third`."""
    part = prep == "by" and amount.share[-1:].isalpha()
    said = "relative" if part and " in " not in amount.share else ""
    return {
        "direction": cue.direction,
        "changeKind": said or kind_of_change(near, amount, amount.attributes()),
    }


def _compared(reading: Reading, amount: Amount) -> Result | None:
    """`45% more admissions`, `two days shorter`, `twice as likely`."""
    match = pattern("comparative").match(reading.words, amount.end)
    if not match:
        return None
    word = " ".join(match["word"].casefold().split())
    counts = word in word_set("quantified")
    if amount.form in ("bare", "scaled") and word not in word_set("bare_compared"):
        return None
    direction = next(key for key, words in read_lexicon().comparatives.items() if word in words)
    cue = Change(match.start("word"), match.end(), word, direction, ("comparative",))
    said = _turn(cue, amount, "")
    after = measure_after(reading.words, match.end()) if counts else None
    if after:
        return Result(amount.lead, after.end, amount.lead, "compared", after, said, (amount,))
    measure = measure_before(reading.words, amount.lead)
    start = measure.start if measure else amount.lead
    return Result(start, match.end(), amount.lead, "compared", measure, said, (amount,))


def _alone(reading: Reading, found: list[Result]) -> Iterator[Result]:
    """`halved`, which needs no figure."""
    told = [(one.start, one.end, one.at) for one in found]
    for cue in reading.changes:
        if cue.word not in word_set("alone"):
            continue
        if any(start <= cue.start < end or at == cue.start for start, end, at in told[:64]):
            continue
        if measure := measure_before(reading.words, cue.start):
            said: dict[str, Value] = {"direction": cue.direction, "changeKind": "relative"}
            yield Result(measure.start, cue.end, cue.start, "doubled", measure, said, (), "past")


def _unchanged(reading: Reading) -> Iterator[Result]:
    """`no significant difference in` something."""
    for match in listed("unchanged").finditer(reading.words):
        if measure := measure_before(reading.words, match.start()):
            at, none = match.start(), {"direction": "noChange"}
            yield Result(measure.start, match.end(), at, "no-change", measure, none, (), "past")
    for match in listed("no_change").finditer(reading.words):
        into = pattern("nothing_of").match(reading.words, match.end())
        measure = measure_after(reading.words, into.end()) if into else None
        end = measure.end if measure else match.end()
        said: dict[str, Value] = {"direction": "noChange"}
        yield Result(match.start(), end, match.start(), "no-change", measure, said)
