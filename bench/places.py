"""Made-up places with features of every kind, for laws of likeness and for measuring."""

from collections.abc import Mapping, Sequence

import numpy as np

from queries.similarity.contexts import Column, Places
from queries.similarity.kinds import Raw
from queries.similarity.profile import read_profile

ROWS = 11
MISSING = 0.25
HALF = 0.5

PROFILE = read_profile(
    """
name: all
version: test
summary: features of all kinds
groups: {line: 3, word: 2, whole: 1.5}
sources: {}
features:
  score: {kind: numeric, lo: 0, hi: 10, group: line}
  density: {kind: log, lo: 20, hi: 16000, group: line, weight: 2}
  part: {kind: share, lo: 0.1, hi: 0.6, group: line}
  rare: {kind: share, bend: sqrt, lo: 0, hi: 0.5, group: line}
  decile: {kind: ordinal, levels: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], group: word}
  coastal: {kind: nominal, levels: [yes_, no_], group: word}
  settings: {kind: set, group: word, broader: {care: , ward: care, clinic: care, home: }}
  place: {kind: tree, group: word, broader: {all: , town: all, city: all, port: town, spa: town}}
  bands: {kind: distribution, columns: [young, middle, old], group: whole}
  steps: {kind: distribution, ordered: true, columns: [s1, s2, s3, s4], group: whole}
""",
    {},
)
WEIGHTS = PROFILE.weigh()
POOLS: Mapping[str, Sequence[Raw]] = {
    "score": (-5.0, 0.0, 1.0, 2.5, 5.0, 7.0, 10.0, 12.0),
    "density": (0.0, 20.0, 140.0, 1000.0, 4300.0, 16000.0, 90000.0),
    "part": (0.0, 0.1, 0.25, 0.35, 0.6, 1.0),
    "rare": (0.0, 0.01, 0.2, 0.5, 0.9),
    "decile": (1.0, 2.0, 5.0, 9.0, 10.0),
    "coastal": ("yes_", "no_"),
    "settings": ((), ("home",), ("ward",), ("ward", "home"), ("clinic", "ward"), ("care",)),
    "place": ("all", "town", "city", "port", "spa"),
    "bands": (
        (1.0, 0.0, 0.0),
        (0.2, 0.5, 0.3),
        (0.0, 0.25, 0.75),
        (0.0, 0.0, 1.0),
        (0.0, 1.0, 0.0),
    ),
    "steps": (
        (1.0, 0.0, 0.0, 0.0),
        (0.25, 0.25, 0.25, 0.25),
        (0.0, 0.5, 0.0, 0.5),
        (0.0, 0.0, 0.0, 1.0),
    ),
}
Row = Mapping[str, Raw | None]


def draw_value(chance: np.random.Generator, name: str) -> Raw:
    """A value at an edge of its kind, or any number within."""
    pool = POOLS[name]
    first, last = pool[1], pool[-2]
    numbers = isinstance(first, float) and isinstance(last, float) and name != "decile"
    if numbers and chance.random() < HALF:
        return chance.uniform(float(str(first)), float(str(last)))
    return pool[int(chance.integers(len(pool)))]


def draw_rows(
    chance: np.random.Generator, count: int = ROWS, missing: float = MISSING
) -> list[Row]:
    """Some places, each value of which is missing with that chance."""
    return [
        {name: None if chance.random() < missing else draw_value(chance, name) for name in POOLS}
        for _ in range(count)
    ]


def complete(chance: np.random.Generator, row: Row) -> Row:
    """A place with values for all that is not known of it."""
    return {name: draw_value(chance, name) if raw is None else raw for name, raw in row.items()}


def cell(raw: Raw | None) -> str:
    """A value as a table has it."""
    if raw is None:
        return ""
    return (";".join(map(str, raw)) or "none") if isinstance(raw, tuple) else str(raw)


def as_places(rows: Sequence[Row]) -> Places:
    """The places as a table, with ids in order."""
    columns: dict[str, Column] = {}
    for feature in PROFILE.features:
        told = [row[feature.name] for row in rows]
        for at, name in enumerate(feature.columns):
            if feature.kind == "distribution":
                columns[name] = np.array(
                    [raw[at] if isinstance(raw, tuple) else np.nan for raw in told],
                    dtype=np.float64,
                )
            elif isinstance(POOLS[feature.name][0], float):
                columns[name] = np.array(
                    [np.nan if raw is None else raw for raw in told], dtype=np.float64
                )
            else:
                columns[name] = tuple(map(cell, told))
    ids = tuple(f"p{at:02}" for at in range(len(rows)))
    return Places(ids, ids, columns)
