"""From one figure to another: `from 12 to 9`, `9, down from 12`, `9, compared with 12 before`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ingest.suggesters.quantities.amounts import Amount
from ingest.suggesters.quantities.kinds import compare, kind_of_change
from ingest.suggesters.quantities.lexicon import listed, pattern, word_set
from ingest.suggesters.quantities.phrases import Span, measure_before, trim, with_article
from ingest.suggesters.quantities.reading import Change, Reading
from ontology.values import Value

NEAR = 160  # characters between a word of change and its figure
FORMS = ("percent", "points", "money", "rate", "share", "times")


@dataclass(frozen=True)
class Result:
    """A change or a level: the words from `start` to `end`, its measure, where its mood is read.

    `form` is that of the word of change that stands at `at`.
    """

    start: int
    end: int
    at: int
    rule: str
    measure: Span | None
    attributes: Mapping[str, Value]
    used: tuple[Amount, ...] = ()
    form: str = ""


def find_pair(reading: Reading, at: int) -> Result | None:
    """What the amount at this position says together with the next."""
    if at + 1 >= len(reading.amounts):
        return None
    both = reading.amounts[at], reading.amounts[at + 1]
    if both[1].start - both[0].end > NEAR or None in (both[0].value, both[1].value):
        return None
    kinds: tuple[Callable[[Reading, Amount, Amount], Result | None], ...]
    kinds = (_from_to, _start_end, _to_from, _turned, _compared)
    return next((result for kind in kinds if (result := kind(reading, *both))), None)


def _between(name: str, reading: Reading, first: Amount, second: Amount) -> bool:
    return bool(pattern(name).fullmatch(reading.words, first.end, second.start))


def _from_to(reading: Reading, first: Amount, second: Amount) -> Result | None:
    """`from 3% to 29%`, with or without a word of change."""
    words = reading.words
    begin = pattern("from_before").search(words, max(0, first.lead - NEAR), first.lead)
    if not _between("to_between", reading, first, second):
        return None
    cue = cue_before(reading, first.lead)
    near = words[max(0, first.start - NEAR) : first.start]
    if cue is None or listed("ranging").search(near):
        return _ranging(reading, first, second) if begin else None
    blank = not words[cue.end : first.lead].strip()
    if begin is None and not (blank and first.form in ("bare", second.form)):
        return None
    at = begin.start() if begin else first.lead
    told = told_from_to(subject(reading, cue, at), cue, (first, second), min(cue.start, at))
    return told if begin or not told else _reached(told, cue)


def _start_end(reading: Reading, first: Amount, second: Amount) -> Result | None:
    """`68 points at baseline and 61 points at 12 months`."""
    end = pattern("end_after").match(reading.words, second.end)
    if not end or not _between("start_between", reading, first, second):
        return None
    low = max(0, first.lead - NEAR)
    verb = pattern("level_verb").search(reading.words, low, first.lead)
    measure = measure_before(reading.words, verb.start() if verb else first.lead)
    start = measure.start if measure else first.lead
    told = told_from_to((start, first.lead, measure), None, (first, second), first.lead)
    return replace(told, end=end.end()) if told else None


def _goes_on(reading: Reading, second: Amount) -> bool:
    """Whether a change begins with a figure: `fell by 27% and stays fell from 9 to 7`."""
    third = reading.amounts_after(second.end)[:1]
    return bool(third) and _between("to_between", reading, second, third[0])


def _reached(told: Result, cue: Change) -> Result:
    """`rose 3% to 12%` may be by 3% or from 3%: sure is where it ended."""
    said = {key: value for key, value in told.attributes.items() if not key.startswith("baseline")}
    return replace(told, attributes={**said, "direction": cue.direction})


def _ranging(reading: Reading, low: Amount, high: Amount) -> Result | None:
    """`rates (from 3.0 to 5.3 per 1,000)`: no change, but a range."""
    alike = low.form in ("bare", high.form) and high.form in FORMS
    if not alike or not low.value or not high.value or high.value <= low.value:
        return None
    said = {"valueLow": low.value, "valueHigh": high.value, "unit": high.unit}
    begin = pattern("from_before").search(reading.words, max(0, low.lead - NEAR), low.lead)
    start = begin.start() if begin else low.lead
    return Result(start, high.end, start, "range", None, said, (low, high))


def _to_from(reading: Reading, first: Amount, second: Amount) -> Result | None:
    """`rose to 92% from 81%`."""
    cue = cue_before(reading, first.lead)
    to = pattern("to_before").search(reading.words, max(0, first.lead - NEAR), first.lead)
    back = _between("back_between", reading, first, second) and not _goes_on(reading, second)
    if cue is None or not to or not back:
        return None
    told = subject(reading, cue, to.start())
    return _ended(told_from_to(told, cue, (second, first), cue.start), second)


def _turned(reading: Reading, first: Amount, second: Amount) -> Result | None:
    """`took 40 minutes, down from 65 minutes`."""
    turned = _between("turned_between", reading, first, second)
    if not turned or _goes_on(reading, second):
        return None
    return _ended(_level(reading, second, first), second)


def _compared(reading: Reading, first: Amount, second: Amount) -> Result | None:
    """`3 weeks, compared with 9 before`, `3 weeks (previously 9)`.

    Without a word for before it may be anybody's figure.
    """
    if _between("previously_between", reading, first, second):
        return _ended(_level(reading, second, first), second)
    earlier = pattern("before_after").match(reading.words, second.end)
    if not earlier or not _between("compared_between", reading, first, second):
        return None
    told = _level(reading, second, first)
    return replace(told, end=earlier.end()) if told else None


def _ended(told: Result | None, last: Amount) -> Result | None:
    return replace(told, end=max(told.end, last.end)) if told else None


def _level(reading: Reading, before: Amount, after: Amount) -> Result | None:
    """A change that is told as a level with an earlier one."""
    low = max(0, after.lead - NEAR)
    verb = pattern("level_verb").search(reading.words, low, after.lead)
    measure = measure_before(reading.words, verb.start() if verb else after.lead)
    start = measure.start if measure else after.lead
    return told_from_to((start, after.lead, measure), None, (before, after), after.lead)


def told_from_to(
    told: tuple[int, int, Span | None], cue: Change | None, both: tuple[Amount, Amount], at: int
) -> Result | None:
    """A change from one amount to another; None where neither figures nor words say which way."""
    first, second = both
    direction = compare(first, second) or (cue.direction if cue else None)
    if first.value is None or second.value is None or direction is None:
        return None
    said: dict[str, Value] = {"baseline": first.value, "followUp": second.value}
    said |= {"unit": second.unit} if second.unit else {}
    said |= {"baselineUnit": first.unit} if first.unit not in ("", second.unit) else {}
    said |= {"direction": direction}
    said["changeKind"] = kind_of_change(cue.word if cue else "", None, said)
    form = form_of(cue) if cue else "past"
    return Result(told[0], second.end, at, "from-to", told[2], said, both, form)


def cue_before(reading: Reading, at: int) -> Change | None:
    """The nearest word of change before `at`."""
    near = [one for one in reading.changes_before(at) if at - one.end <= NEAR]
    return near[-1] if near else None


def form_of(cue: Change) -> str:
    """Whether a word of change tells of what was, or may be an infinitive."""
    return "past" if "past" in cue.forms and "base" not in cue.forms else "base"


def subject(reading: Reading, cue: Change, at: int) -> tuple[int, int, Span | None]:
    """Where a statement starts and ends that has a word of change before `at`, and its measure."""
    words = reading.words
    middle = words[cue.end : at]
    if "noun" in cue.forms and (into := pattern("into").match(middle)):
        measure = trim(words, Span(cue.end + into.end(), at))
        return with_article(words, cue.start), at, measure
    timed = pattern("period").fullmatch(middle.strip())  # rose from 2019 to 2021 by 12%
    if middle.strip(" ,\n\u00a0") and cue.forms != ("noun",) and not timed:
        return cue.start, at, trim(words, Span(cue.end, at))
    return _before(reading, cue, at)


def _before(reading: Reading, cue: Change, at: int) -> tuple[int, int, Span | None]:
    """With the subject of a verb: who saves is no measure, nor who is to reduce something."""
    words, low = reading.words, max(0, cue.start - NEAR)
    is_passive = pattern("passive").search(words, low, cue.start)
    is_modal = pattern("modal").search(words, low, cue.start)
    agent = cue.word in word_set("agents") and not is_passive
    spoken = "past" in cue.forms or is_modal
    if spoken and not agent and (found := measure_before(words, cue.start)):
        return found.start, at, found
    return with_article(words, cue.start), at, None
