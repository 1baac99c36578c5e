"""Sets that cases are in to a degree of 0 to 1, the terms that join them, and how well they fit.

Crisp sets are those with degrees of 0 and 1 only; every formula holds for both.
Sources: Ragin 2006, "Set Relations in Social Research", Political Analysis 14:291-310; for PRI and
RoN, the manual of the R package QCA (`pof`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
ANY = 2  # the place of a condition in a term that does without it
Term = tuple[int, ...]  # of each condition 1 (present), 0 (absent) or ANY
EPSILON = 1e-9  # what floating point may add to or take from a share


@dataclass(frozen=True)
class Fit:
    """How far a set is sufficient for a result, each 0 to 1; None where it is 0 / 0."""

    inclusion: float | None
    pri: float | None
    coverage: float | None


@dataclass(frozen=True)
class Need:
    """How far a set is necessary for a result, each 0 to 1; None where it is 0 / 0.

    `ron` (relevance of necessity) is low where nearly all cases are in the set anyway.
    """

    inclusion: float | None
    ron: float | None
    coverage: float | None


def join(term: Term, values: Numbers) -> Numbers:
    """How far each case (a row of `values`) is in all conditions of a term: the least of them."""
    found = np.ones(len(values))
    for at, state in enumerate(term):
        if state != ANY:
            found = np.minimum(found, values[:, at] if state else 1 - values[:, at])
    return found


def weigh_sufficiency(condition: Numbers, result: Numbers) -> Fit:
    """The fit of "who is in the condition is in the result"."""
    both = np.minimum(condition, result)
    astray = np.minimum(both, 1 - result).sum()  # in the result and in its negation at once
    return Fit(
        _divide(both.sum(), condition.sum()),
        _divide(both.sum() - astray, condition.sum() - astray),
        _divide(both.sum(), result.sum()),
    )


def weigh_necessity(condition: Numbers, result: Numbers) -> Need:
    """The fit of "who is in the result is in the condition"."""
    both = np.minimum(condition, result)
    return Need(
        _divide(both.sum(), result.sum()),
        _divide((1 - condition).sum(), (1 - both).sum()),
        _divide(both.sum(), condition.sum()),
    )


def _divide(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > EPSILON else None


def write(term: Term, names: Sequence[str]) -> str:
    """A term as text: `*` joins, `~` negates, and 1 is the term that asks for nothing."""
    states = zip(term, names, strict=True)
    return "*".join(f"{'' if state else '~'}{name}" for state, name in states if state != ANY) or (
        "1"
    )


def order(term: Term) -> tuple[int, Term]:
    """The place of a term among others: short first, then as the conditions stand, present first.

    A condition that a term does without comes after one that it asks for.
    """
    return count_literals(term), tuple((1, 0, 2).index(state) for state in term)


def count_literals(term: Term) -> int:
    """How many conditions a term asks for."""
    return len(term) - term.count(ANY)
