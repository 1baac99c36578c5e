"""Contrasts: a success beside the failure that is most like it, and what differs on record.

Mill's method of difference, made soft: failures are ranked by known differences and unknowns
together, so that none is chosen because little of it was assessed. A difference is the only one
recorded, never a cause. Mill's method of agreement: what all successes have, as far as is known.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from queries.outcomes.case import Case
from queries.transfer.matrix import Matrix, know

LEAST_KNOWN = 3  # conditions that must be known of both
LEAST_SHARE = 0.5  # of all conditions of the matrix, which must be known of both
LEAST_AGREEING = 2  # successes that have a condition, to say that they have it in common
DEGREES = {"absent": 0, "partly": 1, "present": 2}
Liken = Callable[[Case, Case], float | None]


@dataclass(frozen=True)
class Contrast:
    """A success beside a failure: in which conditions they differ, agree, or are not known of both.

    `similarity` is that of their places, None where it is not known. Pairs of which too little is
    known are not `comparable`: nothing is counted of them.
    """

    success: Case
    failure: Case
    differing: tuple[str, ...]
    agreeing: tuple[str, ...]
    unknown: tuple[str, ...]
    similarity: float | None

    @property
    def known(self) -> int:
        """How many conditions are known of both."""
        return len(self.differing) + len(self.agreeing)

    @property
    def comparable(self) -> bool:
        """Whether enough is known of both."""
        of = self.known + len(self.unknown)
        return self.known >= LEAST_KNOWN and self.known >= LEAST_SHARE * of

    @property
    def strict(self) -> bool:
        """Whether there is one recorded difference, and nothing unknown."""
        return self.comparable and len(self.differing) == 1 and not self.unknown


@dataclass(frozen=True)
class Lift:
    """In how many contrasts a condition differs, more there in the success or in the failure.

    `units` counts the units of these successes: sites of one programme have one voice.
    """

    condition: str
    for_success: int
    for_failure: int
    units: int

    @property
    def votes(self) -> int:
        """What is left when the one is set against the other."""
        return self.for_success - self.for_failure


@dataclass(frozen=True)
class Agreement:
    """A condition that is present in all successes of which it is known: in so many of so many.

    Of failures it is told in how many it is present, of those of which it is known.
    """

    condition: str
    present: int
    successes: int
    unknown: int
    failures_present: int
    failures_known: int


def find_contrasts(matrix: Matrix, liken: Liken) -> tuple[Contrast, ...]:
    """For each success the failure that is most like it: one that compares, where there is one."""
    failures = matrix.of("failed")
    pairs = [
        [contrast(matrix.conditions, (success, failure), liken) for failure in failures]
        for success in matrix.of("succeeded")
    ]
    return tuple(min(some, key=_rank) for some in pairs if some)


def contrast(conditions: Sequence[str], pair: tuple[Case, Case], liken: Liken) -> Contrast:
    """A success and a failure side by side."""
    sides = {one: (know(pair[0], one), know(pair[1], one)) for one in conditions}
    return Contrast(
        success=pair[0],
        failure=pair[1],
        differing=tuple(one for one, (a, b) in sides.items() if a and b and a != b),
        agreeing=tuple(one for one, (a, b) in sides.items() if a and a == b),
        unknown=tuple(one for one, (a, b) in sides.items() if not (a and b)),
        similarity=liken(*pair),
    )


def _rank(one: Contrast) -> tuple[bool, int, float, int, str]:
    similarity = -1.0 if one.similarity is None else one.similarity
    apart = len(one.differing) + len(one.unknown)
    return not one.comparable, apart, -similarity, -one.known, one.failure.use.iri


def count_lifts(contrasts: Sequence[Contrast]) -> tuple[Lift, ...]:
    """The votes of comparable contrasts for each condition that differs in one, the most first."""
    counted = [one for one in contrasts if one.comparable]
    conditions = sorted({name for one in counted for name in one.differing})
    lifts = [_count(name, [one for one in counted if name in one.differing]) for name in conditions]
    return tuple(sorted(lifts, key=lambda lift: (-abs(lift.votes), -lift.units, lift.condition)))


def _count(condition: str, differing: Sequence[Contrast]) -> Lift:
    more = sum(
        _degree(one.success, condition) > _degree(one.failure, condition) for one in differing
    )
    units = {one.success.unit.iri for one in differing}
    return Lift(condition, more, len(differing) - more, len(units))


def _degree(case: Case, condition: str) -> int:
    return DEGREES[know(case, condition) or "absent"]


def find_agreements(matrix: Matrix) -> tuple[Agreement, ...]:
    """The conditions that no success is known to lack and at least two are known to have."""
    found = []
    for condition in matrix.conditions:
        states = [know(case, condition) for case in matrix.of("succeeded")]
        others = [know(case, condition) for case in matrix.of("failed")]
        known = [state for state in states if state]
        if len(known) >= LEAST_AGREEING and set(known) == {"present"}:
            found.append(
                Agreement(
                    condition=condition,
                    present=len(known),
                    successes=len(states),
                    unknown=states.count(None),
                    failures_present=others.count("present"),
                    failures_known=len(others) - others.count(None),
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.present, one.condition)))
