"""How much a reader's time is worth on an item: outcomes, conditions and transfers first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from ingest.read import raw_documents
from ingest.review.item import Item
from ontology.fields import is_within
from ontology.terms import load_ontology

VALUE = Path(__file__).with_name("value.yaml")
REST = "others"


@dataclass(frozen=True)
class Group:
    """Classes that are worth about the same; `bulk` where all of one may be accepted at once."""

    name: str
    rank: int
    bulk: bool
    classes: tuple[str, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The groups of `value.yaml`, the most valuable first."""
    (raw,) = raw_documents(VALUE)
    listed = cast("Mapping[str, Iterable[Mapping[str, object]]]", raw)["groups"]
    return tuple(
        Group(
            str(one["name"]),
            rank,
            bool(one.get("bulk")),
            cast("tuple[str, ...]", one["classes"]),
        )
        for rank, one in enumerate(listed)
    )


@cache
def group_of(kind: str) -> Group:
    """The group of a class; that of the rest where it is in none."""
    known = kind in load_ontology().kinds
    for group in groups():
        if known and any(is_within(kind, above) for above in group.classes):
            return group
    return next(group for group in groups() if group.name == REST)


def group_of_item(item: Item, items: Mapping[str, Item]) -> Group:
    """The group of an item: a relation is worth what the better of its ends is."""
    if item.form != "relation":
        return group_of(item.content.kind)
    ends = (group_of(items[key].content.kind) for key in (item.subject, item.object))
    return min(ends, key=lambda group: group.rank)


def goes_in_bulk(item: Item) -> bool:
    """Whether an item may be accepted together with all others of its class."""
    return item.form == "thing" and group_of(item.content.kind).bulk


def sort_by_value(items: Iterable[Item], all_items: Mapping[str, Item]) -> list[Item]:
    """The items, the most valuable first; within a group in the order of the text."""

    def worth(item: Item) -> tuple[int, str, int, str]:
        start = item.place.start if item.place else 0
        return group_of_item(item, all_items).rank, item.document, start, item.key

    return sorted(items, key=worth)
