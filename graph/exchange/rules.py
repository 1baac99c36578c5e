"""The rules of what may leave, read from their file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ontology.terms import RDF, load_ontology


@dataclass(frozen=True)
class LeavingRules:
    """The rules as data; predicates are IRIs, patterns compiled.

    `smallest` and `largest` bound the counts of patients that are held back, both included.
    `licence` is that of what is shared; texts leave under `open_licences` alone.
    """

    smallest: int
    largest: int
    patients: frozenset[str]
    others: frozenset[str]
    rates: tuple[str, ...]
    counts: frozenset[str]
    alike: tuple[str, ...]
    compared: frozenset[str]
    across: tuple[str, ...]
    named: frozenset[str]
    unread: frozenset[str]
    allowed: frozenset[str]
    few: re.Pattern[str]
    name: re.Pattern[str]
    contacts: Mapping[str, re.Pattern[str]]
    licence: str
    open_licences: frozenset[str]
    reasons: Mapping[str, str]

    def is_small(self, count: float) -> bool:
        """Whether a count of patients is one that could give somebody away."""
        return self.smallest <= count <= self.largest


@cache
def load_leaving() -> LeavingRules:
    """The rules that come with the program."""
    raw: dict[str, Any] = yaml.safe_load((files("graph.exchange") / "leaving.yaml").read_text())
    iri = load_ontology().iri
    words = "|".join(sorted(raw["patients"]))
    return LeavingRules(
        smallest=raw["smallest"],
        largest=raw["largest"],
        patients=frozenset(raw["patients"]),
        others=frozenset(raw["others"]),
        rates=tuple(raw["rates"]),
        counts=frozenset(map(iri, raw["counts"])),
        alike=tuple(map(iri, raw["alike"])),
        compared=frozenset(map(iri, raw["compared"])),
        across=tuple(map(iri, raw["across"])),
        named=frozenset(map(iri, raw["named"])),
        unread=frozenset(map(iri, raw["unread"])),
        allowed=frozenset(
            {RDF + "type"} | {one.iri for one in load_ontology().properties.values()}
        ),
        few=re.compile(
            rf"{raw['number']} {raw['between']}(?:{words})\b{raw['share']}", re.IGNORECASE
        ),
        name=re.compile(raw["name"]),
        contacts={kind: re.compile(pattern) for kind, pattern in raw["contacts"].items()},
        licence=raw["licence"],
        open_licences=frozenset(raw["open"]),
        reasons=raw["reasons"],
    )
