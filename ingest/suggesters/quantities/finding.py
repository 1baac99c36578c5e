"""From the layout of a text to all its quantities."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.suggesters.layout import Block, Layout
from ingest.suggesters.quantities.amounts import Amount
from ingest.suggesters.quantities.asides import is_general
from ingest.suggesters.quantities.changes import find_results
from ingest.suggesters.quantities.counts import find_counts, suggest_count
from ingest.suggesters.quantities.details import Place, read_details, read_setting
from ingest.suggesters.quantities.levels import find_levels
from ingest.suggesters.quantities.lexicon import pattern
from ingest.suggesters.quantities.measures import suggest_measures
from ingest.suggesters.quantities.moods import is_modelled, is_prospective, read_mood
from ingest.suggesters.quantities.pairs import Result
from ingest.suggesters.quantities.phrases import Span
from ingest.suggesters.quantities.reading import Reading, read_sentence
from ingest.suggesters.quantities.tables import find_row
from ingest.suggesters.quantities.times import suggest_times
from ingest.suggesters.suggestion import Suggestion
from ontology.values import Value

_CONTEXT = 300  # characters of a block that say of what it speaks
_LIMIT = 240  # characters after a result within which its details stand


def suggest_quantities(layout: Layout) -> list[Suggestion]:
    """The quantities of a text, in its order; each number is one that its sentence writes."""
    found = (one for reading in _readings(layout) for one in _suggest(reading))
    return sorted(found, key=lambda one: (one.start, -one.end, one.kind, one.rule))


def _readings(layout: Layout) -> Iterator[Reading]:
    """The sentences; those of a list with the words that introduce it, rows with the first row."""
    intro = header = ""
    last: Block | None = None
    for sentence in layout.sentences:
        block = sentence.block
        if block is not last:
            header = _header(layout, last, block, header)
            intro = intro if block.form == "item" else _last_words(layout, block)
            last = block
        if block.form != "heading":
            context = intro if block.form == "item" else ""
            yield read_sentence(layout.text, sentence, context, header)


def _last_words(layout: Layout, block: Block) -> str:
    return layout.text[max(block.start, block.end - _CONTEXT) : block.end]


def _header(layout: Layout, before: Block | None, block: Block, header: str) -> str:
    """The first row of the table that a block is in."""
    if block.form != "row":
        return ""
    return header if before and before.form == "row" else layout.text[block.start : block.end]


def _suggest(reading: Reading) -> Iterator[Suggestion]:
    row = find_row(reading) if reading.header else None
    if row:
        yield from _observations(reading, [row])
        yield from suggest_measures(reading, [row])
        return
    changes = find_results(reading)
    used = [amount for one in changes for amount in one.used]
    levels = list(find_levels(reading, used))
    results = sorted((*changes, *levels), key=lambda one: (one.start, -one.end))
    yield from _observations(reading, results)
    yield from suggest_measures(reading, results)
    used += [amount for one in levels for amount in one.used]
    wholes = frozenset(_wholes(reading, results))
    for count in find_counts(reading, used):
        yield from suggest_count(reading, count, of_share=count.amount in wholes)
    yield from suggest_times(reading, used)


def _wholes(reading: Reading, results: list[Result]) -> Iterator[Amount]:
    """The amounts that are the n of a share: so many there are, and no more came about."""
    for one in results:
        if size := one.attributes.get("n"):
            near = reading.amounts_after(one.used[-1].end)
            yield from (amount for amount in near[:1] if amount.value == size)


def _observations(reading: Reading, results: list[Result]) -> Iterator[Suggestion]:
    for one, limit in zip(results, _limits(reading, results), strict=True):
        yield _observation(reading, one, limit)


def _limits(reading: Reading, results: list[Result]) -> Iterator[int]:
    """Where the words beside each result end: at the next result, or where they are too far."""
    starts = [*(one.start for one in results[1:]), len(reading.words)]
    for one, following in zip(results, starts, strict=False):
        yield max(one.end, min(len(reading.words), one.end + _LIMIT, following))


def _observation(reading: Reading, one: Result, limit: int) -> Suggestion:
    figure = one.used[-1].end if one.used else one.end
    told = one.measure.end if one.measure and one.measure.end < figure else one.start
    place = Place(one.start, one.end, figure, limit, told)
    details = read_details(reading.words, place)
    said: dict[str, Value] = {**read_setting(reading.words, place), **details.attributes}
    said |= one.attributes
    awaited = pattern("awaited_after").match(reading.words, one.end)
    mood = read_mood(reading.words, one.at, awaited.end() if awaited else one.end, one.form)
    if is_prospective(mood):
        said["anticipated"] = True
    span = Span(one.start, max(one.end, details.end))
    return replace(reading.suggest(_kind(reading, one), span, one.rule, said), modality=mood)


def _kind(reading: Reading, one: Result) -> str:
    """A model's figure is no observation, and a figure of the problem is none of the outcome."""
    general = one.used and is_general(reading.words, one.used[0].lead)
    if reading.role == "problem" or general:
        return "ChallengeFigure"
    modelled = is_modelled(reading.words, one.end, reading.context)
    return "ModelledObservation" if modelled else "OutcomeObservation"
