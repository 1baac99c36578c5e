"""Bringing documents and records into the queue."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from api.authoring.suggesting import own_names
from api.home import Home
from api.review.desk import Desk, Doing, act, open_desk
from ingest.anchor import Windows, resembles
from ingest.documents import Document, read_document
from ingest.review.drafting import slug_of
from ingest.review.proposing import propose_claims, propose_suggestions
from ingest.suggesters.suggest import suggest
from ingest.suggesters.suggestion import Suggestions
from ontology.errors import Conflict, InvalidInput
from ontology.fields import SpanOf, is_key
from ontology.record import Source
from queries.catalogue import Ask

Find = Callable[[str], Suggestions]


@dataclass(frozen=True)
class Terms:
    """What is said of a document that comes in, and the name of its record where it is given."""

    record: str | None = None
    licence: str | None = None
    address: str | None = None
    coverage: str = "whole"


@dataclass(frozen=True)
class Taken:
    """A document in the queue: how many items are new, known and gone since the last version."""

    document: str
    new: int
    known: int
    gone: int


def find_with_own_names(ask: Ask) -> Find:
    """A suggester that knows the names of the repository's things, too."""
    names = own_names(ask)
    return lambda text: suggest(text, names)


def review_file(home: Home, path: Path, terms: Terms, find: Find) -> Taken:
    """Hold a document's text and bring what it says into the queue; see `review_text`."""
    return review_text(home, read_document(path), terms, find)


def review_text(home: Home, text: Document, terms: Terms, find: Find) -> Taken:
    """Bring what is suggested in a text into the queue; an earlier version of it is followed up.

    A document is known by its name. Raises Conflict where another text has the name that is no
    version of this one, and no name was given to tell that it is; InvalidInput where the name
    could not be that of a record.
    """
    name = terms.record or slug_of(text.name)
    if not is_key(name):
        msg = f"{name!r:.80} is no name of a record: small letters, digits and single hyphens"
        raise InvalidInput(msg)
    told = replace(text, licence=terms.licence, address=terms.address, coverage=terms.coverage)
    found = find(text.text)

    def plan(desk: Desk) -> Iterator[Doing]:
        _refuse_namesake(desk, name, text, terms)
        home.shelf.hold(told)
        given = propose_suggestions(desk.queue, name, desk.iri(name), told, found)
        yield "propose", name, given

    before = _counted(home, name)
    return _taken(act(home, plan), name, before)


def review_record(home: Home, record: Source) -> Taken:
    """Bring the claims of a record into the queue: whoever brings them stands by them.

    InvalidInput where the record's text is not held, for nobody could read its claims then.
    """
    sha256 = record.document.text_sha256
    text = home.shelf.find(sha256) if sha256 else None
    if text is None:
        msg = f"{record.record}: its text is not held: add it first (whatworked document add FILE)"
        raise InvalidInput(msg)

    def plan(desk: Desk) -> Iterator[Doing]:
        given = propose_claims(desk.queue, desk.iri(record.record), text, record)
        yield "propose", record.record, given

    before = _counted(home, record.record)
    return _taken(act(home, plan), record.record, before)


def _counted(home: Home, name: str) -> set[str]:
    return {item.key for item in open_desk(home).queue.of(name)}


def _taken(desk: Desk, name: str, before: set[str]) -> Taken:
    items = desk.queue.of(name)
    gone = sum(item.gone for item in items)
    new = sum(item.key not in before for item in items)
    return Taken(name, new, len(items) - new - gone, gone)


def _refuse_namesake(desk: Desk, name: str, text: Document, terms: Terms) -> None:
    """Refuse a text whose name belongs to another that it does not resemble."""
    known = [item for item in desk.queue.of(name) if item.place and not item.gone]
    about = desk.queue.documents.get(name)
    if about is None or terms.record or about["textSha256"] == text.text_sha256:
        return
    spans: dict[SpanOf, tuple[str, int]] = {
        (one.place.start, one.place.end): (one.content.exact, one.place.occurrence)
        for one in known
        if one.place
    }
    if spans and not resembles(spans, Windows(text.text, spans.items())):
        msg = (
            f"another document is called {name} here: give this one a name of its own "
            f"(--record NAME), or the same one if it is a new version of it"
        )
        raise Conflict(msg)
