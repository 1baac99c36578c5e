"""Where sentences end."""

import re
from collections.abc import Iterator

from ingest.suggesters.headings import Headings

_STOP = re.compile(r"[.!?…](?:[”’\"')\]]|\[?\d{1,2}\])*(?=\s)\s+(?=[^a-z\s])")
_WORD = 20  # characters to look back for the word before a full stop


def split_sentences(text: str, start: int, end: int, table: Headings) -> Iterator[tuple[int, int]]:
    """The offsets of the sentences of one block, the spaces between them left out."""
    begun = start
    for match in _STOP.finditer(text, start, end):
        if _goes_on(text, match, table) or match.end() >= end:
            continue
        stop = match.start() + len(match.group().rstrip())
        yield begun, stop
        begun = match.end()
    if begun < end:
        yield begun, end


def _goes_on(text: str, match: re.Match[str], table: Headings) -> bool:
    """Whether the full stop belongs to a short form: "eg", "Dr", an initial, "No" with a number."""
    if text[match.start()] != "." or match.end() >= len(text):
        return False
    words = text[max(0, match.start() - _WORD) : match.start()].split()
    word = words[-1].lstrip("(“\u2018\"'[") if words else ""
    if word.casefold() in table.before_number:
        return text[match.end()].isdigit()
    initial = len(word) == 1 and word.isupper()
    return initial or word.casefold() in table.abbreviations
