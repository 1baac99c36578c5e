"""Contradictions: an innovation that worked in one use and not in another, and what differs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Literal

from queries.outcomes.case import Case, Evidence, Finding, Named

Likeness = Literal["sameContext", "otherContext", "notRecorded"]
LIKENESS: tuple[Likeness, ...] = ("sameContext", "notRecorded", "otherContext")


@dataclass(frozen=True)
class Contradiction:
    """Two uses, or one, of an innovation with opposite findings of one level, and what differs.

    `conditions` are those known of both whose state differs, with both states; `unknown` those
    known of one alone. `only_one` and `only_other` are contexts recorded of one alone. An evidence
    part stands in `evidence` where the two differ in it.
    """

    innovation: Named
    level: str
    succeeded: Case
    failed: Case
    worked: tuple[Finding, ...]
    did_not: tuple[Finding, ...]
    likeness: Likeness
    conditions: Mapping[str, tuple[str, str]]
    unknown: tuple[str, ...]
    only_one: tuple[Named, ...]
    only_other: tuple[Named, ...]
    evidence: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]

    @property
    def same_measure(self) -> bool:
        """Whether some measure is one that both findings are of."""
        measures = {one.measure for one in self.worked} & {one.measure for one in self.did_not}
        return bool(measures - {None})


def find_contradictions(cases: Iterable[Case]) -> list[Contradiction]:
    """All pairs of a use that worked and one that did not, by innovation and level.

    Those in like contexts stand first, then those that differ in fewer conditions.
    """
    worked: dict[tuple[str, str], list[tuple[Case, tuple[Finding, ...]]]] = {}
    failed: dict[tuple[str, str], list[tuple[Case, tuple[Finding, ...]]]] = {}
    for case in cases:
        for level in sorted({one.level for one in case.findings if one.level}):
            key = case.innovation.iri, level
            for into, result in ((worked, "succeeded"), (failed, "failed")):
                if found := tuple(one for one in _of(case, level) if one.result == result):
                    into.setdefault(key, []).append((case, found))
    pairs = [
        _compare(key[1], one, other)
        for key in sorted(worked.keys() & failed.keys())
        for one, other in product(worked[key], failed[key])
    ]
    return sorted(pairs, key=_order)


def _of(case: Case, level: str) -> Iterator[Finding]:
    return (one for one in case.findings if one.level == level)


def _order(pair: Contradiction) -> tuple[int, int, str, str, str]:
    near = LIKENESS.index(pair.likeness)
    return near, len(pair.conditions), pair.succeeded.use.iri, pair.failed.use.iri, pair.level


def _compare(
    level: str, one: tuple[Case, tuple[Finding, ...]], other: tuple[Case, tuple[Finding, ...]]
) -> Contradiction:
    (success, worked), (failure, did_not) = one, other
    both = success.states.keys() & failure.states.keys()
    states = {c: (success.states[c].state, failure.states[c].state) for c in sorted(both)}
    return Contradiction(
        innovation=success.innovation,
        level=level,
        succeeded=success,
        failed=failure,
        worked=worked,
        did_not=did_not,
        likeness=_likeness(success, failure),
        conditions={c: pair for c, pair in states.items() if pair[0] != pair[1]},
        unknown=tuple(sorted(success.states.keys() ^ failure.states.keys())),
        only_one=_only(success.contexts, failure.contexts),
        only_other=_only(failure.contexts, success.contexts),
        evidence=_evidence(worked, did_not),
    )


def _likeness(one: Case, other: Case) -> Likeness:
    """Whether the two share a place or a context, by its name: documents name their own."""
    if one.use == other.use:
        return "sameContext"
    near, far = (_names((*case.places, *case.contexts)) for case in (one, other))
    if not near or not far:
        return "notRecorded"
    return "sameContext" if near & far else "otherContext"


def _names(found: Iterable[Named]) -> set[str]:
    return {named.called.casefold() for named in found}


def _only(these: Iterable[Named], those: Iterable[Named]) -> tuple[Named, ...]:
    known = _names(those)
    return tuple(named for named in these if named.called.casefold() not in known)


def _evidence(
    worked: Iterable[Finding], did_not: Iterable[Finding]
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    one, other = (_parts(found) for found in (worked, did_not))
    return {name: (one[name], other[name]) for name in one if one[name] != other[name]}


def _parts(findings: Iterable[Finding]) -> dict[str, tuple[str, ...]]:
    known: list[Evidence] = [one.evidence for one in findings if one.evidence]
    return {
        "design": _distinct(one.design for one in known),
        "independence": _distinct(one.independence for one in known),
        "comparator": _distinct(one.comparator for one in known),
    }


def _distinct(parts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({part for part in parts if part}))
