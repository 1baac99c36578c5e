"""Sweeps: what comes out when each unknown cell is taken to be either, once each way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ontology.errors import LimitReached
from queries.configurations.cases import ASTRIDE, Cases
from queries.configurations.minimal import find_models, find_primes
from queries.configurations.sets import Term, order
from queries.configurations.truth_table import Cutoffs, make_table, split

MOST = 10  # unknown cells, which is 1,024 completions
ALIKE = 0.1  # the difference in completeness that is let pass
Gaps = NDArray[np.intp]  # a row for each unknown cell: its row and its column


@dataclass(frozen=True)
class Sweep:
    """What is unknown, and the parsimonious terms of all completions and of some of them only.

    `completions` is None where there are too many to try, or to search each. `lopsided` says that
    more is unknown of cases with one result than of those with the other.
    """

    unknown: int
    cases: tuple[str, ...]
    columns: dict[str, int]
    completions: int | None
    stable: tuple[Term, ...]
    unstable: tuple[Term, ...]
    lopsided: bool


def sweep(cases: Cases, cutoffs: Cutoffs) -> Sweep:
    """Try all completions of the unknown cells; none of them is taken for the truth."""
    gaps = np.argwhere(np.isnan(cases.values))
    names = (*cases.conditions, cases.outcome)
    columns = [names[at] for _, at in gaps]
    found = _try_all(cases, gaps, cutoffs) if len(gaps) <= MOST else []
    anywhere = frozenset[Term]().union(*found)
    everywhere = frozenset(term for term in anywhere if all(term in terms for terms in found))
    return Sweep(
        len(gaps),
        tuple(name for name, whole in zip(cases.ids, cases.whole, strict=True) if not whole),
        {name: columns.count(name) for name in names if name in columns},
        len(found) or None,
        tuple(sorted(everywhere, key=order)),
        tuple(sorted(anywhere - everywhere, key=order)),
        is_lopsided(cases),
    )


def _try_all(cases: Cases, gaps: Gaps, cutoffs: Cutoffs) -> list[frozenset[Term]]:
    """The terms of each completion; none of any where the formulas of one are too many."""
    solve = cache(_solve)  # many completions come to the same rows
    try:
        return [
            solve(*map(tuple, split(make_table(one, cutoffs)))) for one in _complete(cases, gaps)
        ]
    except LimitReached:
        return []


def _complete(cases: Cases, gaps: Gaps) -> Iterator[Cases]:
    for states in product((0.0, 1.0), repeat=len(gaps)):
        values = cases.values.copy()
        values[tuple(gaps.T)] = states
        yield replace(cases, values=values)


def _solve(yes: tuple[Term, ...], no: tuple[Term, ...]) -> frozenset[Term]:
    return frozenset(term for model in find_models(find_primes(yes, no), yes) for term in model)


def is_lopsided(cases: Cases) -> bool:
    """Whether more is unknown of cases with one result than of those with the other."""
    results, whole = cases.results, np.array(cases.whole)
    sides = [whole[results > ASTRIDE], whole[results < ASTRIDE]]
    if not all(map(len, sides)):
        return False
    return bool(abs(sides[0].mean() - sides[1].mean()) > ALIKE)
