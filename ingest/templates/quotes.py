"""Quotes: where in a text some words stand, whatever the white space between them."""

import re

from ontology.fields import SpanOf

_SHOWN = 40  # letters that a message quotes


def find_quote(text: str, quote: str) -> SpanOf:
    """The one place where the words stand; ValueError says how far they were found, or how often.

    White space, a line's end among it, is as good as any other; every letter counts.
    """
    words = quote.split()
    found = _places(text, words)
    if len(found) == 1:
        return found[0]
    if found:
        msg = f"these words stand {len(found)} times in the document: copy more of the sentence"
        raise ValueError(msg)
    known = _known(text, words)
    where = f"from {' '.join(words[known:])[:_SHOWN]!r} on" if known else "not even their first"
    msg = f"these words are not in the document, {where}: copy them from it"
    raise ValueError(msg)


def _places(text: str, words: list[str]) -> list[SpanOf]:
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [found.span() for found in re.finditer(pattern, text)]


def _known(text: str, words: list[str]) -> int:
    """How many of the first words stand there in a row, found by halves."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _places(text, words[:middle]) else (low, middle - 1)
    return low
