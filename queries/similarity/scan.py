"""One context against all places of a table at once: which are nearest, and their possible ranks.

A first pass in single precision looks at every place; whatever lies within its error of a bar is
looked at again in double precision. So the answers are those of a sort of all places.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from queries.similarity.contexts import Context, Table, Words
from queries.similarity.kinds import Numbers, Value
from queries.similarity.likeness import ENOUGH, HAIR
from queries.similarity.words import Bag, Tree

ROUGH = 1e-5  # more than a sum of parts of 1 can be wrong by in single precision
TIE = 1e-12  # distances that differ by less are equal, for sums of floats end in noise
_BELOW, _NOTHING, _OWN = 2.0, -1.0, -9.0
_BLOCK = 64

Rows = NDArray[np.intp]
_NONE: Rows = np.zeros(0, dtype=np.intp)
Sum = TypeVar("Sum", bound=np.generic)
Floats = NDArray[np.floating]


def normalise(weights: Sequence[float]) -> Numbers:
    """Weights as parts of their sum."""
    found = np.array(weights, dtype=np.float64)
    return np.asarray(found / found.sum(), dtype=np.float64)


@dataclass(frozen=True)
class Sums:
    """Sums over the features of a subject and some places, in parts of the whole weight.

    `near` is the weighted distance over what is known of both, `known` its weight, and `enough`
    whether that is enough to compare; `undefined` is the weight of what is known of both and has
    no distance, where there is such.
    """

    near: Floats
    known: Floats
    enough: NDArray[np.bool_]
    undefined: Numbers | None

    def scores(self) -> Floats:
        """What places are ordered by: likeness, with those below the line far below it."""
        with np.errstate(invalid="ignore", divide="ignore"):
            score = np.asarray(1 - self.near / self.known)
        below = np.flatnonzero(~self.enough)
        score[below] -= _BELOW
        score[below[self.known[below] < HAIR]] = _NOTHING - _BELOW
        return score


@dataclass(frozen=True)
class Scan:
    """A subject to be compared with the places of a table; `parts` are normalised weights.

    `own` is the row of the subject itself, which is compared with nothing.
    """

    table: Table
    parts: Numbers
    subject: Context
    own: int | None

    @property
    def given(self) -> NDArray[np.bool_]:
        """Which features the subject has a value of."""
        return np.array([value is not None for value in self.subject.values], dtype=bool)

    def sums(self, rows: Rows | None = None) -> Sums:
        """Sums of some places in double precision, or of all in single precision."""
        table, parts = self.table, self.parts * self.given
        lanes = table.rough if rows is None else table.lanes[:, rows]
        point = aim(table, self.subject)
        apart = _step(lanes, point)
        near = _add_up(apart, parts @ table.fold)
        # an unknown number stands as 0: take out what it has added
        added = _add_up(table.lacks, parts * (table.fold @ np.abs(point)))
        near = np.asarray(near - self._spread(added, rows), dtype=lanes.dtype)
        known = _add_up(table.knows, parts)
        undefined = self._add_words(near, rows)
        if undefined.any():
            known = self._spread(known, rows) - undefined
            enough = known >= ENOUGH - HAIR
            return Sums(near, known.astype(near.dtype), enough, undefined)
        enough = np.broadcast_to(self._spread(known >= ENOUGH - HAIR, rows), near.shape)
        known = self._spread(known.astype(near.dtype), rows)
        return Sums(near, np.broadcast_to(known, near.shape), enough, None)

    def most(self, sums: Sums, rows: Rows | None = None) -> Floats:
        """The distance of places with all that they lack, and the subject has, at its farthest."""
        features = zip(self.table.profile.features, self.subject.values, strict=True)
        far = [one.measure.far(value) if value is not None else 0.0 for one, value in features]
        more = _add_up(self.table.lacks, self.parts * np.array(far))
        most = sums.near + self._spread(more, rows)
        return most if sums.undefined is None else most + sums.undefined

    def _spread(self, sums: NDArray[Sum], rows: Rows | None) -> NDArray[Sum]:
        """The sum of each place from those of the patterns; one alone where all have the same."""
        if len(sums) == 1:
            return sums
        pattern_of = self.table.pattern_of
        return np.take(sums, pattern_of if rows is None else pattern_of[rows])

    def _add_words(self, near: Floats, rows: Rows | None) -> Numbers:
        """Add to the sums the distances in words; the weight of those that are not defined."""
        undefined = np.zeros(len(near) if self.table.words else 1)
        for words in self.table.words:
            value = self.subject.values[words.feature]
            if value is not None and self.parts[words.feature]:
                codes = words.codes if rows is None else words.codes[rows]
                distances = to_words(self.table, words, value)[codes]
                undefined += self.parts[words.feature] * np.isnan(distances)
                near += (self.parts[words.feature] * np.nan_to_num(distances)).astype(near.dtype)
        return undefined


def _add_up(columns: Floats, parts: Numbers) -> Floats:
    """The sum of each column, its entries weighed by some parts."""
    # einsum and not a product of matrices: that would wake threads for so little work
    return np.asarray(np.einsum("f,fn->n", parts.astype(columns.dtype), columns))


def aim(table: Table, subject: Context) -> Numbers:
    """The subject's numbers, one for each lane of a table."""
    point = np.zeros(len(table.lanes))
    for (start, end), value in zip(table.spans, subject.values, strict=True):
        if isinstance(value, tuple):
            point[start:end] = value[: end - start]
    return point


def to_words(table: Table, words: Words, value: Value) -> Numbers:
    """The distance of a value to each of some words: NaN where undefined, 0 to the unknown."""
    distance = table.profile.features[words.feature].measure.distance
    found = [distance(value, other) for other in words.values]
    return np.array([np.nan if one is None else one for one in found] + [0.0], dtype=np.float64)


def nearest(scan: Scan, rough: Sums, top: int) -> Rows:
    """The rows of the `top` highest scores, with all that may tie with the last of them."""
    score = rough.scores()
    if scan.own is not None:
        score[scan.own] = _OWN
    first = highest(score, min(top, len(score)))
    # what the last of them is at least, for all that single precision can be wrong by
    bound = 1 - (rough.near[first] + ROUGH) / np.maximum(rough.known[first], HAIR)
    below = ~rough.enough[first]
    least = float((bound[below] if below.any() else bound).min(initial=1.0))
    # S >= least, said without a division, which would make the error greater
    close = rough.near <= (1 - least) * rough.known + ROUGH
    chosen = close | rough.enough if below.any() else close & rough.enough
    if scan.own is not None:
        chosen[scan.own] = False
    return np.flatnonzero(chosen)


def highest(score: Floats, top: int) -> Rows:
    """The rows of the `top` highest scores, without the subject's own."""
    whole = len(score) // _BLOCK * _BLOCK
    bar = _OWN
    if whole // _BLOCK > top:
        # the greatest of each block: a bar that at least `top` rows reach
        greatest = score[:whole].reshape(_BLOCK, -1).max(axis=0)
        bar = float(np.partition(greatest, -top)[-top])
    rows = np.flatnonzero((score >= bar) & (score > _OWN))
    return rows[np.argsort(-score[rows], kind="stable")[:top]]


@dataclass(frozen=True)
class Ranks:
    """The ranks that some places may have, over all completions of what is unknown.

    `exact` where each is taken in some completion. Else they are bounds that no completion
    leaves, but that none may reach: values that the subject lacks and places have tie the
    distances of all places together, and only pairs of places are looked at.
    """

    best: tuple[int, ...]
    worst: tuple[int, ...]
    exact: bool


def rank(scan: Scan, rough: Sums, places: Mapping[int, Context]) -> Ranks:
    """The possible ranks of some places, by row, among all places."""
    values = scan.subject.values
    lacking = [at for at, value in enumerate(values) if value is None and scan.parts[at]]
    shared = [at for at in lacking if scan.table.patterns[:, at].any()]
    alone = math.fsum(scan.parts[at] for at in lacking if at not in shared)
    rows = np.array(list(places), dtype=np.intp)
    fine, rough_most = scan.sums(rows), scan.most(rough)
    most = scan.most(fine, rows)
    best, worst = [], []
    for at, (row, context) in enumerate(places.items()):
        slack = _Slack(scan, shared, context)
        more = slack.of()
        far = _Field(slack, rough_most + more, most=True)
        close = _Field(slack, rough.near - more, most=False)
        best.append(1 + far.before(float(fine.near[at]) - alone, row))
        worst.append(1 + close.before(float(most[at]) + alone, row))
    return Ranks(tuple(best), tuple(worst), not shared and rough.undefined is None)


@dataclass(frozen=True)
class _Slack:
    """How far the features that a subject lacks can put each place behind one, or before it."""

    scan: Scan
    lacking: Sequence[int]
    place: Context

    def of(self, rows: Rows | None = None) -> Floats:
        """Of some places in double precision, or of all in single precision."""
        slack: Floats = np.zeros(1, dtype=np.float32 if rows is None else np.float64)
        for at in self.lacking:
            found = between(self.scan.table, at, self.place.values[at], rows)
            slack = slack + found * found.dtype.type(self.scan.parts[at])
        return slack


@dataclass(frozen=True)
class _Field:
    """The distances of all places with what is unknown at its worst, or at its best."""

    slack: _Slack
    rough: Floats
    most: bool

    def before(self, bar: float, row: int) -> int:
        """How many other places come before a row at some distance; equal ones go by id."""
        rough, own = self.rough, self.slack.scan.own
        sure = int(np.count_nonzero(rough < bar - ROUGH))
        upto = int(np.count_nonzero(rough <= bar + ROUGH))
        for one in {row, row if own is None else own}:
            sure -= int(rough[one] < bar - ROUGH)
            upto -= int(rough[one] <= bar + ROUGH)
        return sure + (self._among(bar, row) if upto > sure else 0)

    def _among(self, bar: float, row: int) -> int:
        """How many of those come before it that single precision cannot tell."""
        scan = self.slack.scan
        close = (self.rough >= bar - ROUGH) & (self.rough <= bar + ROUGH)
        close[[row, row if scan.own is None else scan.own]] = False
        rows = np.flatnonzero(close)
        fine, slack = scan.sums(rows), self.slack.of(rows)
        exact = scan.most(fine, rows) + slack if self.most else fine.near - slack
        order = scan.table.order
        ties = (np.abs(exact - bar) <= TIE) & (order[rows] < order[row])
        return int(np.count_nonzero((exact < bar - TIE) | ties))


def between(table: Table, at: int, value: Value | None, rows: Rows | None) -> Floats:
    """How far a value that the subject lacks can put each place behind one with some value.

    By the triangle inequality that is the distance of the two places, or the reach of the one
    whose value is known. Trees and sets do not keep it: there it is all or nothing. In single
    precision for all places, in double precision for some rows.
    """
    measure = table.profile.features[at].measure
    chosen: Rows | slice = slice(None) if rows is None else rows
    if value is None:
        return np.asarray(table.reach[at][chosen], dtype=np.float32 if rows is None else None)
    apart = _distances(table, at, value, rows)
    if isinstance(measure, Bag | Tree):
        same = 0 if isinstance(measure, Tree) else -1
        apart = np.where(apart == same, 0.0, 1.0)
    lacking = table.lacking.get(at, _NONE)
    if rows is None:
        apart[lacking] = measure.far(value)
        return apart
    return np.where(np.isin(rows, lacking), measure.far(value), apart)


def _distances(table: Table, at: int, value: Value, rows: Rows | None) -> Floats:
    for words in table.words:
        if words.feature == at:
            return to_words(table, words, value)[words.codes if rows is None else words.codes[rows]]
    start, end = table.spans[at]
    lanes = table.rough[start:end] if rows is None else table.lanes[start:end, rows]
    apart = _step(lanes, np.array([one for one in value if isinstance(one, float)]))
    if len(apart) == 1:
        return np.asarray(apart[0])
    return np.minimum(_add_up(apart, table.fold[at, start:end]), 1)


def _step(lanes: Floats, point: Numbers) -> Floats:
    """The absolute differences of numbers from those of a point, lane by lane."""
    apart: Floats = np.subtract(lanes, point.astype(lanes.dtype)[:, None])
    return np.abs(apart, out=apart)
