"""Drafting: the source record that the accepted items of a document add up to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

from ingest.read import raw_documents
from ingest.review.item import Item
from ingest.review.queue import Queue
from ingest.templates.keys import slug
from ontology.fields import REVIEW_STATES, Given, check_value, find_property, is_within, members_of
from ontology.record import DOCUMENT, Source
from ontology.report import InvalidRecord, parse_record
from ontology.terms import load_ontology
from ontology.values import Value

ATTRIBUTES = Path(__file__).with_name("attributes.yaml")
WORDS = 7  # of a document's own that a label may hold
Raw = dict[str, Any]


@dataclass
class Draft:
    """A record, the items in it with their states, and why each accepted item is not in it."""

    record: Source | None = None
    states: dict[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)


@cache
def _attributes() -> Mapping[str, Mapping[str, str]]:
    (raw,) = raw_documents(ATTRIBUTES)
    return cast("Mapping[str, Mapping[str, str]]", raw)


def draft(
    queue: Queue, document: str, team: int, refused: Mapping[str, str] | None = None
) -> Draft:
    """The record of a document as its readers left it.

    Where a team has two readers or more, an item needs two, unless it was published already; what
    is accepted and not in the record is held, with the reason. `refused` are items that a rule of
    the graph has refused, with its message.
    """
    found = Draft(held=dict(refused or {}))
    items = {item.key: item for item in queue.of(document)}
    for item in items.values():
        if item.readers and item.key not in found.held:
            if reason := _unready(item, team):
                found.held[item.key] = reason
            else:
                found.states[item.key] = item.state
    _hold_dependants(queue, items, found)
    while found.states and found.record is None:
        _write(queue, document, items, found)
    return found


def _unready(item: Item, team: int) -> str:
    """Why an item that somebody accepted cannot be published; empty where it can."""
    if item.gone:
        return "its words are no longer in the text: give their new place, or let it rest"
    if item.published:
        return ""
    if item.status == "disputed":
        return "its readers disagree: one of them has to change the decision"
    if team > 1 and item.state != REVIEW_STATES[2]:
        return "one reader has accepted it: it waits for a second"
    return ""


def _hold_dependants(queue: Queue, items: Mapping[str, Item], found: Draft) -> None:
    """What is said between things waits for both of them, and a merged one for its other."""
    waiting = True
    while waiting:
        waiting = False
        for key in list(found.states):
            for needed in _needs(queue, items[key]):
                if needed not in found.states and key in found.states:
                    del found.states[key]
                    label = items[needed].content.label
                    found.held[key] = f"it waits for {needed} ({label:.40})"
                    waiting = True


def _needs(queue: Queue, item: Item) -> list[str]:
    needed = [item.subject, item.object] if item.form == "relation" else []
    needed += [queue.target(item.key)] if item.merged else []
    return [queue.target(key) for key in needed]


def _write(queue: Queue, document: str, items: Mapping[str, Item], found: Draft) -> None:
    """Parse the record; what a rule refuses is held with its message, for another try."""
    raw = _Writer(queue, items, found.states).write(document, queue.documents[document])
    try:
        parsed = parse_record(raw)
    except InvalidRecord as error:
        blamed = {
            key: finding.message
            for finding in error.findings
            for key in blame(items, found.states, finding.field)
        }
        if not blamed:
            raise
        found.held |= blamed
        for key in blamed:
            del found.states[key]
        _hold_dependants(queue, items, found)
        return
    found.record = cast("Source", parsed)


def blame(items: Mapping[str, Item], among: Mapping[str, str], place: str) -> list[str]:
    """The items that a finding on a place of the record comes from: the most exactly named."""
    named = [key for key in among if _names(items[key].name, place)]
    longest = max((len(items[key].name) for key in named), default=0)
    return [key for key in named if len(items[key].name) == longest]


def _names(name: str, place: str) -> bool:
    parts = place.replace("/", ".").split(".")
    return any(part == name or part.startswith(f"{name}-") or f"-{name}-" in part for part in parts)


@dataclass
class _Writer:
    """Writes the items that are let through into the form of a record."""

    queue: Queue
    items: Mapping[str, Item]
    states: Mapping[str, str]
    nodes: dict[str, Raw] = field(default_factory=dict)
    says: list[Raw] = field(default_factory=list)

    def write(self, document: str, about: Mapping[str, Any]) -> Raw:
        base = dict(about.get("record") or {})
        title = [one for one in self._chosen() if self._is_document(one)]
        self.nodes = {key: {**node, "says": []} for key, node in base.get("nodes", {}).items()}
        for item in self._chosen():
            self._add(item)
        known = {
            "title": title[0].content.label if title else about["name"],
            "coverage": about["coverage"],
            "licence": about["licence"],
            "address": about["address"],
            **(base.get("document") or {}),
            "bytesSha256": about["bytesSha256"],
            "textSha256": about["textSha256"],
            "extractor": about["extractor"],
        }
        return {
            "kind": "source",
            "record": document,
            "is": base.get("is") or (title[0].content.kind if title else "Document"),
            "reviewState": min(self.states.values(), key=REVIEW_STATES.index),
            "document": {name: value for name, value in known.items() if value is not None},
            "says": tuple(self.says),
            "nodes": {key: {**node, "says": tuple(node["says"])} for key, node in self._used()},
        }

    def _used(self) -> Iterator[tuple[str, Raw]]:
        """The nodes that are things of their own, or that something is still said of."""
        lists = [self.says, *(node["says"] for node in self.nodes.values())]
        values = [value for said in lists for item in said for value in item.values()]
        named = {one for value in values for one in members_of(value)}
        own = {self.items[key].name for key in self.states}
        for key, node in self.nodes.items():
            if node["says"] or key in named or key in own:
                yield key, node

    def _chosen(self) -> list[Item]:
        return [self.items[key] for key in self.items if key in self.states]

    @staticmethod
    def _is_document(item: Item) -> bool:
        kind = item.content.kind
        return (
            item.form == "thing" and kind in load_ontology().kinds and is_within(kind, "Document")
        )

    def _add(self, item: Item) -> None:
        if item.form == "claim":
            self._add_claim(item)
        elif item.form == "relation":
            self._add_relation(item)
        elif item.merged:
            self.says.append({**self._head(item), "mentions": self._name(item.key)})
        elif item.content.kind == "Claim":
            self.says.append({**self._head(item), "about": (DOCUMENT,), "gist": _label(item)})
        elif not self._is_document(item):
            self._add_thing(item)

    def _head(self, item: Item) -> Raw:
        """What every statement has: its key, its words, how it was said, and how it was read."""
        head: Raw = {"key": item.name, "modality": item.content.modality}
        if item.place:
            head["at"] = (item.place.start, item.place.end)
        return {**head, "reviewState": self.states[item.key]}

    def _name(self, key: str) -> str:
        """The node that an item is, or was merged into; of words about the document, itself."""
        item = self.items[self.queue.target(key)]
        whole = item.content.kind == "Claim" or self._is_document(item)
        return DOCUMENT if whole else item.name

    def _node(self, name: str) -> list[Raw]:
        """What is said of a node, to add to."""
        if name == DOCUMENT:
            return self.says
        return cast("list[Raw]", self.nodes.setdefault(name, {"says": []})["says"])

    def _add_thing(self, item: Item) -> None:
        content, head = item.content, self._head(item)
        said = self._node(item.name)
        node = {"of": content.of} if content.of else {"is": content.kind, "label": _label(item)}
        resolution = str(content.attributes.get("resolution", "certain"))
        self.nodes[item.name] |= {**node, "at": head.get("at"), "resolution": resolution}
        if stated := _stated(item):
            said.insert(0, {**head, "key": "stated", **stated})
        kind = load_ontology().kinds.get(content.kind)
        if not content.of and (content.modality != "asserted" or (kind and kind.guarded)):
            self.says.append({**head, "about": (item.name,), "gist": _label(item)})

    def _add_relation(self, item: Item) -> None:
        statement = {**self._head(item), item.content.kind: self._name(item.object)}
        self._node(self._name(item.subject)).append(statement)

    def _add_claim(self, item: Item) -> None:
        claim = item.content.claim
        head = self._head(item)
        stated = {name: _listed(value) for name, value in cast("Raw", claim["item"]).items()}
        stated["reviewState"] = head["reviewState"]
        if item.place:
            stated["at"] = head["at"]
        self._node(str(claim["node"])).append(stated)


def _listed(value: Given | list[Value]) -> Given:
    """A list of JSON as records have it."""
    return tuple(value) if isinstance(value, list) else value


def _label(item: Item) -> str:
    """What an item is called: a reader's own words in full, of the document's own a few."""
    words = item.content.label.split()
    if item.content.label != item.proposed.label or len(words) <= WORDS:
        return " ".join(words)
    return f"{' '.join(words[:WORDS])} …"


def _stated(item: Item) -> Raw:
    """The attributes of a thing as properties of a record, and in a note what is none."""
    rules, given = _attributes(), item.content.attributes
    stated: Raw = {}
    notes: list[str] = []
    for name, value in given.items():
        changed = rules["change"].get(name) if "direction" in given else None
        key = changed or rules["properties"].get(name, name)
        if name in rules["apart"]:
            continue
        if _fits(key, value) and (item.content.of or key not in rules["elsewhere"]):
            stated[key] = value
        else:
            notes.append(f"{name}: {value}")
    return {**stated, **({"note": "; ".join(notes)} if notes else {})}


def _fits(key: str, value: Value) -> bool:
    try:
        check_value(find_property(key), value)
    except ValueError:
        return False
    return True


def slug_of(name: str) -> str:
    """The name of the record that a document of this file name becomes."""
    return slug(name.rpartition(".")[0] or name, "document")
