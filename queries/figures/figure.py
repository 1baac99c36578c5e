"""A figure as data: its specification in Vega-Lite, and its table from the same values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from queries.catalogue import Cell

Spec = Mapping[str, object]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
INK, QUIET, PALE = "#212b32", "#4c6272", "#f0f4f5"
# Okabe and Ito (2008): told apart with every common kind of colour blindness, and in grey as well.
BLUE, SKY, ORANGE, GREEN, YELLOW = "#0072b2", "#56b4e9", "#d55e00", "#009e73", "#f0e442"
LINE = 96  # characters of a line over a figure
LONGEST = 340  # pixels of a name beside an axis; the table has all of it
_NAMES = {"labelLimit": LONGEST, "titleLimit": LONGEST, "labelFontSize": 14, "titleFontSize": 14}
_CONFIG: Spec = {
    "font": "Arial, Liberation Sans, Helvetica, sans-serif",
    "background": "white",
    "axis": {**_NAMES, "labelColor": INK, "titleColor": INK, "titleFontWeight": "normal"},
    "legend": {**_NAMES, "labelColor": INK, "titleColor": INK, "titleFontWeight": "normal"},
    "header": {**_NAMES, "labelColor": INK, "titleColor": INK, "labelFontWeight": "bold"},
    "text": {"fontSize": 14, "color": INK},
    "title": {
        "anchor": "start", "fontSize": 18, "subtitleFontSize": 14, "color": INK,
        "subtitleColor": QUIET, "offset": 16, "subtitlePadding": 6,
    },
    "view": {"stroke": None},
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A figure: `spec` draws exactly the values that `columns` and `rows` tell.

    The title of the specification says the counts, its description what is to be seen, for those
    who do not see it; no value is told by colour alone.
    """

    name: str
    spec: Spec
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def title(self) -> str:
        """The sentence that stands over it."""
        title = self.spec["title"]
        assert isinstance(title, Mapping)  # noqa: S101 — a type: frame_figure has written it
        return " ".join(title["text"])

    @property
    def description(self) -> str:
        """What is to be seen, in words."""
        return str(self.spec["description"])

    def as_json(self) -> dict[str, object]:
        """The figure as programs get it."""
        table = {"columns": list(self.columns), "rows": [list(row) for row in self.rows]}
        return {"name": self.name, "spec": self.spec, "table": table}


@dataclass(frozen=True)
class Words:
    """What is said of a figure: the title with its counts, a note below it, and a description."""

    title: str
    note: str
    description: str


def frame_figure(
    name: str, words: Words, rows: Sequence[Mapping[str, Cell]], drawn: Spec
) -> Figure:
    """A figure of rows that all have the same keys; `drawn` are its marks and encodings."""
    columns = tuple(rows[0]) if rows else ()
    spec = {
        "$schema": SCHEMA,
        "title": {"text": wrap(words.title, LINE), "subtitle": wrap(words.note, LINE)},
        "description": words.description,
        "data": {"values": [dict(row) for row in rows]},
        **(drawn if rows else {"mark": "text", "height": 1}),
        "config": _CONFIG,
    }
    return Figure(name, spec, columns, tuple(tuple(row.values()) for row in rows))


def tell_apart(things: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """A label of its own for each IRI: things of one label keep the end of their IRIs too."""
    labels = {iri: label or _end(iri, 1) for iri, label in things}
    for parts in (1, 2, 9):
        seen = Counter(labels.values())
        labels = {
            iri: label if seen[label] == 1 else f"{label} ({_end(iri, parts)})"
            for iri, label in labels.items()
        }
    return labels


def _end(iri: str, parts: int) -> str:
    return "/".join(iri.split("/")[-parts:])


def scale_colours(colours: Mapping[str, str]) -> Spec:
    """A scale that gives each value its colour, whatever values there are."""
    return {"domain": list(colours), "range": list(colours.values())}


def count_words(count: int, one: str, more: str | None = None) -> str:
    """A count with its noun: 1 use, 2 uses."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"
