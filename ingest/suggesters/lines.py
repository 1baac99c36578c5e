"""The lines of a text and what each is: a margin, a heading, an item, a row or plain words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.suggesters.headings import Headings

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_SPACE = " \t\xa0\u202f\u2007\u2009\u200b\ufeff"
_BULLETS = "•●○▪▫◦‣\u2043∙·*–—+▸►✓➢➤□■❖\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d-"
_MARK = re.compile(
    rf"(?:[{_BULLETS}]\uf020?|o(?=[\t \xa0])|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{2,4}})[.)])"
    rf"(?:[{_SPACE}]+|$)"
)
_PAGE = re.compile(
    r"(?:page\s*\|?\s*)?\d{1,3}(?:\s*(?:\||of|/)\s*(?:page|\d{1,3}))?", re.IGNORECASE
)
_LEADER = re.compile(r".{1,120}?(?:\.{4,}|(?: \.){4,}|…{2,})\s*\d{1,3}")
_KEY = re.compile(r"[A-Z][\w ]{1,30}: ")
_RULE = re.compile(r"(?:[-=_*]\s?){3,}|\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_MARGINS = (_PAGE, _RULE, _LEADER)
_FENCE = "---"
_FRONT = 30  # lines that what is known of a document takes at its head, at most
_HEAD = 80  # characters of a running head, at most
_NARROW = 200  # characters of a page number, a rule or an entry of a list of contents, at most
_TIMES = 3  # a line is a running head where it stands so often,
_RUNNING = 3  # lines that run on, at least, in a text whose lines are wrapped
_LINES = 5  # so many lines apart
_ENDED = (".", "!", "?", ":", ";", ".”", ".’", '."', ".)")


@dataclass(frozen=True)
class Line:
    """A line that is not blank: where its words stand, how far it is indented and what it is.

    `apart` says that a blank line or a new page stands before it; `words` is where the text after
    a list's mark begins.
    """

    start: int
    end: int
    indent: int
    apart: bool
    form: str = "text"  # margin, heading, item, mark (of an item whose words follow), row, text
    words: int = 0
    mark: str = ""


def split_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank."""
    lines: list[Line] = []
    before = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        start = match.start() + len(raw) - len(raw.lstrip(_SPACE))
        end = match.start() + len(raw.rstrip(_SPACE))
        if start >= end:
            continue
        gap = text[before : match.start()]
        apart = max(gap.count("\n"), gap.count("\r")) > 1 or "\f" in gap or not lines
        indent = len(text[match.start() : start].expandtabs(4))
        lines.append(Line(start, end, indent, apart, words=start))
        before = match.end()
    return lines


def find_margins(text: str, lines: list[Line], headings: Headings) -> list[Line]:
    """The lines, with those of the margins marked: front matter, page numbers, running heads."""
    said = [text[line.start : line.end] for line in lines]
    heads = _running_heads(said, [line.apart for line in lines], headings)
    front = _front(said)
    return [
        replace(line, form="margin") if at < front or words in heads or _is_margin(words) else line
        for at, (line, words) in enumerate(zip(lines, said, strict=True))
    ]


def _is_margin(words: str) -> bool:
    return len(words) <= _NARROW and any(form.fullmatch(words) for form in _MARGINS)


def _front(said: list[str]) -> int:
    """How many lines say what the document is, up to a rule of three dashes."""
    if not said:
        return 0
    first = 1 if said[0] == _FENCE else 0
    if _FENCE not in said[first:_FRONT]:
        return 0
    length = said.index(_FENCE, first)
    return length + 1 if first or all(map(_KEY.match, said[:length])) else 0


def _running_heads(said: list[str], apart: list[bool], headings: Headings) -> frozenset[str]:
    often = Counter(words for words in said if len(words) <= _HEAD)
    by_page = Counter(words for number, words in _beside_numbers(said))
    places: dict[str, list[int]] = defaultdict(list)
    for at, words in enumerate(said):
        if often[words] > 1 and words[0].isalnum() and not words.endswith(_ENDED):
            places[words].append(at)
    ends = [*(one or often[words] >= _TIMES for one, words in zip(apart, said, strict=True)), True]
    return frozenset(
        words
        for words, at in places.items()
        if (by_page[words] > 1 or (_spread(at) and _ending(at, ends[1:])))
        and headings.known(words) is None
    )


def _beside_numbers(said: list[str]) -> Iterator[tuple[str, str]]:
    """Each page number with the line after it, and with the one before it."""
    for one, other in pairwise(said):
        if _PAGE.fullmatch(one):
            yield one, other
        elif _PAGE.fullmatch(other):
            yield other, one


def _spread(at: list[int]) -> bool:
    """Whether lines stand apart as pages do, and often enough."""
    return len(at) >= _TIMES and median(map(int.__sub__, at[1:], at)) >= _LINES


def _ending(at: list[int], ends: list[bool]) -> bool:
    """Whether a page or a blank line follows most of the lines: words follow headings."""
    return sum(ends[one] for one in at) * 3 >= len(at) * 2


def find_items(text: str, lines: list[Line]) -> list[Line]:
    """The lines, with items of lists, lone marks and rows of tables marked."""
    return [
        _item(text, lines, at) if line.form == "text" else line for at, line in enumerate(lines)
    ]


def _item(text: str, lines: list[Line], at: int) -> Line:
    line = lines[at]
    outer = text[line.start] == "|" or "|" in text[line.end - 1 : line.end]
    if outer or text.count(" | ", line.start, line.end) > 1:
        return replace(line, form="row")
    match = _MARK.match(text, line.start, line.end)
    if match is None or (text[line.start] in "–—" and not _dashed(text, lines, at)):
        return line
    mark = match.group().strip(_SPACE)
    form = "mark" if match.end() >= line.end else "item"
    return replace(line, form=form, words=min(match.end(), line.end), mark=mark)


def _dashed(text: str, lines: list[Line], at: int) -> bool:
    """Whether another line near begins with the same dash: one alone names who speaks."""
    near = lines[max(0, at - 4) : at] + lines[at + 1 : at + 5]
    return any(text[line.start] == text[lines[at].start] for line in near)


def is_wrapped(text: str, lines: list[Line]) -> bool:
    """Whether sentences run over the ends of lines, as in the text of a PDF.

    So it is where a fifth of the lines that follow right under another begin with a small letter.
    """
    under = [line for line in lines if line.form == "text" and not line.apart]
    running = sum(text[line.start].islower() for line in under)
    return running >= _RUNNING and running * 5 >= len(under)


def is_ended(text: str, line: Line) -> bool:
    """Whether a line ends as a sentence does."""
    return text[max(line.start, line.end - 2) : line.end].endswith(_ENDED)
