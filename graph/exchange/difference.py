"""The difference between two releases: records added, changed and withdrawn, to the statement.

As a patch it is RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html): what one release takes
to become the other, and, read backwards, the other way.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pyoxigraph import NamedNode, RdfFormat, parse

from graph.neo4j.property_names import name_of
from ontology.errors import InvalidInput
from ontology.terms import SKOS

Graphs = Mapping[str, str]  # canonical N-Quads by record
Kind = Literal["added", "changed", "withdrawn"]

_LABELS = (f"{SKOS}prefLabel", "http://purl.org/dc/terms/title")
_BEGIN, _END = "TX .\n", "TC .\n"


@dataclass(frozen=True)
class Altered:
    """A record that one release has otherwise than the other; its statements as N-Quads lines."""

    record: str
    kind: Kind
    label: str | None
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """A statement as people read it: the end of its subject's IRI, a short name, the value."""

    subject: str
    predicate: str
    value: str


def compare_releases(before: Graphs, after: Graphs) -> Iterator[Altered]:
    """Give what differs, record by record in the order of their IRIs."""
    for record in sorted(before.keys() | after.keys()):
        old, new = before.get(record), after.get(record)
        if old != new:
            yield _alter(record, old, new)


def _alter(record: str, old: str | None, new: str | None) -> Altered:
    kind: Kind = "added" if old is None else "withdrawn" if new is None else "changed"
    gone, come = set(_lines(old)), set(_lines(new))
    label = find_label(record, new if new is not None else old or "")
    return Altered(record, kind, label, tuple(sorted(gone - come)), tuple(sorted(come - gone)))


def _lines(nquads: str | None) -> list[str]:
    """The statements; not by splitlines, for literals hold U+0085 and U+2028 as they are."""
    return (nquads or "").split("\n")[:-1]


def find_label(record: str, nquads: str) -> str | None:
    """What a record calls the thing that it is of; None where it does not say."""
    for predicate in _LABELS:
        start = f"<{record}> <{predicate}> "
        for line in _lines(nquads):
            if line.startswith(start):
                return tell_statement(line).value
    return None


def tell_statement(line: str) -> Said:
    """A line of N-Quads for people."""
    (quad,) = parse(f"{line}\n".encode(), format=RdfFormat.N_QUADS)
    value = quad.object
    text = value.value if isinstance(value, NamedNode) else getattr(value, "value", str(value))
    return Said(str(getattr(quad.subject, "value", "")), name_of(quad.predicate.value), text)


def write_patch(altered: Iterable[Altered], *, backwards: bool = False) -> Iterator[str]:
    """Write a difference as one transaction of RDF Patch: `D` for what goes, `A` for what comes."""
    yield _BEGIN
    for one in altered:
        gone, come = (one.added, one.removed) if backwards else (one.removed, one.added)
        yield from (f"D {line}\n" for line in gone)
        yield from (f"A {line}\n" for line in come)
    yield _END


def apply_patch(graphs: Graphs, patch: Iterable[str]) -> dict[str, str]:
    """Give the records after a patch; one that has no statements left is gone.

    Raises InvalidInput where a line is none of a patch, removes what is not there or adds what is.
    """
    found = {record: set(_lines(nquads)) for record, nquads in graphs.items()}
    for number, line in enumerate(patch, 1):
        mark, _, statement = line.rstrip("\n").partition(" ")
        if line in (_BEGIN, _END):
            continue
        lines = found.setdefault(_graph_of(statement), set())
        if mark not in {"A", "D"} or (mark == "A") is (statement in lines):
            msg = f"line {number} of the patch does not fit here: {line[:200].strip()}"
            raise InvalidInput(msg)
        (lines.add if mark == "A" else lines.remove)(statement)
    return {
        record: "".join(f"{line}\n" for line in sorted(lines))
        for record, lines in found.items()
        if lines
    }


def _graph_of(statement: str) -> str:
    return statement.rpartition(" <")[2].removesuffix("> .")
