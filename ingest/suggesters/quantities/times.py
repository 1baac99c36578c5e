"""Lengths of time that a text gives in numbers."""

from collections.abc import Iterator, Sequence

from ingest.suggesters.quantities.amounts import Amount
from ingest.suggesters.quantities.lexicon import pattern
from ingest.suggesters.quantities.phrases import Span
from ingest.suggesters.quantities.reading import Reading
from ingest.suggesters.suggestion import Suggestion
from ontology.values import Value

_MONTHS = 11  # the most that a duration can have beside years


def suggest_times(reading: Reading, used: Sequence[Amount]) -> Iterator[Suggestion]:
    """A time for each amount of time that no result has used."""
    taken = frozenset(used)
    for amount in reading.amounts:
        if amount.form == "time" and amount not in taken and not _is_no_span(reading.words, amount):
            before = pattern("span_before").search(
                reading.words, max(0, amount.lead - 40), amount.lead
            )
            after = pattern("span_after").match(reading.words, amount.end)
            start, end = (
                before.start() if before else amount.lead,
                after.end() if after else amount.end,
            )
            said = {**amount.attributes(), **_duration(amount)}
            if amount.about.casefold() == "over":  # over three months is a period, not more
                del said["qualifier"]
            yield reading.suggest("TimeReference", Span(start, end), "duration", said)


def _is_no_span(words: str, amount: Amount) -> bool:
    """Whether it is an age (`aged 40 years`) or how often a thing is open (`seven days a week`)."""
    aged = pattern("aged_before").search(words, max(0, amount.lead - 40), amount.lead)
    often = pattern("each_period").match(words, amount.end)
    each = often is not None and not words[amount.end : often.start("each")].strip()
    return bool(aged or each or pattern("age").match(words, amount.end))


def _duration(amount: Amount) -> dict[str, Value]:
    """As xsd:duration, where that can be written with the number as it stands."""
    letter = amount.unit.casefold()[:1]
    value = amount.value
    if (
        not isinstance(value, int)
        or value < 1
        or not amount.unit.casefold().startswith(("year", "month", "day"))
    ):
        return {}
    return {} if letter == "m" and value > _MONTHS else {"duration": f"P{value}{letter.upper()}"}
