"""What a reader sees: items in their sentence; of other readers nothing before the own word."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, get_args

from api.review.desk import Desk
from ingest.review.agreement import Agreement, agreements
from ingest.review.item import Item, Status
from ingest.review.value import group_of_item, sort_by_value
from ingest.suggesters.headings import shipped_headings
from ingest.suggesters.rules import read_precision
from ingest.suggesters.sentences import split_sentences
from ontology.errors import InvalidInput
from ontology.fields import REVIEW_STATES

ENOUGH = 2  # readers that an item is read by, where there are so many


@dataclass(frozen=True)
class Wanted:
    """Which items are asked for; nothing given asks for what waits for this reader."""

    document: str | None = None
    status: str | None = None
    state: str | None = None
    kind: str | None = None
    everything: bool = False


def chosen(desk: Desk, wanted: Wanted) -> list[Item]:
    """The items asked for, the most valuable first; InvalidInput for an unknown status or state."""
    _check(wanted)
    if wanted.document:
        desk.document(wanted.document)
    found = (item for item in desk.queue.items.values() if _fits(desk, item, wanted))
    return sort_by_value(found, desk.queue.items)


def _check(wanted: Wanted) -> None:
    known = {
        "status": (*get_args(Status), "gone", "merged"),
        "state": REVIEW_STATES,
    }
    for name, words in known.items():
        if (given := getattr(wanted, name)) and given not in words:
            msg = f"{name} {given!r:.40}: choose from {', '.join(words)}"
            raise InvalidInput(msg)


def _fits(desk: Desk, item: Item, wanted: Wanted) -> bool:
    if wanted.document not in (None, item.document) or wanted.kind not in (None, kind_of(item)):
        return False
    if wanted.status or wanted.state:
        status = shown_status(desk, item) in (wanted.status, None) if wanted.status else True
        state = shown_state(desk, item) == wanted.state if wanted.state else True
        return bool(status and state)
    return wanted.everything or waits(desk, item)


def waits(desk: Desk, item: Item) -> bool:
    """Whether an item waits for this reader's word."""
    if item.gone or item.merged or item.decision_of(desk.reader):
        return False
    others = [one for one in item.decisions if one != desk.reader and item.decision_of(one)]
    return len(others) < min(desk.team, ENOUGH)


def knows(desk: Desk, item: Item) -> bool:
    """Whether this reader may see what others decided: only after a word of the reader's own."""
    own = desk.reader in item.firsts or desk.reader in item.decisions
    return own or not item.decisions


def shown_status(desk: Desk, item: Item) -> str | None:
    """The status as this reader may know it; None where it would tell another's decision."""
    if item.gone:
        return "gone"
    if item.merged:
        return "merged"
    return item.status if knows(desk, item) else None


def shown_state(desk: Desk, item: Item) -> str | None:
    """The review state as this reader may know it."""
    return item.state if knows(desk, item) else None


def kind_of(item: Item) -> str:
    """The class of a thing or of what a claim is of, the predicate of a relation."""
    return item.content.kind


def view(desk: Desk, item: Item, text: str) -> dict[str, Any]:
    """An item as JSON for this reader: its words, their sentence, and the decisions it may show."""
    content, place = item.content, item.place if not item.gone else None
    first, last = sentence_around(text, place.start, place.end) if place else (0, 0)
    mine = item.decision_of(desk.reader)
    return {
        "key": item.key,
        "document": item.document,
        "form": item.form,
        "group": group_of_item(item, desk.queue.items).name,
        "class": content.kind,
        "label": told(desk, item),
        "of": content.of or None,
        "modality": content.modality,
        "attributes": dict(content.attributes),
        "start": place.start if place else None,
        "end": place.end if place else None,
        "exact": text[place.start : place.end] if place else None,
        "sentence": text[first:last] if place else None,
        "rule": item.rule or None,
        "confidence": read_precision().get(item.rule),
        "version": content.digest,
        "gone": item.gone,
        "mergedInto": item.merged or None,
        "published": item.published or None,
        "status": shown_status(desk, item),
        "state": shown_state(desk, item),
        "mine": {"verdict": mine.verdict, "reason": mine.reason} if mine else None,
        "others": _others(desk, item),
    }


def _others(desk: Desk, item: Item) -> list[dict[str, str]] | None:
    """What others decided; None before the reader's own word."""
    if not knows(desk, item):
        return None
    names = desk.names
    found = ((who, item.decision_of(who)) for who in item.decisions if who != desk.reader)
    return [
        {"reader": names.get(who, who), "verdict": one.verdict, "reason": one.reason}
        for who, one in found
        if one
    ]


def told(desk: Desk, item: Item) -> str:
    """An item in a few words: a relation by its ends."""
    if item.form != "relation":
        return item.content.label
    ends = (desk.queue.items[key].content.label for key in (item.subject, item.object))
    return f" {item.content.kind} ".join(" ".join(label.split()) for label in ends)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the sentences of one line, or of several, that words stand in."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    spans = [
        span
        for span in split_sentences(text, first, last, shipped_headings())
        if span[0] < end and span[1] > start
    ]
    return (spans[0][0], spans[-1][1]) if spans else (start, end)


def views(desk: Desk, items: Iterable[Item]) -> list[dict[str, Any]]:
    """Many items as JSON, each text read once."""
    texts: dict[str, str] = {}
    found = []
    for item in items:
        if item.document not in texts:
            texts[item.document] = desk.text(item.document).text
        found.append(view(desk, item, texts[item.document]))
    return found


def list_json(desk: Desk, wanted: Wanted) -> dict[str, Any]:
    """The queue as programs get it: items asked for, and how far each document has come."""
    return {**progress_json(desk), "items": views(desk, chosen(desk, wanted))}


def progress_json(desk: Desk) -> dict[str, Any]:
    """How far the reader has come with all documents, and with each."""
    items = list(desk.queue.items.values())
    return {
        "reader": desk.home.settings.actor,
        "team": desk.team,
        "left": sum(waits(desk, item) for item in items),
        "done": sum(item.decision_of(desk.reader) is not None for item in items),
        "documents": [document_json(desk, name) for name in sorted(desk.queue.documents)],
    }


def document_json(desk: Desk, name: str) -> dict[str, Any]:
    """How far a document has come, as this reader may know it."""
    items = desk.queue.of(name)
    about: Mapping[str, Any] = desk.queue.documents[name]
    return {
        "document": name,
        "record": desk.iri(name),
        "name": about["name"],
        "textSha256": about["textSha256"],
        "items": len(items),
        "left": sum(waits(desk, item) for item in items),
        "done": sum(item.decision_of(desk.reader) is not None for item in items),
        "gone": sum(item.gone for item in items),
        "published": sum(bool(item.published) for item in items),
    }


def agreement_json(desk: Desk) -> dict[str, Any]:
    """Cohen's kappa over all that two have read, and of each pair of readers."""
    whole, pairs = agreements(desk.queue.items.values())
    names = desk.names

    def shown(one: Agreement) -> dict[str, Any]:
        return {**asdict(one), "readers": [names.get(who, who) for who in one.readers]}

    return {**shown(whole), "pairs": [shown(one) for one in pairs]}
