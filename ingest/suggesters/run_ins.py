"""Headings that run into the words they head, as "Methods: We asked …" in an abstract."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.suggesters.headings import Headings
from ingest.suggesters.lines import Line

_RUN_IN = re.compile(
    r"(?:(?<=[.!?)’”\"] )|(?<!.))(?:\*\*|__)?([A-Z][A-Za-z ,/&’'-]{2,50})"
    r"(?::(?:\*\*|__)?|[.](?:\*\*|__)?|(?:\*\*|__):)[ \t]+(?=\S)"
)
_FEWEST = 3  # in a text: a label or two, as "Contact:", are no headings
_AROUND = {"other", "contact"}  # what labels of names and addresses are


def split_run_ins(text: str, lines: Sequence[Line], table: Headings) -> list[Line]:
    """The lines, each heading that runs into a paragraph as a line of its own.

    Headings are those of the table; there are several in a text, and not all of one role.
    """
    found = [list(_find(text, line, table)) for line in lines]
    roles = [role for ones in found for _, _, role in ones if role not in _AROUND]
    if len(roles) < _FEWEST or len(set(roles)) == 1:
        return list(lines)
    return [part for line, ones in zip(lines, found, strict=True) for part in _split(line, ones)]


def _find(text: str, line: Line, table: Headings) -> Iterator[tuple[int, int, str]]:
    """Where each heading in a line begins, where the words after it do, and its role."""
    if line.form != "text":
        return
    for match in _RUN_IN.finditer(text, line.start, line.end):
        plain = match[0].rstrip() == f"{match[1]}."  # may be the last word of a sentence
        role = table.known(match[1])
        if role and (not plain or match.start() == line.start):
            yield match.start(), match.end(), role


def _split(line: Line, found: Sequence[tuple[int, int, str]]) -> Iterator[Line]:
    if not found:
        yield line
        return
    ends = [start for start, _, _ in found[1:]] + [line.end]
    if line.start < found[0][0]:
        yield replace(line, end=found[0][0] - 1)
    for (start, words, _), end in zip(found, ends, strict=True):
        apart = line.apart or start > line.start
        last = end if end == line.end else end - 1
        yield replace(line, start=start, end=words - 1, words=start, apart=apart, form="heading")
        yield replace(line, start=words, end=last, words=words, apart=False)
