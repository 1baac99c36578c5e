"""Answers of would it work here as they are printed: for programs, and for people."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from api.answers.asking import Citation
from api.answers.card import make_card
from api.answers.fit import Answer
from queries.fit.answer import Axis
from queries.fit.near import Near
from queries.fit.people import Asking
from queries.fit.precedents import Counts, Precedent
from queries.fit.readiness import Found, Gap
from queries.outcomes.case import Finding, Named, Result

RESULTS: Mapping[Result, str] = {"succeeded": "worked", "failed": "didNot", "unclear": "unclear"}
Json = dict[str, object]


class Teller:
    """Tells the parts of one answer, each with the citations of its claims."""

    def __init__(self, citations: Mapping[str, Citation]) -> None:
        """Tell of an answer that has these citations."""
        self.citations = citations

    def cite(self, claims: Iterable[str]) -> list[object]:
        """The citations of claims, each with its claim."""
        known = [(claim, self.citations[claim]) for claim in claims if claim in self.citations]
        return [{"claim": claim, **asdict(found)} for claim, found in known]

    def precedent(self, one: Precedent) -> Json:
        """A use with its result, how near it is, its outcomes unpooled and its conditions."""
        case = one.case
        return {
            **name("use", case.use),
            "result": RESULTS[case.result],
            "because": case.because,
            "places": [list_named(place) for place in case.places],
            "unit": case.unit.iri,
            "unitKind": case.unit_kind,
            "likeness": likeness(one.near),
            "outcomes": [self.outcome(found) for found in case.findings],
            "conditions": [
                {
                    "condition": condition,
                    "conditionLabel": case.conditions.get(condition),
                    "state": state.state,
                    "citations": self.cite(state.claims),
                }
                for condition, state in sorted(case.states.items())
            ],
            "documents": [document.iri for document in case.documents],
            "citations": self.cite(case.claims),
        }

    def outcome(self, found: Finding) -> Json:
        """One outcome as its source has it."""
        return {
            **name("outcome", found.node),
            **name("measure", found.measure),
            "level": found.level,
            "result": RESULTS[found.result],
            "because": found.because,
            "facts": dict(found.facts),
            "citations": self.cite(found.claims),
        }

    def axis(self, axis: Axis) -> Json:
        """The uses on one axis; those here and around are in no count."""
        return {
            "counts": counts(axis.counts),
            "own": [self.precedent(one) for one in axis.own],
            "around": [self.precedent(one) for one in axis.around],
            "precedents": [self.precedent(one) for one in axis.precedents],
        }

    def gap(self, gap: Gap) -> Json:
        """A condition that matters, what the place has of it, and who says so."""
        need = gap.need
        voices = ("record",) * (gap.recorded is not None) + ("asker",) * (gap.asker is not None)
        return {
            **name("condition", need.condition),
            "state": gap.state,
            "statedBy": list(voices),
            "contradicted": gap.contradicted,
            "asker": gap.asker,
            "recorded": self.found(gap.recorded) if gap.recorded else None,
            "older": [self.found(one) for one in gap.older],
            "weight": need.weight,
            "successes": need.successes,
            "successesWith": need.successes_with,
            "failures": need.failures,
            "failuresWithout": need.failures_without,
            "neededBy": self.cite(need.claims),
            "citations": self.cite(gap.claims),
        }

    def found(self, one: Found) -> Json:
        """What was found of a condition in the place, on which day and by whom."""
        return {
            "state": one.state,
            **name("assessedFor", one.of),
            "assessedOn": one.on,
            "issued": one.told,
            **name("assessor", one.assessor),
            "citations": self.cite(one.claims),
        }

    def asking(self, one: Asking) -> Json:
        """A question with the post and the organisation to put it to, as published."""
        return {
            "question": one.question,
            "post": one.post.called if one.post else None,
            "organisation": one.organisation.called if one.organisation else None,
            "organisationIri": one.organisation.iri if one.organisation else None,
            "role": one.role,
            "source": one.source.iri if one.source else None,
            "citations": self.cite(one.claims),
        }


def answer_json(answer: Answer) -> Json:
    """The answer as the contract has it."""
    fit, teller = answer.fit, Teller(answer.citations)
    effect, adoption = teller.axis(fit.effect), teller.axis(fit.adoption)
    return {
        **name("innovation", fit.innovation),
        **name("place", fit.here.place),
        "sequence": answer.sequence,
        "axis": "effect",
        "verdict": fit.judged.verdict,
        "rule": fit.judged.rule,
        "reason": fit.judged.reason,
        "unknowns": [
            {
                "what": one.what,
                "basis": one.basis,
                "documents": [document.iri for document in one.documents],
                "citations": teller.cite(one.claims),
            }
            for one in fit.unknowns
        ],
        **effect,
        "gaps": [teller.gap(gap) for gap in fit.gaps],
        "adaptations": [
            {
                **name("adaptation", one.adaptation),
                **name("use", one.use),
                "own": one.own,
                "fromContext": one.from_context,
                "toContext": one.to_context,
                "citations": teller.cite(one.claims),
            }
            for one in fit.adaptations
        ],
        "adoption": adoption,
        "ask": [teller.asking(one) for one in fit.ask],
    }


def counts(found: Counts) -> Json:
    """Uses by result, those with a result in similar places, and independent units."""
    return {
        "worked": found.worked,
        "didNot": found.did_not,
        "unclear": found.unclear,
        "similar": found.similar,
        "unitsWorked": found.units_worked,
        "unitsDidNot": found.units_did_not,
    }


def likeness(near: Near | None) -> Json | None:
    """How like a place is, as similar has it; None where it cannot be said."""
    if near is None:
        return None
    return {**asdict(near), "differences": list(near.differences), "similar": near.similar}


def name(key: str, thing: Named | None) -> Json:
    """A thing by its IRI and its label."""
    return {key: thing.iri if thing else None, f"{key}Label": thing.called if thing else None}


def list_named(thing: Named) -> Json:
    """A thing in a list of such."""
    return {"id": thing.iri, "name": thing.label}


def print_fit(console: Console, answer: Answer) -> None:
    """An answer for people: its card, each line with the numbers of its sources."""
    card = make_card(answer)
    console.print(Text(f"{card.innovation} in {card.place}: {card.verdict}"), style="bold")
    console.print(Text(card.reason))
    for part in card.parts:
        console.print(Text(f"\n{part.heading}"), style="bold")
        if part.lead:
            console.print(Text(part.lead))
        for line in part.lines:
            numbers = sorted({mark.number for mark in line.marks})
            told = "".join(f" [{number}]" for number in numbers) or f" ({line.basis})"
            console.print(Text(f"  {line.text}{told if numbers or line.basis else ''}"))
        if not part.lines:
            console.print(Text(f"  {part.silence}"), style="dim")
    console.print(Text("\nSources"), style="bold")
    for source in card.sources:
        console.print(Text(f"  [{source.number}] {source.title}"))
