"""What people marked in a text, and what their classes are called here."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.read import raw_documents
from ontology.terms import WW, load_ontology

MARKED = "nhse-south-west-learning-system"
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Mark:
    """One thing that a person marked; `kind` is its class here, None for a bare number."""

    name: str
    gold_class: str
    label: str
    start: int
    end: int
    kind: str | None
    surfaces: tuple[str, ...]
    number: str | None


@dataclass(frozen=True)
class Link:
    """What a person read between two marks, its predicate as the ontology calls it.

    `object` may be a code or a number instead of a mark.
    """

    subject: str
    predicate: str
    object: str
    start: int
    end: int
    modality: str


@dataclass(frozen=True)
class Gold:
    """A text with all its marks and links."""

    text: str
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]

    def of(self, classes: Sequence[str]) -> list[Mark]:
        """The marks of some gold classes."""
        return [mark for mark in self.marks if mark.gold_class in classes]


@cache
def tables() -> Mapping[str, Any]:
    """The tables of classes.yaml."""
    (found,) = raw_documents(Path(__file__).with_name("classes.yaml"))
    if not isinstance(found, dict):
        msg = "classes.yaml: a mapping is wanted"
        raise TypeError(msg)
    return found


def read_gold(data: Path) -> Gold:
    """The marked text of the folder of shared data."""
    text = read_text(data, MARKED)
    found = json.loads((data / "gold" / f"{MARKED}.json").read_text(encoding="utf-8"))
    marks = tuple(_mark(text, one) for one in found["entities"])
    return Gold(text, marks, tuple(map(_link, found["relations"])))


def read_text(data: Path, name: str) -> str:
    """A case study as it stands in its file."""
    return (data / "case-studies" / f"{name}.txt").read_bytes().decode("utf-8")


def _mark(text: str, one: Mapping[str, Any]) -> Mark:
    start, end, gold_class = one["start"], one["end"], one["cls"]
    if text[start:end] != one["exact"]:
        msg = f"{one['id']}: its words are not in the text at {start} to {end}"
        raise ValueError(msg)
    called = re.sub(r" \(.*", "", one["label"])
    surfaces = (one["exact"], called, *tables()["surfaces"].get(one["id"], ()))
    kind = tables()["classes"][gold_class]
    number = None if kind else read_number(one["label"])
    return Mark(one["id"], gold_class, one["label"], start, end, kind, surfaces, number)


def _link(one: Mapping[str, Any]) -> Link:
    """A link; one whose predicate the ontology has the other way round is turned."""
    subject, object_ = one["subject"], one["object"]
    predicate = tables()["predicates"].get(one["predicate"], one["predicate"])
    if predicate.startswith("^"):
        subject, object_, predicate = object_, subject, predicate[1:]
    return Link(subject, predicate, object_, one["start"], one["end"], one["modality"])


def read_number(words: str) -> str:
    """The digits of what begins with a number, in digits or as a word."""
    if found := _DIGITS.search(words):
        return found.group()
    return str(tables()["words"][words.split(maxsplit=1)[0].casefold()])


def fits(kind: str, wanted: str | None) -> bool:
    """Whether a class is the one wanted or beneath it in the ontology; any will do for None."""
    return wanted is None or wanted in above(kind)


@cache
def above(kind: str) -> tuple[str, ...]:
    """A class and those above it in the ontology, the nearest first."""
    return kind, *(iri.removeprefix(WW) for iri in load_ontology().kinds[kind].above)
