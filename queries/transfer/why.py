"""Why an innovation transferred: all that there is to say of it, in the order it is to be read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from queries.catalogue import Ask
from queries.configurations.guard import LEAST, TOO_FEW
from queries.outcomes.case import Axis, Case, Named
from queries.outcomes.facts import read_things
from queries.outcomes.read import read_cases
from queries.transfer.contrasts import (
    Agreement,
    Contrast,
    Lift,
    count_lifts,
    find_agreements,
    find_contrasts,
)
from queries.transfer.formulas import Formulas, find_formulas
from queries.transfer.matrix import Matrix, make_matrix
from queries.transfer.moves import Compare, Move, find_moves, liken_cases
from queries.transfer.necessity import Necessity, find_necessity
from queries.transfer.said import Adapting, Saying, read_adaptations, read_sayings


@dataclass(frozen=True)
class Wanted:
    """What is asked: an innovation, on one axis, and of a level or a measure of outcomes alone."""

    innovation: str
    outcome: str | None = None
    axis: Axis = "effect"


@dataclass(frozen=True)
class Analysis:
    """What the cases bear, in the order of the answer; pure arithmetic over them."""

    matrix: Matrix
    contrasts: tuple[Contrast, ...]
    lifts: tuple[Lift, ...]
    agreements: tuple[Agreement, ...]
    necessity: tuple[Necessity, ...]
    formulas: Formulas

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Each unit with the result of most of its decided cases; `unclear` where they tie."""
        balance: Counter[str] = Counter()
        for case in self.matrix.decided:
            balance[case.unit.iri] += 1 if case.result == "succeeded" else -1
        return {unit: _lean(count) for unit, count in balance.items()}

    def count_units(self, result: str) -> int:
        """How many units have a result."""
        return sum(found == result for found in self.units.values())

    @property
    def grade(self) -> str:
        """tooFew, notDistinguishableFromChance or associated."""
        counts = self.count_units("succeeded"), self.count_units("failed")
        return TOO_FEW if min(counts) < LEAST else self.formulas.grade


@dataclass(frozen=True)
class Why:
    """An answer: what is said, what the cases bear, and how source and target differ."""

    wanted: Wanted
    said: tuple[Saying, ...]
    analysis: Analysis
    moves: tuple[Move, ...]
    adaptations: tuple[Adapting, ...]


def _lean(count: int) -> str:
    if not count:
        return "unclear"
    return "succeeded" if count > 0 else "failed"


def explain(ask: Ask, wanted: Wanted, compare: Compare) -> Why:
    """Ask for all that is needed and analyse it; InvalidInput for an outcome that does not fit."""
    cases = read_cases(ask, wanted.innovation, outcome=wanted.outcome, axis=wanted.axis)
    return Why(
        wanted=wanted,
        said=read_sayings(ask, wanted.innovation),
        analysis=analyse_cases(cases, compare),
        moves=find_moves(read_things(ask, wanted.innovation), wanted.innovation, compare),
        adaptations=read_adaptations(ask, wanted.innovation),
    )


def analyse_cases(cases: list[Case], compare: Compare) -> Analysis:
    """What some cases bear."""
    matrix = make_matrix(cases)
    contrasts = find_contrasts(matrix, liken_cases(compare))
    return Analysis(
        matrix=matrix,
        contrasts=contrasts,
        lifts=count_lifts(contrasts),
        agreements=find_agreements(matrix),
        necessity=find_necessity(matrix),
        formulas=find_formulas(matrix),
    )


def name_of(named: Named) -> str:
    """A thing as a sentence names it."""
    return named.label or named.iri.rsplit("/", 1)[-1]
