"""The parts of a text that belong together: headings, items of lists, paragraphs, rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.suggesters.lines import Line, is_ended
from ingest.suggesters.outline import Heading
from ingest.suggesters.page import Page

_WIDE = 200  # characters of a line that is a paragraph of its own


@dataclass(frozen=True)
class Part:
    """A heading, item, paragraph, row or margin with its offsets, level and mark."""

    form: str
    start: int
    end: int
    level: int = 0
    mark: str = ""


def find_parts(page: Page, headings: Sequence[Heading]) -> list[Part]:
    """All parts of a text, in its order."""
    return list(_levelled(_parts(page, {one.first: one for one in headings})))


def _parts(page: Page, headings: dict[int, Heading]) -> Iterator[tuple[Part, int]]:
    """Each part with how far its first line is indented."""
    at, marks = 0, 0
    while at < len(page.lines):
        line = page.lines[at]
        if heading := headings.get(at):
            yield Part("heading", heading.start, heading.end, heading.level), 0
            at, marks = heading.last + 1, 0
        elif line.form == "mark":
            at, marks = at + 1, marks + 1
        else:
            last = _last(page, at, headings) if line.form in {"text", "item"} else at
            spans = _share(page, at, last, marks) if line.form == "text" else [(at, last)]
            for first, end in spans:
                yield _part(page, first, end, listed=marks > 0), line.indent
            marks = _left(line, marks, len(spans))
            at = last + 1


def _left(line: Line, marks: int, used: int) -> int:
    """How many lone marks still wait for their words."""
    if line.form == "margin":
        return marks
    return max(0, marks - used) if line.form == "text" else 0


def _part(page: Page, first: int, last: int, *, listed: bool) -> Part:
    line = page.lines[first]
    form = {"text": "item" if listed else "paragraph"}.get(line.form, line.form)
    mark = line.mark or ("•" if listed and form == "item" else "")
    return Part(form, line.words, page.lines[last].end, mark=mark)


def _last(page: Page, first: int, headings: dict[int, Heading]) -> int:
    """The last line of the paragraph or item that begins at a line."""
    last = first
    while last + 1 < len(page.lines) and last + 1 not in headings and _joins(page, last):
        last += 1
        if page.lines[first].form == "item" and _left_list(page, first, last):
            return last - 1
    return last


def _joins(page: Page, at: int) -> bool:
    """Whether the next line belongs to the same paragraph."""
    line, after = page.lines[at], page.lines[at + 1]
    if after.form != "text":
        return False
    ended = is_ended(page.text, line)
    if after.apart:
        return page.wrapped and not ended and page.text[after.start].islower()
    return not (ended and (page.short(at) or line.end - line.start > _WIDE))


def _left_list(page: Page, first: int, last: int) -> bool:
    """Whether a line under an item is no more of it: new, not indented, after a short line."""
    item, line = page.lines[first], page.lines[last]
    return (
        page.short(last - 1) and not page.text[line.start].islower() and line.indent <= item.indent
    )


def _share(page: Page, first: int, last: int, marks: int) -> list[tuple[int, int]]:
    """The lines shared among the lone marks that stand before them: each mark one item.

    A PDF's text often has all marks of a list first and the words of all items after them.
    """
    if marks < 2:  # noqa: PLR2004 — one mark takes the whole paragraph
        return [(first, last)]
    fresh = [at for at in range(first + 1, last + 1) if _begins(page, first, at)]
    surely = [at for at in fresh if _closes(page, at - 1)]
    starts = min((fresh, surely), key=lambda some: abs(len(some) + 1 - marks))[: marks - 1]
    firsts = [first, *starts]
    return list(zip(firsts, [*(at - 1 for at in starts), last], strict=True))


def _begins(page: Page, first: int, at: int) -> bool:
    """Whether a line may begin an item: a capital or a figure, outside brackets."""
    before = page.text[page.lines[max(first, at - 3)].start : page.lines[at].start]
    opened = before.count("(") > before.count(")")
    return not page.text[page.lines[at].start].islower() and not opened


def _closes(page: Page, at: int) -> bool:
    return is_ended(page.text, page.lines[at]) or page.short(at)


def _levelled(parts: Iterator[tuple[Part, int]]) -> Iterator[Part]:
    """The parts, with how deep each item stands in others."""
    above: list[tuple[int, str]] = []
    for part, indent in parts:
        if part.form != "item":
            above = [] if part.form in {"heading", "paragraph"} else above
            yield part
            continue
        key = (indent, _kind(part.mark))
        while above and key not in above and above[-1][0] > indent:
            above.pop()
        above = above[: above.index(key) + 1] if key in above else [*above, key]
        yield replace(part, level=len(above))


def _kind(mark: str) -> str:
    """Marks of one kind stand at one level: figures, letters, one and the same sign."""
    letter = mark.strip("().")[:1]
    if letter.isdigit():
        return "figure"
    return "letter" if letter.isalpha() and letter != "o" else letter
