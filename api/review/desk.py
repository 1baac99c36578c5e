"""The desk of one reader: the queue as the log has it, and what is added to it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from threading import Lock
from typing import Any, cast
from weakref import WeakKeyDictionary

from api.actors import Reviewed
from api.home import Home
from api.present import to_json
from ingest.documents import Document
from ingest.review.item import Item
from ingest.review.queue import Event, Kind, Queue
from ontology.errors import Conflict, InvalidInput, NotFound, StorageFailure

TRIES = 5
LISTED = 5
_QUEUES: WeakKeyDictionary[Home, Queue] = WeakKeyDictionary()
_READING = Lock()
Doing = tuple[Kind, str, Mapping[str, Any]]  # what is done, to which document, and how


@dataclass
class Desk:
    """The queue at a moment, for the actor of the repository that is open."""

    home: Home
    queue: Queue

    @cached_property
    def reader(self) -> str:
        """The opaque identifier of whoever acts."""
        return self.home.attribution.author

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of all readers by their opaque identifiers."""
        return self.home.names()

    @property
    def team(self) -> int:
        """How many readers the repository was made for."""
        return self.home.region.team

    def iri(self, document: str) -> str:
        """The IRI of the record that a document becomes."""
        return f"{self.home.region.base}id/source/{document}"

    def item(self, key: str) -> Item:
        """The item of a key, or of the beginning of one that no other key has."""
        found = [one for one in self.queue.items if key and one.startswith(key)]
        if key in self.queue.items or len(found) == 1:
            return self.queue.items[key if key in self.queue.items else found[0]]
        if not found:
            msg = f"no item has the key {key!r:.60}: whatworked review list shows them"
            raise NotFound(msg)
        msg = f"{key!r} begins several keys, give one of: {', '.join(found[:LISTED])}"
        raise InvalidInput(msg)

    def document(self, name: str) -> Mapping[str, Any]:
        """What is known of a document in the queue; NotFound lists those there are."""
        if name not in self.queue.documents:
            known = ", ".join(sorted(self.queue.documents)) or "none yet: whatworked review add"
            msg = f"no document {name!r:.80} is in the queue; there are: {known}"
            raise NotFound(msg)
        return self.queue.documents[name]

    def text(self, name: str) -> Document:
        """A document with its text; StorageFailure where the text is gone."""
        held = self.home.shelf.find(str(self.document(name)["textSha256"]))
        if held is None:
            msg = f"{name}: its text is no longer held: add it again (whatworked review add)"
            raise StorageFailure(msg)
        return held


def open_desk(home: Home) -> Desk:
    """The desk with all that is logged; of a home that is kept open, only what is new is read."""
    with _READING:
        queue = _QUEUES.setdefault(home, Queue())
        for row in home.reviews(queue.number):
            queue.apply(_event(row))
        return Desk(home, queue.copy())


def _event(row: Reviewed) -> Event:
    number, time, actor, kind, document, given = row
    known = json.loads(given, parse_float=Decimal)
    return Event(number, time, actor, cast("Kind", kind), document, known)


def act(home: Home, plan: Callable[[Desk], Iterable[Doing]]) -> Desk:
    """Do what is planned on the queue as it is, and give the desk after it.

    Where others act between the plan and the doing, it is planned again on what they left.
    """
    for _ in range(TRIES):
        desk = open_desk(home)
        doings = [(kind, name, to_json(given)) for kind, name, given in plan(desk)]
        if not doings:
            return desk
        if home.note_reviews(doings, desk.queue.number):
            return open_desk(home)
    msg = f"others acted {TRIES} times meanwhile: nothing was done, do it again"
    raise Conflict(msg)
