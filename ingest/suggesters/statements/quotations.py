"""Words that the text puts into somebody's mouth: a testimony, whoever gave it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from ingest.suggesters.layout import Layout
from ingest.suggesters.statements.lexicon import read_rules
from ingest.suggesters.suggestion import Suggestion

RULES = Path(__file__).with_name("quotations.yaml")
NEAR = 160  # code points between a quotation and the name of who gave it
_LONG = 40  # code points of words that are no mere name or phrase between marks
_BESIDE = 100  # code points in which words join a quotation to whoever speaks


@cache
def read_quotations() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds of quotation marks, each with the name of its rule."""
    return tuple((raw["name"], re.compile(raw["pattern"])) for raw in read_rules(RULES)["rules"])


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{read_rules(RULES)[name]}\b")


@cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words before and after a quotation which say that it was said."""
    words = read_rules(RULES)["beside"]
    return re.compile(rf"\b{words['before']}"), re.compile(words["after"])


def find_quoted(layout: Layout, found: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Quotations in which somebody speaks of themselves, or beside which somebody is named."""
    people = sorted(one.start for one in found if one.kind in {"Person", "Post"})
    for name, pattern in read_quotations():
        for match in pattern.finditer(layout.text):
            if _is_said(layout.text, match, people):
                start, end = match.span(1)
                end -= len(match[1]) - len(match[1].rstrip(" ,"))
                exact = layout.text[start:end]
                words = " ".join(exact.split())
                yield Suggestion("Testimony", words, start, end, exact, name, "reported")


def _is_said(text: str, match: re.Match[str], people: Sequence[int]) -> bool:
    start, end = match.span(1)
    if match[1].rstrip().endswith("?"):
        return False
    if end - start < _LONG:
        return _is_joined(text, start, end)
    around = text[max(0, start - NEAR) : start], text[end : end + NEAR]
    named = bisect_left(people, end) < bisect_left(people, end + NEAR)
    said = any(_words("said").search(part) for part in around)
    return named or said or _words("ours").search(match[1]) is not None


def _is_joined(text: str, start: int, end: int) -> bool:
    before, after = _beside()
    marked = end - 1 if text[end - 1] in ",.!" else end
    follows = after.match(text, marked, end + _BESIDE) is not None
    return follows or before.search(text[max(0, start - _BESIDE) : start]) is not None
