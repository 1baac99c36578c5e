"""The other gold: facts with quotations, of texts that nobody marked throughout.

Only what is marked can be counted as found: a suggestion beside the quotations may well be right,
so there is a recall for each list and no precision.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.extraction.gold import fits, read_text, tables
from bench.extraction.scoring import HALF, Measure, carries, fold, part
from ingest.suggesters.suggestion import Suggestion

_SPELT = str.maketrans({"’": "'", "\u2018": "'", "“": '"', "”": '"', "–": "-", "•": " "})
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Fact:
    """Something a person read in a text, with the words it stands on."""

    text: str
    list_name: str
    label: str
    start: int
    end: int
    value: str | None
    simulated: bool


def read_facts(data: Path) -> dict[str, tuple[str, list[Fact]]]:
    """For each file its text and its facts, in the order of the file."""
    return {name: _read(data, name) for name in tables()["files"]}


def _read(data: Path, name: str) -> tuple[str, list[Fact]]:
    text = read_text(data, name)
    marked = json.loads((data / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    facts = [
        _fact(name, text, list_name, one)
        for list_name in tables()["facts"]
        for one in marked.get(list_name, ())
    ]
    return text, facts


def _fact(name: str, text: str, list_name: str, one: Mapping[str, Any]) -> Fact:
    start, end = locate(text, one["quote"])
    value = str(one["value"]) if "value" in one else None
    label = one.get("label") or one["what"]
    return Fact(name, list_name, label, start, end, value, one.get("kind") == "simulated")


def locate(text: str, quote: str) -> tuple[int, int]:
    """Where a quotation stands: white space and bullets are one space, quotes and dashes plain.

    Raises ValueError where it does not stand in the text.
    """
    spelt = [re.escape(word) for word in quote.translate(_SPELT).split()]
    found = re.search(r"\s+".join(spelt), text.translate(_SPELT))
    if not found:
        msg = f"not in the text: {quote!r}"
        raise ValueError(msg)
    return found.span()


def is_found(fact: Fact, found: Sequence[Suggestion], measure: Measure = part) -> bool:
    """Whether a suggestion of a fitting class has half of itself or of the quotation in it."""
    rule = tables()["facts"][fact.list_name]
    return any(
        any(fits(one.kind, kind) for kind in rule["kinds"])
        and measure((one.start, one.end), (fact.start, fact.end)) >= HALF
        and (fact.value is None or carries(one, fact.value))
        and (not rule["named"] or _alike(one.exact, fact.label))
        for one in found
    )


def _alike(words: str, label: str) -> bool:
    return bool(set(_WORD.findall(fold(words))) & set(_WORD.findall(fold(label))))
