"""Texts with their names, places and figures swapped for others of their kind.

The marked text takes its marks along; of any other the places and the figures are swapped.
"""

import random
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bench.extraction.gold import Gold, Mark, read_number
from bench.extraction.scoring import Span
from ingest.read import raw_documents

_FIGURE = re.compile(r"(?<=[ (£])(?<!\n )[0-9]+(?=[%,]? [a-z(]|%)")  # in a sentence, no heading's
_YEAR = re.compile(r"20[0-2][0-9]")


@dataclass(frozen=True)
class Swap:
    """One run of words that became another; offsets are of the text before."""

    start: int
    end: int
    words: str


@cache
def _table(name: str) -> tuple[Mapping[str, Any], ...]:
    (found,) = raw_documents(Path(__file__).with_name(name))
    if not isinstance(found, tuple):
        msg = f"{name}: a list is wanted"
        raise TypeError(msg)
    return found


def swap_all(gold: Gold, seed: int) -> Gold:
    """The text, its marks and links with every name, place and figure swapped, the same each time.

    The same words become the same words everywhere. What a mark begins or ends within is moved to
    the border of what came in.
    """
    words = _draw_words(random.Random(seed), "swaps.yaml")  # noqa: S311 — no secret
    swaps = _find(gold.text, words)
    text = _write(gold.text, swaps)

    def move(mark: Mark) -> Mark:
        start, end = _moved(mark.start, swaps, end=False), _moved(mark.end, swaps, end=True)
        other = tuple(_swapped(one, words) for one in mark.surfaces[1:])
        number = mark.number and read_number(words.get(mark.number, mark.number))
        surfaces = (text[start:end], *other)
        return replace(mark, start=start, end=end, surfaces=surfaces, number=number)

    links = tuple(
        replace(
            one, start=_moved(one.start, swaps, end=False), end=_moved(one.end, swaps, end=True)
        )
        for one in gold.links
    )
    return Gold(text, tuple(move(mark) for mark in gold.marks), links)


def swap_places_and_figures(text: str, seed: int) -> tuple[str, Callable[[int, int], Span]]:
    """A text with other places and other digits, and where a span of it is afterwards.

    A figure keeps as many digits as it had; a year stays one, a 1 or 2 stays what it is.
    """
    draw = random.Random(seed)  # noqa: S311 — a draw of a measurement, no secret
    figures = {found.span(): _other_digits(found.group(), draw) for found in _FIGURE.finditer(text)}
    swaps = [Swap(start, end, digits) for (start, end), digits in figures.items()]
    swaps += _find(text, _draw_words(draw, "places.yaml"))
    swaps.sort(key=lambda one: one.start)
    return _write(text, swaps), lambda start, end: (
        _moved(start, swaps, end=False),
        _moved(end, swaps, end=True),
    )


def _other_digits(digits: str, draw: random.Random) -> str:
    if _YEAR.fullmatch(digits):
        return str(draw.randint(2005, 2024))
    if digits in ("1", "2", "111", "999"):
        return digits
    return draw.choice("3456789") + "".join(draw.choice("0123456789") for _ in digits[1:])


def _draw_words(draw: random.Random, table: str) -> dict[str, str]:
    """What each of the words of a table becomes."""
    drawn: dict[str, str] = {}
    for group in _table(table):
        drawn |= dict(zip(group["words"], draw.choice(group["rows"]), strict=True))
    return drawn


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    spelt = [
        r"\s".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)")


def _find(text: str, words: Mapping[str, str]) -> list[Swap]:
    return [
        Swap(found.start(), found.end(), words[" ".join(found.group().split())])
        for found in _pattern(tuple(words)).finditer(text)
    ]


def _write(text: str, swaps: list[Swap]) -> str:
    parts, at = [], 0
    for swap in swaps:
        parts += [text[at : swap.start], swap.words]
        at = swap.end
    return "".join([*parts, text[at:]])


def _swapped(text: str, words: Mapping[str, str]) -> str:
    return _write(text, _find(text, words))


def _moved(at: int, swaps: list[Swap], *, end: bool) -> int:
    """Where an offset is after the swaps."""
    before = bisect_right([swap.start for swap in swaps], at - 1 if end else at)
    by = sum(len(swap.words) - (swap.end - swap.start) for swap in swaps[:before])
    if before and at < (last := swaps[before - 1]).end:
        grown = len(last.words) - (last.end - last.start)
        inside = at - last.start
        return (
            at + by
            if end and at == last.end
            else last.start + by - grown + min(inside, len(last.words))
        )
    return at + by
