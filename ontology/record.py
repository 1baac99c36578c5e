"""The record: what a curator writes and reviews, in its four kinds.

A record is checked here for what one record alone can show: its shape, its terms, its values and
its references to itself. What needs a graph is for the shapes.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from ontology.document import Document, Strict
from ontology.fields import (
    DocumentKind,
    EntityCode,
    Given,
    Iri,
    Key,
    Modality,
    Reference,
    ReviewState,
    Role,
    Sha256,
    Span,
    SpanOf,
    Start,
    Text,
    Thing,
    ThingKind,
    Year,
    check_facts,
    check_statements,
    misfit,
    notation_of,
    pointers,
    suggest,
)
from ontology.figure import ChallengeFigure, Figure
from ontology.terms import PROJECT_BASE, load_ontology

DOCUMENT = "document"  # the key under which claims name the document itself


class Item(BaseModel):
    """One thing a source says, in one place: its predicates are the fields the model lacks."""

    model_config = ConfigDict(extra="allow", frozen=True)
    # pydantic's own way to type what the model lacks
    __pydantic_extra__: dict[str, Given]  # pyright: ignore[reportIncompatibleVariableOverride]

    key: Key
    at: Span | None = None
    basis: Annotated[str, notation_of("basis")] | None = None  # left out: as its document has it
    because: Text | None = None
    modality: Modality = "asserted"
    polarity: Annotated[str, notation_of("polarity")] = "affirmed"
    resolution: Annotated[str, notation_of("resolution")] = "certain"
    review_state: ReviewState | None = Field(None, alias="reviewState")
    asserter: Thing | None = None
    asserter_role: Role | None = Field(None, alias="asserterRole")
    about: tuple[Thing, ...] = ()
    gist: Text | None = None

    @property
    def predicates(self) -> Mapping[str, Given]:
        """What the item states: key of the property to its value or values."""
        return self.__pydantic_extra__

    @model_validator(mode="after")
    def _states_something(self) -> Self:
        if self.basis == "curatorReading" and self.because is None:
            msg = "a curator's reading needs its reason: because: …"
            raise ValueError(msg)
        if self.about and not self.gist:
            raise misfit("gist", "what is said of things is put in our words: give the gist")
        if self.gist and not self.about:
            raise misfit("about", "a gist is of something: name it under about")
        if not self.predicates and not self.about:
            msg = "nothing is stated: give a property with its value, or about and gist"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _states_known_terms(self) -> Self:
        check_statements(self.predicates)
        return self


class Node(Strict):
    """A thing the document speaks of: declared here (`is`), or at home elsewhere (`of`)."""

    is_: ThingKind | None = Field(None, alias="is")
    of: Reference | None = None
    label: Text | None = None
    at: Span | None = None
    resolution: Annotated[str, notation_of("resolution")] = "certain"
    says: tuple[Item, ...] = ()

    @model_validator(mode="after")
    def _has_one_home(self) -> Self:
        if self.is_ is None and self.of is None:
            msg = "a node lives here or elsewhere: write is: and its class, or of: and type/code"
            raise ValueError(msg)
        if self.is_ and self.of:
            raise misfit("of", "a node with `is` lives here, with `of` elsewhere: take one out")
        if self.of and self.label:
            msg = "a node that lives elsewhere has its label there: take the label out here"
            raise misfit("label", msg)
        return self


class _Record(Strict):
    folder: ClassVar[str] = ""
    record: str

    @property
    def path(self) -> str:
        """The part of the IRI after `id/`: type and code."""
        return f"{self.folder}/{self.record}"

    def iri(self, base: str = PROJECT_BASE) -> str:
        """The IRI of the record, which is also that of its named graph."""
        return f"{base}id/{self.path}"


class Source(_Record):
    """A document: what it says, of what, in which of its words."""

    folder: ClassVar[str] = "source"
    kind: Literal["source"]
    record: Key
    is_: DocumentKind = Field("Document", alias="is")
    review_state: ReviewState = Field("singleReader", alias="reviewState")
    licence: Iri | None = None
    document: Document
    says: tuple[Item, ...] = ()
    nodes: Mapping[Key, Node] = {}
    spans: tuple[tuple[Start, Start, Sha256, int], ...] = ()

    def items(self) -> Iterator[tuple[str, Item]]:
        """Every item with the key of the node it is said of."""
        yield from ((DOCUMENT, item) for item in self.says)
        for key, node in self.nodes.items():
            yield from ((key, item) for item in node.says)

    def places(self) -> dict[SpanOf, str]:
        """Every span that the record stands on, with one of the fields that point at it."""
        items = {item.at: f"{_field(node, item.key)}.at" for node, item in self.items()}
        nodes = {node.at: f"nodes.{key}.at" for key, node in self.nodes.items()}
        return {span: field for span, field in (items | nodes).items() if span is not None}

    @model_validator(mode="after")
    def _stands_on_what_is_held(self) -> Self:
        held = self.document.held
        for node, item in self.items():
            if msg := _groundless(item, held=held):
                raise misfit(_field(node, item.key), msg)
        for span, field in () if held else self.places().items():
            msg = f"the document's text is not held, so no words stand at {list(span)}: take it out"
            raise misfit(field, msg)
        return self

    @model_validator(mode="after")
    def _writes_each_key_once(self) -> Self:
        seen: set[str] = set()
        for node, item in self.items():
            if (name := f"{node}-{item.key}") in seen:
                msg = f"the key {item.key!r} stands twice (claim {name}): give each item its own"
                raise misfit(_field(node, item.key), msg)
            seen.add(name)
        if DOCUMENT in self.nodes:
            msg = f"{DOCUMENT!r} is the document itself: give the node another key"
            raise misfit(f"nodes.{DOCUMENT}", msg)
        return self

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Self:
        for node, item in self.items():
            for field, ref in _references(item):
                if "/" not in ref and ref not in self.nodes and ref != DOCUMENT:
                    near = suggest(ref, self.nodes, "add the node, or correct the key")
                    msg = f"no node of this record has the key {ref!r}{near}"
                    raise misfit(f"{_field(node, item.key)}.{field}", msg)
        return self


def _groundless(item: Item, *, held: bool) -> str | None:
    """What a statement lacks to stand on, or what it wrongly stands on."""
    if held and item.basis == "address":
        return "the document's text is held: point at the words, at: [start, end]"
    if held and item.basis != "curatorReading" and item.at is None:
        return "give the words it stands on, at: [start, end], or basis: curatorReading"
    if not held and item.basis == "span":
        return "the document's text is not held: leave the basis out, or write basis: address"
    return None


def _field(node: str, item: str) -> str:
    return f"says.{item}" if node == DOCUMENT else f"nodes.{node}.says.{item}"


def _references(item: Item) -> Iterator[tuple[str, str]]:
    """The field and the value of all that points to a thing."""
    yield from (("about", ref) for ref in item.about)
    if item.asserter:
        yield "asserter", item.asserter
    yield from pointers(item.predicates)


class Entity(_Record):
    """A thing with an identity of its own: its class, labels, codes and validity; no findings."""

    kind: Literal["entity"]
    record: EntityCode
    is_: ThingKind = Field(alias="is")
    label: Text
    facts: Mapping[str, Given] = {}
    source: Text | None = None

    @property
    def path(self) -> str:
        """The part of the IRI after `id/`: type and code."""
        return self.record

    @model_validator(mode="after")
    def _states_identity_only(self) -> Self:
        if load_ontology().kinds[self.is_].guarded:
            msg = (
                f"{self.is_} is of what happened somewhere: declare it in the record of its source"
            )
            raise misfit("is", msg)
        check_facts(self.facts)
        return self


class Profile(_Record):
    """The numbers of a place in one year, from one source.

    `figures` describe the place, `variation` says how its parts differ, and `challenges`, like
    outcomes, show where a difficulty is acute: three classes, so that none is taken for another.
    """

    folder: ClassVar[str] = "profile"
    kind: Literal["profile"]
    record: Key
    of: Reference
    label: Text
    level: Text | None = None
    source: Iri
    source_version: Text = Field(alias="sourceVersion")
    year: Year
    figures: tuple[Figure, ...] = ()
    variation: tuple[Figure, ...] = ()
    challenges: tuple[ChallengeFigure, ...] = ()

    @model_validator(mode="after")
    def _writes_each_figure_once(self) -> Self:
        seen: set[str] = set()
        described = [("figures", one.key) for one in self.figures]
        spread = [("variation", one.key) for one in self.variation]
        acute = [("challenges", one.key) for one in self.challenges]
        for field, key in described + spread + acute:
            if key in seen:
                msg = f"the figure {key!r} stands twice: give each figure its own key"
                raise misfit(f"{field}.{key}", msg)
            seen.add(key)
        if not seen:
            raise misfit("figures", "a profile without figures says nothing: give one at least")
        return self


class Decision(_Record):
    """Two things are the same, or are not: what was decided about identity, and why."""

    folder: ClassVar[str] = "decision"
    kind: Literal["decision"]
    record: Key
    subject: Reference
    relation: Literal["exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"]
    object_: Reference = Field(alias="object")
    verdict: Annotated[str, notation_of("verdict")]
    justification: Text
    confidence: Decimal | None = None


Record = Source | Entity | Profile | Decision
RECORD: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="kind")])
