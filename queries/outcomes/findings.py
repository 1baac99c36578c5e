"""Findings: an outcome or a status of a use, judged, with the claims it stands on."""

from collections.abc import Iterable, Iterator

from queries.outcomes.case import Evidence, Finding, Result
from queries.outcomes.facts import Thing
from queries.outcomes.rules import FIGURES, RESTS_ON, judge_outcome, judge_status

SHOWN = (*FIGURES, "changeKind", "direction", "compares")


def find_outcome(seen: Thing, measure: Thing | None, use: Thing) -> Finding:
    """What one observed outcome of a use comes to."""
    judged = judge_outcome(seen, measure, use)
    return Finding(
        node=seen.named,
        measure=measure.named if measure else None,
        level=measure.text("outcomeLevel") if measure else None,
        result=judged.result,
        because=judged.because,
        claims=seen.claims(RESTS_ON) or seen.claims(("ofImplementation",)),
        documents=seen.documents(),
        facts={name: seen.value(name) for name in SHOWN}
        | {"desiredDirection": measure.text("desiredDirection") if measure else None},
        way=judged.way,
        evidence=_evidence(seen),
        populations=seen.things("inPopulation"),
        same_as=tuple(named.iri for named in seen.things("sameEstimateAs")),
    )


def find_status(thing: Thing, predicate: str) -> Iterator[Finding]:
    """What each stated status of a use or of an attempt says; documents may differ."""
    for status in sorted({str(fact.value) for fact in thing.of(predicate)}):
        facts = [fact for fact in thing.of(predicate) if fact.value == status]
        judged = judge_status(status)
        yield Finding(
            node=thing.named,
            measure=None,
            level="implementation",
            result=judged.result,
            because=judged.because,
            claims=tuple(fact.claim for fact in facts),
            documents=tuple(sorted({fact.document for fact in facts}, key=lambda one: one.iri)),
            facts={predicate: status},
        )


def conclude(findings: Iterable[Finding], of: str) -> tuple[Result, str]:
    """The result of a case from its findings: one clear way, or unclear with the reason."""
    found = list(findings)
    clear: set[Result] = {one.result for one in found if one.result != "unclear"}
    if len(clear) > 1:
        both = (
            f"{result} in {', '.join(_called(one) for one in found if one.result == result)}"
            for result in sorted(clear, reverse=True)
        )
        return "unclear", f"mixed: {'; '.join(both)}"
    if clear:
        (result,) = clear
        return result, "; ".join(
            f"{_called(one)}: {one.because}" for one in found if one.result != "unclear"
        )
    if not found:
        return "unclear", f"no observed result on {of} is reported"
    return "unclear", "; ".join(f"{_called(one)}: {one.because}" for one in found)


def _called(found: Finding) -> str:
    named = found.measure or found.node
    return named.called


def _evidence(seen: Thing) -> Evidence:
    """Design, independence and comparator as stated; the role of who tells it stands apart."""
    told = [fact for name in RESTS_ON for fact in seen.of(name)]
    return Evidence(
        design=seen.text("evidenceType") or seen.text("evaluationDesign"),
        independence=seen.text("evaluatorIndependence"),
        asserter_roles=tuple(sorted({fact.role for fact in told if fact.role})),
        comparator=seen.text("compares"),
    )
