"""An analysis as JSON, with a sentence that says what its grade rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from queries.configurations.guard import LEAST, SIGNIFICANT
from queries.configurations.sets import ANY, Term, write
from queries.configurations.solution import Model, Solution, spell
from queries.configurations.truth_table import BOTH, UNSEEN, find_contradictions

Json = Mapping[str, object]
RANKED = 5
NECESSARY = 0.9  # of the result, from which a condition that a formula drops is told


def tell(found: Solution, cluster: str | None) -> Json:
    """The answer of the contract; `cluster` is the column that cases share."""
    return {
        "cases": len(found.cases.ids),
        "units": found.guarded.units,
        "assumption": f"clustered by {cluster}" if cluster else "independent cases",
        "conditions": list(found.cases.conditions),
        "outcome": found.cases.outcome,
        "cut": found.cutoffs.inclusion,
        "nCut": found.cutoffs.cases,
        "truthTable": _tell_table(found),
        "remainders": 2 ** len(found.cases.conditions)
        - sum(row.out != UNSEEN for row in found.table),
        "contradictions": [
            {"row": spell_row(row.term), "cases": _names(found, row.cases)}
            for row in find_contradictions(found.table, found.cases.results)
        ],
        "constant": find_constant(found),
        "necessity": [
            {"expression": write(term, found.cases.conditions), **asdict(need)}
            for term, need in found.needs
        ],
        "conservative": tell_models(found.conservative, found),
        "parsimonious": tell_models(found.parsimonious, found),
        "necessaryLeftOut": find_left_out(found),
        "simplifyingAssumptions": found.assumptions,
        "unknown": _tell_unknown(found),
        "successes": found.guarded.successes,
        "failures": found.guarded.failures,
        "grade": found.grade,
        "p": found.guarded.p,
        "pWithUnknownAtWorst": found.weakest,
        "arrangements": found.guarded.arrangements,
        "ranked": tell_ranked(found),
        "reason": explain(found),
    }


def tell_ranked(found: Solution) -> list[Json]:
    """The short formulas that go best with the result, or with its absence."""
    return [
        {
            "expression": spell(one.terms, found.searched),
            "goesWith": found.cases.outcome if one.correlation > 0 else f"~{found.cases.outcome}",
            "correlation": one.correlation,
        }
        for one in found.guarded.ranked[:RANKED]
    ]


def _tell_table(found: Solution) -> list[Json]:
    return [
        {
            "row": spell_row(row.term),
            "n": len(row.cases),
            "inclusion": row.inclusion,
            "pri": row.pri,
            "out": row.out,
            "cases": _names(found, row.cases),
        }
        for row in found.table
    ]


def spell_row(term: Term) -> str:
    """A row of the truth table as digits, in the order of the conditions."""
    return "".join(map(str, term))


def _names(found: Solution, cases: Sequence[int]) -> list[str]:
    return sorted(found.cases.ids[at] for at in cases)


def find_constant(found: Solution) -> list[str]:
    """The conditions that are the same in all cases, which can explain nothing."""
    names = found.cases.conditions
    columns = found.cases.states.T.tolist()
    return [name for name, column in zip(names, columns, strict=True) if len(set(column)) == 1]


def find_left_out(found: Solution) -> list[str]:
    """Conditions, present or absent, that nearly all of the result has and a formula drops."""
    terms = [term for model in found.parsimonious for term in model.terms]
    return [
        write(need, found.cases.conditions)
        for need, fit in found.needs
        if terms and (fit.inclusion or 0) >= NECESSARY
        for at in (next(at for at, state in enumerate(need) if state != ANY),)
        if any(term[at] != need[at] for term in terms)
    ]


def tell_models(models: Sequence[Model], found: Solution) -> list[Json]:
    """Formulas with their fit and that of their terms."""
    return [_tell_model(one, found) for one in models]


def _tell_model(model: Model, found: Solution) -> Json:
    names = found.cases.conditions
    return {
        "expression": spell(model.terms, names),
        **asdict(model.fit),
        "simplifyingAssumptions": model.assumed,
        "terms": [
            {"expression": write(term, names), **asdict(fit), "uniqueCoverage": unique}
            for term, fit, unique in zip(model.terms, model.fits, model.unique, strict=True)
        ],
    }


def _tell_unknown(found: Solution) -> Json:
    swept = found.swept
    if swept is None:
        return {"cells": 0, "cases": [], "columns": {}}
    names = found.cases.conditions
    return {
        "cells": swept.unknown,
        "cases": list(swept.cases),
        "columns": swept.columns,
        "completions": swept.completions,
        "inAllCompletions": [write(term, names) for term in swept.stable],
        "inSomeCompletions": [write(term, names) for term in swept.unstable],
        "differsByResult": swept.lopsided,
    }


def explain(found: Solution) -> str:
    """Why the grade is what it is, and what else must be known to read the formulas."""
    counts = found.guarded
    told = f"{counts.successes} units succeed and {counts.failures} fail"
    if counts.p is None:
        told += f": fewer than {LEAST} of either show nothing that chance would not"
    else:
        told += (
            f"; of {counts.arrangements} arrangements of their results a share of {counts.p:.3f} "
            f"does as well, and less than {SIGNIFICANT} is asked for"
        )
    if found.withheld:
        told += f"; an association is withheld: {found.withheld}"
    if counts.p is not None and not found.withheld and not found.parsimonious:
        told += "; the result follows in no row, so there is no formula"
    if any(row.out == BOTH for row in found.table):
        told += "; some rows hold cases of both results and count as not followed by it"
    if found.swept:
        told += "; cases with unknown cells are left out, not filled in"
    return f"{told}."
