"""Matches: pairs of things that were decided on, or that carry one key of a register."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ontology.terms import SKOS
from queries.catalogue import Ask, Cell

EXACT = f"{SKOS}exactMatch"

Pair = frozenset[str]


@dataclass(frozen=True)
class Match:
    """What is held of two things: how they relate, or do not, and by whose word or which key.

    A match by `key` has the `code` that both carry, and no decision; `confidence` is from 0 to 1.
    """

    one: str
    one_label: str | None
    other: str
    other_label: str | None
    relation: str
    verdict: str
    justification: str | None
    confidence: Decimal | None
    key: str | None
    code: str | None
    decision: str | None

    @property
    def pair(self) -> Pair:
        """The two things, in no order."""
        return frozenset((self.one, self.other))

    @property
    def unites(self) -> bool:
        """Whether it says that the two are one."""
        return self.verdict == "accepted" and self.relation == EXACT

    @property
    def divides(self) -> bool:
        """Whether it says that the two are not one."""
        return self.verdict == "refused" and self.relation == EXACT and len(self.pair) > 1


@dataclass(frozen=True)
class Clusters:
    """Things that are one, by their members; `disputed` are matches that a refusal overrules."""

    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disputed: tuple[Match, ...] = ()

    def of(self, thing: str) -> tuple[str, ...]:
        """All that is one with a thing, itself among them, in order."""
        return self.members.get(thing, (thing,))


def read_matches(ask: Ask) -> tuple[Match, ...]:
    """All matches of a graph: decisions first, then those by a key."""
    found = [_match(row) for row in ask("matches").by_column()]
    return tuple(sorted(found, key=lambda one: (one.key or "", one.decision or "", one.one)))


def cluster(matches: Iterable[Match]) -> Clusters:
    """Put together what is one, step by step in the order given.

    A match that would make one of two things that a person refused is left out: no chain of other
    matches brings back what was refused.
    """
    told = list(matches)
    refused = {one.pair for one in told if one.divides}
    joined: dict[str, frozenset[str]] = {}
    disputed: list[Match] = []
    for match in told:
        if not match.unites:
            continue
        one, other = (joined.get(it, frozenset({it})) for it in (match.one, match.other))
        if refusals_between(one, other, refused):
            disputed.append(match)
        else:
            joined |= dict.fromkeys(one | other, one | other)
    return Clusters({it: tuple(sorted(those)) for it, those in joined.items()}, tuple(disputed))


def refusals_between(
    some: Iterable[str], others: Iterable[str], refused: Iterable[Pair]
) -> list[Pair]:
    """The refused pairs of which one is among some things and one among others."""
    left, right = frozenset(some), frozenset(others)
    return [it for it in refused if any(one in left and it - {one} <= right for one in it)]


def _match(row: Mapping[str, Cell]) -> Match:
    sure = row["confidence"]
    return Match(
        one=str(row["one"]),
        one_label=_text(row["oneLabel"]),
        other=str(row["other"]),
        other_label=_text(row["otherLabel"]),
        relation=str(row["relation"]),
        verdict=str(row["verdict"]),
        justification=_text(row["justification"]),
        confidence=Decimal(sure) if isinstance(sure, Decimal | int) else None,
        key=_text(row["key"]),
        code=_text(row["code"]),
        decision=_text(row["decision"]),
    )


def _text(cell: Cell) -> str | None:
    return cell if isinstance(cell, str) else None
