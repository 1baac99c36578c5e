"""Uses beside the place in question: nearest first, counted by result, weighed for the rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from queries.fit.near import Near
from queries.fit.readiness import Gap
from queries.fit.rules import Weighed
from queries.outcomes.case import Case, Result

Nearness = Mapping[str, Near]  # by the IRI of a place

ORDER: tuple[Result, ...] = ("succeeded", "failed", "unclear")


@dataclass(frozen=True)
class Precedent:
    """A use that stands beside the place in question; `near` is None where nobody can compare."""

    case: Case
    near: Near | None

    @property
    def similar(self) -> bool:
        """Whether it was in a similar place."""
        return self.near is not None and self.near.similar


@dataclass(frozen=True)
class Counts:
    """Uses by result, those with a result in similar places, and the independent units of each."""

    worked: int
    did_not: int
    unclear: int
    similar: int
    units_worked: int
    units_did_not: int


def place_cases(cases: Iterable[Case], nearness: Nearness) -> tuple[Precedent, ...]:
    """Uses with how near their places are: those that worked, that failed, that are unclear.

    Each nearest first, with those that nobody can compare last.
    """
    placed = [Precedent(case, _nearest(case, nearness)) for case in cases]
    return tuple(sorted(placed, key=_rank))


def _nearest(case: Case, nearness: Nearness) -> Near | None:
    known = [nearness[place.iri] for place in case.places if place.iri in nearness]
    return min(known, key=lambda near: near.rank, default=None)


def _rank(one: Precedent) -> tuple[int, bool, int, str]:
    near = one.near
    return ORDER.index(one.case.result), near is None, near.rank if near else 0, one.case.use.iri


def count(precedents: Sequence[Precedent]) -> Counts:
    """How many of each there are."""
    results = [one.case.result for one in precedents]
    return Counts(
        worked=results.count("succeeded"),
        did_not=results.count("failed"),
        unclear=results.count("unclear"),
        similar=sum(one.similar for one in precedents if one.case.result != "unclear"),
        units_worked=len(_units(precedents, "succeeded")),
        units_did_not=len(_units(precedents, "failed")),
    )


def weigh(precedents: Sequence[Precedent], gaps: Sequence[Gap]) -> Weighed:
    """What the rules look at."""
    alike = [one for one in precedents if one.similar]
    needed = [gap for gap in gaps if gap.need.weight != "named"]
    by_state = {
        state: tuple(gap.need.condition.called for gap in needed if gap.state == state)
        for state in ("have", "lack", "unknown")
    }
    return Weighed(
        worked=_units(precedents, "succeeded"),
        failed=_units(precedents, "failed"),
        worked_alike=_units(alike, "succeeded"),
        failed_alike=_units(alike, "failed"),
        compared=any(_comparable(one) for one in precedents if one.case.result != "unclear"),
        had=by_state["have"],
        lacking=by_state["lack"],
        open=by_state["unknown"],
        decisive=tuple(
            gap.need.condition.called for gap in gaps if gap.state == "lack" and gap.need.decisive
        ),
    )


def _comparable(one: Precedent) -> bool:
    return one.near is not None and one.near.enough


def _units(precedents: Iterable[Precedent], result: Result) -> frozenset[str]:
    return frozenset(one.case.unit.iri for one in precedents if one.case.result == result)
