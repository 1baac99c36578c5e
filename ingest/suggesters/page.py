"""The lines of a text beside each other: where sentences run on and where they cannot."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.suggesters.headings import Headings
from ingest.suggesters.lines import (
    Line,
    find_items,
    find_margins,
    is_ended,
    is_wrapped,
    split_lines,
)
from ingest.suggesters.run_ins import split_run_ins

_FULL = 0.75  # of the usual length of a line: one that is shorter ends before the margin


@dataclass(frozen=True)
class Page:
    """The lines of a text with what is asked of them.

    `wrapped` says that sentences run over the ends of lines; `width` is the usual length of a line
    in characters.
    """

    text: str
    lines: Sequence[Line]
    table: Headings
    wrapped: bool
    width: int

    def said(self, at: int) -> str:
        """The words of a line."""
        return self.text[self.lines[at].start : self.lines[at].end]

    def open_before(self, at: int) -> bool:
        """Whether a sentence may run on into this line."""
        line, before = self.lines[at], self.lines[at - 1]
        if at == 0 or line.apart or before.form != "text":
            return False
        return not is_ended(self.text, before) and not self.closed(at - 1)

    def short(self, at: int) -> bool:
        """Whether a line ends well before the margin, so that no sentence was broken there."""
        return self.lines[at].end - self.lines[at].start < _FULL * self.width

    def closed(self, at: int) -> bool:
        """Whether a line is a heading that the table has."""
        return self.table.known(self.said(at)) is not None

    def runs_on(self, at: int) -> bool:
        """Whether the line after this one takes its sentence further."""
        if at + 1 >= len(self.lines):
            return False
        after = self.lines[at + 1]
        return after.form == "text" and not after.apart and self.text[after.start].islower()

    def alone(self, at: int) -> bool:
        """Whether no line of the same paragraph follows."""
        return at + 1 >= len(self.lines) or self.lines[at + 1].apart


def read_page(text: str, table: Headings) -> Page:
    """The lines of a text, each with what it is."""
    items = find_items(text, find_margins(text, split_lines(text), table))
    lines = split_run_ins(text, items, table)
    return Page(text, lines, table, is_wrapped(text, lines), _usual(lines))


def _usual(lines: Sequence[Line]) -> int:
    """The length that three of four lines do not pass."""
    lengths = sorted(line.end - line.start for line in lines)
    return lengths[len(lengths) * 3 // 4] if lengths else 0
