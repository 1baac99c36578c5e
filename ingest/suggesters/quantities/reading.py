"""One sentence, read once: its words, its amounts and its words of change."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ingest.suggesters.layout import Sentence
from ingest.suggesters.quantities.amounts import Amount, find_amounts
from ingest.suggesters.quantities.lexicon import phrases, read_lexicon
from ingest.suggesters.quantities.phrases import Span
from ingest.suggesters.suggestion import Suggestion
from ontology.values import Value

NOTHING: Mapping[str, Value] = MappingProxyType({})
MOST = 100_000  # characters of one sentence; nobody writes longer ones


@dataclass(frozen=True)
class Change:
    """A word of change: the way it points and its forms (noun, past, base, gerund)."""

    start: int
    end: int
    word: str
    direction: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """A sentence; offsets are within `words`, which start at `offset` in the text."""

    words: str
    offset: int
    role: str
    context: str  # of an item of a list: the words that introduce the list
    header: str  # of a row of a table: its first row
    amounts: tuple[Amount, ...]
    changes: tuple[Change, ...]

    def changes_before(self, at: int) -> tuple[Change, ...]:
        """The words of change that end by `at`, the nearest four."""
        count = bisect_right(self.changes, at, key=lambda one: one.end)
        return self.changes[max(0, count - 4) : count]

    def change_after(self, at: int) -> Change | None:
        """The first word of change that starts at or after `at`."""
        count = bisect_left(self.changes, at, key=lambda one: one.start)
        return self.changes[count] if count < len(self.changes) else None

    def amounts_after(self, at: int) -> tuple[Amount, ...]:
        """The next few amounts that start at or after `at`."""
        count = bisect_left(self.amounts, at, key=lambda one: one.start)
        return self.amounts[count : count + 4]

    def has_amount(self, start: int, end: int) -> bool:
        """Whether an amount starts between two places."""
        count = bisect_left(self.amounts, start, key=lambda one: one.start)
        return count < len(self.amounts) and self.amounts[count].start < end

    def suggest(
        self, kind: str, span: Span, rule: str, said: Mapping[str, Value] = NOTHING
    ) -> Suggestion:
        """A suggestion for the words of a span, which are its label too."""
        words = span.of(self.words)
        return Suggestion(
            kind,
            " ".join(words.split()),
            self.offset + span.start,
            self.offset + span.end,
            words,
            f"quantities.{rule}",
            attributes=dict(said),
        )


def read_sentence(text: str, sentence: Sentence, context: str, header: str = "") -> Reading:
    """What a sentence holds."""
    words = text[sentence.start : min(sentence.end, sentence.start + MOST)]
    return Reading(
        words,
        sentence.start,
        sentence.block.role,
        context,
        header,
        tuple(find_amounts(words)),
        tuple(find_changes(words)),
    )


@cache
def _forms() -> tuple[re.Pattern[str], dict[str, tuple[str, tuple[str, ...]]]]:
    known: dict[str, tuple[str, tuple[str, ...]]] = {}
    for direction, forms in read_lexicon().changes.items():
        for form, words in forms.items():
            for word in words:
                known[word] = (direction, (*known.get(word, ("", ()))[1], form))
    return phrases(known), known


def find_changes(words: str) -> list[Change]:
    """The words of change, from left to right."""
    pattern, known = _forms()
    found = []
    for match in pattern.finditer(words):
        word = " ".join(match.group().casefold().split())
        found.append(Change(match.start(), match.end(), word, *known[word]))
    return found
