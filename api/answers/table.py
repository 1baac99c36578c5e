"""Answers as tables of a page: what a cell says, and where it leads."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from api.answers.asking import Answered, Citation
from api.present import plain, shorten
from queries.catalogue import Cell

_RECORD = re.compile(r"https?://[^?#]*?/id/([a-z-]+)/([^/?#]+)(?:/[^?#]*)?")
PAGES = {"innovation": "/innovations/{}", "area": "/places/{}", "source": "/records/{}"}


@dataclass(frozen=True)
class Shown:
    """A cell of a table: its text, where it leads, and whether it says that nothing is said."""

    text: str
    href: str | None = None
    silent: bool = False
    number: bool = False


@dataclass(frozen=True)
class Shape:
    """A table of a page; `silence` is said in the place of rows where there are none."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Shown]]
    silence: str


NOTHING = "Nothing is on record. That is not to say that nothing happened."


def page_of(iri: str) -> str | None:
    """The page of a thing with an IRI of some region, or None where it has none."""
    found = _RECORD.fullmatch(iri)
    if not found:
        return None
    kind, code = found.groups()
    return PAGES.get(kind, f"/id/{kind}/{{}}").format(code)


def shape(
    answered: Answered,
    columns: Sequence[str] = (),
    silence: str = NOTHING,
    without: Collection[str] = (),
) -> Shape:
    """The rows of an answer, or some columns of them, with labels in the place of IRIs."""
    names = answered.rows.columns
    wanted = columns or [name for name in names if not _has_twin(name, names)]
    wanted = [name for name in wanted if name not in without]
    rows = []
    for row in answered.rows.rows:
        cells = dict(zip(names, row, strict=True))
        rows.append([_show(name, cells, answered) for name in wanted])
    return Shape([in_words(name.removesuffix("Label")) for name in wanted], rows, silence)


def _has_twin(name: str, names: Sequence[str]) -> bool:
    return name.endswith("Label") and name.removesuffix("Label") in names


def in_words(name: str) -> str:
    """A name in words: changeKind is change kind; what is no such name stays as it is."""
    if not re.fullmatch(r"[a-z]+(?:[A-Z][a-z]+)*", name):
        return name
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _show(name: str, cells: Mapping[str, Cell], answered: Answered) -> Shown:
    cell = cells[name]
    if cell is None:
        return Shown("not stated", silent=True)
    text = plain(cell)
    if citation := answered.citations.get(text):
        return _place(citation)
    if "://" not in text:
        number = isinstance(cell, int | Decimal) and not isinstance(cell, bool)
        words = in_words(text)
        return Shown(words, silent=words.endswith(" stated"), number=number)
    twin = cells.get(f"{name}Label")
    label = plain(twin) if twin is not None else answered.labels.get(text)
    return Shown(label or in_words(shorten(text).rsplit("/", 1)[-1]), page_of(text))


def link_citation(citation: Citation) -> dict[str, object]:
    """A citation with a link to its place in the document."""
    return {**asdict(citation), "href": f"{page_of(citation.record)}#o{citation.start}"}


def _place(citation: Citation) -> Shown:
    """Where the words of a claim stand, as a link to them."""
    page = page_of(citation.record) or citation.record
    if citation.start is None:
        own = citation.basis == "address"
        return Shown("the page at its address" if own else "a curator’s reading", page)
    return Shown(f"{citation.start} to {citation.end}", f"{page}#o{citation.start}")
