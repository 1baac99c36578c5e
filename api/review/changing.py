"""What readers do besides deciding: take back, add what no rule saw, hold two things for one."""

from collections.abc import Iterator, Sequence

from api.home import Home
from api.review.deciding import check_span
from api.review.desk import Desk, Doing, act
from ingest.review.item import Item
from ingest.review.proposing import begin, propose_relation, propose_thing
from ontology.errors import InvalidInput
from ontology.fields import SpanOf, find_property, suggest
from ontology.terms import load_ontology


def undo(home: Home, keys: Sequence[str]) -> Desk:
    """Take back the reader's own last decision on each item; InvalidInput where there is none."""

    def plan(desk: Desk) -> Iterator[Doing]:
        for key in keys:
            item = desk.item(key)
            if not item.decisions.get(desk.reader):
                msg = f"{item.key}: you have decided nothing on it that could be taken back"
                raise InvalidInput(msg)
            yield "undo", item.document, {"key": item.key}

    return act(home, plan)


def merge_items(home: Home, key: str, into: str, reason: str) -> Desk:
    """Hold one thing of a document for another of it; a split takes exactly that back."""

    def plan(desk: Desk) -> Iterator[Doing]:
        one, other = desk.item(key), desk.item(into)
        if fault := _unmergeable(desk, one, other, reason):
            msg = f"{one.key}: {fault}"
            raise InvalidInput(msg)
        yield "merge", one.document, {"key": one.key, "into": other.key, "reason": reason}

    return act(home, plan)


def _unmergeable(desk: Desk, one: Item, other: Item, reason: str) -> str:
    if not reason.strip():
        return "say why both are the same (--reason)"
    if one.document != other.document or {one.form, other.form} != {"thing"}:
        return "two things of one document can be merged: for others, merge their records"
    if one.merged:
        return f"it is merged into {one.merged} already: split it first"
    if desk.queue.target(other.key) == one.key:
        return "a thing cannot be merged into itself"
    return ""


def split_item(home: Home, key: str, reason: str) -> Desk:
    """Take a merge back: the record is then what it would be had it never been made."""

    def plan(desk: Desk) -> Iterator[Doing]:
        item = desk.item(key)
        if not item.merged:
            msg = f"{item.key}: it is merged into nothing"
            raise InvalidInput(msg)
        yield "split", item.document, {"key": item.key, "reason": reason}

    return act(home, plan)


def name_thing(home: Home, document: str, kind: str, label: str, span: SpanOf) -> tuple[Desk, str]:
    """Add a thing that the document names and no rule saw; the desk after it, and its key.

    Whoever adds it is its first reader.
    """
    if kind not in load_ontology().kinds or not label.strip():
        near = suggest(kind, load_ontology().kinds, "take one of the ontology")
        msg = f"give a label and a class, not {kind!r:.40}{near}"
        raise InvalidInput(msg)

    def plan(desk: Desk) -> Iterator[Doing]:
        about, text = dict(desk.document(document)), desk.text(document).text
        check_span(document, text, span)
        proposal = begin(desk.queue, document, desk.iri(document), text)
        given = propose_thing(proposal, about, kind, label.strip(), span)
        keys.append(given["items"][0]["key"])
        yield "propose", document, given

    keys: list[str] = []  # of each try: the last one counts
    return act(home, plan), keys[-1]


def relate_items(
    home: Home, subject: str, predicate: str, object_: str, span: SpanOf | None = None
) -> tuple[Desk, str]:
    """Say something between two items, on words of the text or else on those of the first.

    Gives the desk after it, and the key of what was said. Whoever says it is its first reader.
    InvalidInput where it could not stand in a record.
    """
    try:
        find_property(predicate)
    except ValueError as error:
        raise InvalidInput(str(error)) from None

    def plan(desk: Desk) -> Iterator[Doing]:
        one, other = desk.item(subject), desk.item(object_)
        if one.document != other.document or {one.form, other.form} != {"thing"}:
            msg = f"{one.key}: only things of one document can be related"
            raise InvalidInput(msg)
        if one.place is None:
            msg = f"{one.key}: its words stand nowhere: give those that say so (--at start:end)"
            raise InvalidInput(msg)
        document, text = one.document, desk.text(one.document).text
        at = span or (one.place.start, one.place.end)
        check_span(document, text, at)
        proposal = begin(desk.queue, document, desk.iri(document), text)
        about = dict(desk.document(document))
        given = propose_relation(proposal, about, predicate, (one, other), at)
        keys.append(given["items"][0]["key"])
        yield "propose", document, given

    keys: list[str] = []
    return act(home, plan), keys[-1]
