"""Deciding: what a reader may do with an item, checked before it is logged."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from api.home import Home
from api.review.desk import Desk, Doing, act
from ingest.anchor import fingerprint
from ingest.review.item import Content, Item, Verdict
from ontology.errors import Conflict, InvalidInput
from ontology.fields import SpanOf, check_statements, find_property, suggest
from ontology.record import Item as Statement
from ontology.record import Node
from ontology.terms import load_ontology
from ontology.values import Value

_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")


@dataclass(frozen=True)
class Ruling:
    """A reader's word on one item; `on` is the digest of the content that was read, where known.

    `changes` are fields of the content: label, kind, modality, of, attributes, or at (a span).
    """

    key: str
    verdict: Verdict
    reason: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    on: str = ""


def decide(home: Home, rulings: Sequence[Ruling]) -> Desk:
    """Log what a reader decides, all of it or nothing; what is decided so already stays as it is.

    Raises NotFound for an unknown key, InvalidInput for what cannot be, and Conflict where the
    content has changed since it was read.
    """
    return act(home, lambda desk: _plan(desk, rulings))


def _plan(desk: Desk, rulings: Iterable[Ruling]) -> Iterator[Doing]:
    for ruling in rulings:
        item = desk.item(ruling.key)
        given = ruled(desk, item, ruling)
        if not stands_already(desk, item, given):
            yield "decide", item.document, given


def ruled(desk: Desk, item: Item, ruling: Ruling) -> dict[str, Any]:
    """A ruling as the log has it; see `decide` for what it may raise."""
    if ruling.on and ruling.on != item.content.digest:
        msg = f"{item.key}: it was changed since you read it: read it again (review list)"
        raise Conflict(msg)
    if ruling.verdict == "reject" and not ruling.reason.strip():
        msg = f"{item.key}: say why it is rejected (--reason)"
        raise InvalidInput(msg)
    given: dict[str, Any] = {
        "key": item.key,
        "verdict": ruling.verdict,
        "on": item.content.digest,
        "reason": ruling.reason.strip(),
    }
    if ruling.verdict != "edit":
        return given
    content, place = _changed(desk, item, ruling.changes)
    if content == item.content and not place:
        msg = f"{item.key}: nothing is changed: accept it, or give what is to be changed"
        raise InvalidInput(msg)
    return {**given, "content": asdict(content), **({"place": place} if place else {})}


def stands_already(desk: Desk, item: Item, given: Mapping[str, Any]) -> bool:
    """Whether the reader has said exactly this, on this content, and stands by it."""
    last = item.decision_of(desk.reader)
    if last is None or given["verdict"] == "edit":
        return False
    if given["verdict"] == "accept":
        return desk.reader in item.readers
    return (last.verdict, last.reason) == (given["verdict"], given["reason"])


def _changed(
    desk: Desk, item: Item, changes: Mapping[str, Any]
) -> tuple[Content, list[int] | None]:
    fields = {name: value for name, value in changes.items() if name != "at"}
    if item.form != "thing" and "label" in fields:
        msg = f"{item.key}: only things have a label: change those that it is between"
        raise InvalidInput(msg)
    if unknown := fields.keys() - {"label", "kind", "modality", "of", "attributes"}:
        msg = f"{item.key}: {sorted(unknown)[0]} cannot be changed"
        raise InvalidInput(msg)
    content, place = replace(item.content, **fields), None
    if "at" in changes:
        text = desk.text(item.document).text
        start, end = changes["at"]
        check_span(item.key, text, (start, end))
        exact, occurrence = fingerprint(text, (start, end))
        content, place = replace(content, exact=exact), [start, end, occurrence]
    if item.form == "claim":
        content = _with_claim(item, content)
    try:
        check_content(item, content)
    except ValueError as error:
        msg = f"{item.key}: {_said(error)}"
        raise InvalidInput(msg) from None
    return content, place


def check_span(name: str, text: str, span: SpanOf) -> None:
    """See that there are words at a span of a text; InvalidInput names what it was given for."""
    start, end = span
    if not 0 <= start < end <= len(text):
        msg = f"{name}: at {start}:{end} lies outside of the text (0:{len(text)})"
        raise InvalidInput(msg)


def _with_claim(item: Item, content: Content) -> Content:
    """A claim's own statement, with the modality it has now."""
    claim = dict(item.content.claim)
    claim["item"] = {**dict(claim["item"]), "modality": content.modality}  # type: ignore[call-overload]
    return replace(content, claim=claim)


def _said(error: ValueError) -> str:
    errors = getattr(error, "errors", None)
    return "; ".join(str(one["msg"]) for one in errors()) if errors else str(error)


def check_content(item: Item, content: Content) -> None:
    """See that a content could stand in a record; ValueError says what is wrong."""
    if not content.label.strip() and item.form == "thing":
        msg = "a thing needs a label"
        raise ValueError(msg)
    Statement.model_validate({"key": "k", "modality": content.modality, "note": "checked"})
    if item.form == "relation":
        find_property(content.kind)
    elif item.form == "thing":
        _check_thing(content)


def _check_thing(content: Content) -> None:
    kinds = load_ontology().kinds
    if content.kind not in kinds:
        near = suggest(content.kind, kinds, "take one of the ontology")
        msg = f"{content.kind!r} is no class{near}"
        raise ValueError(msg)
    if content.of:
        Node.model_validate({"of": content.of})
    properties = load_ontology().properties
    known: dict[str, Value] = {k: v for k, v in content.attributes.items() if k in properties}
    check_statements(known)


def attributes(known: Mapping[str, Value], given: Iterable[str]) -> dict[str, Value]:
    """Attributes with changes as name=value; an empty value takes its attribute away."""
    found = dict(known)
    for text in given:
        name, equals, value = text.partition("=")
        if not name or not equals:
            msg = f"--given {text:.60}: write attribute=value"
            raise InvalidInput(msg)
        found.pop(name, None)
        if value:
            found[name] = Decimal(value) if _NUMBER.fullmatch(value) else value
    return found
