"""Histories made up at random: what readers do to a document that is edited under their hands.

Beside the log that is tested stands a plain account of the same: who said what last, and on what.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.documents import Document
from ingest.review.item import Item
from ingest.review.proposing import propose_suggestions
from ingest.review.queue import Event, Kind, Queue
from ingest.suggesters.suggestion import Relation, Suggestion, Suggestions

RECORD, IRI = "walks", "https://example.org/id/source/walks"
READERS = ("ann", "ben", "cat")
KINDS = ("QualitativeOutcome", "Activity", "Organisation", "Lesson", "Area")
SUBJECTS = ("The walks", "Twelve benches", "A ramp", "The new path", "Our volunteers", "The café")
ENDS = ("were liked", "cost little", "helped people out", "came late", "were not used", "went well")
STEPS = ("decide",) * 8 + ("undo", "undo", "edit text", "edit text", "merge", "split", "publish")
Said = tuple[str, str]  # the verdict, and the digest of the content that it leaves


@dataclass
class History:
    """A log, the queue it adds up to, and the plain account of it."""

    dice: random.Random
    team: int
    sentences: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    queue: Queue = field(default_factory=Queue)
    said: dict[str, dict[str, list[Said]]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text as it is now."""
        return "\n".join(self.sentences)

    def happen(self, kind: Kind, actor: str, **given: object) -> None:
        """Log an event, and take it in."""
        event = Event(len(self.events) + 1, "2026-01-01", actor, kind, RECORD, given)
        self.events.append(event)
        self.queue.apply(event)

    def propose(self) -> None:
        """Ingest the text as it is now."""
        text = self.text
        document = Document("walks.txt", "text/plain", "0" * 64, text, "text/1")
        found = Suggestions((), *suggestions_in(text))
        given = propose_suggestions(self.queue, RECORD, IRI, document, found)
        self.happen("propose", "ann", **given)

    def items(self) -> list[Item]:
        """All items of the queue."""
        return self.queue.of(RECORD)

    def decide(self) -> None:
        """Somebody decides something on an item."""
        item, reader = self.dice.choice(self.items()), self.dice.choice(READERS)
        verdict = self.dice.choice(("accept", "accept", "accept", "edit", "reject", "unsure"))
        given: dict[str, Any] = {"key": item.key, "verdict": verdict, "on": item.content.digest}
        if verdict == "edit":
            given["content"] = edited(item, f"{reader} {self.dice.randrange(3)}")
        if verdict == "reject":
            given["reason"] = "it is not so"
        self.happen("decide", reader, **given)
        left = self.queue.items[item.key].content.digest if verdict == "edit" else given["on"]
        stacks = self.said.setdefault(item.key, {})
        stacks.setdefault(reader, []).append((verdict, left))

    def undo(self) -> None:
        """Somebody takes a decision back."""
        done = [(key, who) for key, stacks in self.said.items() for who in stacks if stacks[who]]
        if done:
            key, reader = self.dice.choice(done)
            self.happen("undo", reader, key=key)
            self.said[key][reader].pop()

    def edit_text(self) -> None:
        """Put in, take out, move or change a sentence, and ingest the text again."""
        at, way = self.dice.randrange(len(self.sentences)), self.dice.randrange(4)
        if way == 0:
            self.sentences.insert(at, sentence(self.dice))
        elif way == 1 and len(self.sentences) > 2:
            del self.sentences[at]
        elif way == 2:
            self.sentences.insert(self.dice.randrange(len(self.sentences)), self.sentences.pop(at))
        else:
            self.sentences[at] = f"{self.sentences[at][:-1]} indeed."
        self.propose()

    def merge(self) -> tuple[str, str] | None:
        """Two things of one class become one, if there are two that stand for themselves."""
        things = [one for one in self.items() if one.form == "thing" and not one.merged]
        one = self.dice.choice(things)
        alike = [two for two in things if two != one and two.content.kind == one.content.kind]
        taken = {item.merged for item in self.items()}
        if not alike or one.key in taken:
            return None
        other = self.dice.choice(alike)
        self.happen("merge", "ben", key=one.key, into=other.key, reason="the same")
        return one.key, other.key

    def split(self) -> None:
        """A merge is taken back."""
        merged = [item.key for item in self.items() if item.merged]
        if merged:
            self.happen("split", "cat", key=self.dice.choice(merged), reason="not the same")


def edited(item: Item, label: str) -> dict[str, Any]:
    """A content that differs: a thing by its label, a relation by its modality."""
    content = item.content
    return {
        "kind": content.kind,
        "label": content.label if item.form == "relation" else label,
        "exact": content.exact,
        "modality": "planned" if item.form == "relation" else content.modality,
        "attributes": dict(content.attributes),
    }


def sentence(dice: random.Random) -> str:
    """One of a few sentences, so that some stand twice."""
    return f"{dice.choice(SUBJECTS)} {dice.choice(ENDS)}."


def begin(seed: int) -> History:
    """A history with a first text; the same seed gives the same."""
    dice = random.Random(seed)  # noqa: S311 — the trials are to be the same each time
    history = History(dice, team=dice.choice((1, 2)))
    history.sentences = [sentence(dice) for _ in range(dice.randrange(3, 8))]
    history.propose()
    return history


def suggestions_in(text: str) -> tuple[tuple[Suggestion, ...], tuple[Relation, ...]]:
    """Two things in each line, and what is between them."""
    found, relations = [], []
    start = 0
    for line in text.split("\n"):
        subject = next(one for one in SUBJECTS if line.startswith(one))
        kind = KINDS[SUBJECTS.index(subject) % len(KINDS)]
        who = Suggestion(kind, subject, start, start + len(subject), subject, "test")
        end = start + len(line) - 1
        came = Suggestion("QualitativeOutcome", line[:-1], start, end, text[start:end], "test")
        found += [who, came]
        relations.append(Relation(who, "hasOutcome", came, start, end, "test"))
        start += len(line) + 1
    return tuple(found), tuple(relations)


def standing(history: History, item: Item) -> Iterator[tuple[str, Said]]:
    """What each reader has said last, by the plain account."""
    for reader, stack in history.said.get(item.key, {}).items():
        if stack:
            yield reader, stack[-1]


def stand_by(history: History, item: Item) -> set[str]:
    """The readers who accepted or made the content that the item has now."""
    return {
        reader
        for reader, (verdict, left) in standing(history, item)
        if verdict in ("accept", "edit") and left == item.content.digest
    }
