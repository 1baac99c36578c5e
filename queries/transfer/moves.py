"""Moves: an innovation taken from one use to another, and how the two places differ on record."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from queries.outcomes.case import Case, Named
from queries.outcomes.facts import Thing

COMPLETED = frozenset({"adopted", "adoptedWithAdaptation", "sustained"})
LINKS = ("fromImplementation", "toImplementation", "transferStatus")


@dataclass(frozen=True)
class Apart:
    """How alike two places are, 0 to 1, how much of it is known, and the differences in words."""

    similarity: float | None
    coverage: float
    differences: tuple[str, ...]


Compare = Callable[[str, str], Apart | None]


@dataclass(frozen=True)
class Move:
    """An attempt to take an innovation elsewhere, with the claims that tell of it.

    `apart` compares the places of its two uses; None where one of them, or its figures, is not
    known.
    """

    attempt: Named
    status: str | None
    source: Named | None
    target: Named | None
    apart: Apart | None
    claims: tuple[str, ...]

    @property
    def completed(self) -> bool:
        """Whether the innovation was taken up."""
        return self.status in COMPLETED


def find_moves(things: Mapping[str, Thing], innovation: str, compare: Compare) -> tuple[Move, ...]:
    """The attempts of an innovation in order of their IRIs."""
    return tuple(
        _move(thing, things, compare)
        for thing in things.values()
        if thing.kind == "TransferAttempt" and innovation in thing.innovations
    )


def _move(attempt: Thing, things: Mapping[str, Thing], compare: Compare) -> Move:
    source, target = (_only(attempt.things(link)) for link in LINKS[:2])
    return Move(
        attempt=attempt.named,
        status=attempt.text("transferStatus"),
        source=source,
        target=target,
        apart=compare_places(_places(source, things), _places(target, things), compare),
        claims=attempt.claims(LINKS),
    )


def _only(found: tuple[Named, ...]) -> Named | None:
    return found[0] if len(found) == 1 else None


def _places(use: Named | None, things: Mapping[str, Thing]) -> tuple[Named, ...]:
    thing = things.get(use.iri) if use else None
    return thing.things("inArea") if thing else ()


def compare_places(one: Iterable[Named], other: Iterable[Named], compare: Compare) -> Apart | None:
    """How two uses' places differ; None unless each has one place."""
    pair = [
        place.iri for places in (list(one), list(other)) if len(places) == 1 for place in places
    ]
    return compare(*pair) if len(pair) == 2 else None  # noqa: PLR2004 — one of each


def liken_cases(compare: Compare) -> Callable[[Case, Case], float | None]:
    """The similarity of the places of two cases, None where it is not known."""

    def liken(one: Case, other: Case) -> float | None:
        apart = compare_places(one.places, other.places, compare)
        return apart.similarity if apart else None

    return liken
