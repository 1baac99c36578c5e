"""Readiness: the conditions that matter for an innovation, and what a place has of each.

A condition matters where uses that worked had it, where one that failed lacked it, or where the
documents name it. What the place has is what was found of the place itself or of the body that
covers it, and what the asker says; both are shown where they differ, and neither wins.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from queries.catalogue import Ask, Cell
from queries.fit.rules import SHARED, TWO
from queries.outcomes.case import Case, Named

Held = Literal["have", "lack", "unknown"]
Weight = Literal["all", "most", "named"]
Cells = Mapping[str, Cell]

HELD: Mapping[str, Held] = {
    "present": "have",
    "partly": "lack",  # what is not there yet has to be added
    "absent": "lack",
    "conflicting": "unknown",
}


@dataclass(frozen=True)
class Found:
    """What was found of a condition in a place: by whom, and on which day, None where not told.

    Where the day of the judgement is not stated, `told` is the date of the document.
    """

    state: str
    of: Named
    on: str | None
    told: str | None
    assessor: Named | None
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Need:
    """A condition that matters, with the independent units that had it or did without.

    `weight` is `all` or `most` where at least two successful units tell of it and all or most of
    them had it, else `named`.
    """

    condition: Named
    weight: Weight
    successes: int
    successes_with: int
    successes_without: int
    failures: int
    failures_without: int
    claims: tuple[str, ...]

    @property
    def decisive(self) -> bool:
        """Whether lacking it tells: enough successes had it, none did without, failures lacked."""
        return (
            self.successes_with >= SHARED
            and not self.successes_without
            and self.failures_without >= TWO
        )


@dataclass(frozen=True)
class Told:
    """What the asker says the place has and lacks, by the IRIs of conditions."""

    have: frozenset[str] = frozenset()
    lack: frozenset[str] = frozenset()

    def state(self, condition: str) -> Held | None:
        """What the asker says of one; None where nothing."""
        if condition in self.have:
            return "have"
        return "lack" if condition in self.lack else None


@dataclass(frozen=True)
class Gap:
    """A condition that matters, and what the place has of it.

    `asker` and `recorded` are the two voices, None where one is silent; where they differ the
    state is unknown. `older` are earlier findings, the latest first.
    """

    need: Need
    state: Held
    asker: Held | None = None
    recorded: Found | None = None
    older: tuple[Found, ...] = ()
    contradicted: bool = False

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that the state rests on."""
        return self.recorded.claims if self.recorded else ()


@dataclass
class _Tally:
    label: str | None = None
    by_state: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    claims: dict[str, None] = field(default_factory=dict)

    def units(self, result: str, *states: str) -> set[str]:
        found = (self.by_state.get((result, state), set()) for state in states)
        return set().union(*found)


def named(cells: Cells, name: str) -> Named | None:
    """The thing in a column with its label; None where the cell is empty."""
    if cells[name] is None:
        return None
    label = cells.get(f"{name}Label")
    return Named(str(cells[name]), str(label) if label is not None else None)


def text(cell: Cell) -> str | None:
    """A cell as text; None where it is empty."""
    return None if cell is None else str(cell)


def list_needs(ask: Ask, innovation: str, place: str, cases: Sequence[Case]) -> list[Need]:
    """The conditions that matter for an innovation, those that most successes had first.

    Cases are the uses elsewhere. Conditions that documents on the innovation assess or advise, of
    it or of the place, are among them.
    """
    tallies: dict[str, _Tally] = {}
    for case in cases:
        for condition, state in case.states.items():
            tally = tallies.setdefault(condition, _Tally())
            tally.label = case.conditions.get(condition)
            tally.by_state.setdefault((case.result, state.state), set()).add(case.unit.iri)
            tally.claims.update(dict.fromkeys(state.claims))
    for what, claim in _mentioned(ask, innovation, place):
        tally = tallies.setdefault(what.iri, _Tally())
        tally.label = what.label
        tally.claims[claim] = None
    needs = [_need(condition, tally) for condition, tally in tallies.items()]
    return sorted(needs, key=_rank)


def _mentioned(ask: Ask, innovation: str, place: str) -> Iterable[tuple[Named, str]]:
    """The conditions that documents on an innovation assess or advise, each with its claim."""
    assessed = (
        ask("conditions", innovation=innovation),
        ask("readiness", innovation=innovation, place=place),
    )
    for cells in (cells for rows in assessed for cells in rows.by_column()):
        if condition := named(cells, "condition"):
            yield condition, str(cells["claim"])
    for cells in ask("planned", innovation=innovation).by_column():
        if str(cells["predicate"]).endswith("#condition") and (what := named(cells, "object")):
            yield what, str(cells["claim"])


def _need(condition: str, tally: _Tally) -> Need:
    present = tally.units("succeeded", "present")
    without = tally.units("succeeded", "absent", "partly", "conflicting")
    told = present | without
    weight: Weight = "named"
    if len(told) >= TWO and not without:
        weight = "all"
    elif len(told) >= TWO and len(present) > len(without):
        weight = "most"
    lacking = tally.units("failed", "absent", "partly")
    return Need(
        condition=Named(condition, tally.label),
        weight=weight,
        successes=len(told),
        successes_with=len(present),
        successes_without=len(without),
        failures=len(tally.units("failed", "present", "conflicting") | lacking),
        failures_without=len(lacking),
        claims=tuple(tally.claims),
    )


def _rank(need: Need) -> tuple[int, int, int, str]:
    order = ("all", "most", "named").index(need.weight)
    return order, -need.successes_with, -need.failures_without, need.condition.label or ""


def read_findings(ask: Ask, place: str) -> dict[str, tuple[Found, ...]]:
    """What was found of each condition in a place or the body that covers it, the latest first.

    The day is that of the judgement, or where it is not stated that of the document; what has
    neither counts as oldest.
    """
    found: dict[str, list[Found]] = {}
    for cells in ask("readiness", place=place).by_column():
        of = named(cells, "assessedFor")
        assert of is not None  # noqa: S101 — the question never leaves it open
        one = Found(
            state=str(cells["state"]),
            of=of,
            on=text(cells["assessedOn"]),
            told=text(cells["issued"]),
            assessor=named(cells, "assessor"),
            claims=(str(cells["claim"]),),
        )
        found.setdefault(str(cells["condition"]), []).append(one)
    return {
        condition: tuple(sorted(several, key=lambda one: (_day(one), one.claims), reverse=True))
        for condition, several in found.items()
    }


def _day(found: Found) -> str:
    return found.on or found.told or ""


def list_gaps(
    needs: Sequence[Need], findings: Mapping[str, Sequence[Found]], told: Told
) -> list[Gap]:
    """What a place has of each condition that matters: what it lacks first, then what is open."""
    gaps = [_gap(need, findings.get(need.condition.iri, ()), told) for need in needs]
    order = ("lack", "unknown", "have")
    return sorted(gaps, key=lambda gap: (order.index(gap.state), _rank(gap.need)))


def _gap(need: Need, findings: Sequence[Found], told: Told) -> Gap:
    asker = told.state(need.condition.iri)
    if not findings:
        return Gap(need, asker or "unknown", asker)
    latest = findings[0]
    same_day = [one for one in findings if _day(one) == _day(latest)]
    states: set[Held] = {HELD[one.state] for one in same_day}
    held: Held = states.pop() if len(states) == 1 else "unknown"
    contradicted = asker is not None and asker != held
    return Gap(
        need=need,
        state="unknown" if contradicted else held,
        asker=asker,
        recorded=latest,
        older=tuple(findings[1:]),
        contradicted=contradicted,
    )
