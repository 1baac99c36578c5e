"""Patterns as rule files write them: a space is any white space, <name> one of the named words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ingest.read import raw_documents

WORDS = Path(__file__).with_name("lexicon.yaml")
_NAMED = re.compile(r"<(\w+)>")


@cache
def read_rules(path: Path) -> Mapping[str, Any]:
    """What a file of rules that comes with the program holds."""
    (raw,) = raw_documents(path)
    if not isinstance(raw, dict):
        msg = f"{path}: is no table of rules"
        raise TypeError(msg)
    return raw


@cache
def read_words(name: str) -> frozenset[str]:
    """The words of one of the named lists."""
    return frozenset(read_rules(WORDS)[name].split("|"))


@dataclass(frozen=True)
class Words:
    """Some words of a rule, as its file writes them; they count in any case."""

    written: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds them, made when first asked for: many rules of a text are never asked."""
        spelt = _NAMED.sub(lambda named: f"(?:{read_rules(WORDS)[named[1]]})", self.written)
        return re.compile(spelt.replace(" ", r"\s+"), re.IGNORECASE)
