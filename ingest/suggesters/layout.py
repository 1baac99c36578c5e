"""How a text is laid out: its sections with their roles, its blocks and its sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.suggesters.blocks import Part, find_parts
from ingest.suggesters.headings import Headings, shipped_headings
from ingest.suggesters.outline import Heading, find_headings
from ingest.suggesters.page import Page, read_page
from ingest.suggesters.sentences import split_sentences
from ingest.suggesters.suggestion import Section


@dataclass(frozen=True)
class Block:
    """A heading, an item of a list or a paragraph: where it stands, how deep, in which section.

    The mark of a list or a heading ("•", "2.", "##") stands before `start`. A `row` is one of a
    table; a `margin` (what is known of the document, page numbers, running heads) has no sentence.
    The level of a heading is 0 for the title, that of an item 1 where it stands in no other.
    """

    form: str  # heading, item, paragraph, row, margin
    start: int
    end: int
    level: int
    role: str  # of its section: a notation of section-role
    mark: str = ""


@dataclass(frozen=True)
class Sentence:
    """One sentence, in one block."""

    start: int
    end: int
    block: Block


@dataclass(frozen=True)
class Layout:
    """A text taken apart. All offsets are code points of `text`, which is never changed."""

    text: str
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]


def read_layout(text: str) -> Layout:
    """The layout of a text."""
    table = shipped_headings()
    page = read_page(text, table)
    headings = find_headings(page)
    sections = _sections(page, headings)
    blocks = tuple(_blocks(find_parts(page, headings), sections))
    return Layout(text, sections, blocks, tuple(_sentences(text, blocks, table)))


def _sections(page: Page, headings: Sequence[Heading]) -> tuple[Section, ...]:
    """One section for each heading but the title, and one for what stands before the first."""
    heads = [one for one in headings if one.level > 0]
    starts = [page.lines[one.first].start for one in heads]
    ends = [*starts[1:], len(page.text)]
    found: list[Section] = []
    if page.text and starts[:1] != [0]:
        role = "other" if len(heads) < len(headings) or not heads else "summary"
        found.append(Section(role, 0, starts[0] if starts else len(page.text)))
    roles = _roles(page, heads)
    return (*found, *map(Section, roles, starts, ends))


def _roles(page: Page, heads: Sequence[Heading]) -> Iterator[str]:
    """A heading below the last one that has a role of its own is of the same section."""
    role, level = "other", 99
    for one in heads:
        said = page.text[one.start : one.end]
        if one.known:
            role, level = page.table.placed(said, one.known, role), one.level
        elif one.level <= level:
            role, level = page.table.guess(said, role), one.level
        yield role


def _blocks(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[Block]:
    ahead = iter(sections)
    section = next(ahead, None)
    for part in parts:
        while section and part.start >= section.end:
            section = next(ahead, None)
        role = section.role if section and part.form != "margin" else "other"
        yield Block(part.form, part.start, part.end, part.level, role, part.mark)


def _sentences(text: str, blocks: Sequence[Block], table: Headings) -> Iterator[Sentence]:
    for block in blocks:
        if block.form != "margin":
            for start, end in split_sentences(text, block.start, block.end, table):
                yield Sentence(start, end, block)
