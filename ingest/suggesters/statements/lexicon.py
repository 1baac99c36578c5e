"""Patterns as rule files write them: a space is any white space, <name> one of the named words."""

import re
from collections.abc import Mapping
from functools import cache
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


@cache
def compile_words(pattern: str) -> re.Pattern[str]:
    """The pattern of some words of a rule, in any case."""
    spelt = _NAMED.sub(lambda named: f"(?:{read_rules(WORDS)[named[1]]})", pattern)
    return re.compile(spelt.replace(" ", r"\s+"), re.IGNORECASE)
