"""What a text says, beside what it names: what was done and why, what came of it, what is next.

Statements are found at the front (`front.py`), in lists (`lists.py`, `lists.yaml`), in quotations
(`quotations.py`) and by cues in sentences (`cues.py`, `cues.yaml`).
"""

from collections.abc import Sequence

from ingest.suggesters.layout import Layout
from ingest.suggesters.statements.cues import find_cued
from ingest.suggesters.statements.front import find_front
from ingest.suggesters.statements.lists import find_listed
from ingest.suggesters.statements.quotations import find_quoted
from ingest.suggesters.suggestion import Suggestion


def suggest_statements(layout: Layout, found: Sequence[Suggestion]) -> list[Suggestion]:
    """The statements of a text; `found` are the things that other suggesters have found in it."""
    return [
        *find_front(layout),
        *find_listed(layout),
        *find_quoted(layout, found),
        *find_cued(layout),
    ]
