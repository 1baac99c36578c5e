"""Kinds of features whose values are words: names, concepts of a scheme, and sets of them.

Sources: Wu and Palmer 1994 for trees; Jaccard for sets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from queries.similarity.kinds import Raw, Value


@dataclass(frozen=True)
class Name:
    """A name of no order: the same or not."""

    levels: tuple[str, ...] = ()
    lanes: tuple[float, ...] = ()
    ends: tuple[tuple[float, ...], ...] = ()

    def encode(self, raw: Raw) -> Value | None:
        """See `Measure`."""
        text = format(raw, "g") if isinstance(raw, float | int) else raw
        if not isinstance(text, str) or (self.levels and text not in self.levels):
            msg = f"one of {', '.join(self.levels)}" if self.levels else "a name"
            raise ValueError(msg)
        return frozenset({text})

    def distance(self, one: Value, other: Value) -> float | None:
        """See `Measure`."""
        return 0.0 if one == other else 1.0

    def far(self, one: Value) -> float:  # noqa: ARG002 — from anywhere
        """See `Measure`."""
        return 1.0


@dataclass(frozen=True)
class Tree:
    """A concept of a scheme: near where the nearest common ancestor lies deep (Wu and Palmer).

    `broader` is narrower concept to the broader ones; a root has none, and depth 0.
    """

    broader: Mapping[str, tuple[str, ...]]
    lanes: tuple[float, ...] = ()
    ends: tuple[tuple[float, ...], ...] = ()
    paths: Mapping[str, tuple[tuple[str, ...], ...]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "paths", {name: _paths(name, self.broader) for name in self.broader}
        )

    def encode(self, raw: Raw) -> Value | None:
        """See `Measure`."""
        if not isinstance(raw, str) or raw not in self.broader:
            msg = f"one of {', '.join(self.broader)}"
            raise ValueError(msg)
        return frozenset({raw})

    def distance(self, one: Value, other: Value) -> float | None:
        """See `Measure`; None for concepts that have no root in common."""
        if one == other:
            return 0.0
        found = [
            _wu_palmer(a, b)
            for a in self.paths[str(*one)]
            for b in self.paths[str(*other)]
            if a[0] == b[0]
        ]
        return min(found, default=None)

    def far(self, one: Value) -> float:
        """See `Measure`."""
        return max(self.distance(one, frozenset({name})) or 0.0 for name in self.broader)


def _paths(name: str, broader: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The ways from a root down to a concept."""
    if not broader[name]:
        return ((name,),)
    return tuple((*path, name) for above in broader[name] for path in _paths(above, broader))


def _wu_palmer(one: Sequence[str], other: Sequence[str]) -> float:
    shared = sum(1 for a, b in zip(one, other, strict=False) if a == b)
    depths = len(one) + len(other) - 2
    return 1 - 2 * (shared - 1) / depths if depths else 0.0


@dataclass(frozen=True)
class Bag:
    """A set of concepts, each with all that are broader: the share that two do not have in common.

    Two empty sets are not alike for what both lack: that is not defined.
    """

    broader: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lanes: tuple[float, ...] = ()
    ends: tuple[tuple[float, ...], ...] = ()

    def encode(self, raw: Raw) -> Value | None:
        """See `Measure`."""
        names = raw if isinstance(raw, tuple) else (str(raw),)
        return frozenset(above for name in names for above in self._closure(str(name)))

    def _closure(self, name: str) -> set[str]:
        if self.broader and name not in self.broader:
            msg = f"some of {', '.join(self.broader)}"
            raise ValueError(msg)
        above = (self._closure(one) for one in self.broader.get(name, ()))
        return {name}.union(*above)

    def distance(self, one: Value, other: Value) -> float | None:
        """See `Measure`; None where both are empty."""
        a, b = frozenset(map(str, one)), frozenset(map(str, other))
        return 1 - len(a & b) / len(a | b) if a | b else None

    def far(self, one: Value) -> float:  # noqa: ARG002 — from a set with nothing of it
        """See `Measure`."""
        return 1.0
