"""The rules of what is proposed as perhaps one thing, read from their file."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class ProposalRules:
    """The rules as data: the least likeness of names, words that tell nothing, and the keys."""

    least: float
    small: frozenset[str]
    common: int
    keys: tuple[str, ...]


@cache
def load_rules() -> ProposalRules:
    """The rules that come with the program."""
    raw = yaml.safe_load((files("queries.identity") / "rules.yaml").read_text("utf-8"))
    return ProposalRules(raw["least"], frozenset(raw["small"]), raw["common"], tuple(raw["keys"]))
