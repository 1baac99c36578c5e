"""The property graph of a dataset: a pure function, and its inverse, which loses nothing.

A node is a thing with an IRI: its labels are its classes, its properties its literals, and `graph`
the one record that is its home. A statement between two things is a relationship. docs/cypher.md
describes the mapping for those who write queries.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.canonical import canonical_nquads, dataset_digest, graph_digest
from graph.neo4j.cardinality import single_valued
from graph.neo4j.property_names import iri_of, name_of, twin_of
from graph.neo4j.property_values import Native, literal_of, natives_of, word_of
from ontology.errors import InvalidInput
from ontology.terms import RDF

Value = Native | list[Native]

_TYPE = RDF + "type"


@dataclass(frozen=True, slots=True)
class Node:
    """A thing; `graph` is its home, None where nothing but other things' statements name it."""

    iri: str
    graph: str | None = None
    labels: tuple[str, ...] = ()
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A statement between two things, as the record `graph` makes it."""

    id: str
    type: str
    start: str
    end: str
    graph: str


@dataclass(frozen=True, slots=True)
class PropertyGraph:
    """Nodes by IRI, relationships by the digest of subject, predicate and object."""

    nodes: Mapping[str, Node]
    relationships: Mapping[str, Relationship]


@dataclass(slots=True)
class _Draft:
    graph: str
    labels: set[str] = field(default_factory=set)
    literals: dict[str, list[Literal]] = field(default_factory=dict)


def project(graphs: Mapping[str, str]) -> PropertyGraph:
    """The property graph of some records, each given as its canonical N-Quads by its IRI.

    InvalidInput names a statement that no property graph can hold: of a thing that lives in another
    record, of or about a blank node, or about a statement.
    """
    drafts: dict[str, _Draft] = {}
    relationships: dict[str, Relationship] = {}
    for graph, text in graphs.items():
        home = NamedNode(graph)
        for quad in parse(text, RdfFormat.N_QUADS):
            draft = _draft(drafts, quad, home)
            predicate, value = quad.predicate.value, quad.object
            if isinstance(value, Literal):
                draft.literals.setdefault(predicate, []).append(value)
            elif not isinstance(value, NamedNode):
                raise InvalidInput(f"{quad}: give the thing it points to an IRI")
            elif predicate == _TYPE:
                draft.labels.add(name_of(value.value))
            else:
                found = _relate(quad.subject.value, predicate, value.value, graph)
                relationships[found.id] = found
    nodes = {iri: _node(iri, draft) for iri, draft in drafts.items()}
    for found in relationships.values():
        if found.end not in nodes:
            nodes[found.end] = Node(found.end)
    return PropertyGraph(nodes, relationships)


def _draft(drafts: dict[str, _Draft], quad: Quad, home: NamedNode) -> _Draft:
    graph, subject = home.value, quad.subject
    if not isinstance(subject, NamedNode):
        raise InvalidInput(f"{quad}: give the thing it is about an IRI")
    iri = subject.value
    if quad.graph_name != home or not f"{iri}/".startswith(f"{graph}/"):
        raise InvalidInput(f"{quad}: does not live in the record <{graph}>; state it at home")
    draft = drafts.get(iri)
    if draft is None:
        drafts[iri] = draft = _Draft(graph)
    if draft.graph != graph:
        raise InvalidInput(f"<{iri}> lives in <{draft.graph}> and in <{graph}>: keep one")
    return draft


def _relate(subject: str, predicate: str, thing: str, graph: str) -> Relationship:
    text = f"<{subject}> <{predicate}> <{thing}>"
    digest = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    return Relationship(digest, name_of(predicate), subject, thing, graph)


def _node(iri: str, draft: _Draft) -> Node:
    properties: dict[str, Value] = {}
    for predicate, literals in draft.literals.items():
        properties |= _property(predicate, sorted(set(literals), key=_order))
    return Node(iri, draft.graph, tuple(sorted(draft.labels)), properties)


def _order(literal: Literal) -> tuple[str, str, str]:
    return literal.value, literal.datatype.value, f"{literal.language}{literal.direction}"


def _property(predicate: str, literals: list[Literal]) -> dict[str, Value]:
    """A property and its twin; one that holds a single value keeps any others in the twin."""
    name = name_of(predicate)
    single = predicate in single_valued()
    natives = natives_of(literals[:1] if single else literals)
    held: list[Native | None] = [*natives, *[None] * (len(literals) - len(natives))]
    words: list[Native] = list(map(word_of, literals, held))
    value: Value = natives[0] if single else natives
    return {name: value, twin_of(name): words} if any(words) else {name: value}


def restore(graph: PropertyGraph) -> Iterator[Quad]:
    """The statements that a property graph was made of, in any order."""
    for node in graph.nodes.values():
        if node.graph is not None:
            subject, home = NamedNode(node.iri), NamedNode(node.graph)
            for label in node.labels:
                yield Quad(subject, NamedNode(_TYPE), NamedNode(iri_of(label)), home)
            for predicate, literal in _literals(node.properties):
                yield Quad(subject, NamedNode(predicate), literal, home)
    for one in graph.relationships.values():
        subject, thing, home = map(NamedNode, (one.start, one.end, one.graph))
        yield Quad(subject, NamedNode(iri_of(one.type)), thing, home)


def _literals(properties: Mapping[str, Value]) -> Iterator[tuple[str, Literal]]:
    for name, value in properties.items():
        if name.startswith("_"):
            continue
        values: list[Native | None] = [*value] if isinstance(value, list) else [value]
        found = properties.get(twin_of(name))
        words = list(map(str, found)) if isinstance(found, list) else [""] * len(values)
        values += [None] * (len(words) - len(values))
        for one, word in zip(values, words, strict=True):
            yield iri_of(name), literal_of(one, word)


def digest_of(graph: PropertyGraph) -> str:
    """The dataset digest of what a property graph holds."""
    return dataset_digest(
        (record, graph_digest(text)) for record, text in write_records(restore(graph)).items()
    )


def write_records(quads: Iterable[Quad]) -> dict[str, str]:
    """Each record's canonical N-Quads, by its IRI."""
    records: dict[str, list[Quad]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            records.setdefault(quad.graph_name.value, []).append(quad)
    return {record: canonical_nquads(found) for record, found in records.items()}
