"""The queue: what a log of events adds up to, item by item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ingest.review.item import Content, Decision, Item, Place, Verdict

Kind = Literal["propose", "decide", "undo", "merge", "split", "publish", "erase"]


@dataclass(frozen=True)
class Event:
    """Something that somebody did, as it stands in the log.

    `document` is the record that is made of the document; `given` is plain JSON, by kind:
    propose {about, items, places, record}, decide {key, verdict, on, reason, content, place},
    undo {key}, merge {key, into, reason}, split {key, reason}, publish {states, version,
    sequence, text}, erase {}.
    """

    number: int
    time: str
    actor: str
    kind: Kind
    document: str
    given: Mapping[str, Any]


@dataclass
class Queue:
    """All items by key, what is known of each document, and the version last published of it."""

    number: int = 0
    items: dict[str, Item] = field(default_factory=dict)
    documents: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)

    def copy(self) -> "Queue":
        """The same queue, which goes on apart from this one."""
        return Queue(self.number, dict(self.items), dict(self.documents), dict(self.versions))

    def of(self, document: str) -> list[Item]:
        """The items of a document, in the order of its text."""
        found = [item for item in self.items.values() if item.document == document]
        return sorted(found, key=_order)

    def target(self, key: str) -> str:
        """The item that one stands for: itself, or what it was merged into."""
        while self.items[key].merged:
            key = self.items[key].merged
        return key

    def apply(self, event: Event) -> None:
        """Take in one event."""
        self.number = event.number
        given = event.given
        match event.kind:
            case "propose":
                self._propose(event)
            case "decide":
                self._decide(event)
            case "undo":
                self._undo(self.items[given["key"]], event.actor)
            case "merge" | "split":  # a split leads nowhere else
                self._put(replace(self.items[given["key"]], merged=given.get("into", "")))
            case "publish":
                self.versions[event.document] = given["version"]
                for item in self.of(event.document):
                    self._put(replace(item, published=given["states"].get(item.key, "")))
            case "erase":
                self._erase(event.document)

    def _erase(self, document: str) -> None:
        """Know nothing more of a document: its events before are blanks."""
        for item in self.of(document):
            del self.items[item.key]
        self.documents.pop(document, None)
        self.versions.pop(document, None)

    def _put(self, item: Item) -> None:
        self.items[item.key] = item

    def _propose(self, event: Event) -> None:
        """New items come in, known ones are moved; what was decided on them stays."""
        before = self.documents.get(event.document, {})
        record = event.given.get("record") or before.get("record")
        self.documents[event.document] = {**event.given["about"], "record": record}
        for key, place in event.given["places"].items():
            known = self.items[key]
            found = Place(*place) if place else known.place
            self._put(replace(known, place=found, gone=not place and known.place is not None))
        for raw in event.given["items"]:
            item = read_item(raw, event.document)
            known = self.items.get(item.key, item)
            fresh = known.proposed if known.decisions else item.proposed
            if known.content.exact == item.proposed.exact:  # else a reader gave it other words
                known = replace(known, place=item.place, gone=False)
            self._put(replace(known, proposed=fresh))
            if raw.get("own") or item.form == "claim":
                self._author(self.items[item.key], item.proposed, event)

    def _author(self, item: Item, content: Content, event: Event) -> None:
        """Whoever brings a statement stands by it; in other content than before, it is an edit."""
        if content.digest != item.content.digest or event.actor not in item.decisions:
            verdict: Verdict = "accept" if content.digest == item.content.digest else "edit"
            self._add(item, event, Decision(event.number, verdict, content, on=""))

    def _decide(self, event: Event) -> None:
        given, item = event.given, self.items[event.given["key"]]
        content = read_content(given["content"]) if "content" in given else item.content
        reason = given.get("reason", "")
        self._add(
            item, event, Decision(event.number, given["verdict"], content, given["on"], reason)
        )
        if given.get("place"):
            self._put(replace(self.items[item.key], place=Place(*given["place"]), gone=False))

    def _add(self, item: Item, event: Event, decision: Decision) -> None:
        stack = (*item.decisions.get(event.actor, ()), decision)
        firsts = {event.actor: decision, **item.firsts} if decision.on else item.firsts
        decided = {**item.decisions, event.actor: stack}
        self._put(replace(item, decisions=decided, firsts=firsts))

    def _undo(self, item: Item, reader: str) -> None:
        left = item.decisions.get(reader, ())[:-1]
        others = {who: stack for who, stack in item.decisions.items() if who != reader}
        firsts = {} if set(item.firsts) == {reader} else item.firsts  # nobody else knew of it
        decided = {**others, reader: left} if left else others
        self._put(replace(item, decisions=decided, firsts=firsts))


def fold(events: Iterable[Event]) -> Queue:
    """What events add up to; the same events give the same queue."""
    queue = Queue()
    for event in events:
        queue.apply(event)
    return queue


def read_content(raw: Mapping[str, Any]) -> Content:
    """A content as an event has it."""
    return Content(
        kind=raw["kind"],
        label=raw["label"],
        exact=raw["exact"],
        modality=raw.get("modality", "asserted"),
        of=raw.get("of", ""),
        attributes=raw.get("attributes", {}),
        claim=raw.get("claim", {}),
    )


def read_item(raw: Mapping[str, Any], document: str) -> Item:
    """An item as an event has it, before anybody has decided anything."""
    return Item(
        key=raw["key"],
        document=document,
        form=raw["form"],
        name=raw["name"],
        proposed=read_content(raw),
        place=Place(*raw["place"]) if raw.get("place") else None,
        rule=raw.get("rule", ""),
        subject=raw.get("subject", ""),
        object=raw.get("object", ""),
    )


def _order(item: Item) -> tuple[int, int, str, str]:
    place = item.place or Place(0, 0, 0)
    return place.start, place.end, item.form, item.key
