"""The page that somebody signs before anything leaves, as text and as HTML to print."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from api.exchange.bundling import Exported, kind_of
from api.templates import environment
from graph.exchange.bundle import graphs_of
from graph.exchange.rules import load_leaving
from graph.exchange.statements import read_statements
from ontology.terms import load_ontology

_NAMES = ("label", "title")


@dataclass(frozen=True)
class Row:
    """A record by its IRI and its name, which may be empty."""

    record: str
    name: str


def preview_text(seen: Exported, day: date) -> str:
    """What would leave and what stays, in Markdown."""
    point = seen.release.point
    held = seen.release.feed.held
    lines = [
        f"# To be shared by {point.region} with {point.audience}, {day.isoformat()}",
        "",
        f"{point.records} records, as of sequence {point.sequence}, digest {point.digest}.",
        f"Licence: {load_leaving().licence}",
        "",
        *(f"- {kind}: {number}" for kind, number in _kinds(seen)),
        "",
        f"## Held back: {len(held)} records",
        "",
        *(f"- {record}: {one.detail}" for record, found in held.items() for one in found),
        "",
        f"## Texts that stay here: {len(seen.texts_left_out)}",
        "",
        *(f"- {record}" for record in seen.texts_left_out),
        "",
        "Approved by: ____________________   Date: ____________",
    ]
    return "\n".join(lines) + "\n"


def preview_page(seen: Exported, day: date) -> str:
    """The same with every record by name, as a page in HTML that needs nothing beside it."""
    rules, feed = load_leaving(), seen.release.feed
    return (
        environment()
        .get_template("leaving.html")
        .render(
            point=seen.release.point,
            key=seen.release.key.kid,
            day=day.isoformat(),
            licence=rules.licence,
            bounds=(rules.smallest, rules.largest),
            kinds=_kinds(seen),
            held=feed.held,
            reasons=Counter(one.code for found in feed.held.values() for one in found),
            withdrawn=list(feed.withdrawn()),
            texts=seen.texts,
            texts_left_out=seen.texts_left_out,
            leaving=_leaving(seen),
        )
    )


def _kinds(seen: Exported) -> list[tuple[str, int]]:
    return sorted(Counter(map(kind_of, seen.release.feed.records)).items())


def _leaving(seen: Exported) -> Mapping[str, list[Row]]:
    """The records that would leave, by kind."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(seen):
        found[kind_of(row.record)].append(row)
    return dict(sorted(found.items()))


def _rows(seen: Exported) -> Iterator[Row]:
    names = [load_ontology().iri(key) for key in _NAMES]
    for record, nquads in graphs_of(seen.release):
        said = read_statements(record, nquads)
        known = (sorted(said.values(record, name)) for name in names)
        yield Row(record, next((one[0] for one in known if one), ""))
