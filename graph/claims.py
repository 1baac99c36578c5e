"""Every statement of a source record as a claim: who says what, how, and in which words.

The rule of promise 3 stands here and nowhere else: what is planned, intended, expected,
recommended, illustrative or possible can become a prospective claim and nothing more, whatever
the author of a record writes beside it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from ontology.fields import SpanOf, find_property, members_of
from ontology.record import DOCUMENT, Item, Source
from ontology.terms import PROJECT_BASE, XSD, Property, code_iri, load_ontology
from ontology.values import Value, canonical

STATED = frozenset({"asserted", "reported", "attributed"})
REVIEWED = frozenset({"singleReader", "secondRead"})

Term = NamedNode | Literal


@dataclass(frozen=True)
class Claim:
    """One statement with all that is known of it.

    It is about a subject (an IRI) having a predicate with an object; or, where a source only talks
    about things, about those things, with the gist in our words.
    """

    iri: str
    subject: str | None
    predicate: Property | None
    object: Term | None
    about: tuple[str, ...]
    gist: str | None
    modality: str
    polarity: str
    review_state: str
    resolution: str
    basis: str
    reason: str | None
    asserter: str | None
    asserter_role: str
    span: SpanOf | None

    @property
    def accepted(self) -> bool:
        """Reviewed, affirmed, and stated as a fact by somebody."""
        return self._stands and self.modality in STATED

    @property
    def prospective(self) -> bool:
        """Reviewed and affirmed, of something that need not have happened."""
        return self._stands and self.modality not in STATED

    @property
    def _stands(self) -> bool:
        return self.review_state in REVIEWED and self.polarity == "affirmed"

    @property
    def things(self) -> tuple[str, ...]:
        """The IRIs it names: its subject and object, or what it is about."""
        named = [self.subject] if self.subject else []
        named += [self.object.value] if isinstance(self.object, NamedNode) else []
        return (*named, *self.about)

    @property
    def is_mention(self) -> bool:
        """Whether it says only that the document names a thing."""
        return self.predicate is not None and self.predicate.key == "mentions"


@dataclass(frozen=True)
class Names:
    """How a record's own words for things become IRIs."""

    record: Source
    base: str

    def of(self, ref: str) -> str:
        """The IRI of a node key, `type/code` (project), `here:type/code` (region) or an IRI."""
        if ref == DOCUMENT:
            return self.record.iri(self.base)
        if node := self.record.nodes.get(ref):
            return resolve(node.of, self.base) if node.of else f"{self.record.iri(self.base)}/{ref}"
        return resolve(ref, self.base)


def resolve(ref: str, base: str) -> str:
    """The IRI of a reference to another record: `here:` is the region's own base."""
    if ref.startswith("here:"):
        return f"{base}id/{ref.removeprefix('here:')}"
    return ref if "://" in ref else f"{PROJECT_BASE}id/{ref}"


def claims_of(record: Source, base: str = PROJECT_BASE) -> Iterator[Claim]:
    """All claims of a source record, mentions first, in the order they are written."""
    names = Names(record, base)
    yield from _mentions(record, names)
    for node, item in record.items():
        if item.about:
            yield _claim(names, node, item, f"{node}-{item.key}")
        for key, given in item.predicates.items():
            values = members_of(given)
            for value in values:
                suffix = f"-{_slug(value)}" if isinstance(given, tuple) else ""
                iri = f"{node}-{item.key}-{key}{suffix}"
                yield _claim(names, node, item, iri, (find_property(key), value))


def to_term(prop: Property, value: Value, name: Callable[[str], str]) -> Term:
    """The RDF term of a value: an IRI (by `name`), a code list's member, a canonical literal."""
    if prop.code_list:
        return NamedNode(code_iri(prop.code_list, str(value)))
    if prop.is_text:
        return Literal(canonical(prop, value), language="en")
    if prop.datatype is None:
        return NamedNode(name(str(value)))
    text = canonical(prop, value)
    if prop.datatype == XSD + "string":
        return Literal(text)
    return Literal(text, datatype=NamedNode(prop.datatype))


def _mentions(record: Source, names: Names) -> Iterator[Claim]:
    mentions = load_ontology().properties["mentions"]
    for key, node in record.nodes.items():
        if node.at:
            said = {"key": "mention", "mentions": key, "resolution": node.resolution, "at": node.at}
            item = Item.model_validate(said)
            yield _claim(names, DOCUMENT, item, f"{key}-mention", (mentions, key))


def _claim(
    names: Names, node: str, item: Item, key: str, stated: tuple[Property, Value] | None = None
) -> Claim:
    record, (prop, value) = names.record, stated or (None, "")
    asserter, role = _who(record, item)
    return Claim(
        iri=f"{record.iri(names.base)}/{key}",
        subject=names.of(node) if prop else None,
        predicate=prop,
        object=to_term(prop, value, names.of) if prop else None,
        about=() if prop else tuple(names.of(ref) for ref in item.about),
        gist=None if prop else item.gist,
        modality=item.modality,
        polarity=item.polarity,
        review_state=item.review_state or record.review_state,
        resolution=item.resolution,
        basis=item.basis or record.document.basis,
        reason=item.because,
        asserter=names.of(asserter) if asserter else None,
        asserter_role=role,
        span=item.at,
    )


def _who(record: Source, item: Item) -> tuple[str | None, str]:
    """Only what stands asserted in the document's words is its narrator's word."""
    if item.asserter or item.modality != "asserted" or item.basis == "curatorReading":
        return item.asserter, item.asserter_role or "unknown"
    document = record.document
    return document.narrator, item.asserter_role or document.narrator_role or "unknown"


def _slug(value: Value) -> str:
    last = re.split(r"[/#]", str(value).rstrip("/#"))[-1]
    return re.sub(r"[^A-Za-z0-9]+", "-", last).strip("-")
