"""Minimal formulas: the shortest unions of terms that are true of some rows and of no other.

Terms are the cells of a cube with a side of 3 for each condition (absent, present, either), which
tells of all of them at once what they cover. Sources: Quine 1952, "The Problem of Simplifying
Truth Functions", American Mathematical Monthly 59:521-531; McCluskey 1956, "Minimization of
Boolean Functions", Bell System Technical Journal 35:1417-1444.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from ontology.errors import LimitReached
from queries.configurations.sets import ANY, Term, order

Cube = NDArray[np.bool_]
STEPS, MODELS = 100_000, 1_000  # of a search, which is some seconds, and of what it may find


def find_primes(yes: Sequence[Term], no: Sequence[Term] | None) -> list[Term]:
    """The shortest terms that cover a row of `yes` and none of `no`; None: no other row at all.

    With the rows seen not to have the result as `no`, all rows that nobody has seen may count as
    having it (parsimonious); with None, no such row may (conservative).
    """
    if not yes:
        return []
    wanted = _mark(yes)
    refused = _mark_others(yes) if no is None else _mark(no, len(yes[0]))
    good = _spread(wanted) & ~_spread(refused)
    shorter = np.zeros_like(good)
    for axis in range(good.ndim):
        view, of = np.moveaxis(shorter, axis, 0), np.moveaxis(good, axis, 0)
        view[:ANY] |= of[ANY]
    return sorted((tuple(term) for term in np.argwhere(good & ~shorter).tolist()), key=order)


def _mark(rows: Sequence[Term], width: int = 0) -> Cube:
    cube = np.zeros((3,) * (width or len(rows[0])), dtype=bool)
    if rows:
        cube[tuple(np.array(rows).T)] = True
    return cube


def _mark_others(rows: Sequence[Term]) -> Cube:
    cube = np.zeros((3,) * len(rows[0]), dtype=bool)
    cube[(slice(ANY),) * cube.ndim] = True
    return cube & ~_mark(rows)


def _spread(cube: Cube) -> Cube:
    """Mark each term that covers a marked row."""
    for axis in range(cube.ndim):
        view = np.moveaxis(cube, axis, 0)
        view[ANY] = view[0] | view[1]
    return cube


def covers(term: Term, row: Term) -> bool:
    """Whether a row is one that a term is true of."""
    return all(state in (ANY, seen) for state, seen in zip(term, row, strict=True))


def count_rows(terms: Sequence[Term]) -> int:
    """How many rows, seen or not, one of some terms is true of."""
    if not terms:
        return 0
    rows = np.zeros((2,) * len(terms[0]), dtype=bool)
    for term in terms:
        rows[tuple(slice(None) if state == ANY else state for state in term)] = True
    return int(rows.sum())


def find_models(primes: Sequence[Term], yes: Sequence[Term]) -> list[tuple[Term, ...]]:
    """All ways to cover the rows with as few of the terms as can be.

    LimitReached where there are more than can be searched.
    """
    if not yes:
        return []
    chart = _Chart([_cover(prime, yes) for prime in primes], len(yes))
    return [tuple(primes[at] for at in sorted(found)) for found in chart.search()]


def _cover(prime: Term, yes: Sequence[Term]) -> int:
    """The rows that a term covers, as bits."""
    return sum(1 << at for at, row in enumerate(yes) if covers(prime, row))


@dataclass
class _Chart:
    """Which term covers which rows, as bits, and what the search has cost."""

    covered: Sequence[int]
    size: int
    by_row: list[int] = field(init=False)
    steps: int = 0

    def __post_init__(self) -> None:
        self.by_row = [
            sum(1 << at for at, mask in enumerate(self.covered) if mask >> row & 1)
            for row in range(self.size)
        ]

    def search(self) -> list[tuple[int, ...]]:
        """The smallest covers; a cover of one prime more is looked for where there is none."""
        everything, found, most = (1 << self.size) - 1, list[tuple[int, ...]](), 0
        while not found:
            most += 1
            covers = self._extend(everything, (1 << len(self.covered)) - 1, most)
            found = list(islice(covers, MODELS + 1))
        if len(found) > MODELS:
            _stop()
        return found

    def _extend(self, left: int, allowed: int, most: int) -> Iterator[tuple[int, ...]]:
        """Covers of the rows that are left by so many of the allowed terms, each found once."""
        if not left:
            yield ()
            return
        self._count()
        choices = sorted((self.by_row[row] & allowed for row in _bits(left)), key=int.bit_count)
        if _at_least(choices, most + 1) > most:
            return
        for prime in _bits(choices[0]):
            for rest in self._extend(left & ~self.covered[prime], allowed, most - 1):
                yield (prime, *rest)
            allowed &= ~(1 << prime)

    def _count(self) -> None:
        self.steps += 1
        if self.steps > STEPS:
            _stop()


def _stop() -> NoReturn:
    msg = (
        "more formulas tie than can be searched and read, as they do in noise: give fewer "
        "conditions, or a greater --n-cut"
    )
    raise LimitReached(msg)


def _at_least(choices: Sequence[int], impossible: int) -> int:
    """How many terms rows take at least: those that share no term take one each."""
    used = count = 0
    for choice in choices:
        if not choice:
            return impossible
        if not choice & used:
            used |= choice
            count += 1
    return count


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
