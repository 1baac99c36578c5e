"""Kinds of features: how a value is put on its frame, and how far two values are apart.

Every distance lies in 0..1. A value on its frame is either some numbers (lanes, whose absolute
differences are added up), which are here, or some words, which are in `words.py`. Source: Gower
1971 (doi 10.2307/2528823) for the mean of parts.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Raw = float | str | tuple[str, ...] | tuple[float, ...]
Value = tuple[float, ...] | frozenset[str]
Bend = Literal["none", "log", "sqrt"]

ROUNDING = 1e-6  # how far the parts of a whole may be from 1, unless a profile says more
BENDS: Mapping[Bend, Callable[[Numbers], Numbers]] = {
    "none": lambda numbers: numbers,
    "log": np.log1p,
    "sqrt": np.sqrt,
}


class Measure(Protocol):
    """How one kind of feature is measured; `lanes` are the factors of its numbers, if any."""

    @property
    def lanes(self) -> tuple[float, ...]:
        """A factor for each number of a value; none where values are words."""
        ...

    @property
    def ends(self) -> tuple[tuple[float, ...], ...]:
        """The values of which one is the farthest from any value; none where values are words."""
        ...

    def encode(self, raw: Raw) -> Value | None:
        """A value on its frame, None where it is no value of it; ValueError says what it may be."""
        ...

    def distance(self, one: Value, other: Value) -> float | None:
        """How far apart two values are, 0..1; None where that is not defined."""
        ...

    def far(self, one: Value) -> float:
        """How far from a value any other can be."""
        ...


def _lanes_apart(factors: Sequence[float], one: Value, other: Value) -> float:
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        msg = "numbers are compared with numbers"
        raise TypeError(msg)
    if len(one) == 1:
        return factors[0] * abs(one[0] - other[0])
    return math.fsum(factor * abs(a - b) for factor, a, b in zip(factors, one, other, strict=True))


@dataclass(frozen=True)
class Line:
    """A number between the ends of a frame: numeric, on a logarithm, or a share on its root.

    A number beyond an end is taken for the end.
    """

    lo: float
    hi: float
    bend: Bend = "none"
    share: bool = False
    lanes: tuple[float, ...] = (1.0,)
    ends: tuple[tuple[float, ...], ...] = ((0.0,), (1.0,))

    def encode_all(self, numbers: Numbers) -> Numbers:
        """Many numbers on the frame, 0..1; NaN stays NaN. ValueError says what they may be."""
        if np.isinf(numbers).any():
            msg = "a finite number"
            raise ValueError(msg)
        if (self.share or self.bend == "log") and (numbers < 0).any():
            msg = "a number of 0 or more"
            raise ValueError(msg)
        if self.share and (numbers > 1).any():
            msg = "a share, 0 to 1"
            raise ValueError(msg)
        bend = BENDS[self.bend]
        lo, hi = bend(np.array([self.lo, self.hi], dtype=np.float64))
        bent = bend(np.clip(numbers, self.lo, self.hi))
        return np.asarray((bent - lo) / (hi - lo), dtype=np.float64)

    def encode(self, raw: Raw) -> Value | None:
        """See `Measure`."""
        if not isinstance(raw, float | int) or math.isnan(raw):
            msg = "a number"
            raise ValueError(msg)
        return (float(self.encode_all(np.array([raw], dtype=np.float64))[0]),)

    def distance(self, one: Value, other: Value) -> float | None:
        """See `Measure`."""
        return _lanes_apart(self.lanes, one, other)

    def far(self, one: Value) -> float:
        """See `Measure`."""
        return max(_lanes_apart(self.lanes, one, end) for end in self.ends)


@dataclass(frozen=True)
class Steps:
    """One of some levels in order; a level counts by its place."""

    levels: tuple[str, ...]
    lanes: tuple[float, ...] = (1.0,)
    ends: tuple[tuple[float, ...], ...] = ((0.0,), (1.0,))

    def encode(self, raw: Raw) -> Value | None:
        """See `Measure`."""
        text = format(raw, "g") if isinstance(raw, float | int) else raw
        if text not in self.levels:
            msg = f"one of {', '.join(self.levels)}"
            raise ValueError(msg)
        return (self.levels.index(str(text)) / (len(self.levels) - 1),)

    def distance(self, one: Value, other: Value) -> float | None:
        """See `Measure`."""
        return _lanes_apart(self.lanes, one, other)

    def far(self, one: Value) -> float:
        """See `Measure`."""
        return max(_lanes_apart(self.lanes, one, end) for end in self.ends)


@dataclass(frozen=True)
class Mix:
    """Parts of a whole: total variation, or the earth mover's distance where they have an order."""

    parts: int
    ordered: bool = False
    rounding: float = ROUNDING

    @property
    def lanes(self) -> tuple[float, ...]:
        """See `Measure`; parts in an order are added up from the first."""
        if self.ordered:
            return (1 / (self.parts - 1),) * (self.parts - 1)
        return (0.5,) * self.parts

    def encode(self, raw: Raw) -> Value | None:
        """See `Measure`; parts that do not make a whole are no value."""
        parts = [part for part in raw if isinstance(part, float)] if isinstance(raw, tuple) else []
        if len(parts) != self.parts or any(map(math.isnan, parts)):
            raise ValueError(self._wanted)
        lanes = self.encode_all(np.array(parts, dtype=np.float64)[:, None])[:, 0].tolist()
        return None if any(map(math.isnan, lanes)) else tuple(lanes)

    @property
    def _wanted(self) -> str:
        return f"{self.parts} shares, 0 to 1 each"

    def encode_all(self, numbers: Numbers) -> Numbers:
        """Many mixes, a row for each part, as lanes; NaN where parts make no whole."""
        if ((numbers < 0) | (numbers > 1)).any():
            raise ValueError(self._wanted)
        whole = np.abs(numbers.sum(axis=0) - 1) <= self.rounding
        lanes = np.cumsum(numbers, axis=0)[:-1] if self.ordered else numbers
        return np.where(whole, lanes, np.nan)

    def distance(self, one: Value, other: Value) -> float | None:
        """See `Measure`; parts may miss a whole by their rounding, so it is cut at 1."""
        return min(1.0, _lanes_apart(self.lanes, one, other))

    def far(self, one: Value) -> float:
        """See `Measure`."""
        return max(self.distance(one, end) or 0.0 for end in self.ends)

    @property
    def ends(self) -> tuple[tuple[float, ...], ...]:
        """See `Measure`: the mixes that are all one part."""
        if self.ordered:
            return tuple(
                tuple(float(at >= part) for at in range(self.parts - 1))
                for part in range(self.parts)
            )
        return tuple(
            tuple(float(at == part) for at in range(self.parts)) for part in range(self.parts)
        )
