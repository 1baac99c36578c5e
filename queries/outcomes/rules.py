"""The rules by which an outcome, or a status, is a success, a failure or unclear.

Uptake is kept apart from effect as Proctor and others do, https://doi.org/10.1007/s10488-010-0319-7.
The trial of enhanced support for PReCePT, https://doi.org/10.1101/2022.05.20.22275244, is why a
result of a support strategy is none of what it supports: no more uptake under more support says
nothing against what is taken up.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from queries.catalogue import Cell
from queries.outcomes.case import Axis, Result, Way
from queries.outcomes.facts import Thing

LEVELS: Mapping[Axis, frozenset[str]] = {
    "effect": frozenset({"service", "health", "experience", "cost", "equity", "capability"}),
    "adoption": frozenset({"implementation"}),
}
OTHER: Mapping[Axis, Axis] = {"effect": "adoption", "adoption": "effect"}
STATUSES: Mapping[str, Result] = {
    "sustained": "succeeded",
    "adopted": "succeeded",
    "adoptedWithAdaptation": "succeeded",
    "abandoned": "failed",
    "notAdopted": "failed",
    "stopped": "failed",
}
OPEN = {  # why any other status leaves it open
    "launched": "it was launched, which is not yet use",
    "planned": "it was planned, which is not yet use",
    "underway": "it was under way, and whether it lasted is not said",
    "completed": "it came to its end, and whether its use went on is not said",
}
FIGURES = (
    "changeValue",
    "baselineValue",
    "followUpValue",
    "ciLow",
    "ciHigh",
    "pValue",
    "n",
    "unit",
)
RESTS_ON = ("changeValue", "baselineValue", "followUpValue", "direction", "compares")
JUDGED = (*FIGURES, "changeKind", "direction", "compares")
COMPARED = {
    "innovationVsUsual": "compared with usual practice",
    "strategyVsStrategy": "compared with another way of support",
    "beforeAfter": "compared with before",
}
RATIOS = frozenset({"ratio", "odds ratio", "risk ratio", "rate ratio", "hazard ratio"})
CHANCE = Decimal("0.05")  # what an interval of 95% leaves outside
OPPOSITE = {"increase": "decrease", "decrease": "increase"}
STATED = {"increase": "higher", "decrease": "lower", "noChange": "unchanged"}
BARE = "no figure is given"


@dataclass(frozen=True)
class Judgement:
    """What an outcome comes to, which way it went where that is clear, and why."""

    result: Result
    because: str
    way: Way | None = None


@dataclass(frozen=True)
class Movement:
    """Which way a measure moved, None where that is in `doubt`; what is `told` of it, in words."""

    direction: str | None
    told: str
    doubt: str | None = None


def judge_status(status: str) -> Judgement:
    """What a status of a use or of an attempt says of adoption."""
    result = STATUSES.get(status, "unclear")
    known = f"its status is {_spaced(status)}"
    return Judgement(result, known if result != "unclear" else OPEN.get(status, known))


def judge_outcome(seen: Thing, measure: Thing | None, use: Thing) -> Judgement:
    """What an observed outcome says, or every reason why it says nothing clear."""
    moved = find_movement(seen)
    desired = measure.text("desiredDirection") if measure else None
    doubts = list(_doubts(seen, measure, use))
    doubts += [moved.doubt] if moved.doubt else []
    if moved.direction in OPPOSITE and desired not in OPPOSITE:
        doubts.append("which way the measure should move is not known")
    if doubts:
        return Judgement("unclear", f"{'; '.join(doubts)} ({moved.told})")
    compared = COMPARED[str(seen.text("compares"))]
    if moved.direction == "noChange":
        return _unmoved(moved, desired, compared)
    if moved.direction == desired:
        return Judgement("succeeded", f"{moved.told}, as wanted ({compared})", "asWanted")
    return Judgement("failed", f"it went the other way: {moved.told} ({compared})", "otherWay")


def _unmoved(moved: Movement, desired: str | None, compared: str) -> Judgement:
    if desired == "noChange":
        return Judgement("unclear", "no change was wanted, and an absence of change shows little")
    return Judgement("failed", f"no change was found: {moved.told} ({compared})", "noChange")


def _doubts(seen: Thing, measure: Thing | None, use: Thing) -> Iterator[str]:
    if disputed := seen.disputed(JUDGED):
        yield f"documents differ on its {', '.join(_spaced(one) for one in disputed)}"
    if True in {one.value("anticipated") for one in (seen, measure) if one}:
        yield "it was foreseen and not observed"
    if measure is None or measure.text("outcomeLevel") is None:
        yield "the level of its measure is not known"
    compares = seen.text("compares")
    if compares not in COMPARED:
        bare = ", and no baseline is given" if seen.value("baselineValue") is None else ""
        yield f"what it is compared with is not stated{bare}"
    if compares == "strategyVsStrategy" and not use.of("concerns"):
        yield "it compares ways of support, and says nothing of what they support"


def find_movement(seen: Thing) -> Movement:
    """Which way the measure moved: from the figures, or as stated where there are none."""
    stated = seen.text("direction")
    figures = {name: _number(seen.value(name)) for name in FIGURES}
    ratio = seen.text("unit") in RATIOS
    told = _tell_figures(figures, seen)
    ways = set(_computed(figures, stated, ratio))
    if stated in {"mixed", "unclear"}:
        return Movement(None, told, f"the direction is told as {stated}")
    if len(ways) > 1:
        return Movement(None, told, "its figures contradict one another")
    computed = ways.pop() if ways else None
    if chance := _by_chance(figures, ratio):
        agreed = stated in (None, computed, "noChange") or computed is None
        return _unless(agreed, "noChange", f"{told}, which {chance}")
    if computed is None:
        return _stated(stated, told)
    return _unless(stated in (None, computed), computed, told)


def _unless(agreed: bool, direction: str, told: str) -> Movement:
    if agreed:
        return Movement(direction, told)
    return Movement(None, told, "the direction that is stated contradicts the figures")


def _stated(stated: str | None, told: str) -> Movement:
    if stated is None:
        return Movement(None, told, "which way it went is not stated")
    way = f"stated as {STATED[stated]}"
    return Movement(stated, f"{way}, without a figure" if told == BARE else f"{told}, {way}")


def _computed(
    figures: Mapping[str, Decimal | None], stated: str | None, ratio: bool
) -> Iterator[str]:
    """The directions that follow from the figures: none, one, or two that differ.

    A change is printed as an amount: a fall has a minus only where the source prints one, so that
    an amount above nothing has the direction that is stated.
    """
    change, before, after = (figures[name] for name in RESTS_ON[:3])
    if before is not None and after is not None:
        yield _sign(after - before)
    if change is None:
        return
    if ratio or change <= 0:
        yield _sign(change - (1 if ratio else 0))
    elif stated == "noChange":
        yield "increase"
    elif stated is not None:
        yield stated


def _sign(difference: Decimal) -> str:
    return "noChange" if difference == 0 else "increase" if difference > 0 else "decrease"


def _by_chance(figures: Mapping[str, Decimal | None], ratio: bool) -> str | None:
    """Why a change cannot be told from none; an interval counts where it is that of the change."""
    low, high, p = figures["ciLow"], figures["ciHigh"], figures["pValue"]
    change = figures["changeValue"]
    before, after = figures["baselineValue"], figures["followUpValue"]
    if change is None and before is not None and after is not None:
        change = after - before
    if low is not None and high is not None and change is not None:
        none = 1 if ratio else 0
        if low <= none <= high and low <= change <= high:
            return "holds no change"
        return None
    return "may be chance" if p is not None and p >= CHANCE else None


def _tell_figures(figures: Mapping[str, Decimal | None], seen: Thing) -> str:
    """The figures in a few words: a level alone is no change, and per cent are not points."""
    unit = seen.text("unit")
    change, before, after = (figures[name] for name in RESTS_ON[:3])
    low, high, p = figures["ciLow"], figures["ciHigh"], figures["pValue"]
    level = None if after is None else _amount(after, unit)
    told = [
        f"from {_amount(before, unit)} to {level}" if before is not None and level else None,
        _tell_change(change, seen) if change is not None else None,
        level if before is None else None,
        f"p = {p}" if p is not None else None,
        f"interval from {low} to {high}" if low is not None and high is not None else None,
    ]
    return ", ".join(part for part in told if part) or BARE


def _tell_change(change: Decimal, seen: Thing) -> str:
    """A change, which is a difference where it is set against others and not against before."""
    of = "change" if seen.text("compares") in (None, "noneStated", "beforeAfter") else "difference"
    unit, kind = seen.text("unit"), seen.text("changeKind")
    if kind == "absolutePercentagePoints":
        return f"a {of} of {_amount(change, 'percentage points')}"
    relative = "relative " if kind == "relative" else ""
    open_ = ", points or relative not stated" if unit == "%" and kind == "notStated" else ""
    return f"a {relative}{of} of {_amount(change, unit)}{open_}"


def _amount(value: Decimal, unit: str | None) -> str:
    return f"{value:,f}%" if unit == "%" else f"{value:,f} {unit}" if unit else f"{value:,f}"


def _spaced(name: str) -> str:
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _number(cell: Cell) -> Decimal | None:
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal):
        return None
    return Decimal(cell)
