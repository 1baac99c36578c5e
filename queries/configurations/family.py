"""Short formulas: all that a search looks through, and how well each goes with a result.

A formula is one term, or the union of two, of at most four literals in all. Its score is the
squared correlation with the result, as the logarithm of a likelihood ratio, less the logarithm of
how many formulas there are of so many literals or fewer: a longer one must go better with the
result to count as much. A formula and its negation are one, for what goes with the one result goes
against the other.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from queries.configurations.sets import ANY, EPSILON, Numbers, Term, count_literals

LITERALS = 4  # of a formula, at most
DIGITS = 6  # to which two memberships must agree to be one
Places = NDArray[np.intp]  # a row for each term, of the places of its literals
Formula = tuple[Term, ...]


@dataclass(frozen=True)
class Ranked:
    """A formula with its score; `correlation` is below 0 where it goes with failing."""

    terms: Formula
    correlation: float
    score: float


def _place(condition: int, state: int) -> int:
    return 2 * condition + state


@cache
def _terms(width: int, literals: int) -> Places:
    """All terms of so many literals; a single condition stands for its negation too."""
    states = [(1,)] if literals == 1 else list(product((1, 0), repeat=literals))
    found = [
        [_place(*one) for one in zip(chosen, state, strict=True)]
        for chosen in combinations(range(width), literals)
        for state in states
    ]
    return np.array(found, dtype=np.intp).reshape(-1, literals)


@cache
def _both(width: int) -> Places:
    return np.arange(2 * width, dtype=np.intp).reshape(-1, 1)


def _unions(one: Places, other: Places) -> tuple[Places, Places]:
    if one is other:
        left, right = np.triu_indices(len(one), 1)
    else:
        left, right = (grid.ravel() for grid in np.indices((len(one), len(other))))
    return one[left], other[right]


@cache
def _families(width: int) -> tuple[tuple[int, tuple[Places, ...]], ...]:
    """The formulas over so many conditions by their literals, each as the places of its terms."""
    pairs = _terms(width, 2)
    return (
        *((size, (_terms(width, size),)) for size in range(1, 4)),
        (3, _unions(_both(width), pairs)),
        (4, (_terms(width, 4),)),
        (4, _unions(pairs, pairs)),
    )


class Family:
    """The short formulas over some conditions, and how far each case is in each of them."""

    def __init__(self, states: Numbers, units: int) -> None:
        """Take the states of cases, a row for each, that belong to so many units."""
        self.width, self.units = states.shape[1], units
        lanes = np.empty((2 * self.width, len(states)))
        lanes[1::2], lanes[::2] = states.T, 1 - states.T
        found = [
            (size, np.max([lanes[part].min(axis=1) for part in parts], axis=0))
            for size, parts in _families(self.width)
        ]
        sizes = np.concatenate([np.full(len(rows), size) for size, rows in found])
        rows = np.vstack([rows for _, rows in found])
        rows = rows - rows.mean(axis=1, keepdims=True)
        lengths = np.sqrt((rows**2).sum(axis=1))
        varied = np.flatnonzero(lengths > EPSILON)
        rows = rows[varied] / lengths[varied, None]
        first = np.sort(_distinct(rows))
        self.places, self.rows = varied[first], rows[first]
        counts = np.bincount(sizes[self.places], minlength=LITERALS + 1)
        self.charges = np.log(np.maximum(counts.cumsum(), 1))[sizes[self.places]]

    def score(self, results: Numbers) -> tuple[Numbers, Numbers]:
        """The scores and correlations of all formulas (rows) with some results (columns)."""
        varied = results - results.mean(axis=0)
        lengths = np.sqrt((varied**2).sum(axis=0))
        correlations = self.rows @ (varied / np.where(lengths > EPSILON, lengths, np.inf))
        scale = (self.units - 1) / 2
        return scale * correlations**2 - self.charges[:, None], correlations

    def best(self, results: Numbers) -> Numbers:
        """The best score with each of some results, a column each."""
        if not len(self.rows):
            return np.full(results.shape[1], -np.inf)
        return np.asarray(self.score(results)[0].max(axis=0))

    def rank(self, results: Numbers, most: int) -> tuple[Ranked, ...]:
        """The best formulas, the short ones first among equals."""
        if not len(self.rows):
            return ()
        scores, correlations = (column[:, 0] for column in self.score(results[:, None]))
        order = np.argsort(-np.round(scores, DIGITS), kind="stable")[:most]
        return tuple(
            Ranked(self.write(int(self.places[at])), float(correlations[at]), float(scores[at]))
            for at in order
        )

    def write(self, place: int) -> Formula:
        """The formula of a place among all."""
        for _, parts in _families(self.width):
            if place < len(parts[0]):
                return tuple(self._term(part[place]) for part in parts)
            place -= len(parts[0])
        raise IndexError(place)

    def _term(self, literals: Places) -> Term:
        term = [ANY] * self.width
        for place in literals.tolist():
            term[place // 2] = place % 2
        return tuple(term)


def _distinct(rows: Numbers) -> Places:
    """The first of all rows that are the same, or the same turned round."""
    rounded = np.round(rows, DIGITS) + 0.0
    leading = np.take_along_axis(rounded, (rounded != 0).argmax(axis=1)[:, None], axis=1)
    keys = np.ascontiguousarray(rounded * np.sign(leading)) + 0.0
    flat = keys.view(np.dtype((np.void, keys.dtype.itemsize * keys.shape[1]))).ravel()
    return np.unique(flat, return_index=True)[1]


def rank_conditions(ranked: tuple[Ranked, ...], width: int) -> tuple[int, ...]:
    """The conditions in the order in which the best formulas name them, those that none names last.

    Among conditions of one formula the one that it names in fewer literals' company comes first.
    """
    order: list[int] = []
    for one in ranked:
        named = [
            (count_literals(term), at)
            for term in one.terms
            for at, state in enumerate(term)
            if state != ANY
        ]
        order += [at for _, at in sorted(named) if at not in order]
    return (*dict.fromkeys(order), *(at for at in range(width) if at not in order))
