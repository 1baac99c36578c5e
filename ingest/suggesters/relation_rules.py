"""The rules by which two suggestions are joined, read from data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.suggesters.statements.lexicon import Words, read_rules
from ontology.terms import WW, load_ontology

RULES = sorted(Path(__file__).parent.glob("relations*.yaml"))
_PATTERNS = ("between", "lead", "says")


@dataclass(frozen=True)
class Rule:
    """How two suggestions stand to each other where words say that one is so to the other.

    The fields are explained at the head of `relations.yaml`.
    """

    name: str
    predicate: str
    subject: frozenset[str]
    object: frozenset[str]
    place: str
    between: Words | None = None
    lead: Words | None = None
    says: Words | None = None
    mood: str = ""
    modality: str = "asserted"


@cache
def read_relation_rules() -> tuple[Rule, ...]:
    """The rules in the order of their files."""
    return tuple(_read(raw) for path in RULES for raw in read_rules(path)["rules"])


@cache
def rules_between(subject: str, object_: str) -> tuple[Rule, ...]:
    """The rules that may join a suggestion of one class to one of the other."""
    return tuple(
        rule for rule in read_relation_rules() if subject in rule.subject and object_ in rule.object
    )


def rules_of(places: Iterable[str]) -> Iterator[Rule]:
    """The rules for objects in one of these places."""
    return (rule for rule in read_relation_rules() if rule.place in places)


def _read(raw: Mapping[str, Any]) -> Rule:
    given = {key: value for key, value in raw.items() if key not in {"example", "says_example"}}
    patterns = {key: Words(raw[key]) for key in _PATTERNS if key in raw}
    kinds = {key: frozenset(_with_narrower(raw[key])) for key in ("subject", "object")}
    return Rule(**{**given, **patterns, **kinds})


def _with_narrower(kinds: Sequence[str]) -> Iterator[str]:
    """The classes and all that fall under them."""
    wide = {WW + kind for kind in kinds}
    for name, kind in load_ontology().kinds.items():
        if name in kinds or wide.intersection(kind.above):
            yield name
