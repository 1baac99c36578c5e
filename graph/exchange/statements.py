"""A record's graph as values: what it states of each thing, plainly or by a claim."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ontology.terms import RDF, WW

_SUBJECT, _PREDICATE, _OBJECT = (f"{WW}claim{part}" for part in ("Subject", "Predicate", "Object"))


@dataclass(frozen=True)
class Statements:
    """What a record's graph states.

    `things` is subject to predicate to values, all as text without marks; `links` are the IRIs
    that stand as objects, `texts` the literals with their predicates.
    """

    record: str
    things: Mapping[str, Mapping[str, frozenset[str]]]
    links: frozenset[str]
    texts: frozenset[tuple[str, str]]
    _said: Mapping[str, Mapping[str, frozenset[str]]] = field(repr=False)

    def values(self, subject: str, predicate: str) -> frozenset[str]:
        """What the graph itself states of a thing."""
        return self.things.get(subject, {}).get(predicate, frozenset())

    def said(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """What is stated of each thing by the graph or by any claim, accepted or not."""
        return self._said

    def of_kind(self, kind: str) -> Iterator[str]:
        """The things typed so."""
        return (one for one in self.things if kind in self.values(one, RDF + "type"))

    @property
    def predicates(self) -> frozenset[str]:
        """All predicates, those that claims state among them."""
        return frozenset(key for facts in self._said.values() for key in facts)


Facts = dict[str, dict[str, set[str]]]


def read_statements(record: str, nquads: str) -> Statements:
    """Read the canonical N-Quads of one record."""
    things: Facts = {}
    links: set[str] = set()
    texts: set[tuple[str, str]] = set()
    for quad in parse(nquads.encode(), format=RdfFormat.N_QUADS):
        match quad.subject, quad.object:
            case NamedNode(value=subject), NamedNode(value=value):
                links.add(value)
            case NamedNode(value=subject), Literal(value=value):
                texts.add((quad.predicate.value, value))
            case _:
                continue  # the ledger holds no other terms
        things.setdefault(subject, {}).setdefault(quad.predicate.value, set()).add(value)
    frozen = _freeze(things)
    return Statements(record, frozen, frozenset(links), frozenset(texts), _freeze(_join(things)))


def _join(things: Facts) -> Facts:
    joined = {
        one: {key: set(values) for key, values in facts.items()} for one, facts in things.items()
    }
    for facts in things.values():
        for subject in facts.get(_SUBJECT, ()):
            for predicate in facts.get(_PREDICATE, ()):
                of = joined.setdefault(subject, {}).setdefault(predicate, set())
                of |= facts.get(_OBJECT, set())
    return joined


def _freeze(things: Facts) -> dict[str, dict[str, frozenset[str]]]:
    return {
        one: {key: frozenset(values) for key, values in facts.items()}
        for one, facts in things.items()
    }
