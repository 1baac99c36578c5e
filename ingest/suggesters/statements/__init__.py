"""What a text says, beside what it names: what was done and why, what came of it, what is next.

Statements are found at the front (`front.py`), in lists (`lists.py`, `lists.yaml`), in quotations
(`quotations.py`) and by cues in sentences (`cues.py`, `cues.yaml`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from ingest.suggesters.layout import Layout
from ingest.suggesters.statements.cues import find_cued
from ingest.suggesters.statements.front import find_front
from ingest.suggesters.statements.lists import (
    HEADED,
    find_headed,
    find_listed,
    find_run_on,
)
from ingest.suggesters.statements.quotations import find_quoted
from ingest.suggesters.suggestion import Suggestion


def suggest_statements(layout: Layout, found: Sequence[Suggestion]) -> list[Suggestion]:
    """The statements of a text; `found` are the things that other suggesters have found in it."""
    cued = list(find_cued(layout))
    return [
        *find_front(layout),
        *find_listed(layout),
        *find_run_on(layout),
        *_untold(find_headed(layout), cued),
        *find_quoted(layout, found),
        *cued,
    ]


def _untold(headed: Iterable[Suggestion], cued: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """What only a heading says of a sentence: where its own words say it, these count."""
    told = sorted(one.start for one in cued if one.kind == HEADED)
    for one in headed:
        if bisect_left(told, one.start) == bisect_left(told, one.end):
            yield one
