"""Every shape is broken by an injury that names it, and both judges say the same of it.

`injuries/good.yaml` holds records without a fault. In the Turtle files beside it, one for each file
of shapes, an injury is a node `test:like` a good one: its statements take the place of those of the
same predicate, what it is `test:without` goes, and `test:breaks` names all that is found of it;
without `test:breaks` it is as good as before. `test:breaksInBulk` names what the fast judge alone
finds, with the reason in a comment. All are judged at once, for pyshacl is slow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize

from graph.rdf import to_quads
from ingest.read import read_files
from ontology.terms import RDF, read_turtle, turtle_files
from ontology.validate import Result, validate, validate_in_bulk

HERE = Path(__file__).parent / "injuries"
SHAPES = "https://w3id.org/whatworked/shapes#"
SH = "http://www.w3.org/ns/shacl#"
TEST = "https://w3id.org/whatworked/test#"
LIKE = NamedNode(TEST + "like")
# what a shape may say without holding anything against a node itself
SAYS_NOTHING = {RDF + "type", SH + "targetClass", SH + "property", SH + "severity", SH + "message"}


@dataclass(frozen=True)
class Injury:
    """A copy of a good node with something changed, and the shapes that this breaks."""

    iri: str
    breaks: frozenset[str]
    only_in_bulk: frozenset[str]
    triples: tuple[Triple, ...]

    def __str__(self) -> str:
        return self.iri.rsplit("/", 1)[-1]


@cache
def good() -> frozenset[Triple]:
    """The statements of the records without a fault."""
    records = read_files([HERE / "good.yaml"])
    return frozenset(quad.triple for record in records for quad in to_quads(record))


def injuries() -> Iterator[Injury]:
    """All that the Turtle files describe."""
    store = Store()
    for file in sorted(HERE.glob("*.ttl")):
        store.bulk_load(path=file, format=RdfFormat.TURTLE)
    subjects = {quad.subject for quad in store.quads_for_pattern(None, LIKE, None)}
    assert subjects == {quad.subject for quad in store}
    for subject in sorted(subjects, key=str):
        assert isinstance(subject, NamedNode)
        yield _injury(store, subject)


def _injury(store: Store, subject: NamedNode) -> Injury:
    def named(key: str) -> list[NamedNode]:
        found = store.quads_for_pattern(subject, NamedNode(TEST + key), None)
        return [quad.object for quad in found if isinstance(quad.object, NamedNode)]

    own = [quad.triple for quad in store.quads_for_pattern(subject, None, None)]
    new = [triple for triple in own if not triple.predicate.value.startswith(TEST)]
    gone = {triple.predicate for triple in new}.union(named("without"))
    (like,) = named("like")
    whole = {Triple(subject, t.predicate, t.object) for t in good() if t.subject == like}
    injured = {triple for triple in whole if triple.predicate not in gone}.union(new)
    assert whole, f"{like} is no good node"
    assert injured != whole or not gone, f"{subject} is as whole as {like}"
    return Injury(
        iri=subject.value,
        breaks=frozenset(shape.value.removeprefix(SHAPES) for shape in named("breaks")),
        only_in_bulk=frozenset(shape.value.removeprefix(SHAPES) for shape in named("breaksInBulk")),
        triples=tuple(injured),
    )


INJURIES = list(injuries())

Found = dict[str, set[Result]]


def _by_focus(results: list[Result]) -> Found:
    found: Found = {}
    for result in results:
        found.setdefault(result.focus, set()).add(result)
    return found


@cache
def ntriples() -> str:
    """The good records and all injured copies, as one graph."""
    injured = [triple for injury in INJURIES for triple in injury.triples]
    return (serialize([*good(), *injured], format=RdfFormat.N_TRIPLES) or b"").decode()


@pytest.fixture(scope="module")
def one_by_one() -> Found:
    return _by_focus(validate(ntriples()))


@pytest.fixture(scope="module")
def in_bulk() -> Found:
    return _by_focus(validate_in_bulk(ntriples()))


def _shapes(results: set[Result]) -> set[str]:
    return {result.rule.removeprefix(SHAPES) for result in results}


@pytest.mark.parametrize("injury", INJURIES, ids=str)
def test_an_injury_breaks_the_shapes_that_it_names(injury: Injury, one_by_one: Found) -> None:
    assert _shapes(one_by_one.get(injury.iri, set())) == injury.breaks


@pytest.mark.parametrize("injury", INJURIES, ids=str)
def test_the_fast_judge_says_the_same(injury: Injury, one_by_one: Found, in_bulk: Found) -> None:
    slow, fast = one_by_one.get(injury.iri, set()), in_bulk.get(injury.iri, set())
    assert slow <= fast
    assert _shapes(fast - slow) == injury.only_in_bulk


def test_what_the_fast_judge_finds_alone_is_refused_by_both() -> None:
    alone = [injury for injury in INJURIES if injury.only_in_bulk]
    assert alone
    assert all(injury.breaks for injury in alone)


def test_nothing_is_found_of_what_is_whole(one_by_one: Found, in_bulk: Found) -> None:
    injured = {injury.iri for injury in INJURIES}
    assert {*one_by_one, *in_bulk} <= injured


def test_the_good_records_are_clean_by_themselves() -> None:
    text = (serialize(good(), format=RdfFormat.N_TRIPLES) or b"").decode()
    assert validate(text) == validate_in_bulk(text) == []


def test_every_shape_is_broken_by_an_injury() -> None:
    broken = {shape for injury in INJURIES for shape in injury.breaks}
    assert reporting() - broken == set()


def reporting() -> set[str]:
    """The shapes that findings name; the others are parts of these."""
    store = read_turtle(turtle_files("shapes"))
    target = NamedNode(SH + "targetClass")
    found: set[str] = set()
    for node in {quad.subject for quad in store.quads_for_pattern(None, target, None)}:
        said = [quad.triple for quad in store.quads_for_pattern(node, None, None)]
        found |= {str(t.object) for t in said if t.predicate.value == SH + "property"}
        if {triple.predicate.value for triple in said} - SAYS_NOTHING:
            found.add(str(node))
    return {shape[1:-1].removeprefix(SHAPES) for shape in found}
