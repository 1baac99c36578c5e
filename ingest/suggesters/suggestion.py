"""What a suggester proposes: a thing or a statement, with the exact words it stands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ontology.values import Value


@dataclass(frozen=True)
class Section:
    """A part of a text under one heading: `role` is a notation of the list section-role.

    Offsets are code points of the text, the end exclusive; the heading belongs to its section.
    """

    role: str
    start: int
    end: int


@dataclass(frozen=True)
class Suggestion:
    """Something a text names or says: `exact` is the text at `start` to `end`.

    `kind` is a class of the ontology, `label` the words as a person would list them, `rule` the
    rule that found it, `modality` a notation of the list modality. `attributes` hold only what the
    text states: a number as it is written, a word of a code list where the words decide it.
    `candidates` are what registers and vocabularies call the things that the words may mean: they
    are no words of the text, and which is meant is for a person to say.
    """

    kind: str
    label: str
    start: int
    end: int
    exact: str
    rule: str
    modality: str = "asserted"
    attributes: Mapping[str, Value] = field(default_factory=dict)
    candidates: tuple[str, ...] = ()

    def shifted(self, by: int) -> "Suggestion":
        """The same in a text in which it stands later by so many code points."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True)
class Relation:
    """What the words from `start` to `end` say between two suggestions of one document."""

    subject: Suggestion
    predicate: str
    object: Suggestion
    start: int
    end: int
    rule: str
    modality: str = "asserted"


@dataclass(frozen=True)
class Suggestions:
    """All that was found in one text, in the order of the text."""

    sections: tuple[Section, ...]
    found: tuple[Suggestion, ...]
    relations: tuple[Relation, ...]
