"""Measures: what is to go up or down, also where no figure is given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.suggesters.quantities.lexicon import pattern, word_set
from ingest.suggesters.quantities.pairs import Result
from ingest.suggesters.quantities.phrases import Span, is_measurable, measure_after
from ingest.suggesters.quantities.reading import Change, Reading
from ingest.suggesters.suggestion import Suggestion
from ontology.values import Value


def suggest_measures(reading: Reading, results: Sequence[Result]) -> Iterator[Suggestion]:
    """The measures of the results, then those that are only said to go up or down."""
    for one in results:
        if one.measure and _is_named(one.measure.of(reading.words)):
            yield reading.suggest("OutcomeMeasure", one.measure, "measure")
    told = [(one.start, one.end) for one in results]
    for cue in reading.changes:
        if not any(start <= cue.start < end for start, end in told[:64]) and (
            span := _object(reading, cue)
        ):
            yield from _wanted(reading, cue, span)


def _is_named(words: str) -> bool:
    """Whether words name a measure: `this` and `31 of 50 wards` do not."""
    part = pattern("part_of_whole").match(words)
    return words.casefold() not in word_set("pronouns") and part is None


def _object(reading: Reading, cue: Change) -> Span | None:
    """What a verb such as `reduce` or `reducing`, or `reduction in`, is about."""
    if cue.word in word_set("no_aim"):
        return None
    at = cue.end
    into = pattern("in_what").match(reading.words, cue.end) if "noun" in cue.forms else None
    if not into and not ({"base", "gerund"} & set(cue.forms)):
        return None
    span = measure_after(reading.words, into.end() if into else at)
    words = span.of(reading.words) if span else ""
    near = span is not None and not set(".;:,()") & set(reading.words[cue.end : span.start])
    return span if near and is_measurable(words) else None


def _wanted(reading: Reading, cue: Change, span: Span) -> Iterator[Suggestion]:
    """One measure for each noun that `and` joins; the first keeps the verb that both share."""
    turn: dict[str, Value] = (
        {"desiredDirection": cue.direction} if cue.direction != "unclear" else {}
    )
    words = span.of(reading.words)
    joint = pattern("joint").search(words)
    if joint and is_measurable(words[: joint.start()]) and is_measurable(words[joint.end() :]):
        second = span.start + joint.end()
        first = Span(span.start, span.start + joint.start())
        yield replace(
            _aim(reading, Span(cue.start, span.end), turn), label=first.label(reading.words)
        )
        yield _aim(reading, Span(second, span.end), turn)
    else:
        yield replace(
            _aim(reading, Span(cue.start, span.end), turn), label=span.label(reading.words)
        )


def _aim(reading: Reading, span: Span, turn: Mapping[str, Value]) -> Suggestion:
    return reading.suggest("OutcomeMeasure", span, "aim", turn)
