"""Answers to why an innovation transferred, as programs get them: JSON, and the matrix as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from api.answers.why import Answer, Counted
from api.present import guard_cell
from ontology.terms import WW
from queries.configurations.answer import tell
from queries.configurations.guard import ASSOCIATED, CHANCE, LEAST, TOO_FEW
from queries.configurations.sets import Need
from queries.outcomes.case import Case, Named
from queries.transfer.contrasts import Contrast
from queries.transfer.formulas import RULE
from queries.transfer.matrix import Matrix
from queries.transfer.moves import Apart, Move
from queries.transfer.narrative import tell_saying
from queries.transfer.necessity import Necessity
from queries.transfer.needs import list_needs
from queries.transfer.said import Adapting, Saying
from queries.transfer.why import Analysis, Why, name_of

Json = Mapping[str, object]
WORDS = {
    TOO_FEW: "too few",
    CHANCE: "not distinguishable from chance",
    ASSOCIATED: "associated",
}
RESULTS = ("succeeded", "failed", "unclear")


def answer_json(answer: Answer, counted: Counted) -> dict[str, object]:
    """The answer of the contract."""
    why, analysis = answer.why, answer.why.analysis
    matrix = analysis.matrix
    return {
        "innovation": why.wanted.innovation,
        "axis": why.wanted.axis,
        "outcome": why.wanted.outcome,
        "sequence": answer.sequence,
        "grade": analysis.grade,
        "words": WORDS[analysis.grade],
        "reason": give_reason(why),
        "analysis": _count(counted),
        "cases": len(matrix.cases),
        "units": len({case.unit.iri for case in matrix.cases}),
        "successes": len(matrix.of("succeeded")),
        "failures": len(matrix.of("failed")),
        "unclear": len(matrix.of("unclear")),
        "transfers": {
            "attempts": len(why.moves),
            "completed": sum(one.completed for one in why.moves),
        },
        "unitsByResult": {name: analysis.count_units(name) for name in RESULTS},
        "said": [_saying(one, answer) for one in why.said],
        "matrix": _matrix(matrix),
        "contrasts": [_contrast(one) for one in analysis.contrasts if one.comparable],
        "notComparable": [_contrast(one) for one in analysis.contrasts if not one.comparable],
        "lifts": [{**_camel(asdict(one)), "votes": one.votes} for one in analysis.lifts],
        "agreement": [_camel(asdict(one)) for one in analysis.agreements],
        "necessity": [_necessity(one) for one in analysis.necessity],
        "configurations": _configurations(analysis),
        "compared": [_move(one) for one in why.moves],
        "adaptations": [_adapting(one) for one in why.adaptations],
        "narrative": [
            {
                "about": one.about,
                "text": one.text,
                "clauses": [
                    {"text": clause.text, "claims": list(clause.claims)} for clause in one.clauses
                ],
            }
            for one in answer.sentences
        ],
        "wouldNeed": list_needs(why.wanted, analysis),
        "labels": {**matrix.labels, **_case_labels(matrix.cases)},
        "citations": {claim: asdict(found) for claim, found in answer.citations.items()},
    }


def give_reason(why: Why) -> str:
    """Why the grade is what it is."""
    analysis = why.analysis
    succeeded, failed = (analysis.count_units(name) for name in ("succeeded", "failed"))
    units = "unit succeeds" if succeeded == 1 else "units succeed"
    told = f"{succeeded} {units} and {failed} {'fails' if failed == 1 else 'fail'}"
    if min(succeeded, failed) < LEAST:
        completed = sum(one.completed for one in why.moves)
        transfers = "transfer is" if completed == 1 else "transfers are"
        told = f"{completed} completed {transfers} on record; {told}"
        return f"{told}: with fewer than {LEAST} of either nothing can be told from chance."
    formulas = analysis.formulas
    if formulas.solution is None:
        return f"{told}, but no condition is known of enough of them and differs."
    counts = formulas.guarded
    if counts.p is None:
        return (
            f"{told}, but of {counts.successes} and {counts.failures} alone all searched "
            f"conditions are known: at least {LEAST} of either are needed."
        )
    told += (
        f"; of {counts.arrangements} arrangements of the results over whole units a share of "
        f"{counts.p:.3f} does as well, and less than 0.05 is asked for"
    )
    withheld = f"; an association is withheld: {formulas.withheld}" if formulas.withheld else ""
    return f"{told}{withheld}."


def _count(counted: Counted) -> Json:
    number = counted.number
    return {
        "number": number,
        "ofInnovation": counted.of_innovation,
        "text": f"{ordinal(number)} analysis of this outcome",
    }


def ordinal(number: int) -> str:
    """A number in a row: 1st, 2nd, 3rd, 4th, 11th."""
    last = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else last}"


def _camel(fields: Mapping[str, object]) -> Json:
    return {_turn(name): value for name, value in fields.items()}


def _turn(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _case_labels(cases: Iterable[Case]) -> dict[str, str]:
    named = (one for case in cases for one in (case.use, case.unit, *case.places))
    return {one.iri: one.label for one in named if one.label}


def _named(named: Named | None) -> str | None:
    return named.iri if named else None


def _saying(one: Saying, answer: Answer) -> Json:
    found = answer.citations.get(one.claim)
    return {
        "claim": one.claim,
        "text": tell_saying(one).text,
        "subject": one.subject.iri,
        "predicate": f"{WW}{one.predicate}",
        "object": one.object.iri,
        "modality": one.modality,
        "polarity": one.polarity,
        "asserter": _named(one.asserter),
        "asserterRole": one.role,
        "citation": asdict(found) if found else None,
    }


def _matrix(matrix: Matrix) -> Json:
    return {
        "conditions": list(matrix.conditions),
        "unknownShare": [matrix.unknown_share(one) for one in matrix.conditions],
        "rows": [_row(case, matrix) for case in matrix.cases],
    }


def _row(case: Case, matrix: Matrix) -> Json:
    found = [case.states.get(one) for one in matrix.conditions]
    return {
        "implementation": case.use.iri,
        "unit": case.unit.iri,
        "unitKind": case.unit_kind,
        "result": case.result,
        "because": case.because,
        "states": [state.state.capitalize() if state else None for state in found],
        "claims": list(case.claims),
        "stateClaims": [list(state.claims) if state else [] for state in found],
    }


def matrix_csv(matrix: Matrix) -> str:
    """The matrix as CSV: an unknown cell is empty, and text is safe from spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    heads = ["implementation", "implementationLabel", "unit", "unitLabel", "result"]
    writer.writerow([*heads, *(guard_cell(matrix.labels[one]) for one in matrix.conditions)])
    for case in matrix.cases:
        states = [case.states.get(one) for one in matrix.conditions]
        cells = [case.use.iri, name_of(case.use), case.unit.iri, name_of(case.unit), case.result]
        told = [state.state.capitalize() if state else "" for state in states]
        writer.writerow([guard_cell(cell) for cell in (*cells, *told)])
    return out.getvalue()


def _contrast(one: Contrast) -> Json:
    return {
        "success": one.success.use.iri,
        "failure": one.failure.use.iri,
        "differing": list(one.differing),
        "agreeing": list(one.agreeing),
        "unknown": list(one.unknown),
        "known": one.known,
        "similarity": one.similarity,
        "comparable": one.comparable,
        "strict": one.strict,
    }


def _need(one: Need) -> Json:
    return {"consistency": one.inclusion, "coverage": one.coverage, "ron": one.ron}


def _necessity(one: Necessity) -> Json:
    return {
        "condition": one.condition,
        "successes": asdict(one.successes),
        "failures": asdict(one.failures),
        **_need(one.fit),
        "low": _need(one.low),
        "high": _need(one.high),
    }


def _configurations(analysis: Analysis) -> Json:
    """The formulas, unless there are too few cases to show any."""
    formulas = analysis.formulas
    found: dict[str, object] = {
        "rule": RULE,
        "searched": list(formulas.searched),
        "model": list(formulas.model),
        "dropped": dict(formulas.dropped),
    }
    if formulas.solution is not None and analysis.grade != TOO_FEW:
        told = dict(tell(formulas.solution, "unit"))
        found |= {**told, "grade": analysis.grade}
        found["withheld"] = formulas.withheld or None
    return found


def _apart(one: Apart | None) -> Json | None:
    return {**asdict(one), "differences": list(one.differences)} if one else None


def _move(one: Move) -> Json:
    return {
        "attempt": one.attempt.iri,
        "status": one.status,
        "from": _named(one.source),
        "to": _named(one.target),
        "places": _apart(one.apart),
        "claims": list(one.claims),
    }


def _adapting(one: Adapting) -> Json:
    return {
        "adaptation": one.adaptation.iri,
        "label": one.adaptation.label,
        "from": _named(one.source),
        "fromLabel": one.source.label if one.source else None,
        "to": one.target.iri,
        "toLabel": one.target.label,
        "modality": one.modality,
        "claim": one.claim,
    }
