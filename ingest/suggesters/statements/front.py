"""What stands at the front of a text: its title and its themes."""

import re
from collections.abc import Iterator

from ingest.suggesters.layout import Layout
from ingest.suggesters.statements.clauses import trimmed
from ingest.suggesters.suggestion import Suggestion

_TITLE = re.compile(r"(?:Title:\s*)?(\S.*)")
_THEMES = re.compile(r"^[ \t]*Themes?:[ \t]*(\S.*)", re.MULTILINE)
_THEME = re.compile(r"[^,;]+")


def find_front(layout: Layout) -> Iterator[Suggestion]:
    """The case study that a text is, by its title, and the themes that it names."""
    for block in layout.blocks[:1]:
        if title := _TITLE.match(layout.text, block.start, block.end):
            yield from _suggest("CaseStudy", "statements.title", layout.text, *title.span(1))
    for line in _THEMES.finditer(layout.text):
        for theme in _THEME.finditer(layout.text, *line.span(1)):
            yield from _suggest("Theme", "statements.theme", layout.text, *theme.span())


def _suggest(kind: str, rule: str, text: str, start: int, end: int) -> Iterator[Suggestion]:
    start, end = trimmed(text, start, end)
    if start < end:
        exact = text[start:end]
        yield Suggestion(kind, " ".join(exact.split()), start, end, exact, rule)
