"""The guard: whether formulas as good come out where results are dealt out by chance.

Results are shuffled over whole units, such as programmes: with results and conditions that belong
to programmes, a shuffle over their sites calls noise significant in up to half of all worlds. The
whole search is done again for each arrangement, so that p is that of the search. Source: Phipson
and Smyth 2010, "Permutation P-values Should Never Be Zero", Statistical Applications in Genetics
and Molecular Biology 9:39.
"""

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from queries.configurations.cases import ASTRIDE, Cases
from queries.configurations.minimal import measure_shortest
from queries.configurations.sets import EPSILON, Numbers, Term, join
from queries.configurations.truth_table import YES, Cutoffs, Row, judge_row

TOO_FEW, CHANCE, ASSOCIATED = "tooFew", "notDistinguishableFromChance", "associated"
LEAST = 4  # units that succeed, and as many that fail
EXACT, DRAWS, SEED = 5_000, 999, 20_060_401
SIGNIFICANT = 0.05
Results = tuple[float, ...]


@dataclass(frozen=True)
class Guarded:
    """How many units there are of each result, and the share of arrangements at least as good.

    `p` is None where there are too few units for it to be of use.
    """

    units: int
    successes: int
    failures: int
    arrangements: int = 0
    p: float | None = None

    @property
    def grade(self) -> str:
        """The words of the contract."""
        if self.p is None:
            return TOO_FEW
        return ASSOCIATED if self.p < SIGNIFICANT else CHANCE


def guard(cases: Cases, table: Sequence[Row], cutoffs: Cutoffs) -> Guarded:
    """Compare the table of some cases with those of its shuffled results."""
    members = _members(cases)
    dealt = [_deal(cases.results[rows].tolist()) for rows in members]
    means = [math.fsum(results) / len(results) for results in dealt]
    successes = sum(mean > ASTRIDE for mean in means)
    failures = sum(mean < ASTRIDE for mean in means)
    counted = len(members), successes, failures
    if min(successes, failures) < LEAST:
        return Guarded(*counted)
    search = _Search(cases, table, cutoffs)
    observed = search.measure(cases.results)
    good = total = 0
    exact = _count(dealt) <= EXACT
    for hand in _all_hands(Counter(dealt), len(dealt)) if exact else _draw_hands(dealt):
        total += 1
        good += search.matches(_lay(hand, members, len(cases.ids)), observed)
    # where all are tried, what was seen is among them
    p = good / total if exact else (good + 1) / (total + 1)
    return Guarded(*counted, total, p)


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


class _Search:
    """The search for a formula, as far as it takes to compare results: rows do not change."""

    def __init__(self, cases: Cases, table: Sequence[Row], cutoffs: Cutoffs) -> None:
        by_name = sorted(range(len(cases.conditions)), key=lambda at: cases.conditions[at])
        seen = sorted(
            (tuple(row.term[at] for at in by_name), row)
            for row in table
            if len(row.cases) >= cutoffs.cases
        )
        self.terms = [term for term, _ in seen]
        shape = len(seen), len(cases.ids)
        joined = [join(row.term, cases.states) for _, row in seen]
        self.joined = np.array(joined).reshape(shape)
        self.holds = np.zeros(shape)
        for at, (_, row) in enumerate(seen):
            self.holds[at, list(row.cases)] = 1
        self.cutoffs = cutoffs
        self.known: dict[bytes, int] = {}

    def measure(self, results: Numbers) -> tuple[float, int]:
        """The share of the result that rows explain, and the literals of a short formula."""
        yes = self._judge(results)
        return self._explain(yes, results), self._shorten(yes)

    def matches(self, results: Numbers, observed: tuple[float, int]) -> bool:
        """Whether results do at least as well: explain more, or as much by no longer a formula."""
        yes = self._judge(results)
        more = self._explain(yes, results) - observed[0]
        return more > EPSILON or (more >= -EPSILON and self._shorten(yes) <= observed[1])

    def _judge(self, results: Numbers) -> list[bool]:
        both = np.minimum(self.joined, results).sum(axis=1)
        shares = (both / self.joined.sum(axis=1)).tolist()
        return [judge_row(share, self.cutoffs) == YES for share in shares]

    def _explain(self, yes: Sequence[bool], results: Numbers) -> float:
        return float(self.holds[np.array(yes, dtype=bool)].sum(axis=0) @ results / results.sum())

    def _shorten(self, yes: Sequence[bool]) -> int:
        key = bytes(yes)
        if key not in self.known:
            sides: tuple[list[Term], list[Term]] = ([], [])
            for term, follows in zip(self.terms, yes, strict=True):
                sides[follows].append(term)
            self.known[key] = measure_shortest(sides[1], sides[0])
        return self.known[key]
