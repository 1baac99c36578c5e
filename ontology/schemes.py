"""Code lists as they are read: our own, and copies of published ones, each when first asked for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from ontology.errors import NotFound
from ontology.terms import OWL, SKOS, VOCAB, WW, Property, describe, turtle_files

DCT = "http://purl.org/dc/terms/"
Said = Mapping[str, list[str]]


@dataclass(frozen=True)
class Concept:
    """One code of a list, with where it was seen and how far that was checked.

    `verification` is own, verified or fromMemory. A deprecated one names what to write instead,
    where there is such a thing.
    """

    iri: str
    notation: str
    label: str
    definition: str | None
    notes: tuple[str, ...]
    broader: str | None
    sources: tuple[str, ...]
    verification: str
    deprecated: bool
    replaced_by: str | None


@dataclass(frozen=True)
class Scheme:
    """A code list, with its concepts by notation in the order of its file.

    A published one says how many members it has there, and whether all of them are here.
    """

    name: str
    label: str
    title: str
    version: str | None
    sources: tuple[str, ...]
    rights: str
    published_total: str | None
    status: str
    concepts: Mapping[str, Concept]

    @property
    def verified(self) -> int:
        """How many concepts are our own, or were seen where they are published."""
        return sum(one.verification != "fromMemory" for one in self.concepts.values())

    def below(self, branch: str | None) -> dict[str, Concept]:
        """The concepts that fall under one of them, by notation; all of them without one."""
        if branch is None:
            return dict(self.concepts)
        return {n: one for n, one in self.concepts.items() if branch in self._above(one)}

    def _above(self, concept: Concept) -> Iterator[str]:
        while concept.broader:
            yield concept.broader
            concept = self.concepts[concept.broader]


@cache
def scheme_files() -> dict[str, Traversable]:
    """The file of each code list by its name, our own lists first."""
    found = [*turtle_files("vocabularies"), *turtle_files("vocabularies/published")]
    return {entry.name.removesuffix(".ttl"): entry for entry in found}


@cache
def load_scheme(name: str) -> Scheme:
    """The code list of this name; NotFound says what there is."""
    if name not in scheme_files():
        msg = f"{name!r} is no code list: take one of {', '.join(scheme_files())}"
        raise NotFound(msg)
    return read_scheme(scheme_files()[name])


@cache
def codes_of(prop: Property) -> dict[str, Concept]:
    """The concepts that are values of a property with a code list, by notation."""
    return load_scheme(prop.code_list or "").below(prop.branch)


@cache
def load_retired() -> dict[str, Concept]:
    """The deprecated concepts of all lists by IRI."""
    # most files have none, and need not be parsed to know it
    told = [entry for entry in scheme_files().values() if b"deprecated" in entry.read_bytes()]
    return retired_in(read_scheme(entry) for entry in told)


def retired_in(schemes: Iterable[Scheme]) -> dict[str, Concept]:
    """The deprecated concepts of some lists by IRI."""
    concepts = [one for scheme in schemes for one in scheme.concepts.values()]
    return {one.iri: one for one in concepts if one.deprecated}


def read_scheme(entry: Traversable) -> Scheme:
    """The code list in a Turtle file, which is named after it."""
    described, name = describe(entry), entry.name.removesuffix(".ttl")
    iri = VOCAB + name
    said = described[iri]
    found = [
        _concept(f"{iri}/", one, of) for one, of in described.items() if one.startswith(f"{iri}/")
    ]
    label = _one(said, SKOS + "prefLabel") or name
    status = _one(said, WW + "membershipStatus") or "complete"  # an own list is all there is of it
    return Scheme(
        name=name,
        label=label,
        title=_one(said, DCT + "title") or _one(said, SKOS + "definition") or label,
        version=_one(said, OWL + "versionInfo"),
        sources=tuple(said.get(DCT + "source", ())),
        rights=_one(said, DCT + "rights") or _one(said, DCT + "license") or "",
        published_total=_one(said, WW + "publishedTotal"),
        status=status.rpartition("/")[2],
        concepts={one.notation: one for one in found},
    )


def _concept(base: str, iri: str, said: Said) -> Concept:
    broader = _one(said, SKOS + "broader")
    return Concept(
        iri=iri,
        notation=_one(said, SKOS + "notation") or iri.removeprefix(base),
        label=_one(said, SKOS + "prefLabel") or "",
        definition=_one(said, SKOS + "definition"),
        notes=tuple(said.get(SKOS + "note", ())),
        broader=broader.removeprefix(base) if broader else None,
        sources=tuple(said.get(DCT + "source", ())),
        verification=_one(said, WW + "verification") or "fromMemory",
        deprecated=_one(said, OWL + "deprecated") == "true",
        replaced_by=_one(said, DCT + "isReplacedBy"),
    )


def _one(said: Said, predicate: str) -> str | None:
    return next(iter(said.get(predicate, ())), None)
