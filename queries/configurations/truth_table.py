"""The truth table: combinations of conditions that cases have, and whether the result follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from queries.configurations.cases import ASTRIDE, Cases
from queries.configurations.sets import EPSILON, Numbers, Term, join, weigh_sufficiency

YES, NO, BOTH, UNSEEN = "1", "0", "C", "?"


@dataclass(frozen=True)
class Cutoffs:
    """What a row takes to count: `inclusion` for the result, `cases` to be seen at all."""

    inclusion: float = 0.8
    cases: int = 1


@dataclass(frozen=True)
class Row:
    """A combination that cases have: who they are, its fit, and `out`.

    `out` is 1 (the result follows), 0 (it does not), C (crisp cases with both results, too few of
    them with it) or ? (fewer cases than the cut-off asks for).
    """

    term: Term
    cases: tuple[int, ...]
    inclusion: float | None
    pri: float | None
    out: str


def make_table(cases: Cases, cutoffs: Cutoffs) -> tuple[Row, ...]:
    """The rows that cases are in, in the order of their combinations."""
    crisp = bool(np.isin(cases.values, (0, 1)).all())
    return tuple(_row(term, at, cases, cutoffs, crisp) for term, at in sorted(_seen(cases).items()))


def _seen(cases: Cases) -> Mapping[Term, list[int]]:
    seen: dict[Term, list[int]] = {}
    for at, states in enumerate(cases.states.tolist()):
        seen.setdefault(tuple(int(state > ASTRIDE) for state in states), []).append(at)
    return seen


def _row(term: Term, at: Sequence[int], cases: Cases, cutoffs: Cutoffs, crisp: bool) -> Row:
    fit = weigh_sufficiency(join(term, cases.states), cases.results)
    out = YES if (fit.inclusion or 0) >= cutoffs.inclusion - EPSILON else NO
    if out == NO and crisp and (fit.inclusion or 0) > EPSILON:
        out = BOTH
    if len(at) < cutoffs.cases:
        out = UNSEEN
    return Row(term, tuple(at), fit.inclusion, fit.pri, out)


def find_contradictions(rows: Sequence[Row], results: Numbers) -> tuple[Row, ...]:
    """The rows whose cases have both results, whatever `out` says of them."""
    return tuple(row for row in rows if len({results[at] > ASTRIDE for at in row.cases}) > 1)


def split(rows: Sequence[Row]) -> tuple[list[Term], list[Term]]:
    """The rows where the result follows, and those where it does not."""
    yes = [row.term for row in rows if row.out == YES]
    return yes, [row.term for row in rows if row.out in (NO, BOTH)]
