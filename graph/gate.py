"""The gate: what a change would add is judged before it is written, and refused whole.

pyshacl judges each record on its slice: the record's quads and the classes of what they point to.
From `BULK` records on a faster engine judges the whole graph, and pyshacl judges again the records
that it refuses and one in a hundred of the rest; what either finds counts. Rules that no record can
show alone are one query each.
"""

import random
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize

from graph.rules import apply_rule, load_rules
from ontology.report import Finding
from ontology.terms import RDF, load_ontology
from ontology.validate import Result, validate, validate_in_bulk

BULK = 100
RECHECKED = (
    100  # flagged records that pyshacl judges again; one violation refuses the change anyway
)
SAMPLED = 0.01

Progress = Callable[[int], object]
_DATA = re.compile(r"[a-z][a-z0-9+.-]*://[^/]+/(?:.*/)?id/[a-z]+(?:-[a-z]+)*/[^/]+(?:/[^/]+)?")
_TYPE = NamedNode(RDF + "type")


def judge(
    store: Store, records: Collection[str], progress: Progress = lambda _: None
) -> list[Finding]:
    """All that is wrong with some records of a store that holds them and everything else.

    `progress` is called with the number of records judged since the last call.
    """
    slices = {record: Slice(store, record) for record in sorted(records)}
    shapes = _in_bulk if len(records) >= BULK else _one_by_one
    found = list(shapes(store, slices, progress))
    for rule in load_rules():
        found += apply_rule(rule, store, slices.keys())
    for record, part in slices.items():
        found += _unresolved(record, part)
    return sorted(set(found))


class Slice:
    """One record's quads, and the classes of what they point to elsewhere, as far as known."""

    def __init__(self, store: Store, record: str) -> None:
        """Read the slice of the record's graph from the store."""
        self.quads = list(store.quads_for_pattern(None, None, None, NamedNode(record)))
        subjects = [quad.subject for quad in self.quads]
        self.subjects = {term.value for term in subjects if isinstance(term, NamedNode)}
        pointed = {quad.object for quad in self.quads if isinstance(quad.object, NamedNode)}
        self._beyond = [term for term in pointed if term.value not in self.subjects]
        self.types = [
            quad.triple
            for term in self._beyond
            for quad in store.quads_for_pattern(term, _TYPE, None, None)
        ]

    @property
    def unresolved(self) -> list[str]:
        """Things of some region that the record points to and nobody here describes."""
        known = {triple.subject for triple in self.types}
        beyond = [term.value for term in self._beyond if term not in known]
        return sorted(iri for iri in beyond if _DATA.fullmatch(iri))

    def ntriples(self) -> str:
        """The slice as text for the judges."""
        return _ntriples([quad.triple for quad in self.quads] + self.types)


def _ntriples(triples: Iterable[Triple]) -> str:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def _one_by_one(_: Store, slices: Mapping[str, Slice], progress: Progress) -> Iterator[Finding]:
    for record, part in slices.items():
        results = validate(part.ntriples())
        # what the record points to is there by its class alone, and misses all the rest
        yield from (_finding(record, one) for one in results if one.focus in part.subjects)
        progress(1)


def _in_bulk(store: Store, slices: Mapping[str, Slice], progress: Progress) -> Iterator[Finding]:
    homes = {iri: record for record, part in slices.items() for iri in part.subjects}
    found = [
        one
        for one in validate_in_bulk(_ntriples(quad.triple for quad in store))
        if one.focus in homes
    ]
    progress(len(slices))
    refused = {homes[one.focus] for one in found if one.severity == "Violation"}
    again = _to_recheck(slices, refused)
    seen = {_key(one) for one in found}
    results = validate("".join(slices[record].ntriples() for record in again))
    found += [one for one in results if homes.get(one.focus) in again and _key(one) not in seen]
    yield from (_finding(homes[one.focus], one) for one in found)


def _to_recheck(slices: Mapping[str, Slice], refused: set[str]) -> set[str]:
    rest = sorted(slices.keys() - refused)
    # which of them is no secret: the sample has to be another one each time, not unguessable
    sample = random.sample(rest, int(len(rest) * SAMPLED))
    return {*sorted(refused)[:RECHECKED], *sample}


def _key(result: Result) -> tuple[str, str, str]:
    return result.focus, result.rule, result.value


def _finding(record: str, result: Result) -> Finding:
    keys = {prop.iri: prop.key for prop in load_ontology().properties.values()}
    local = result.focus.removeprefix(record).strip("/") or "record"
    path = keys.get(result.path, result.path if "://" in result.path else "")
    shown = result.value not in ("", result.focus)  # a node as a whole is its own value
    return Finding(
        record=record,
        field=f"{local}.{path}" if path else local,
        rule=re.split(r"[#/]", result.rule)[-1],
        severity=result.severity,
        message=f"{result.message} (found: {result.value})" if shown else result.message,
        focus=result.focus,
        value=result.value,
    )


def _unresolved(record: str, part: Slice) -> Iterator[Finding]:
    for iri in part.unresolved:
        message = f"points to {iri}, which nobody here describes: add its record when you have it"
        yield Finding(record, "reference", "unresolved", "Warning", message, record, iri)
