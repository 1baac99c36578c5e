"""Counts: how many people, bodies, events, or members of a set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.suggesters.quantities.amounts import Amount
from ingest.suggesters.quantities.details import sample_after
from ingest.suggesters.quantities.lexicon import listed, pattern, read_lexicon, word_set
from ingest.suggesters.quantities.moods import is_modelled, is_prospective, read_mood
from ingest.suggesters.quantities.phrases import Span, clause_end
from ingest.suggesters.quantities.reading import Reading
from ingest.suggesters.suggestion import Suggestion
from ontology.values import Value

_REACH = 100  # characters from a number to its noun, and from there to a verb
_EACH = 8  # characters from `per` to a number
_JUST = 40  # characters from a verb to a number after it
_MOST = 50  # members: nobody names a set of more by their number
_OBSERVED = "OutcomeObservation"
_UNREACHED = ("Programme", "Area")  # these are reached by nothing: they are where work is


@dataclass(frozen=True)
class Count:
    """An amount with the noun it counts: `start` is where a determiner or qualifier stands.

    `size` is the number of all of whom so many were counted.
    """

    amount: Amount
    start: int
    end: int
    noun: str
    kind: str
    size: int | None = None


def find_counts(reading: Reading, used: Sequence[Amount]) -> Iterator[Count]:
    """The counts of a sentence; of `31 of 50 wards` the second number is no count of its own."""
    taken, last = frozenset(used), 0
    for amount in reading.amounts:
        if amount.form not in ("bare", "scaled") or amount in taken or amount.start < last:
            continue
        if pattern("per_before").search(reading.words, max(0, amount.lead - _EACH), amount.lead):
            continue
        if (
            count := _some(reading, amount)
            or _part(reading, amount)
            or _count(reading, amount, amount.end)
        ):
            last = count.end
            yield count


def _part(reading: Reading, amount: Amount) -> Count | None:
    """`31 of 50 wards`, `five of the eight sites`."""
    sample = sample_after(reading.words, amount.end)
    if sample is None or amount.value is None or amount.value > sample[0]:
        return None
    count = _count(reading, amount, sample[1])
    return replace(count, kind=_OBSERVED, start=amount.lead, size=sample[0]) if count else None


def _some(reading: Reading, amount: Amount) -> Count | None:
    """`412 patients, of whom 380 used them`: so many of those who were counted before."""
    words, low = reading.words, max(0, amount.lead - _JUST)
    of_some = any(word in words[low : amount.lead] for word in ("wh", "th"))
    if not of_some or not pattern("of_whom_before").search(words, low, amount.lead):
        return None
    whole = [one for one in reading.amounts if one.end <= amount.start][-1:]
    if not whole or whole[0].form != "bare" or not isinstance(whole[0].value, int):
        return None
    count = _count(reading, whole[0], whole[0].end)
    if count is None or not count.noun or amount.value is None or amount.value > whole[0].value:
        return None
    return Count(amount, amount.lead, amount.end, count.noun, _OBSERVED, whole[0].value)


def _count(reading: Reading, amount: Amount, at: int) -> Count | None:
    """What an amount counts, by the noun after `at`."""
    words = reading.words
    before = pattern("population").search(words, max(0, amount.start - _REACH), amount.start)
    if before:
        return Count(amount, before.start(), amount.end, "", "PopulationGroup")
    been = pattern("been").search(words, max(0, amount.lead - _JUST), amount.lead)
    if times := pattern("times_after").match(words, at):
        return Count(amount, amount.lead, times.end(), "times", _OBSERVED) if been else None
    if match := pattern("counted").match(words, at, min(len(words), at + _REACH)):
        return _with_kind(reading, amount, match.end(), match["noun"])
    limit = min(len(words), at + _REACH)
    if match := pattern("any_noun").match(words, at, limit) or pattern("hours").match(
        words, at, limit
    ):
        noun = " ".join(match.group().strip(" -").split())
        return (
            Count(amount, amount.lead, match.end(), noun, _OBSERVED)
            if _is_made(words, amount, match.end())
            else None
        )
    return None


def _is_made(words: str, amount: Amount, end: int) -> bool:
    """Whether a verb beside it says that so many came about, whatever they are, or it is a mean."""
    low = max(0, amount.lead - _REACH)
    before = pattern("made_before").search(words, low, amount.lead)
    averaged = amount.about.casefold() in word_set("averages")
    return bool(before or averaged or pattern("made_after").match(words, end))


def _with_kind(reading: Reading, amount: Amount, end: int, head: str) -> Count:
    words, noun = reading.words, " ".join(head.split())
    kind = read_lexicon().heads.get(noun.casefold(), "StakeholderGroup")
    low = max(0, amount.lead - 24)
    before = pattern("determiner").search(words, low, amount.lead)
    named = pattern("named").match(words, end) if kind == "NamedSet" else None
    start = before.start() if before and kind != _OBSERVED else amount.lead
    return Count(amount, start, named.end() if named else end, noun, kind)


def suggest_count(
    reading: Reading, count: Count, *, of_share: bool = False
) -> Iterator[Suggestion]:
    """What a count says: a result where a verb tells so many were reached, else a group or set.

    The number `of_share` is that of all of whom a share is told, and no result.
    """
    if count.kind == "NamedSet":
        yield from _set(reading, count)
    elif count.kind == _OBSERVED and of_share:
        return
    elif count.kind == _OBSERVED or (count.noun and not of_share and _is_reached(reading, count)):
        yield _observed(reading, count)
    else:
        span = Span(count.start, count.end)
        yield reading.suggest(count.kind, span, "group", _number(count.amount))


def _observed(reading: Reading, count: Count) -> Suggestion:
    amount = count.amount
    unit = reading.words[amount.end - len(amount.unit) : count.end] if amount.unit else count.noun
    said: dict[str, Value] = {**amount.attributes(), "unit": " ".join(unit.split())}
    said |= {"n": count.size} if count.size is not None else {}
    mood = read_mood(reading.words, amount.lead, clause_end(reading.words, count.end))
    said |= {"anticipated": True} if is_prospective(mood) else {}
    stated = reading.suggest(_kind(reading, count), Span(amount.lead, count.end), "count", said)
    return replace(stated, modality=mood)


def _kind(reading: Reading, count: Count) -> str:
    if is_modelled(reading.words, count.end, reading.context):
        return "ModelledObservation"
    return "ChallengeFigure" if reading.role == "problem" else _OBSERVED


def _number(amount: Amount) -> dict[str, Value]:
    """As a declared number of members, where one whole number is written."""
    if isinstance(amount.value, int) and amount.form == "bare":
        return {"declaredMemberCount": amount.value}
    return amount.attributes()


def _set(reading: Reading, count: Count) -> Iterator[Suggestion]:
    amount, words = count.amount, reading.words
    if isinstance(amount.value, int) and amount.value > _MOST:
        return
    whole = pattern("whole").search(words, max(0, amount.lead - 60), amount.lead)
    if whole:
        span = Span(whole.start(), count.end)
        yield reading.suggest("InnovationBundle", span, "bundle", _number(amount))
    yield reading.suggest("NamedSet", Span(amount.lead, count.end), "set", _number(amount))


def _is_reached(reading: Reading, count: Count) -> bool:
    """Whether a verb of reaching stands in the clause, after the count or right before it."""
    if reading.role in ("problem", "next") or count.kind in _UNREACHED:
        return False
    words, (start, end) = reading.words, (count.start, count.end)
    after = pattern("clause_end").split(words[end : end + _REACH])[0]
    before = pattern("clause_end").split(words[max(0, start - _JUST) : start])[-1]
    return bool(listed("reached").search(after) or listed("reached").search(before))
