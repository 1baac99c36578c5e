"""The guard: whether formulas as good come out where results are dealt out by chance.

Results are shuffled over whole units, such as programmes: with results and conditions that belong
to programmes, a shuffle over their sites calls noise significant in up to half of all worlds. The
whole search through short formulas (`family`) is done again for each arrangement, so that p is that
of the search. Source: Phipson and Smyth 2010, "Permutation P-values Should Never Be Zero",
Statistical Applications in Genetics and Molecular Biology 9:39.
"""

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from queries.configurations.cases import ASTRIDE, Cases
from queries.configurations.family import Family, Ranked
from queries.configurations.sets import ANY, EPSILON, Numbers, join

TOO_FEW, CHANCE, ASSOCIATED = "tooFew", "notDistinguishableFromChance", "associated"
LEAST = 4  # units that succeed, and as many that fail
EXACT, DRAWS, SEED = 5_000, 999, 20_060_401
SIGNIFICANT = 0.05
AT_ONCE = 200  # arrangements, which bounds the memory of a search
TOLD = 50  # formulas that are ranked
Results = tuple[float, ...]


@dataclass(frozen=True)
class Guarded:
    """How many units there are of each result, and the share of arrangements at least as good.

    `p` is None where there are too few units for it to be of use; `ranked` are the short formulas,
    the best first, whatever they are worth.
    """

    units: int
    successes: int
    failures: int
    arrangements: int = 0
    p: float | None = None
    ranked: tuple[Ranked, ...] = ()

    @property
    def grade(self) -> str:
        """The words of the contract."""
        if self.p is None:
            return TOO_FEW
        return ASSOCIATED if self.p < SIGNIFICANT else CHANCE


def guard(cases: Cases) -> Guarded:
    """Compare how well some short formula goes with results, and with shuffled ones."""
    members = _members(cases)
    dealt = [_deal(cases.results[rows].tolist()) for rows in members]
    means = [math.fsum(results) / len(results) for results in dealt]
    successes = sum(mean > ASTRIDE for mean in means)
    failures = sum(mean < ASTRIDE for mean in means)
    by_name = sorted(range(len(cases.conditions)), key=lambda at: cases.conditions[at])
    family = Family(cases.states[:, by_name], len(members)) if members and by_name else None
    ranked = _rank(family, by_name, cases.results) if family else ()
    if family is None or min(successes, failures) < LEAST:
        return Guarded(len(members), successes, failures, ranked=ranked)
    observed = family.best(cases.results[:, None])[0]
    exact = _count(dealt) <= EXACT
    hands = _all_hands(Counter(dealt), len(dealt)) if exact else _draw_hands(dealt)
    laid = np.array([_lay(hand, members, len(cases.ids)) for hand in hands]).T
    total = laid.shape[1]
    parts = (laid[:, at : at + AT_ONCE] for at in range(0, total, AT_ONCE))
    good = sum(int((family.best(part) >= observed - EPSILON).sum()) for part in parts)
    # where all are tried, what was seen is among them
    p = good / total if exact else (good + 1) / (total + 1)
    return Guarded(len(members), successes, failures, total, p, ranked)


def _rank(family: Family, by_name: Sequence[int], results: Numbers) -> tuple[Ranked, ...]:
    """The best formulas in the order in which the table has its conditions."""
    back = [by_name.index(at) for at in range(len(by_name))]
    return tuple(
        replace(one, terms=tuple(tuple(term[at] for at in back) for term in one.terms))
        for one in family.rank(results, TOLD)
    )


def weaken(cases: Cases, best: Ranked) -> tuple[Cases, Cases]:
    """All cases, with what is unknown filled in so that a formula goes least with the result.

    None of it is taken for the truth. Unknown cells that the formula does not read are 0 in the one
    answer and 1 in the other.
    """
    values = cases.values.copy()
    read = [any(term[at] != ANY for term in best.terms) for at in range(len(cases.conditions))]
    for at in np.flatnonzero(np.isnan(values).any(axis=1)).tolist():
        gaps = [
            place
            for place in np.flatnonzero(np.isnan(values[at])).tolist()
            if place == len(read) or read[place]
        ]
        tried = np.repeat(values[at][None], 2 ** len(gaps), axis=0)
        tried[:, gaps] = list(product((0.0, 1.0), repeat=len(gaps)))
        inside = np.max([join(term, tried[:, :-1]) for term in best.terms], axis=0)
        with_it = (inside - ASTRIDE) * (tried[:, -1] - ASTRIDE) * np.sign(best.correlation)
        values[at] = tried[with_it.argmin()]
    filled = (np.where(np.isnan(values), fill, values) for fill in (0.0, 1.0))
    low, high = (replace(cases, values=one) for one in filled)
    return low, high


def _members(cases: Cases) -> list[list[int]]:
    """The cases of each unit, in an order that neither rows nor columns change."""
    columns = sorted(range(len(cases.conditions)), key=lambda at: cases.conditions[at])
    keys = cases.values[:, [*columns, -1]].tolist()
    members: dict[str, list[int]] = {}
    for at in sorted(range(len(keys)), key=lambda at: keys[at]):
        members.setdefault(cases.units[at], []).append(at)
    return sorted(members.values(), key=lambda rows: [keys[at] for at in rows])


def _deal(results: list[float]) -> Results:
    """The results of a unit; where they agree it has but one, whatever its size."""
    return tuple(results) if len(set(results)) > 1 else (results[0],)


def _count(dealt: Sequence[Results]) -> int:
    count = math.factorial(len(dealt))
    for same in Counter(dealt).values():
        count //= math.factorial(same)
    return count


def _all_hands(left: Counter[Results], size: int) -> Iterator[tuple[Results, ...]]:
    """Each way to deal out the results, once."""
    if not size:
        yield ()
        return
    for one in [results for results, count in left.items() if count]:
        left[one] -= 1
        for rest in _all_hands(left, size - 1):
            yield (one, *rest)
        left[one] += 1


def _draw_hands(dealt: Sequence[Results]) -> Iterator[tuple[Results, ...]]:
    chance = random.Random(SEED)  # noqa: S311 — no secret
    for _ in range(DRAWS):
        yield tuple(chance.sample(dealt, len(dealt)))


def _lay(hand: Sequence[Results], members: Sequence[Sequence[int]], size: int) -> Numbers:
    """The result of each case; a unit with more cases than the results it gets repeats them."""
    laid = np.zeros(size)
    for results, rows in zip(hand, members, strict=True):
        laid[rows] = results[0] if len(results) == 1 else np.resize(results, len(rows))
    return laid
