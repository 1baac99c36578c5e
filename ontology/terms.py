"""The terms of the ontology, read from its Turtle: classes, properties and code lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

WW = "https://w3id.org/whatworked/ns#"
VOCAB = "https://w3id.org/whatworked/vocab/"
PROJECT_BASE = "https://w3id.org/whatworked/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "https://schema.org/"


@dataclass(frozen=True)
class Kind:
    """A class that a node may be declared as.

    `above` are its `ww:` superclasses, nearest first. A guarded kind is something that happened
    (an implementation, an outcome …): a node of it needs an accepted claim to be typed so.
    """

    name: str
    iri: str
    above: tuple[str, ...]
    guarded: bool


@dataclass(frozen=True)
class Property:
    """A predicate, under the key that records use for it.

    Its value is a notation of `code_list` (there below the concept `branch`, where one is named), a
    literal of `datatype` (an XSD IRI), text in English (`is_text`), or else a thing with an IRI.
    Causal predicates stay claims for ever; metadata predicates describe a claim and are not for
    records to state; identity predicates are what an entity's own record may state; by linking
    predicates a thing belongs to what it is of.
    """

    key: str
    iri: str
    code_list: str | None
    datatype: str | None
    is_text: bool
    causal: bool
    metadata: bool
    identity: bool
    linking: bool
    branch: str | None = None


@dataclass(frozen=True)
class Ontology:
    """All terms by the names that records use for them; `code_lists` are our own."""

    kinds: Mapping[str, Kind]
    properties: Mapping[str, Property]
    code_lists: Mapping[str, frozenset[str]]

    def iri(self, key: str) -> str:
        """The IRI of the property or class with this key; a typo is a KeyError."""
        if key in self.properties:
            return self.properties[key].iri
        return self.kinds[key].iri


def turtle_files(folder: str) -> list[Traversable]:
    """The Turtle files of a folder of this package, in order of their names."""
    found = [
        entry for entry in (files("ontology") / folder).iterdir() if entry.name.endswith("ttl")
    ]
    return sorted(found, key=lambda entry: entry.name)


def read_turtle(entries: Iterable[Traversable]) -> Store:
    """The statements of some Turtle files, in one store."""
    store = Store()
    for entry in entries:
        store.extend(
            Quad(found.subject, found.predicate, found.object)
            for found in parse(entry.read_bytes(), format=RdfFormat.TURTLE)
        )
    return store


def describe(entry: Traversable) -> dict[str, dict[str, list[str]]]:
    """What a Turtle file says: subject, predicate and values, each in the order of the file."""
    found: dict[str, dict[str, list[str]]] = {}
    for said in parse(entry.read_bytes(), format=RdfFormat.TURTLE):
        values = found.setdefault(_text(said.subject), {}).setdefault(_text(said.predicate), [])
        values.append(_text(said.object))
    return found


@cache
def load_ontology() -> Ontology:
    """The ontology that comes with this version of the program."""
    store = read_turtle(turtle_files("model") + turtle_files("vocabularies"))
    return Ontology(
        {kind.name: kind for kind in _kinds(store)},
        {prop.key: prop for prop in _properties(store)},
        _code_lists(store),
    )


@cache
def load_version() -> str:
    """The version of the ontology that comes with the program, as major.minor.patch."""
    said = describe(files("ontology") / "whatworked.ttl")
    return said[WW.removesuffix("#")][f"{OWL}versionInfo"][0]


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI (RFC 3987)."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def code_iri(code_list: str, notation: str) -> str:
    """The IRI of a member of a code list, our own or a published one."""
    return f"{VOCAB}{code_list}/{notation}"


def _kinds(store: Store) -> Iterable[Kind]:
    for iri in _typed(store, OWL + "Class"):
        if iri.startswith(WW):
            guarded = _first(store, iri, WW + "needsAcceptedClaim") == "true"
            yield Kind(iri.removeprefix(WW), iri, tuple(_above(store, iri)), guarded)


def _above(store: Store, iri: str) -> list[str]:
    """Breadth first, so that the nearest superclass comes first."""
    found: list[str] = []
    queue = [iri]
    while queue:
        parents = sorted(_values(store, queue.pop(0), RDFS + "subClassOf"))
        fresh = [parent for parent in parents if parent.startswith(WW) and parent not in found]
        found += fresh
        queue += fresh
    return found


def _properties(store: Store) -> Iterable[Property]:
    causal = set(_typed(store, WW + "CausalProperty"))
    metadata = set(_typed(store, WW + "ClaimMetadata"))
    identity = set(_typed(store, WW + "IdentityProperty"))
    linking = set(_typed(store, WW + "LinkingProperty"))
    literal = set(_typed(store, OWL + "DatatypeProperty"))
    for iri in [*_typed(store, OWL + "ObjectProperty"), *sorted(literal)]:
        ranges = _values(store, iri, SCHEMA + "rangeIncludes")
        codes = _first(store, iri, WW + "codeList") or ""
        code_list, _, branch = codes.removeprefix(VOCAB).partition("/")
        yield Property(
            key=_first(store, iri, WW + "recordKey") or iri.removeprefix(WW),
            iri=iri,
            code_list=code_list or None,
            datatype=next((r for r in ranges if r.startswith(XSD)), None)
            if iri in literal
            else None,
            is_text=_first(store, iri, WW + "text") == "true",
            causal=iri in causal,
            metadata=iri in metadata,
            identity=iri in identity,
            linking=iri in linking,
            branch=branch or None,
        )


def _code_lists(store: Store) -> dict[str, frozenset[str]]:
    notations: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, NamedNode(SKOS + "notation"), None):
        code_list, _, notation = _text(quad.subject).removeprefix(VOCAB).partition("/")
        notations.setdefault(code_list, set()).add(notation)
    return {code_list: frozenset(members) for code_list, members in notations.items()}


def _typed(store: Store, kind: str) -> list[str]:
    found = store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(kind))
    return sorted(_text(quad.subject) for quad in found)


def _values(store: Store, subject: str, predicate: str) -> list[str]:
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
    return [_text(quad.object) for quad in found]


def _first(store: Store, subject: str, predicate: str) -> str | None:
    return next(iter(_values(store, subject, predicate)), None)


def _text(term: object) -> str:
    if isinstance(term, (NamedNode, Literal)):
        return term.value
    msg = f"the ontology names {term}: only IRIs and literals stand in it"
    raise TypeError(msg)
