"""The values of the review pages, for one reader."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from api.answers.marking import Piece, cut
from api.guarding import TOKEN
from api.review.desk import Desk
from api.review.publishing import Published, shown_held
from api.review.view import (
    Wanted,
    agreement_json,
    chosen,
    document_json,
    progress_json,
    view,
    views,
)
from ingest.review.drafting import draft
from ingest.review.item import Item
from ingest.review.value import goes_in_bulk
from ontology.fields import find_property
from ontology.terms import load_ontology

Values = dict[str, Any]


def frame(desk: Desk) -> Values:
    """What every page of a reader has: the token of its forms, and what its entity tag tells."""
    state = f"-{desk.reader}-{desk.queue.number}-{TOKEN[:6]}"
    return {"token": TOKEN, "reader": desk.home.settings.actor, "tables": state, "problem": None}


def queue_values(desk: Desk) -> Values:
    """The page of the queue: documents, what is left, and how far readers agree."""
    found, waiting = progress_json(desk), chosen(desk, Wanted())
    return {
        **frame(desk),
        "left": found["left"],
        "done": found["done"],
        "documents": found["documents"],
        "first": waiting[0].key if waiting else None,
        "agreement": agreement_json(desk),
        "applied": None,
    }


def document_values(desk: Desk, name: str, done: Published | None = None) -> Values:
    """The page of a document: what waits, what goes as a whole, and what would be published."""
    desk.document(name)
    items = views(desk, chosen(desk, Wanted(document=name)))
    made = draft(desk.queue, name, desk.team)
    held = done.held if done else shown_held(desk, made.held)
    return {
        **frame(desk),
        "document": document_json(desk, name),
        "items": items,
        "settled": views(desk, _settled(desk, name)),
        "bulk": _bulk(desk, name),
        "ready": len(made.states),
        "held": [(desk.queue.items[key], reason) for key, reason in held.items()],
        "published": done,
        "team": desk.team,
    }


def _settled(desk: Desk, name: str) -> list[Item]:
    """What this reader has decided on, so that it can be looked at again."""
    found = chosen(desk, Wanted(document=name, everything=True))
    return [item for item in found if item.decision_of(desk.reader)]


def _bulk(desk: Desk, name: str) -> list[tuple[str, int]]:
    """The classes that may be accepted as a whole, with how many wait."""
    waiting = chosen(desk, Wanted(document=name))
    return sorted(Counter(item.content.kind for item in waiting if goes_in_bulk(item)).items())


def item_values(desk: Desk, item: Item) -> Values:
    """The page of an item: the text with its words marked, and the item as a form."""
    text = desk.text(item.document).text
    ontology = load_ontology()
    things = [one for one in desk.queue.of(item.document) if one.form == "thing" and one != item]
    before, after = _beside(desk, item)
    return {
        **frame(desk),
        "item": view(desk, item, text),
        "pieces": _pieces(desk, item, text),
        "kinds": sorted(ontology.kinds),
        "modalities": sorted(ontology.code_lists["modality"]),
        "predicates": _predicates(),
        "things": [(one.key, one.content.kind, one.content.label) for one in things],
        "before": before,
        "after": after,
    }


def _pieces(desk: Desk, item: Item, text: str) -> list[Piece]:
    spans = [
        (one.place.start, one.place.end, one.key)
        for one in desk.queue.of(item.document)
        if (one.place and not one.gone and one.form != "relation") or one.key == item.key
        if one.place and not one.gone
    ]
    return cut(text, spans)


def _predicates() -> list[str]:
    """The properties by which a record says something between two things."""
    found = load_ontology().properties.values()
    return sorted(one.key for one in found if _between_things(one.key))


def _between_things(key: str) -> bool:
    try:
        found = find_property(key)
    except ValueError:
        return False
    return not (found.datatype or found.code_list or found.is_text)


def _beside(desk: Desk, item: Item) -> tuple[str | None, str | None]:
    """The keys of the items that wait before and after this one."""
    keys = [one.key for one in chosen(desk, Wanted(document=item.document))]
    if item.key not in keys:
        return None, next(iter(keys), None)
    at = keys.index(item.key)
    return keys[at - 1] if at else None, next(iter(keys[at + 1 :]), None)


def changes_in(item: Mapping[str, Any], sent: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a form that say something else than the item does."""
    now = {"kind": item["class"], "modality": item["modality"], "of": item["of"] or ""}
    if item["form"] == "thing":
        now["label"] = item["label"]
    given = {"kind": "class", "modality": "modality", "of": "of", "label": "label"}
    found = {name: sent[given[name]].strip() for name in now if given[name] in sent}
    return {name: text for name, text in found.items() if _plain(text) != _plain(now[name])}


def _plain(text: str) -> str:
    return " ".join(text.split())
