"""What worked where, as programs get it: the JSON of the answer, and one row for each finding."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from api.answers.worked import Answer
from api.present import guard_cell
from queries.catalogue import Cell
from queries.outcomes.case import Case, Evidence, Finding, Named, State, Told
from queries.outcomes.contradictions import Contradiction
from queries.outcomes.estimates import Alike
from queries.outcomes.rules import LEVELS

Fields = dict[str, object]
NO_EVIDENCE = "noEvidence"
COLUMNS = (
    "innovation", "use", "place", "unit", "unitKind", "caseResult", "level", "outcome", "measure",
    "result", "way", "because", "baselineValue", "followUpValue", "changeValue", "measuredIn",
    "changeKind", "ciLow", "ciHigh", "pValue", "n", "design", "independence", "assertedBy",
    "comparator", "document", "claim",
)  # fmt: skip
THINGS = frozenset({"innovation", "use", "place", "unit", "outcome", "measure", "document"})
NULLABLE = frozenset({
    "baselineValue", "followUpValue", "changeValue", "measuredIn", "changeKind", "ciLow", "ciHigh",
    "pValue", "n", "design", "independence", "comparator", "way", "level", "place", "measure",
})  # fmt: skip
FIGURES = ("baselineValue", "followUpValue", "changeValue", "changeKind", "ciLow", "ciHigh",
           "pValue", "n")  # fmt: skip


def answer_json(answer: Answer) -> Fields:
    """The answer as the contract has it."""
    worked = answer.worked
    return {
        "innovation": worked.asked.innovation,
        "place": worked.asked.place,
        "outcome": worked.asked.outcome,
        "axis": worked.asked.axis,
        "direction": answer.direction,
        "sequence": answer.sequence,
        "counts": worked.counts,
        "cases": [_case(case, answer) for case in answer.cases],
        "matrix": [_line(case, worked.asked.axis) for case in answer.cases],
        "contradictions": [_contradiction(one) for one in worked.contradictions],
        "negatives": [
            {"use": asdict(case.use), "innovation": asdict(case.innovation)} | _finding(one, answer)
            for case, one in worked.negatives
        ],
        "neverReported": [
            {**row, "citation": _cite(str(row["claim"]), answer)} for row in worked.never_reported
        ],
        "forWhom": [
            {"population": _named(one.people), "status": _status(one.people),
             "inequalityFocus": list(one.focus), **one.results}
            for one in worked.for_whom
        ],
        "sameEstimates": [[one.node.iri for one in group] for group in worked.repeats],
        "perhapsTheSame": [_alike(one) for one in worked.alike],
        "gapMap": asdict(worked.evidence),
        "shares": {name: asdict(one) for name, one in worked.shares.items()},
    }  # fmt: skip


def _named(one: Named | None) -> Fields | None:
    return asdict(one) if one else None


def _status(one: object) -> str:
    return "notReported" if one is None else "reported"


def _each(these: Iterable[Named]) -> list[Fields]:
    return [asdict(one) for one in these]


def _cite(claim: str, answer: Answer) -> Fields | None:
    found = answer.citations.get(claim)
    return asdict(found) if found else None


def _cited(claims: Iterable[str], answer: Answer) -> list[Fields]:
    """The claims, each with its citation."""
    return [{"claim": claim, "citation": _cite(claim, answer)} for claim in claims]


def _case(case: Case, answer: Answer) -> Fields:
    return {
        "use": asdict(case.use),
        "innovation": asdict(case.innovation),
        "unit": {**asdict(case.unit), "kind": case.unit_kind},
        "aggregation": case.aggregation,
        "launchedOnly": case.launched_only,
        "result": case.result,
        "mixed": case.mixed,
        "because": case.because,
        "places": _each(case.places),
        "organisations": _each(case.organisations),
        "contexts": _each(case.contexts),
        "populations": _each(case.populations),
        "inequalityFocus": list(case.focus),
        "documents": _each(case.documents),
        "citations": _cited(case.stated, answer),
        "findings": [_finding(one, answer) for one in case.findings],
        "told": [_told(one, answer) for one in case.told],
        "conditions": [_state(iri, case, answer) for iri in case.states],
    }


def _finding(one: Finding, answer: Answer) -> Fields:
    return {
        "outcome": asdict(one.node),
        "measure": _named(one.measure),
        "level": one.level,
        "result": one.result,
        "way": one.way,
        "because": one.because,
        "figures": dict(one.facts),
        "evidence": _evidence(one.evidence) if one.evidence else None,
        "populations": _each(one.populations),
        "sameEstimateAs": list(one.same_as),
        "documents": _each(one.documents),
        "citations": _cited(one.claims, answer),
    }


def _evidence(one: Evidence) -> Fields:
    return {
        "design": one.design,
        "independence": one.independence,
        "assertedBy": list(one.asserter_roles),
        "comparator": one.comparator,
    }


def _told(one: Told, answer: Answer) -> Fields:
    return {
        "outcome": asdict(one.node),
        "level": one.level,
        "direction": one.direction,
        "citations": _cited(one.claims, answer),
    }


def _state(iri: str, case: Case, answer: Answer) -> Fields:
    state: State = case.states[iri]
    label = case.conditions.get(iri)
    return {
        "condition": {"iri": iri, "label": label},
        "state": state.state,
        "citations": _cited(state.claims, answer),
    }


def _line(case: Case, axis: str) -> Fields:
    """A line of the matrix: its results by level; a level without a finding has no evidence."""
    levels = next(levels for name, levels in LEVELS.items() if name == axis)
    cells = {level: line_result(case, level) for level in sorted(levels)}
    return {"use": case.use.iri, "innovation": case.innovation.iri,
            "places": [place.iri for place in case.places], "levels": cells}  # fmt: skip


def line_result(case: Case, level: str) -> str:
    """What the findings of one level come to: a result, mixed, or no evidence."""
    found = {one.result for one in case.findings if one.level == level}
    if not found:
        return NO_EVIDENCE
    clear = found - {"unclear"}
    return "mixed" if len(clear) > 1 else next(iter(clear or found))


def _contradiction(one: Contradiction) -> Fields:
    labels = {**one.failed.conditions, **one.succeeded.conditions}
    return {
        "innovation": asdict(one.innovation),
        "level": one.level,
        "likeness": one.likeness,
        "succeeded": _side(one.succeeded, one.worked),
        "failed": _side(one.failed, one.did_not),
        "sameUnit": one.succeeded.unit == one.failed.unit,
        "sameMeasure": one.same_measure,
        "conditions": [
            {"condition": {"iri": iri, "label": labels.get(iri)}, "succeeded": yes, "failed": no}
            for iri, (yes, no) in one.conditions.items()
        ],
        "unknownConditions": [{"iri": iri, "label": labels.get(iri)} for iri in one.unknown],
        "onlyWhereSucceeded": _each(one.only_one),
        "onlyWhereFailed": _each(one.only_other),
        "evidence": {
            part: {"succeeded": list(yes), "failed": list(no)}
            for part, (yes, no) in one.evidence.items()
        },
    }


def _side(case: Case, findings: Iterable[Finding]) -> Fields:
    return {
        "use": asdict(case.use),
        "unit": asdict(case.unit),
        "places": _each(case.places),
        "outcomes": [one.node.iri for one in findings],
    }


def _alike(one: Alike) -> Fields:
    return {
        "outcomes": [asdict(one.one.node), asdict(one.other.node)],
        "value": one.value,
        "unit": one.unit,
    }


def answer_csv(answer: Answer) -> str:
    """One row for each finding; a case without any has one row too."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([head for name in COLUMNS for head in _heads(name)])
    for case in answer.cases:
        for found in case.findings or (None,):
            writer.writerow(_csv_cells(_row(case, found), answer))
    return out.getvalue()


def _heads(name: str) -> Iterator[str]:
    yield name
    if name in THINGS:
        yield f"{name}Label"
    if name in NULLABLE:
        yield f"{name}Status"


def _row(case: Case, found: Finding | None) -> Mapping[str, Cell | Named]:
    """A row, with things as they are named; places by commas where there are several."""
    row: dict[str, Cell | Named] = {
        "innovation": case.innovation,
        "use": case.use,
        "place": _joined(case.places),
        "unit": case.unit,
        "unitKind": case.unit_kind,
        "caseResult": case.result,
        "because": case.because,
        "document": _joined(case.documents),
        "claim": next(iter(case.stated), None),
    }
    if found is None:
        return row
    evidence = found.evidence or Evidence(None, None, (), None)
    return row | {
        "level": found.level,
        "outcome": found.node,
        "measure": found.measure,
        "result": found.result,
        "way": found.way,
        "because": found.because,
        "measuredIn": found.facts.get("unit"),
        **{name: found.facts.get(name) for name in FIGURES},
        "design": evidence.design,
        "independence": evidence.independence,
        "assertedBy": evidence.asserter_roles,
        "comparator": evidence.comparator,
        "document": _joined(found.documents),
        "claim": next(iter(found.claims), row["claim"]),
    }


def _joined(these: Iterable[Named]) -> Named | None:
    found = list(these)
    labels = "; ".join(one.called for one in found)
    return Named("; ".join(one.iri for one in found), labels) if found else None


def _csv_cells(row: Mapping[str, Cell | Named], answer: Answer) -> Iterator[str]:
    for name in COLUMNS:
        cell = row.get(name)
        named = cell if isinstance(cell, Named) else None
        value = cell.iri if isinstance(cell, Named) else cell
        yield guard_cell(value)
        if name in THINGS:
            yield guard_cell(named.label if named else None)
        if name in NULLABLE:
            yield "reported" if value is not None else _silence(row, answer)


def _silence(row: Mapping[str, Cell | Named], answer: Answer) -> str:
    """Not reported in a document that was read whole; not seen where only part was."""
    citation = answer.citations.get(str(row.get("claim")))
    return "notReported" if citation and citation.coverage == "whole" else "notSeen"
