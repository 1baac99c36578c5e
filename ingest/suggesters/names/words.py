"""Names found in a text word by word: the longest wins, the time grows with the text alone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ingest.suggesters.layout import Layout

# White space within a name: blanks of any kind and at most one end of a line.
SPACE = r"(?:(?=\s)[^\S\n]{0,9}+\n?+[^\S\n]{0,9}+)"
_WORD = re.compile(r"\w+")
_ALIKE = str.maketrans({"’": "'", "\u2018": "'", "–": "-", "\u2011": "-", "\u2010": "-"})


def wall(layout: Layout) -> str:
    """The text with a wall of zeros between its blocks: no name goes on from one into another.

    All stands where it stood, and within the blocks nothing is changed.
    """
    text, parts, at = layout.text, list[str](), 0
    for block in layout.blocks:
        parts += ["\0" * (block.start - at), text[max(at, block.start) : block.end]]
        at = max(at, block.end)
    return "".join([*parts, "\0" * (len(text) - at)])


@dataclass
class Node:
    """What may follow: the next word with what stands before it; `name` where a name may end."""

    next: dict[str, "Node"] = field(default_factory=dict)
    name: str | None = None


class Word(NamedTuple):
    """A word, where it stands, and what separates it from the word before."""

    start: int
    end: int
    text: str
    gap: str


def read_words(text: str) -> Iterator[Word]:
    """The words of a text: quotes and dashes of all kinds are one, a run of blanks is a blank."""
    last = 0
    for match in _WORD.finditer(text):
        yield Word(match.start(), match.end(), match.group(), _gap(text[last : match.start()]))
        last = match.end()


@lru_cache(maxsize=4096)
def _gap(between: str) -> str:
    if between == " ":
        return between
    if between.count("\n") > 1:
        return "\n"
    return " ".join(f"|{between.translate(_ALIKE)}|".split()).replace("| |", " ").strip("|")


def grow(names: Iterable[str]) -> Node:
    """A tree of names."""
    root = Node()
    for name in names:
        node = root
        for number, word in enumerate(read_words(name)):
            node = node.next.setdefault((word.gap if number else "") + word.text, Node())
        node.name = name
    return root


def find_names(text: str, root: Node) -> Iterator[tuple[int, int, str]]:
    """Start, end and name of each longest name from left to right; none overlaps another."""
    words = list(read_words(text))
    at = 0
    while at < len(words):
        last, name = _longest(words, at, root)
        if name is not None:
            yield words[at].start, words[last].end, name
        at = last + 1


def _longest(words: list[Word], at: int, root: Node) -> tuple[int, str | None]:
    node, last, name = root.next.get(words[at].text), at, None
    ahead = at
    while node is not None:
        if node.name is not None:
            last, name = ahead, node.name
        ahead += 1
        follows = ahead < len(words)
        node = node.next.get(words[ahead].gap + words[ahead].text) if follows else None
    return last, name
