"""Random crisp tables, solved by setqca, which was written by others, and here."""

import random
from collections.abc import Sequence

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest
from setqca import CSQCA, FittedSolution

from queries.configurations.cases import Cases
from queries.configurations.sets import ANY, Term, count_literals
from queries.configurations.solution import Model, analyse
from queries.configurations.truth_table import Cutoffs

Models = dict[frozenset[Term], tuple[float | None, float | None]]
TABLES, PARTS = 1_000, 4


def draw(seed: int) -> tuple[Cases, float]:
    """Two to four conditions, up to sixteen cases, some of them the same."""
    chance = random.Random(seed)  # noqa: S311 — tables, no secrets
    width, size = chance.randint(2, 4), chance.randint(2, 16)
    rows = [[float(chance.getrandbits(1)) for _ in range(width + 1)] for _ in range(size)]
    ids = tuple(f"case {number}" for number in range(size))
    cut = chance.choice((0.6, 0.75, 0.8, 1.0))
    return Cases(ids, ids, tuple("ABCD"[:width]), "Y", np.array(rows)), cut


def shortest(models: Sequence[Model]) -> Models:
    """The models with the fewest literals: setqca leaves out the ties that have more."""
    sizes = [sum(map(count_literals, model.terms)) for model in models]
    return {
        frozenset(model.terms): (model.fit.inclusion, model.fit.coverage)
        for model, size in zip(models, sizes, strict=True)
        if size == min(sizes)
    }


def theirs(solutions: Sequence[FittedSolution]) -> Models:
    return {
        frozenset(
            tuple(ANY if state is None else state for state in one.pattern)
            for one in solution.boolean.implicants
        ): (solution.fit.consistency, solution.fit.coverage)
        for solution in solutions
    }


@pytest.mark.parametrize("part", range(PARTS))
def test_formulas_are_those_of_setqca(part: int) -> None:
    for seed in range(part, TABLES, PARTS):
        cases, cut = draw(seed)
        found = analyse(cases, Cutoffs(cut))
        frame = pd.DataFrame(cases.values.astype(int), columns=[*cases.conditions, "Y"])
        if not found.conservative:
            assert not any(row.out == "1" for row in found.table), seed
            continue
        solved = CSQCA(consistency=cut).fit(frame, outcome="Y", conditions=list(cases.conditions))
        for mine, other in (
            (found.conservative, solved.conservative),
            (found.parsimonious, solved.parsimonious),
        ):
            assert shortest(mine) == approx(theirs(other)), seed


def approx(models: Models) -> dict[frozenset[Term], object]:
    return {terms: pytest.approx(fit) for terms, fit in models.items()}
