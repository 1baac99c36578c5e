"""Proposing: what a text or a record brings into the queue, beside what is known of it already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.anchor import Fingerprint, Windows, find_again, fingerprint
from ingest.documents import Document, digest
from ingest.review.item import Item, Place, item_key
from ingest.review.queue import Queue
from ingest.suggesters.suggestion import Relation, Suggestion, Suggestions
from ingest.templates.keys import free_key, slug
from ontology.fields import SpanOf
from ontology.record import DOCUMENT, Source

Raw = dict[str, Any]
NOWHERE = digest("")


@dataclass
class Proposal:
    """What is proposed of one document: where known items stand now, and items, known or new."""

    document: str
    iri: str
    text: str
    known: Mapping[str, Item]
    places: dict[str, Place | None] = field(default_factory=dict)
    items: dict[str, Raw] = field(default_factory=dict)

    def key_of(self, kind: str, predicate: str, span: SpanOf) -> tuple[str, str, Place]:
        """The key of an item at a span, the digest of its words, and its place.

        An item that is known and was moved here keeps its key, whatever place that tells of; so
        does one that a reader has given other words. A key of another item is not taken twice.
        """
        exact, occurrence = fingerprint(self.text, span)
        place = Place(*span, occurrence)
        for key, found in self.places.items():
            if found == place and _is(self.known[key], kind, predicate, exact):
                return key, exact, place
        key, again = item_key(self.iri, kind, predicate, exact, occurrence), 0
        while key in self.known and self.known[key].content.exact == exact:
            again += 1
            key = item_key(self.iri, kind, f"{predicate} {again}", exact, occurrence)
        return key, exact, place

    def name_of(self, key: str, label: str, kind: str) -> str:
        """The name an item has in its record: the one it had, or a free one."""
        if key in self.known:
            return self.known[key].name
        wanted = slug(label, kind.lower())
        wanted = f"the-{wanted}" if wanted.startswith(DOCUMENT) else wanted
        taken = {item.name for item in self.known.values()}
        return free_key(
            wanted[:60].strip("-"), taken | {raw["name"] for raw in self.items.values()}
        )

    def given(self, document: Document) -> Raw:
        """The proposal as an event has it."""
        return {
            "about": document.about(),
            "places": {key: _listed(place) for key, place in self.places.items()},
            "items": list(self.items.values()),
        }


def _listed(place: Place | None) -> list[int] | None:
    return [place.start, place.end, place.occurrence] if place else None


def _is(item: Item, kind: str, predicate: str, exact: str) -> bool:
    return _sort(item) == (kind, predicate) and item.content.exact == exact


def _sort(item: Item) -> tuple[str, str]:
    """What an item is apart from its words: its class, or its ends and what is between them."""
    if item.form == "relation":
        return f"{item.subject} {item.object}", item.proposed.kind
    return item.proposed.kind, ""


def begin(queue: Queue, document: str, iri: str, text: str) -> Proposal:
    """A proposal with every known item of the document placed in the text, or nowhere in it.

    Those that stood in the text before are followed through it together; then each that is not
    found so takes the first place of its words that no other of its sort has.
    """
    known = {item.key: item for item in queue.of(document)}
    proposal = Proposal(document, iri, text, known)
    if queue.documents.get(document, {}).get("textSha256") == digest(text):
        proposal.places = {key: None if one.gone else one.place for key, one in known.items()}
        return proposal
    placed = {item.key: item for item in known.values() if item.place}
    here = {key: item for key, item in placed.items() if not item.gone}
    windows = Windows(text, [_footprint(item) for item in placed.values()])
    found = find_again(dict(map(_footprint, here.values())), windows).placed if here else {}
    for key, item in sorted(here.items(), key=_decided_first):
        place = _place(item, found.get(_span(item)), text)
        proposal.places[key] = place if place not in _taken(proposal, item) else None
    for key, item in sorted(placed.items(), key=_decided_first):
        if proposal.places.get(key) is None:
            proposal.places[key] = _free_place(proposal, item, windows)
    return proposal


def _decided_first(pair: tuple[str, Item]) -> tuple[bool, int]:
    """Where two could have one place, what somebody has decided on goes before what nobody has."""
    return not pair[1].decisions, _span(pair[1])[0]


def _taken(proposal: Proposal, item: Item) -> set[Place]:
    """The places that items of the same sort have."""
    known = proposal.places.items()
    return {place for key, place in known if place and _sort(proposal.known[key]) == _sort(item)}


def _span(item: Item) -> SpanOf:
    return (item.place.start, item.place.end) if item.place else (0, 0)


def _footprint(item: Item) -> tuple[SpanOf, Fingerprint]:
    return _span(item), (item.content.exact, item.place.occurrence if item.place else 0)


def _place(item: Item, span: SpanOf | None, text: str) -> Place | None:
    if span is None:
        return None
    exact, occurrence = fingerprint(text, span)
    return Place(*span, occurrence) if exact == item.content.exact else None


def _free_place(proposal: Proposal, item: Item, windows: Windows) -> Place | None:
    """Where the words of an item stand and no other of its sort: at their same time, or first."""
    (start, end), taken = _span(item), _taken(proposal, item)
    spans = ((at, at + end - start) for at in windows.find(end - start, item.content.exact))
    free = [place for span in spans if (place := _place(item, span, proposal.text))]
    free = [place for place in free if place not in taken]
    same = [place for place in free if item.place and place.occurrence == item.place.occurrence]
    return next(iter(same or free), None)


def propose_suggestions(
    queue: Queue, document: str, iri: str, text: Document, found: Suggestions
) -> Raw:
    """What suggesters found in a text, as the event that brings it into the queue."""
    proposal = begin(queue, document, iri, text.text)
    keys = {_at(one): _add_thing(proposal, one) for one in found.found}
    for relation in found.relations:
        ends = keys[_at(relation.subject)], keys[_at(relation.object)]
        _add_relation(proposal, relation, *ends)
    return proposal.given(text)


def _at(one: Suggestion) -> tuple[int, int, str, str]:
    return one.start, one.end, one.kind, one.label


def _add_thing(proposal: Proposal, one: Suggestion) -> str:
    key, exact, place = proposal.key_of(one.kind, "", (one.start, one.end))
    raw = {
        "key": key,
        "form": "thing",
        "name": proposal.name_of(key, one.label, one.kind),
        "kind": one.kind,
        "label": one.label,
        "exact": exact,
        "modality": one.modality,
        "attributes": dict(one.attributes),
        "place": _listed(place),
        "rule": one.rule,
    }
    proposal.items.setdefault(key, raw)
    return key


def _add_relation(proposal: Proposal, one: Relation, subject: str, object_: str) -> str:
    key, exact, place = proposal.key_of(f"{subject} {object_}", one.predicate, (one.start, one.end))
    raw = {
        "key": key,
        "form": "relation",
        "name": proposal.name_of(key, one.predicate, "relation"),
        "kind": one.predicate,
        "label": "",
        "exact": exact,
        "modality": one.modality,
        "place": _listed(place),
        "rule": one.rule,
        "subject": subject,
        "object": object_,
    }
    proposal.items.setdefault(key, raw)
    return key


def propose_thing(proposal: Proposal, about: Raw, kind: str, label: str, span: SpanOf) -> Raw:
    """A thing that a reader has seen and no rule, as the event that brings it into the queue."""
    words = proposal.text[span[0] : span[1]]
    key = _add_thing(proposal, Suggestion(kind, label, *span, words, ""))
    return _own(proposal, about, key)


def propose_relation(
    proposal: Proposal, about: Raw, predicate: str, ends: tuple[Item, Item], span: SpanOf
) -> Raw:
    """What a reader says between two items, on words of the text, as the event for it."""
    one, other = (Suggestion(end.content.kind, end.content.label, *span, "", "") for end in ends)
    relation = Relation(one, predicate, other, *span, "")
    key = _add_relation(proposal, relation, ends[0].key, ends[1].key)
    return _own(proposal, about, key)


def _own(proposal: Proposal, about: Raw, key: str) -> Raw:
    """The one item as its reader's own: whoever brings it stands by it."""
    item = {**proposal.items[key], "own": True}
    return {"about": about, "places": {}, "items": [item]}


def propose_claims(queue: Queue, iri: str, text: Document, record: Source) -> Raw:
    """What a record states, claim by claim, as the event that brings it into the queue.

    The record's own keys name its claims, so that a claim in other words is the same one.
    """
    proposal = begin(queue, record.record, iri, text.text)
    for node, item in record.items():
        at = Place(*item.at, fingerprint(text.text, item.at)[1]) if item.at else None
        key = item_key(iri, "claim", f"{node}-{item.key}", NOWHERE, 0)
        stated = item.model_dump(by_alias=True, exclude_defaults=True)
        proposal.items[key] = {
            "key": key,
            "form": "claim",
            "name": f"{node}-{item.key}",
            "kind": _kind(record, node),
            "label": _told(node, stated),
            "exact": fingerprint(text.text, item.at)[0] if item.at else "",
            "modality": item.modality,
            "place": _listed(at),
            "claim": {"node": node, "item": {**stated, "modality": item.modality}},
        }
    whole = record.model_dump(by_alias=True, exclude_none=True, exclude={"says", "spans"})
    return {**proposal.given(text), "record": whole}


def _kind(record: Source, node: str) -> str:
    if node == DOCUMENT:
        return record.is_
    return record.nodes[node].is_ or str(record.nodes[node].of)


def _told(node: str, stated: Mapping[str, Any]) -> str:
    """A claim in a line: the thing, then what is stated of it."""
    apart = {"key", "at", "basis", "because", "modality", "reviewState"}
    said = (f"{name} {value}" for name, value in stated.items() if name not in apart)
    return f"{node}: {', '.join(said)}"
