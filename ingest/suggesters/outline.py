"""The headings of a text: where they stand, how deep, and which question their sections answer."""

import re
from dataclasses import dataclass, replace

from ingest.suggesters.headings import simplify
from ingest.suggesters.lines import is_ended
from ingest.suggesters.page import Page

_MARKDOWN = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)[^*_]{2,100}\1:?")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}\.?\s+(?=\S)")
_WORDS = {"text", "margin"}  # forms of lines
_LONG = 160  # characters of a heading that stands alone, at most
_SHORT = 70  # characters of a heading among wrapped lines, at most
_TITLE = 8  # lines of a title, at most
_LETTERS = 7  # of a heading in capitals, at least: a shorter one is an abbreviation
_DEEP = 4  # level of a heading in bold type
_RUN_IN = 2  # level of a heading that runs into its words


@dataclass(frozen=True)
class Heading:
    """A heading: the positions of its lines, where its words stand, its level (0 is the title)."""

    first: int
    last: int
    start: int
    end: int
    level: int
    known: str | None = None


def find_headings(page: Page) -> list[Heading]:
    """The headings of a text in their order; those of a list of contents are none."""
    found: list[Heading] = []
    at, started = 0, _has_title(page)
    while at < len(page.lines):
        below = bool(found) and found[-1].last == at - 1
        heading = _heading(page, at, started=started, below=below)
        found += [heading] if heading else []
        started = started or page.lines[at].form != "margin"
        at = heading.last + 1 if heading else at + 1
    return _without_contents(page, _ranked(found))


def _heading(page: Page, at: int, *, started: bool, below: bool) -> Heading | None:
    """The heading that begins at a line; `below` says that another one ends above it."""
    line, said = page.lines[at], page.said(at)
    if line.form == "heading":
        return _make(page, at, at, _RUN_IN)
    if line.form not in {"text", "item"}:
        return None
    if marked := _MARKDOWN.match(said):
        level = len(marked.group(1)) if started or len(marked.group(1)) > 1 else 0
        return _make(page, at, at, level, marked.end())
    title = None if started else _title(page, at)
    if title and not title.known:
        return title
    cut = page.open_before(at) and not (page.short(at - 1) or below)
    known = None if cut or said.lstrip("*_ ")[:1].islower() else _known(page, at)
    if known or line.form == "text":
        return known or _unknown(page, at, below=below)
    return _counted(page, at)


def _known(page: Page, at: int) -> Heading | None:
    """A heading that the table has, on one line or two; a lone number above belongs to it."""
    for last in (at, at + 1):
        if last >= len(page.lines) or (last > at and page.lines[last].apart):
            continue
        start, end = page.lines[at].start, page.lines[last].end
        if _role(page, start, end) and not page.runs_on(last):
            number = _NUMBER.match(page.text[start:end])
            level, skip = (_depth(number.group()), number.end()) if number else (1, 0)
            lone = at > 0 and page.lines[at - 1].form == "mark" and page.said(at - 1)[0].isdigit()
            return _make(page, at - lone, last, level, skip)
    return None


def _unknown(page: Page, at: int, *, below: bool) -> Heading | None:
    """A heading by how it is set: in bold, with a number, or as a line that stands out."""
    said = page.said(at)
    if _BOLD.fullmatch(said):
        return _make(page, at, at, _DEEP)
    numbered = _NUMBER.match(said)
    level = _depth(numbered.group()) if numbered else 0
    if numbered and level > 1 and said[numbered.end()].isupper():
        return _make(page, at, at, level, numbered.end())
    free = not page.open_before(at) or (below and page.short(at - 1))
    return _make(page, at, at, 1) if free and _stands_out(page, at) else None


def _counted(page: Page, at: int) -> Heading | None:
    """A numbered line by itself, with none like it before or after, is a heading and no list."""
    line = page.lines[at]
    if not (line.mark[:1].isdigit() and line.apart and page.alone(at)) or at + 1 == len(page.lines):
        return None
    near = (page.lines[max(0, at - 1)], page.lines[at + 1])
    beside = {one.form for one in near if one.form != "item" or one.mark[:1].isdigit()}
    words = page.text[line.words : line.end]
    plain = words[:1].isupper() and len(words) <= _SHORT and not is_ended(page.text, line)
    return _make(page, at, at, 1, line.words - line.start) if plain and beside <= _WORDS else None


def _depth(number: str) -> int:
    """How deep a section stands by its number: 2 for "3.1"."""
    return number.strip().rstrip(".").count(".") + 1


def _make(page: Page, first: int, last: int, level: int, skip: int = 0) -> Heading:
    at = first if page.lines[first].form != "mark" else first + 1
    start, end = page.lines[at].start + skip, page.lines[last].end
    while start < end - 1 and page.text[start] in "*_ ":
        start += 1
    while end > start and page.text[end - 1] in "*#_ :":
        end -= 1
    return Heading(first, last, start, max(end, start + 1), level, _role(page, start, end))


def _role(page: Page, start: int, end: int) -> str | None:
    return page.table.known(page.text[start:end])


def _has_title(page: Page) -> bool:
    """Whether the front of a Markdown page names it, so that its text begins without a title."""
    front = [page.said(at) for at, line in enumerate(page.lines[:_TITLE]) if line.form == "margin"]
    marked = any(_MARKDOWN.match(page.said(at)) for at in range(len(page.lines)))
    return marked and any(said.casefold().startswith("title:") for said in front)


def _title(page: Page, at: int) -> Heading | None:
    """The lines at the head of a text, up to the first blank one, where they are no sentence."""
    last = at
    while last - at < _TITLE and not page.alone(last) and page.lines[last + 1].form == "text":
        if page.closed(last + 1):
            break
        last += 1
    long = page.lines[last].end - page.lines[at].start > 2 * _LONG
    return None if long or is_ended(page.text, page.lines[last]) else _make(page, at, last, 0)


def _stands_out(page: Page, at: int) -> bool:
    """Whether a line that the table has not looks like a heading."""
    line, said = page.lines[at], page.said(at)
    if page.table.captions.match(said):
        return False
    if is_ended(page.text, line) and not said.endswith("?"):
        return False
    if said.endswith(",") or not said[0].isupper() or page.runs_on(at):
        return False
    if _capitals(said):
        return True
    return _among_wrapped(page, at) if page.wrapped else _between_blanks(page, at)


def _capitals(said: str) -> bool:
    letters = [letter for letter in said if letter.isalpha()]
    return said.isupper() and len(letters) >= _LETTERS and len(said) <= _SHORT


def _between_blanks(page: Page, at: int) -> bool:
    line, said = page.lines[at], page.said(at)
    short = len(said) <= _LONG and ": " not in said and "](" not in said
    return line.apart and page.alone(at) and short and at + 1 < len(page.lines)


def _among_wrapped(page: Page, at: int) -> bool:
    """A short line after a sentence's end, before a list or a line of words that is longer."""
    line, said = page.lines[at], page.said(at)
    if at + 1 >= len(page.lines) or len(said) > _SHORT or ": " in said:
        return False
    after = page.lines[at + 1]
    if after.form in {"item", "mark"}:
        return line.apart
    longer = after.end - after.start > max(1.3 * len(said), _SHORT * 0.8)
    return after.form == "text" and page.text[after.start].isupper() and longer


def _ranked(found: list[Heading]) -> list[Heading]:
    """Among headings of the table, one of no mark that the table has not stands below them."""
    if not any(one.known for one in found):
        return found
    return [
        replace(one, level=2)
        if one.level == 1 and one.known is None and one.first == one.last
        else one
        for one in found
    ]


def _without_contents(page: Page, found: list[Heading]) -> list[Heading]:
    """The headings without those that a list of contents names before they stand."""
    names = [simplify(page.text[one.start : one.end]) for one in found]
    last = {name: at for at, name in enumerate(names)}
    kept: list[Heading] = []
    listing = False
    for at, (one, name) in enumerate(zip(found, names, strict=True)):
        begins = name in page.table.contents
        listing = begins or (listing and (last[name] > at or _empty(page, found, at)))
        if begins or not listing:
            kept.append(one)
    return kept


def _empty(page: Page, found: list[Heading], at: int) -> bool:
    """Whether nothing stands between a heading and the next one."""
    after = found[at + 1].first if at + 1 < len(found) else len(page.lines)
    return all(line.form == "margin" for line in page.lines[found[at].last + 1 : after])
