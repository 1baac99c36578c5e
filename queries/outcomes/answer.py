"""What worked where, in one answer: cases, and beside them all that tempers them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from queries.catalogue import Ask, Cell
from queries.gaps import EvidenceMap, Share, map_evidence, share
from queries.outcomes.case import Axis, Case, Finding, Named, Result
from queries.outcomes.contradictions import Contradiction, find_contradictions
from queries.outcomes.estimates import Alike, group_estimates, propose_same
from queries.outcomes.read import read_cases

Row = Mapping[str, Cell]
WAYS = ("negative", "null", "unclear", "asWanted")
RESULTS: tuple[Result, ...] = ("succeeded", "failed", "unclear")


@dataclass(frozen=True)
class Asked:
    """What is asked: the things by their IRIs, an outcome also by its level; None is for all."""

    innovation: str | None = None
    place: str | None = None
    outcome: str | None = None
    axis: Axis = "effect"


@dataclass(frozen=True)
class ForWhom:
    """The cases with some people named, or with none (`people` is None: not reported)."""

    people: Named | None
    focus: tuple[str, ...]
    results: Mapping[str, int]


@dataclass(frozen=True)
class Worked:
    """The cases that were asked for, and what is known beside them.

    `negatives`, `never_reported`, `shares` and `evidence` are of the innovation on the axis,
    whatever the place and outcome asked for, so that no narrow question hides a failure.
    `repeats` are findings that are one estimate and count once, `alike` those that may be.
    """

    asked: Asked
    cases: tuple[Case, ...]
    counts: Mapping[str, Mapping[str, int]]
    contradictions: tuple[Contradiction, ...]
    negatives: tuple[tuple[Case, Finding], ...]
    never_reported: tuple[Row, ...]
    for_whom: tuple[ForWhom, ...]
    repeats: tuple[tuple[Finding, ...], ...]
    alike: tuple[Alike, ...]
    evidence: EvidenceMap
    shares: Mapping[str, Share]


def find_worked(ask: Ask, asked: Asked) -> Worked:
    """What worked where; InvalidInput as `read_cases` has it."""
    cases = read_cases(ask, asked.innovation, asked.place, asked.outcome, asked.axis)
    every = cases
    if asked.place or asked.outcome:
        every = read_cases(ask, asked.innovation, axis=asked.axis)
    groups = group_estimates(_outcomes(every))
    unreported = ask("unreported", innovation=asked.innovation)
    return Worked(
        asked=asked,
        cases=tuple(cases),
        counts=count_cases(cases),
        contradictions=tuple(find_contradictions(cases)),
        negatives=tuple(
            (case, one) for case in every for one in case.findings if one.result == "failed"
        ),
        never_reported=tuple(
            dict(zip(unreported.columns, row, strict=True)) for row in unreported.rows
        ),
        for_whom=tuple(_for_whom(case for case in cases if not case.launched_only)),
        repeats=tuple(group for group in groups if len(group) > 1),
        alike=tuple(propose_same(every)),
        evidence=map_evidence(ask, asked.innovation),
        shares=_shares(every),
    )


def _outcomes(cases: Iterable[Case]) -> list[Finding]:
    return [one for case in cases for one in case.findings if one.measure]


def count_cases(cases: Iterable[Case]) -> dict[str, dict[str, int]]:
    """How many cases, units and estimates there are of each result.

    A unit has the result that all its clear findings agree on, else it is unclear: its sites are
    never added up. Estimates that are the same count once. What was only launched is no use.
    """
    every = list(cases)
    found = [case for case in every if not case.launched_only]
    units: dict[tuple[str, str], set[Result]] = {}
    for case in found:
        units.setdefault((case.innovation.iri, case.unit.iri), set()).update(case.clear)
    agreed: list[Result] = [
        next(iter(one)) if len(one) == 1 else "unclear" for one in units.values()
    ]
    groups = group_estimates(_outcomes(found))
    return {
        "cases": _tally(case.result for case in found)
        | {
            "mixed": sum(case.mixed for case in found),
            "launchedOnly": len(every) - len(found),
        },
        "units": _tally(agreed),
        "estimates": _tally(group[0].result for group in groups),
    }


def _tally(results: Iterable[Result]) -> dict[str, int]:
    counted = Counter(results)
    return {"all": counted.total(), **{result: counted[result] for result in RESULTS}}


def _for_whom(cases: Iterable[Case]) -> Iterable[ForWhom]:
    """Results by the people named; people are told apart by their name."""
    found: dict[str, list[tuple[Case, Named | None]]] = {}
    for case in cases:
        for people in case.populations or (None,):
            name = people.called if people else ""
            found.setdefault(name.casefold(), []).append((case, people))
    for name in sorted(found):
        focus = {part for case, _ in found[name] for part in case.focus}
        results = _tally(case.result for case, _ in found[name])
        yield ForWhom(found[name][0][1], tuple(sorted(focus)), results)


def _shares(cases: Iterable[Case]) -> dict[str, Share]:
    """How much of all that was found went the other way, changed nothing, or cannot be told."""
    found = [one for case in cases for one in case.findings]
    heads = [group[0] for group in group_estimates(one for one in found if one.measure)]
    ways = Counter(_way(one) for one in (*heads, *(one for one in found if not one.measure)))
    return {name: share(ways[name], ways.total()) for name in WAYS}


def _way(one: Finding) -> str:
    if one.way == "noChange":
        return "null"
    return {"succeeded": "asWanted", "failed": "negative", "unclear": "unclear"}[one.result]
