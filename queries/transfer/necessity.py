"""Necessity of single conditions: counts first, then fits, and how far the unknown could move them.

Sources as in `queries.configurations.sets`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from queries.configurations.sets import Need, Numbers, weigh_necessity
from queries.outcomes.case import Case
from queries.transfer.matrix import Matrix, know

LEAST_FAILURES = 2  # below it nearly everything is necessary, trivially
DEGREES = {"present": 1.0, "partly": 0.33, "absent": 0.0}


@dataclass(frozen=True)
class Count:
    """Of so many cases of one result, in how many a condition is in each state."""

    of: int
    present: int
    partly: int
    absent: int
    unknown: int


@dataclass(frozen=True)
class Necessity:
    """How far a condition is necessary for succeeding.

    `fit` is over the cases of which it is known; `low` and `high` bound it over all that the
    unknown could be.
    """

    condition: str
    successes: Count
    failures: Count
    fit: Need
    low: Need
    high: Need


def find_necessity(matrix: Matrix) -> tuple[Necessity, ...]:
    """The necessity of each condition, the most consistent first; empty below two failures."""
    if len(matrix.of("failed")) < LEAST_FAILURES or not matrix.of("succeeded"):
        return ()
    found = [_weigh(matrix, condition) for condition in matrix.conditions]
    return tuple(sorted(found, key=_order))


def _order(one: Necessity) -> tuple[float, float, str]:
    consistency, ron = one.fit.inclusion, one.fit.ron
    return (
        -1.0 if consistency is None else -consistency,
        -1.0 if ron is None else -ron,
        one.condition,
    )


def _weigh(matrix: Matrix, condition: str) -> Necessity:
    degrees = degrees_of(matrix.decided, (condition,))[:, 0]
    succeeded = np.array([case.result == "succeeded" for case in matrix.decided])
    known = ~np.isnan(degrees)
    results = succeeded.astype(float)
    # all that is unknown against necessity: absent where it succeeded, and the other way round
    ends = [np.where(succeeded, 0.0, 1.0), np.where(succeeded, 1.0, 0.0)]
    worst, best = (weigh_necessity(np.where(known, degrees, end), results) for end in ends)
    rons = [weigh_necessity(np.where(known, degrees, end), results).ron for end in (1.0, 0.0)]
    return Necessity(
        condition,
        count_states(matrix.of("succeeded"), condition),
        count_states(matrix.of("failed"), condition),
        weigh_necessity(degrees[known], results[known]),
        Need(worst.inclusion, rons[0], worst.coverage),
        Need(best.inclusion, rons[1], best.coverage),
    )


def count_states(cases: Sequence[Case], condition: str) -> Count:
    """How many of some cases have a condition, lack it, or leave it unknown."""
    states = [know(case, condition) for case in cases]
    counts = {name: states.count(name) for name in DEGREES}
    return Count(of=len(states), unknown=states.count(None), **counts)


def degrees_of(cases: Sequence[Case], conditions: Sequence[str]) -> Numbers:
    """How far cases (rows) are in conditions (columns), NaN where that is not known."""
    rows = [[DEGREES.get(know(case, name) or "", np.nan) for name in conditions] for case in cases]
    return np.array(rows, dtype=float).reshape(len(cases), len(conditions))
