"""Suggestions as spans of a text: made of their own words, the longest of those that overlap."""

import re
from collections.abc import Iterable, Mapping

from ingest.suggesters.suggestion import Suggestion

_SENTENCE = re.compile(r"[\0.:?!•*▪\uf0b7]\s*$|^$")


def make(text: str, start: int, end: int, kind: str, rule: str, **attributes: str) -> Suggestion:
    """A suggestion whose label is its own words."""
    exact = text[start:end]
    about: Mapping[str, str] = attributes
    return Suggestion(kind, " ".join(exact.split()), start, end, exact, rule, "asserted", about)


def keep_longest(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Of those that overlap, the longest; of equals, the first that is given."""
    kept: list[Suggestion] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        while kept and kept[-1].end > one.start and size(one) > size(kept[-1]):
            kept.pop()
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
    return kept


def size(one: Suggestion) -> int:
    """How many code points a suggestion has."""
    return one.end - one.start


def begins_sentence(text: str, start: int, word: str) -> bool:
    """Whether a word may have its capital only because a sentence begins with it."""
    return word[1:].islower() and bool(_SENTENCE.search(text, max(0, start - 8), start))
