"""Configurations of cases: which conditions are searched, which make the model, and the guard.

The rules that choose conditions are stated, and those that come before the search look at no
result; what the search looks at, the guard looks at in each shuffle too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from queries.configurations.cases import MOST, Cases
from queries.configurations.family import rank_conditions
from queries.configurations.guard import CHANCE, Guarded, guard
from queries.configurations.sets import Numbers
from queries.configurations.solution import Solution, analyse
from queries.configurations.truth_table import Cutoffs
from queries.transfer.matrix import Matrix
from queries.transfer.necessity import DEGREES, degrees_of

MOST_UNKNOWN = 0.4  # of the cases that succeeded or failed
LEAST_WHOLE = 0.6  # of these cases must have all searched conditions known
MODEL = 4  # conditions of a model, at most
OTHERWISE = 0.67  # the other reading of what was partly there
RULE = (
    f"conditions unknown in more than {MOST_UNKNOWN:.0%} of the cases and those that never differ "
    f"are left out; of the rest those are searched, the best known first, with which "
    f"{LEAST_WHOLE:.0%} of the cases stay whole, {MOST} at most; the {MODEL} that the best short "
    "formulas name first make the model, and each shuffle searches anew"
)


@dataclass(frozen=True)
class Formulas:
    """The analysis of the cases that succeeded or failed.

    `dropped` says of each condition left out why. `guarded` is the guard over all that was
    searched; `solution` is None where there is no condition to search, or nothing to explain.
    """

    searched: tuple[str, ...]
    model: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]
    guarded: Guarded
    solution: Solution | None
    withheld: str

    @property
    def grade(self) -> str:
        """tooFew, notDistinguishableFromChance or associated."""
        return CHANCE if self.withheld else self.guarded.grade


def find_formulas(matrix: Matrix) -> Formulas:
    """Search, guard and solve the decided cases of a matrix."""
    decided = matrix.decided
    degrees = degrees_of(decided, matrix.conditions)
    dropped = _drop(degrees, matrix.conditions)
    left = [at for at, name in enumerate(matrix.conditions) if name not in dropped]
    searched = _choose(degrees, left)
    for at in left:
        if at not in searched:
            dropped[matrix.conditions[at]] = "too few cases would stay whole with it"
    names = [matrix.conditions[at] for at in searched]
    wide = make_cases(matrix, names, degrees[:, searched])
    told = tuple(sorted(dropped.items()))
    if not searched or not matrix.of("succeeded") or not matrix.of("failed"):
        return Formulas(tuple(names), (), told, guard(wide), None, "")
    guarded = guard(wide.keep_whole())
    order = rank_conditions(guarded.ranked, len(searched))[:MODEL]
    solution = analyse(wide.only(sorted(order)), Cutoffs(), (wide, guarded))
    withheld = solution.withheld or _read_otherwise(wide, guarded)
    return Formulas(
        tuple(names),
        tuple(names[at] for at in order),
        told,
        guarded,
        solution,
        withheld,
    )


def make_cases(matrix: Matrix, conditions: Sequence[str], degrees: Numbers) -> Cases:
    """The decided cases as configurations take them."""
    decided = matrix.decided
    results = np.array([[float(case.result == "succeeded")] for case in decided]).reshape(-1, 1)
    return Cases(
        ids=tuple(case.use.iri for case in decided),
        units=tuple(case.unit.iri for case in decided),
        conditions=shorten_all(conditions),
        outcome="succeeded",
        values=np.hstack([degrees.reshape(len(decided), len(conditions)), results]),
    )


def shorten_all(conditions: Sequence[str]) -> tuple[str, ...]:
    """The names of conditions in formulas: the last part of each IRI, or all where two tie."""
    names = [condition.rsplit("/", 1)[-1] for condition in conditions]
    return tuple(names if len(set(names)) == len(names) else conditions)


def _drop(degrees: Numbers, conditions: Sequence[str]) -> dict[str, str]:
    """The conditions that no search takes, each with the reason."""
    dropped = {}
    for at, name in enumerate(conditions):
        column = degrees[:, at]
        unknown = float(np.isnan(column).mean()) if len(column) else 1.0
        if unknown > MOST_UNKNOWN:
            dropped[name] = f"unknown in {unknown:.0%} of the cases"
        elif len(set(column[~np.isnan(column)].tolist())) < 2:  # noqa: PLR2004
            dropped[name] = "the same in all cases"
    return dropped


def _choose(degrees: Numbers, left: Sequence[int]) -> list[int]:
    """The conditions to search: the best known first, then the more evenly split."""

    def rank(at: int) -> tuple[int, float, int]:
        column = degrees[:, at]
        known = column[~np.isnan(column)]
        return int(np.isnan(column).sum()), abs(float((known > 0.5).mean()) - 0.5), at  # noqa: PLR2004

    chosen: list[int] = []
    for at in sorted(left, key=rank):
        whole = ~np.isnan(degrees[:, [*chosen, at]]).any(axis=1)
        if len(chosen) < MOST and (not chosen or whole.mean() >= LEAST_WHOLE):
            chosen.append(at)
    return sorted(chosen)


def _read_otherwise(wide: Cases, guarded: Guarded) -> str:
    """Why an association does not stand where what was partly there counts as there."""
    partly = wide.values == DEGREES["partly"]
    if not partly.any() or guarded.p is None:
        return ""
    other = guard(replace(wide, values=np.where(partly, OTHERWISE, wide.values)).keep_whole())
    if guarded.grade == other.grade:
        return ""
    return "it does not stand where what was partly there counts as there"
