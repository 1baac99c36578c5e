"""Abbreviations that a text introduces after a full name, and their later uses."""

import re
from collections.abc import Iterator, Sequence

from ingest.suggesters.names.spans import make
from ingest.suggesters.suggestion import Suggestion

_INTRODUCED = re.compile(
    r"[’'s]{0,2}\s{0,3}\((?:the |or |[\u2018“\"'])?([A-Z][\w&-]{1,11})[’”\"']?[),;]"
)
_WITHIN = re.compile(r"^(.{3,120}?) \(([A-Z][\w&-]{1,11})\)")
_PERSONS = ("Person", "Post")


def suggest_abbreviations(text: str, found: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Every use of an abbreviation that stands in brackets after one of the found names, or in it.

    `refersTo` is the full name; the letters of the abbreviation begin words of it.
    """
    full: dict[str, tuple[str, str]] = {}
    for one in found:
        match = _INTRODUCED.match(text, one.end)
        within = _WITHIN.match(one.label)
        if one.kind in _PERSONS:
            continue
        if within and _shortens(within[2], within[1]):
            full.setdefault(within[2], (one.kind, within[1]))
        elif match and _shortens(match[1], one.label):
            full.setdefault(match[1], (one.kind, one.label))
    if full:
        yield from _uses(text, full)


def _shortens(short: str, label: str) -> bool:
    """Whether the capitals of an abbreviation are found in order among a name's letters."""
    capitals = iter(re.sub(r"[^\w]", "", label).upper())
    letters = [letter for letter in short if letter.isupper()]
    starts = {word[0].upper() for word in re.findall(r"\w+", label)}
    return len(letters) > 1 and letters[0] in starts and all(one in capitals for one in letters)


def _uses(text: str, full: dict[str, tuple[str, str]]) -> Iterator[Suggestion]:
    shorts = "|".join(re.escape(short) for short in sorted(full, key=lambda s: (-len(s), s)))
    for match in re.finditer(rf"(?<![\w/.-])(?:{shorts})(?![\w/])", text):
        kind, label = full[match.group()]
        start, end = match.span()
        yield make(
            text, start, end, kind, "names.abbreviation", refersTo=label, resolution="likely"
        )
