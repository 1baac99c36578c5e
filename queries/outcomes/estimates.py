"""Estimates that are told more than once: what is said to be the same counts once.

Two figures that merely look alike are proposed as perhaps the same, for a person to judge, and are
never taken together by the program.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from queries.catalogue import Cell
from queries.outcomes.case import Case, Finding
from queries.outcomes.findings import conclude

VALUES = ("changeValue", "followUpValue")


@dataclass(frozen=True)
class Alike:
    """Two observations that may be the same estimate, and the figure that they share."""

    one: Finding
    other: Finding
    value: Cell
    unit: str | None


def group_estimates(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """The findings by what they are an estimate of: those said to be the same, together.

    Each group starts with the one that counts: a clear one before an unclear one, then the one
    that others are said to repeat. A finding that repeats nothing is a group of its own.
    """
    found = {one.node.iri: one for one in findings}
    heads = {iri: iri for iri in found}

    def head(iri: str) -> str:
        while heads[iri] != iri:
            iri = heads[iri]
        return iri

    for one in found.values():
        for other in one.same_as:
            if other in heads:
                low, high = sorted((head(one.node.iri), head(other)))
                heads[high] = low
    groups: dict[str, list[Finding]] = {}
    for iri in sorted(found):
        groups.setdefault(head(iri), []).append(found[iri])
    return [tuple(sorted(groups[iri], key=_first)) for iri in sorted(groups)]


def _first(one: Finding) -> tuple[bool, bool, str]:
    return one.result == "unclear", bool(one.same_as), one.node.iri


def count_once(cases: Iterable[Case]) -> list[Case]:
    """The cases, where an estimate told again of another use is unclear there, saying why."""
    found = list(cases)
    home = {one.node.iri: case for case in found for one in case.findings if one.measure}
    again: dict[str, Case] = {}
    for group in group_estimates(one for case in found for one in case.findings if one.measure):
        first = home[group[0].node.iri]
        again |= {one.node.iri: first for one in group[1:] if home[one.node.iri].use != first.use}
    return [_without(case, again) for case in found] if again else found


def _without(case: Case, again: Mapping[str, Case]) -> Case:
    if not any(one.node.iri in again for one in case.findings):
        return case
    findings = tuple(
        _told_again(one, again[one.node.iri]) if one.node.iri in again else one
        for one in case.findings
    )
    result, because = conclude(findings, "it")
    return replace(case, findings=findings, result=result, because=because)


def _told_again(one: Finding, first: Case) -> Finding:
    where = first.use.called
    because = f"it is told again here, and counts with the first: {where}"
    return replace(one, result="unclear", because=because, way=None)


def propose_same(cases: Iterable[Case]) -> list[Alike]:
    """Pairs of observations of one innovation that share level, value, unit and number of units.

    Those that are already said to be the same are left out, and so are two measures of one
    document, which tells them apart itself.
    """
    found = [(case.innovation.iri, one) for case in cases for one in case.findings if one.measure]
    heads = {group[0].node.iri for group in group_estimates(one for _, one in found)}
    pairs: dict[tuple[str, str], Alike] = {}
    for key, alike in _by_figure(pair for pair in found if pair[1].node.iri in heads).items():
        for one, other in combinations(alike, 2):
            if _told_apart(one, other):
                continue
            unit = key[3] if isinstance(key[3], str) else None
            pairs[one.node.iri, other.node.iri] = Alike(one, other, key[2], unit)
    return [pairs[pair] for pair in sorted(pairs)]


def _told_apart(one: Finding, other: Finding) -> bool:
    """Whether one document has both, of measures that differ."""
    homes = {found.node.iri.rpartition("/")[0] for found in (one, other)}
    return len(homes) == 1 and one.measure != other.measure


def _by_figure(
    found: Iterable[tuple[str, Finding]],
) -> Mapping[tuple[Cell, ...], list[Finding]]:
    alike: dict[tuple[Cell, ...], list[Finding]] = {}
    for innovation, one in sorted(found, key=lambda pair: pair[1].node.iri):
        values = {one.facts[name] for name in VALUES}
        for value in (value for value in values if isinstance(value, int | Decimal)):
            key = (innovation, one.level, value, one.facts["unit"], one.facts["n"])
            alike.setdefault(key, []).append(one)
    return alike
