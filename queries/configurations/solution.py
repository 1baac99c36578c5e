"""What a table of cases comes to: its truth table, what is necessary, formulas, and the guard."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from queries.configurations.cases import Cases
from queries.configurations.guard import ASSOCIATED, CHANCE, SIGNIFICANT, Guarded, guard, weaken
from queries.configurations.minimal import count_rows, covers, find_models, find_primes
from queries.configurations.sets import (
    ANY,
    Fit,
    Need,
    Term,
    count_literals,
    join,
    weigh_necessity,
    weigh_sufficiency,
    write,
)
from queries.configurations.sweep import Sweep, is_lopsided, sweep
from queries.configurations.truth_table import UNSEEN, Cutoffs, Row, make_table, split


@dataclass(frozen=True)
class Model:
    """A formula: its terms with the fit and the unique coverage of each, and its own fit.

    `assumed` counts the rows, seen in too few cases or in none, that it takes to have the result.
    """

    terms: tuple[Term, ...]
    fit: Fit
    fits: tuple[Fit, ...]
    unique: tuple[float | None, ...]
    assumed: int


@dataclass(frozen=True)
class Solution:
    """An analysis of the cases of which all is known.

    `weakest` is the guard's p with what is unknown at its worst for the formula that goes best with
    the result; None where nothing is unknown, or where there are too few units. `searched` are the
    conditions that the guard looked through.
    """

    cases: Cases
    cutoffs: Cutoffs
    table: tuple[Row, ...]
    needs: tuple[tuple[Term, Need], ...]
    conservative: tuple[Model, ...]
    parsimonious: tuple[Model, ...]
    assumptions: int
    guarded: Guarded
    swept: Sweep | None
    weakest: float | None
    lopsided: bool
    searched: tuple[str, ...]

    @property
    def withheld(self) -> str:
        """Why an association is not told, which the guard alone would tell; empty where it is."""
        if self.guarded.grade != ASSOCIATED:
            return ""
        if not self.parsimonious:
            return "the result follows in no row, so there is no formula"
        if self.lopsided:
            return "more is unknown of cases with one result than of those with the other"
        if self.weakest is not None and self.weakest >= SIGNIFICANT:
            return (
                "with the unknown cells at their worst a share of "
                f"{self.weakest:.3f} of arrangements does as well"
            )
        return ""

    @property
    def grade(self) -> str:
        """tooFew, notDistinguishableFromChance or associated."""
        return CHANCE if self.withheld else self.guarded.grade


def analyse(
    given: Cases, cutoffs: Cutoffs, searched: tuple[Cases, Guarded] | None = None
) -> Solution:
    """Analyse cases; those with unknown cells are left out, and then swept.

    Where the conditions were chosen out of more, `searched` are the cases with all of these, and
    the guard over them. LimitReached where more formulas tie than can be searched.
    """
    cases = given.keep_whole()
    table = make_table(cases, cutoffs)
    yes, no = split(table)
    parsimonious = _solve(yes, no, cases, table)
    wide, guarded = searched or (given, guard(cases))
    return Solution(
        cases=cases,
        cutoffs=cutoffs,
        table=table,
        needs=_find_needs(cases),
        conservative=_solve(yes, None, cases, table),
        parsimonious=parsimonious,
        assumptions=_count_unseen([term for one in parsimonious for term in one.terms], table),
        guarded=guarded,
        swept=None if all(given.whole) else sweep(given, cutoffs),
        weakest=None if all(wide.whole) else find_weakest(wide, guarded),
        lopsided=is_lopsided(wide),
        searched=wide.conditions,
    )


def find_weakest(given: Cases, guarded: Guarded) -> float | None:
    """The greater p of the completions in which the best formula goes least with the result."""
    if guarded.p is None:
        return None
    return max(guard(one).p or 0 for one in weaken(given, guarded.ranked[0]))


def _solve(
    yes: Sequence[Term], no: Sequence[Term] | None, cases: Cases, table: Sequence[Row]
) -> tuple[Model, ...]:
    return cover_all(find_primes(yes, no), yes, cases, table)


def cover_all(
    primes: Sequence[Term], yes: Sequence[Term], cases: Cases, table: Sequence[Row]
) -> tuple[Model, ...]:
    """All tied models of some terms, the shortest first, then by alphabet."""
    models = find_models(primes, yes)
    models.sort(key=lambda model: (sum(map(count_literals, model)), spell(model, cases.conditions)))
    return tuple(_weigh(model, cases, table) for model in models)


def spell(model: Sequence[Term], names: Sequence[str]) -> str:
    """A formula as text; `+` is or."""
    return " + ".join(write(term, names) for term in model)


def _weigh(model: tuple[Term, ...], cases: Cases, table: Sequence[Row]) -> Model:
    joined = np.array([join(term, cases.states) for term in model])
    whole = weigh_sufficiency(joined.max(axis=0), cases.results)
    without = [np.delete(joined, at, axis=0).max(axis=0, initial=0) for at in range(len(model))]
    rests = [weigh_sufficiency(rest, cases.results).coverage for rest in without]
    return Model(
        model,
        whole,
        tuple(weigh_sufficiency(one, cases.results) for one in joined),
        tuple(_subtract(whole.coverage, rest) for rest in rests),
        _count_unseen(model, table),
    )


def _subtract(whole: float | None, rest: float | None) -> float | None:
    return None if whole is None or rest is None else whole - rest


def _count_unseen(terms: Sequence[Term], table: Sequence[Row]) -> int:
    """How many of the rows that terms are true of were seen in too few cases, or in none."""
    seen = [row.term for row in table if row.out != UNSEEN]
    return count_rows(terms) - sum(any(covers(term, row) for term in terms) for row in seen)


def _find_needs(cases: Cases) -> tuple[tuple[Term, Need], ...]:
    """Each condition and its negation, in the order of the conditions."""
    size = len(cases.conditions)
    single = [
        tuple(state if at == place else ANY for place in range(size))
        for at in range(size)
        for state in (1, 0)
    ]
    return tuple(
        (term, weigh_necessity(join(term, cases.states), cases.results)) for term in single
    )
