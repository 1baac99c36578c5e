"""Which properties have one value at most: said by the ontology, never by the data."""

from collections.abc import Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, Store

from ontology.terms import RDFS, SCHEMA, WW, load_ontology, read_turtle, turtle_files

_SH = "http://www.w3.org/ns/shacl#"
_CLAIM = WW + "Claim"


@cache
def single_valued() -> frozenset[str]:
    """The IRIs of the properties that hold one value at most, whatever node has them.

    A property is one of them where every class of its domain, or a class above that one, is held
    to `sh:maxCount 1` by a shape that targets it. The domain rdfs:Resource stands for all classes
    of things that have a name, hence not for claims.
    """
    model = read_turtle(turtle_files("model"))
    held = _held(read_turtle(turtle_files("shapes")))
    return frozenset(
        iri for iri, classes in held.items() if _covers(classes, list(_domain(model, iri)))
    )


def _held(shapes: Store) -> dict[str, set[str]]:
    """For each path, the classes whose nodes may have one value of it at most."""
    held: dict[str, set[str]] = {}
    for quad in shapes.quads_for_pattern(None, NamedNode(_SH + "maxCount"), None):
        few = isinstance(quad.object, Literal) and quad.object.value in {"0", "1"}
        if few and isinstance(quad.subject, NamedNode):
            for path in _values(shapes, quad.subject.value, "path"):
                held.setdefault(path, set()).update(_targets(shapes, quad.subject))
    return held


def _targets(shapes: Store, shape: NamedNode) -> Iterator[str]:
    for quad in shapes.quads_for_pattern(None, NamedNode(_SH + "property"), shape):
        if isinstance(quad.subject, NamedNode):
            yield from _values(shapes, quad.subject.value, "targetClass")


def _domain(model: Store, iri: str) -> Iterator[str]:
    for name in _values(model, iri, "domainIncludes", SCHEMA):
        if name == RDFS + "Resource":
            kinds = load_ontology().kinds.values()
            yield from (kind.iri for kind in kinds if not kind.above and kind.iri != _CLAIM)
        else:
            yield name


def _covers(held: set[str], domain: list[str]) -> bool:
    kinds = load_ontology().kinds
    above = {kind.iri: {kind.iri, *kind.above} for kind in kinds.values()}
    return bool(domain) and all(above.get(name, {name}) & held for name in domain)


def _values(store: Store, subject: str, predicate: str, namespace: str = _SH) -> list[str]:
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(namespace + predicate), None)
    return [quad.object.value for quad in found if isinstance(quad.object, NamedNode)]
