"""Faults of a projection or a loader, each planted on its own: none goes unseen.

What sees it is the digest of what Neo4j holds, what is read back, the number of relationships, or a
question that has other rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest

from graph.canonical import dataset_digest, graph_digest
from graph.engine.memory import MemoryEngine
from graph.engine.port import Update
from graph.neo4j.engine import CypherEngine
from graph.neo4j.project import Node, PropertyGraph, Relationship, Value, project
from ontology.errors import WhatworkedError
from ontology.terms import PROJECT_BASE, RDF, SKOS, WW
from queries.catalogue import Cell, Rows, questions

ID = f"{PROJECT_BASE}id/"
REPORT, REVIEW, NOTE = (f"{ID}source/{name}" for name in ("report-0", "review-0", "note"))
OUTCOME, USE, MANY = f"{REPORT}/outcome", f"{REPORT}/use", f"{NOTE}/group-many-isCollective"
TWO_NAMES, BUNDLE = f"{ID}innovation/two-names", f"{ID}innovation/namesake-0"
STALE = f"""<{ID}area/old> <{RDF}type> <{WW}Area> <{ID}area/old> .
<{ID}area/old> <{SKOS}prefLabel> "old"@en <{ID}area/old> .
"""


@dataclass
class Draft:
    """A property graph that faults can be planted in."""

    nodes: dict[str, Node]
    relationships: dict[str, Relationship] = field(default_factory=dict)

    def leaving(self, iri: str, kind: str) -> list[Relationship]:
        """The relationships of a kind that leave a node: one at least."""
        found = [one for one in self.relationships.values() if (one.start, one.type) == (iri, kind)]
        assert found
        return found


Fault = Callable[[Draft], object]


def edit(iri: str, name: str, change: Callable[[str], Value]) -> Fault:
    """Hold another value; what it is made of is the text of the right one."""

    def plant(draft: Draft) -> None:
        node = draft.nodes[iri]
        value = change(str(node.properties[name]))
        draft.nodes[iri] = replace(node, properties={**node.properties, name: value})

    return plant


def put(iri: str, name: str, value: Value) -> Fault:
    def plant(draft: Draft) -> None:
        node = draft.nodes[iri]
        assert node.properties.get(name) != value or type(node.properties[name]) is not type(value)
        draft.nodes[iri] = replace(node, properties={**node.properties, name: value})

    return plant


def drop(iri: str, name: str) -> Fault:
    def plant(draft: Draft) -> None:
        node = draft.nodes[iri]
        rest = {key: value for key, value in node.properties.items() if key != name}
        assert rest != node.properties
        draft.nodes[iri] = replace(node, properties=rest)

    return plant


def relabel(iri: str, old: str, *new: str) -> Fault:
    def plant(draft: Draft) -> None:
        node = draft.nodes[iri]
        labels = tuple(label for label in node.labels if label != old) + new
        assert labels != node.labels
        draft.nodes[iri] = replace(node, labels=labels)

    return plant


def relate(iri: str, kind: str, change: Callable[[Relationship], Relationship | None]) -> Fault:
    """Make other relationships of those that leave a node, or none."""

    def plant(draft: Draft) -> None:
        for one in draft.leaving(iri, kind):
            del draft.relationships[one.id]
            if changed := change(one):
                draft.relationships[one.id] = changed

    return plant


def repeat(iri: str, kind: str, mark: str) -> Fault:
    """Write a relationship twice, the second time with more in its identifier."""

    def plant(draft: Draft) -> None:
        for one in draft.leaving(iri, kind):
            draft.relationships[f"{one.id} again"] = replace(one, id=one.id + mark)

    return plant


def swap(claim: str) -> Fault:
    def plant(draft: Draft) -> None:
        others = {"claimSubject": "claimObject", "claimObject": "claimSubject"}
        for kind in others:
            assert draft.leaving(claim, kind)
        for one in list(draft.relationships.values()):
            if one.start == claim and one.type in others:
                draft.relationships[one.id] = replace(one, type=others[one.type])

    return plant


def lose_record(record: str) -> Fault:
    def plant(draft: Draft) -> None:
        found = list(draft.relationships.values())
        draft.relationships = {one.id: one for one in found if one.graph != record}
        for iri, node in draft.nodes.items():
            draft.nodes[iri] = Node(iri) if node.graph == record else node

    return plant


def lose_relationships(draft: Draft) -> None:
    draft.relationships = {}


def keep_stale_record(draft: Draft) -> None:
    stale = project({f"{ID}area/old": STALE})
    draft.nodes |= stale.nodes
    draft.relationships |= stale.relationships


def as_property(draft: Draft) -> None:
    (one,) = draft.leaving(f"{REPORT}/attempt", "transferStatus")
    del draft.relationships[one.id]
    put(one.start, one.type, one.end)(draft)


def move_span(draft: Draft) -> None:
    """Give a claim the place of another."""
    claims = (f"{REPORT}/outcome-s0-measure", f"{REPORT}/outcome-s1-unit")
    starts = [draft.nodes[claim].properties["spanStart"] for claim in claims]
    for claim, start in zip(claims, reversed(starts), strict=True):
        put(claim, "spanStart", start)(draft)


FAULTS: dict[str, tuple[str, Fault]] = {
    "a dropped property": ("worked", drop(OUTCOME, "changeValue")),
    "a rounded decimal": ("evidence", edit(OUTCOME, "baselineValue", lambda v: float(v[:2]))),
    "a decimal of single precision": ("worked", put(OUTCOME, "changeValue", -18.399999618530273)),
    "a lost minus": ("worked", edit(OUTCOME, "changeValue", lambda v: -float(v))),
    "a decimal as text": ("evidence", edit(OUTCOME, "followUpValue", str)),
    "an integer as text": ("evidence", edit(OUTCOME, "n", str)),
    "an integer as a decimal": ("digest", edit(OUTCOME, "n", float)),
    "a boolean as text": ("said", put(MANY, "claimObject", "True")),
    "a boolean as a number": ("said", put(MANY, "claimObject", 1)),
    "a date as text": ("digest", edit(f"{REPORT}/attempt", "asOfDate", str)),
    "a value that nobody stated": ("evidence", put(OUTCOME, "ciLow", 0.0)),
    "a lost language tag": ("digest", drop(OUTCOME, "_skos_prefLabel")),
    "another language": ("digest", put(REPORT, "_dct_title", ["@fr"])),
    "text in another encoding": ("documents", put(NOTE, "dct_title", "a no\u00c3\u00a9")),
    "text with spaces cut off": ("documents", put(NOTE, "dct_title", "anote")),
    "a list as one value": ("said", edit(f"{NOTE}/document-aside", "gist", str)),
    "one value as a list": ("labels", edit(USE, "skos_prefLabel", lambda v: [v])),
    "a lost second value": ("find", put(TWO_NAMES, "skos_altLabel", ["first"])),
    "values in another order": ("back", put(TWO_NAMES, "skos_altLabel", ["second", "first"])),
    "a value of another node": ("cite", move_span),
    "a missing class": ("worked", relabel(f"{REPORT}/outcome-s1-changeValue", "AcceptedClaim")),
    "a superclass not written": ("innovations", relabel(BUNDLE, "Innovation")),
    "a plan as a fact": (
        "planned",
        relabel(f"{REPORT}/aim-s0-aimsToChange", "ProspectiveClaim", "AcceptedClaim"),
    ),
    "a class too many": ("planned", relabel(MANY, "", "ProspectiveClaim")),
    "a missing relationship": ("tried", relate(USE, "inArea", lambda _: None)),
    "a wrong direction": (
        "worked",
        relate(USE, "implements", lambda one: replace(one, start=one.end, end=one.start)),
    ),
    "swapped subject and object": ("transfers", swap(f"{REPORT}/attempt-s1-transferStatus")),
    "another type": (
        "spread",
        relate(
            f"{REPORT}/attempt",
            "toImplementation",
            lambda one: replace(one, type="fromImplementation"),
        ),
    ),
    "the wrong end": (
        "documents",
        relate(MANY, "inDocument", lambda one: replace(one, end=REVIEW)),
    ),
    "a relationship as a property": ("transfers", as_property),
    "a relationship twice": ("count", repeat(USE, "implements", "")),
    "a relationship twice, with another id": ("back", repeat(USE, "implements", "0")),
    "a relationship with another id": (
        "back",
        relate(USE, "implements", lambda one: replace(one, id="0")),
    ),
    "a relationship from another record": (
        "digest",
        relate(USE, "implements", lambda one: replace(one, graph=REVIEW)),
    ),
    "a node of another record": (
        "digest",
        lambda draft: draft.nodes.update({USE: replace(draft.nodes[USE], graph=REVIEW)}),
    ),
    "a node of no record": (
        "digest",
        lambda draft: draft.nodes.update({USE: replace(draft.nodes[USE], graph=None)}),
    ),
    "a node that nothing names": ("back", lambda draft: draft.nodes.update({ID: Node(ID)})),
    "a thing under two names": (
        "places",
        lambda draft: draft.nodes.update(
            {ID: replace(draft.nodes[f"{ID}area/made-up-0"], iri=f"{ID}area/made%2Dup-0")}
        ),
    ),
    "a dropped record": ("sets", lose_record(REVIEW)),
    "a stale record": ("places", keep_stale_record),
    "nodes without relationships": ("said", lose_relationships),
}


@dataclass(frozen=True)
class Right:
    """What there is to see where nothing is wrong."""

    graph: PropertyGraph
    digest: str
    answers: dict[str, Rows]

    def sees(self, neo4j: CypherEngine, by: str) -> bool:
        """Whether Neo4j holds something else, as far as it can be seen in one way."""
        match by:
            case "digest":
                return neo4j.digest() != self.digest
            case "back":
                return neo4j.graph() != self.graph
            case "count":
                (count,) = neo4j.answer("MATCH ()-[r]->() RETURN count(r) AS n", {}).rows
                return list(count) != [len(self.graph.relationships)]
        try:
            return form(neo4j.ask(by)) != form(self.answers[by])
        except WhatworkedError:
            return True


def form(answer: Rows) -> list[tuple[tuple[str, Cell], ...]]:
    """Rows to compare; the type of a cell is part of it, so that no boolean is a number."""
    return [tuple((type(cell).__name__, cell) for cell in row) for row in answer.rows]


@pytest.fixture(scope="module")
def right(small: dict[str, str]) -> Iterator[Right]:
    digest = dataset_digest((record, graph_digest(text)) for record, text in small.items())
    with MemoryEngine() as memory:
        memory.load(Update(1, small))
        yield Right(project(small), digest, {name: memory.ask(name) for name in questions()})


def test_nothing_is_seen_where_nothing_is_wrong(neo4j: CypherEngine, right: Right) -> None:
    neo4j.fill(right.graph, 1)
    ways = ["digest", "back", "count", *right.answers]
    assert [way for way in ways if right.sees(neo4j, way)] == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_seen(name: str, neo4j: CypherEngine, right: Right) -> None:
    by, plant = FAULTS[name]
    draft = Draft(dict(right.graph.nodes), dict(right.graph.relationships))
    plant(draft)
    neo4j.fill(PropertyGraph(draft.nodes, draft.relationships), 1)
    assert right.sees(neo4j, by)
