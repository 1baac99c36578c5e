"""Stability: whether a place stays in the list when the features are weighed otherwise."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from queries.similarity.kinds import Numbers
from queries.similarity.scan import Rows, Scan, Sums, aim, highest, normalise, to_words

DRAWS, SEED = 200, 20261
AMONG = 300  # so many of the nearest are looked at, all where there are no more
_HAIR = 1e-6

Floats32 = NDArray[np.float32]


@dataclass(frozen=True)
class Weighings:
    """What is weighed otherwise: a scan with its sums, and the weights around which to draw."""

    scan: Scan
    rough: Sums
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Stability:
    """The share of weightings in which each place stays, and among how many places it did."""

    shares: tuple[float, ...]
    among: int


@lru_cache(maxsize=64)
def draw_weights(weights: tuple[float, ...]) -> Floats32:
    """Two hundred weightings around some weights, one a row: Dirichlet with those as its mean.

    Its concentration is the number of features that count: where all weigh the same, every
    weighting is as likely as every other.
    """
    parts = normalise(weights)
    counted = parts > 0
    drawn = np.zeros((DRAWS, len(parts)), dtype=np.float32)
    chance = np.random.default_rng(SEED)
    drawn[:, counted] = chance.dirichlet(parts[counted] * np.count_nonzero(counted), DRAWS)
    return drawn


def stay(weighings: Weighings, rows: Rows, top: int) -> Stability:
    """The share of weightings in which each of some rows is among the `top` nearest.

    A place that ties with the last of them stays. The order is by likeness alone, without those
    that are below the line with the weights as they are.
    """
    score = weighings.rough.scores()
    if weighings.scan.own is not None:
        score[weighings.scan.own] = -np.inf
    near = np.union1d(highest(score, max(AMONG, top)), rows)
    distances = _distances(weighings, near)
    distances += 2 * (score[near] < -_HAIR).astype(np.float32)
    at = min(top, len(near)) - 1
    bar = np.partition(distances, at, axis=1)[:, at]
    kept = distances[:, np.searchsorted(near, rows)] <= bar[:, None] + _HAIR
    return Stability(tuple(float(share) for share in kept.mean(axis=0)), len(near))


def _distances(weighings: Weighings, rows: Rows) -> Floats32:
    """The distance of each of some rows in each weighting; 1 where nothing is known of both."""
    drawn = draw_weights(weighings.weights)
    apart, known = _apart(weighings.scan, rows)
    # einsum and not a product of matrices: that would wake threads for so little work
    near = np.einsum("tf,fn->tn", drawn, apart)
    if (known == known[:, :1]).all():
        known = known[:, :1]
    weight = np.einsum("tf,fn->tn", drawn, known)
    nothing = ~known.any(axis=0)
    weight[:, nothing] = 1.0
    near[:, np.broadcast_to(nothing, near.shape[1])] = 1.0
    return np.asarray(near / weight, dtype=np.float32)


def _apart(scan: Scan, rows: Rows) -> tuple[Floats32, Floats32]:
    """Distances and what is known of both (1 or 0), a row for each feature, a column a place."""
    table = scan.table
    known = table.patterns[table.pattern_of[rows]].T * scan.given[:, None]
    apart: Numbers = table.fold @ np.abs(table.lanes[:, rows] - aim(table, scan.subject)[:, None])
    for words in table.words:
        value = scan.subject.values[words.feature]
        if value is not None:
            apart[words.feature] = to_words(table, words, value)[words.codes[rows]]
    known = known & ~np.isnan(apart)
    return (np.nan_to_num(apart) * known).astype(np.float32), known.astype(np.float32)
