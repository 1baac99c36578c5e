"""How alike two contexts are: Gower's mean over what is known of both, with all of its parts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from queries.similarity.contexts import Context
from queries.similarity.kinds import Raw
from queries.similarity.profile import Profile

ENOUGH = 0.5  # of the weight must be known of both, or the comparison goes below the line
HAIR = 1e-9
# Parts lie on a grid, so that their sum is exact in any order and equal places tie; a hair is added
# before cutting, lest a sum that is a round number fall below it.
_GRID, _HAIR = 2.0**40, 2.0**-8


@dataclass(frozen=True)
class Part:
    """What one feature adds to the distance; `a` is the subject's value, `b` the other's."""

    feature: str
    weight: float
    a: Raw
    b: Raw
    distance: float
    contribution: float


@dataclass(frozen=True)
class Likeness:
    """How alike two contexts are, 0..1; None where nothing is known of both.

    The parts sum up to 1 - similarity exactly. `low` and `high` are what it is with all that is
    `unknown` at its worst and at its best; `coverage` is the known part of the weight.
    """

    similarity: float | None
    coverage: float
    low: float
    high: float
    parts: tuple[Part, ...]
    unknown: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether so much is known that the two can be compared at all."""
        return self.coverage >= ENOUGH - HAIR


Pair = tuple[Context, Context]


def compare(profile: Profile, weights: Sequence[float], pair: Pair) -> Likeness:
    """Compare the second of two contexts with the first; a weight of 0 leaves its feature out."""
    apart = [_apart(profile, at, pair) if weight else None for at, weight in enumerate(weights)]
    known = math.fsum(weights[at] for at, one in enumerate(apart) if one is not None)
    parts, unknown = [], []
    for at, feature in enumerate(profile.features):
        a, b, distance = pair[0].told[at], pair[1].told[at], apart[at]
        if distance is not None and a is not None and b is not None:
            share = math.floor(weights[at] * distance / known * _GRID + _HAIR) / _GRID
            parts.append(Part(feature.name, weights[at], a, b, distance, share))
        elif weights[at]:
            unknown.append(feature.name)
    return _sum_up(tuple(parts), known / math.fsum(weights), tuple(unknown))


def _apart(profile: Profile, at: int, pair: Pair) -> float | None:
    a, b = pair[0].values[at], pair[1].values[at]
    if a is None or b is None:
        return None
    return profile.features[at].measure.distance(a, b)


def _sum_up(parts: tuple[Part, ...], coverage: float, unknown: tuple[str, ...]) -> Likeness:
    if not parts:
        return Likeness(None, 0.0, 0.0, 1.0, (), unknown)
    similarity = 1 - math.fsum(part.contribution for part in parts)
    coverage = coverage if unknown else 1.0
    low = similarity * coverage
    high = max(similarity, low + (1 - coverage))
    return Likeness(similarity, coverage, low, high, parts, unknown)
