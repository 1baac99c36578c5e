"""Whether independent origins agree that an innovation worked, and what regions contradict.

A document is one origin however many regions read it: those with one text, or one DOI, count once,
and what is told second hand counts as none. An estimate that is told again of another use was
taken out before (`queries.outcomes.estimates`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from queries.catalogue import Ask
from queries.outcomes.case import Axis, Case, Finding, Named
from queries.outcomes.read import read_cases

Verdict = Literal["agree", "disagree", "oneOrigin", "cannotSay"]
Side = Literal["succeeded", "failed", "mixed", "unclear"]
SECOND_HAND = "secondHand"


@dataclass(frozen=True)
class Origin:
    """What documents go back to: all that are one text, and the regions that tell of it."""

    documents: tuple[Named, ...]
    regions: tuple[str, ...]
    second_hand: bool


@dataclass(frozen=True)
class Voice:
    """What one origin found of an innovation on one level of outcomes, and the claims behind it."""

    origin: Origin
    side: Side
    uses: tuple[Named, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """What all origins found of an innovation on one level; those that cannot be told are there.

    It is `agree` where two independent origins or more found the same and none the opposite, and
    `disagree` where some found the opposite. Of one origin nobody can say either.
    """

    innovation: Named
    level: str
    voices: tuple[Voice, ...]

    @property
    def counted(self) -> tuple[Voice, ...]:
        """The independent origins whose result is clear."""
        return tuple(
            one
            for one in self.voices
            if one.side in {"succeeded", "failed"} and not one.origin.second_hand
        )

    @property
    def verdict(self) -> Verdict:
        """What it comes to."""
        sides = {one.side for one in self.counted}
        if len(sides) > 1:
            return "disagree"
        if len(self.counted) > 1:
            return "agree"
        return "oneOrigin" if sides else "cannotSay"

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that tell of the origins counted."""
        return tuple(sorted({region for one in self.counted for region in one.origin.regions}))


@dataclass(frozen=True)
class Statement:
    """A value that two documents give alike, or differently, of one thing."""

    subject: Named
    predicate: str
    one: str
    other: str
    documents: tuple[str, str]
    claims: tuple[str, str]

    @property
    def agrees(self) -> bool:
        """Whether both give the same value."""
        return self.one == self.other


@dataclass
class _Found:
    """What is known so far of one origin on one level."""

    sides: set[str] = field(default_factory=set)
    uses: set[Named] = field(default_factory=set)
    claims: dict[str, None] = field(default_factory=dict)


def find_agreement(
    ask: Ask, innovation: str | None = None, axis: Axis = "effect"
) -> list[Agreement]:
    """What origins agree on, of an innovation or of all, in order of innovation and level."""
    origins = read_origins(ask)
    found: dict[tuple[Named, str], dict[Origin, _Found]] = {}
    for case in read_cases(ask, innovation, axis=axis):
        for one in case.findings:
            if one.level:
                level = found.setdefault((case.innovation, one.level), {})
                _hear(level, case, one, origins)
    return [
        Agreement(named, level, tuple(_voices(heard)))
        for (named, level), heard in sorted(found.items())
    ]


def _hear(
    level: dict[Origin, _Found], case: Case, one: Finding, origins: Mapping[str, Origin]
) -> None:
    for document in one.documents:
        if origin := origins.get(document.iri):
            known = level.setdefault(origin, _Found())
            known.sides.add(one.result)
            known.uses.add(case.use)
            known.claims |= dict.fromkeys(one.claims)


def _voices(heard: Mapping[Origin, _Found]) -> Iterator[Voice]:
    for origin in sorted(heard, key=lambda one: one.documents):
        known = heard[origin]
        yield Voice(origin, _side(known.sides), tuple(sorted(known.uses)), tuple(known.claims))


def _side(sides: set[str]) -> Side:
    match sorted(sides - {"unclear"}):
        case ["succeeded"]:
            return "succeeded"
        case ["failed"]:
            return "failed"
        case []:
            return "unclear"
    return "mixed"


def read_origins(ask: Ask) -> dict[str, Origin]:
    """The origin of each document: those with one text or one DOI have the same."""
    named: dict[str, Named] = {}
    regions: dict[str, set[str]] = {}
    told: dict[str, set[str]] = {}
    groups: dict[str, set[str]] = {}
    for row in ask("origins").by_column():
        name = str(row["document"])
        named[name] = Named(name, _text(row["title"]))
        regions.setdefault(name, set()).add(str(row["region"]))
        told.setdefault(name, set()).add(str(row["coverage"]))
        _join(groups, [name, *(str(row[key]) for key in ("textSha256", "doi") if row[key])])
    found: dict[str, Origin] = {}
    for name in named:
        those = sorted(groups[name] & named.keys())
        where = {region for one in those for region in regions[one]}
        kinds = {kind for one in those for kind in told[one]}
        documents = tuple(named[one] for one in those)
        found[name] = Origin(documents, tuple(sorted(where)), kinds == {SECOND_HAND})
    return found


def _join(groups: dict[str, set[str]], names: list[str]) -> None:
    """Put some names, and all that each is in one group with, into one group."""
    joined = set(names).union(*(groups.get(name, ()) for name in names))
    groups |= dict.fromkeys(joined, joined)


def compare_statements(ask: Ask) -> list[Statement]:
    """What two documents say of one thing, alike or not; those that differ come first."""
    apart = (_statement(row) for row in ask("disagreements").by_column())
    alike = (_statement(row) for row in ask("agreements").by_column())
    return sorted(
        chain(apart, alike), key=lambda one: (one.agrees, one.subject, one.predicate, one.claims)
    )


def _statement(row: Mapping[str, object]) -> Statement:
    return Statement(
        subject=Named(str(row["subject"]), _text(row["subjectLabel"])),
        predicate=str(row["predicate"]).rpartition("#")[2],
        one=str(row.get("one", row.get("value"))),
        other=str(row.get("other", row.get("value"))),
        documents=(str(row["oneDocument"]), str(row["otherDocument"])),
        claims=(str(row["oneClaim"]), str(row["otherClaim"])),
    )


def _text(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None
