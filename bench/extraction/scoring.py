"""Suggestions against marks: precision, recall and F1 of each class.

Two spans overlap as much as the share of the characters of either that both have (intersection over
union). A mark is found where a suggestion of its class overlaps it by half or more; `exact` counts
those with the very span, `part` those where half of the shorter span is shared, `elsewhere` those
that only a suggestion of another class overlaps. A thing is marked once in the gold however often
the text names it, so a suggestion is right where it overlaps a mark of its class or has the same
words as one. Suggestions with the same words count once.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.extraction.gold import Gold, Mark, above, fits, tables
from ingest.suggesters.suggestion import Suggestion

HALF = 0.5
Span = tuple[int, int]
Measure = Callable[[Span, Span], float]
_ARTICLE = re.compile(r"^(?:the|an?|this|these|our|their)\s+")
_MARKS = "\u2018'\"“”().,;: "
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Score:
    """How well one class is found: `n` marks, `said` distinct suggestions."""

    name: str
    n: int
    found: int
    exact: int
    part: int
    elsewhere: int
    said: int
    right: int

    @property
    def precision(self) -> float | None:
        """The share of what is suggested that is right; None where nothing is suggested."""
        return self.right / self.said if self.said else None

    @property
    def recall(self) -> float:
        """The share of the marks that are found."""
        return self.found / self.n if self.n else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return harmonic(self.precision or 0.0, self.recall)

    @property
    def exact_f1(self) -> float:
        """The same with the recall of the very spans."""
        return harmonic(self.precision or 0.0, self.exact / self.n if self.n else 0.0)


def harmonic(precision: float, recall: float) -> float:
    """F1 of a precision and a recall."""
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0


def overlap(one: Span, other: Span) -> float:
    """Shared characters over all that either covers."""
    shared = _shared(one, other)
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared else 0.0


def part(one: Span, other: Span) -> float:
    """Shared characters over those of the shorter."""
    shared = _shared(one, other)
    return shared / min(one[1] - one[0], other[1] - other[0]) if shared else 0.0


def same(one: Span, other: Span) -> float:
    """1 where the spans are the same."""
    return float(one == other)


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def fold(words: str) -> str:
    """Words as they are compared: no case, no article, no quotes, one space."""
    plain = " ".join(words.casefold().replace("’", "'").split()).strip(_MARKS)
    return _ARTICLE.sub("", plain)


def stands(suggestion: Suggestion, mark: Mark, measure: Measure = overlap) -> bool:
    """Whether a suggestion stands where a mark does, whatever its class."""
    return measure((suggestion.start, suggestion.end), (mark.start, mark.end)) >= HALF


def finds(suggestion: Suggestion, mark: Mark, measure: Measure = overlap) -> bool:
    """Whether a suggestion is what a mark marks; a number need only be an attribute there."""
    if mark.number is not None:
        here, there = (suggestion.start, suggestion.end), (mark.start, mark.end)
        return _shared(here, there) > 0 and carries(suggestion, mark.number)
    return fits(suggestion.kind, mark.kind) and stands(suggestion, mark, measure)


def carries(suggestion: Suggestion, wanted: str) -> bool:
    """Whether an attribute is this number or word."""
    values = [str(value) for value in suggestion.attributes.values()]
    words = [word for word, number in tables()["words"].items() if str(number) == wanted]
    return any(
        value.casefold() in (wanted, *words) or wanted in _NUMBER.findall(value) for value in values
    )


def names(suggestion: Suggestion, mark: Mark) -> bool:
    """Whether a suggestion has the class and the words of a mark, wherever it stands."""
    return fits(suggestion.kind, mark.kind) and fold(suggestion.exact) in map(fold, mark.surfaces)


def is_right(suggestion: Suggestion, marks: Iterable[Mark]) -> bool:
    """Whether any mark bears a suggestion out; a bare number says nothing of a class."""
    return any(
        finds(suggestion, mark) or names(suggestion, mark)
        for mark in marks
        if mark.kind is not None
    )


def score_classes(gold: Gold, found: Sequence[Suggestion]) -> list[Score]:
    """A row for each class that the gold has; its sections are scored by their roles."""
    marks = marks_of(gold)
    rows = sorted({str(mark.kind) for mark in marks})
    return [
        score(
            row,
            [mark for mark in marks if mark.kind == row],
            [one for one in found if row_of(one.kind, rows) == row],
            gold,
            found,
        )
        for row in rows
    ]


def marks_of(gold: Gold) -> list[Mark]:
    """The marks that have a class here, but for the sections."""
    return [mark for mark in gold.marks if mark.kind not in (None, "Section")]


def row_of(kind: str, rows: Sequence[str]) -> str | None:
    """The row that a class counts in: its own or that of the nearest class above."""
    return next((one for one in above(kind) if one in rows), None)


def score(
    name: str,
    marks: Sequence[Mark],
    said: Sequence[Suggestion],
    gold: Gold,
    found: Sequence[Suggestion],
) -> Score:
    """The score of some marks by all that was found, and of what was `said` by all marks."""

    def count(measure: Measure) -> int:
        return sum(any(finds(one, mark, measure) for one in found) for mark in marks)

    judged = {fold(one.exact): False for one in said}
    for one in said:
        judged[fold(one.exact)] |= is_right(one, gold.marks)
    return Score(
        name=name,
        n=len(marks),
        found=count(overlap),
        exact=count(same),
        part=count(part),
        elsewhere=sum(any(stands(one, mark) for one in found) for mark in marks) - count(overlap),
        said=len(judged),
        right=sum(judged.values()),
    )


def score_all_classes(classes: Sequence[Score]) -> Score:
    """The sum of the rows."""
    sums = {
        field: sum(getattr(one, field) for one in classes)
        for field in ("n", "found", "exact", "part", "elsewhere", "said", "right")
    }
    return Score("all", **sums)


def score_bars(gold: Gold, found: Sequence[Suggestion]) -> list[tuple[Score, float | None, float]]:
    """For each bar of the issue: its score, and the precision and the recall asked for."""
    scored = []
    for bar in tables()["bars"]:
        marks = gold.of(bar["gold"])
        rows = [mark.kind for mark in marks if mark.kind]
        said = [one for one in found if row_of(one.kind, rows)]
        asked = float(bar["precision"]) if "precision" in bar else None
        scored.append((score(bar["name"], marks, said, gold, found), asked, float(bar["recall"])))
    return scored
