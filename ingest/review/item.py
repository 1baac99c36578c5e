"""An item of the queue: its content, its place, and what each reader has decided on it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal, get_args

from ingest.documents import digest
from ontology.errors import InvalidInput
from ontology.fields import REVIEW_STATES
from ontology.values import Value

Form = Literal["thing", "relation", "claim"]
Verdict = Literal["accept", "edit", "reject", "unsure"]
Status = Literal["open", "unsure", "accepted", "rejected", "disputed"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Content:
    """What a reader judges; whoever changes any of it proposes something else.

    `kind` is a class of the ontology, or of a relation its predicate; `of` names a thing that is at
    home elsewhere; `exact` is the digest of the words it stands on, empty where there are none.
    `claim` is the statement of a record as it stands there.
    """

    kind: str
    label: str
    exact: str
    modality: str = "asserted"
    of: str = ""
    attributes: Mapping[str, Value] = field(default_factory=dict)
    claim: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """The name of this content: the same content has the same, whoever wrote it."""
        return digest(json.dumps(asdict(self), sort_keys=True, default=_plain))[:16]


def _plain(value: object) -> object:
    """What JSON lacks: a decimal by its digits, any other mapping as an object."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return dict(value) if isinstance(value, Mapping) else str(value)


@dataclass(frozen=True)
class Place:
    """Where the words stand, in code points of the text, and the how-manieth time they stand."""

    start: int
    end: int
    occurrence: int


@dataclass(frozen=True)
class Decision:
    """What a reader decided, on which content; an edit brings the content that it made.

    `on` is the digest of the content that was read; it is empty where the reader wrote it.
    """

    number: int
    verdict: Verdict
    content: Content
    on: str
    reason: str = ""


@dataclass(frozen=True)
class Item:
    """One thing, relation or claim that a document is proposed to hold.

    `key` never changes; `name` is the key that it has in its record, given once. `decisions` are
    the standing ones of each reader, the last at the end. `gone` are items whose words are no
    longer in the text; `merged` names the item that this one was found to be the same as.
    `published` is the review state that it was published with, or nothing. `firsts` are the
    decisions that readers came to before they could know another's; these stay when taken back.
    """

    key: str
    document: str
    form: Form
    name: str
    proposed: Content
    place: Place | None
    rule: str = ""
    subject: str = ""
    object: str = ""
    gone: bool = False
    merged: str = ""
    published: str = ""
    decisions: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    firsts: Mapping[str, Decision] = field(default_factory=dict)

    @cached_property
    def content(self) -> Content:
        """What is proposed now: the last edit that nobody has taken back, else as it came."""
        edits = [one for stack in self.decisions.values() for one in stack if one.verdict == "edit"]
        return max(edits, key=lambda one: one.number).content if edits else self.proposed

    def decision_of(self, reader: str) -> Decision | None:
        """What a reader has decided last, unless it was on content that is no more."""
        stack = self.decisions.get(reader, ())
        if not stack or (stack[-1].verdict != "reject" and not self._on_this(stack[-1])):
            return None
        return stack[-1]

    def _on_this(self, decision: Decision) -> bool:
        return decision.content.digest == self.content.digest

    def _who(self, *verdicts: Verdict) -> tuple[str, ...]:
        found = ((reader, self.decision_of(reader)) for reader in self.decisions)
        return tuple(sorted(reader for reader, one in found if one and one.verdict in verdicts))

    @property
    def readers(self) -> tuple[str, ...]:
        """Those who have compared this very content with the words and stand by it."""
        return self._who("accept", "edit")

    @property
    def status(self) -> Status:
        """What the readers together have come to."""
        if self._who("reject"):
            return "disputed" if self.readers else "rejected"
        if self.readers:
            return "accepted"
        return "unsure" if self._who("unsure") else "open"

    @property
    def state(self) -> str:
        """The review state: never more readers than stand by it, and no second one in a dispute."""
        most = 1 if self.status == "disputed" else 2
        return REVIEW_STATES[min(len(self.readers), most)]


def verdict_of(word: str) -> Verdict:
    """The verdict of this name; InvalidInput where there is none."""
    for verdict in VERDICTS:
        if word == verdict:
            return verdict
    msg = f"{word!r:.40} is no decision: choose from {', '.join(VERDICTS)}"
    raise InvalidInput(msg)


def item_key(document: str, kind: str, predicate: str, exact: str, occurrence: int) -> str:
    """The suggestionKey: a digest of what tells a suggestion from every other (24 digits)."""
    return digest(json.dumps([document, kind, predicate, exact, occurrence]))[:24]
