"""Contexts: places or descriptions with the values of a profile's features, one or a whole table.

A table keeps numbers by feature (a row of an array is a feature, so that one pass over memory
compares all places), words as codes, and for each place the pattern of what is known of it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ontology.errors import InvalidInput, NotFound
from queries.similarity.kinds import Line, Mix, Numbers, Raw, Value
from queries.similarity.profile import Feature, Profile, unknown

Column = Numbers | tuple[str, ...]
NUMBERS = frozenset({"numeric", "log", "share", "ordinal"})
SEPARATOR, NOTHING = ";", "none"  # between the members of a set in a cell; a set that has none


@dataclass(frozen=True)
class Context:
    """A place or a description: what is told of each feature, and the same on its frame.

    Both stand in the order of the profile's features; None where it is not known.
    """

    id: str
    name: str
    told: tuple[Raw | None, ...]
    values: tuple[Value | None, ...]


@dataclass(frozen=True)
class Places:
    """A table of places: `columns` by name, numbers (NaN: not known) or text ("": not known).

    `codes` are other names of each place, such as its IRI and its codes in registers.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    columns: Mapping[str, Column]
    codes: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Words:
    """A feature of words: the code of each place's value, the last of which stands for unknown."""

    feature: int
    values: tuple[Value, ...]
    codes: NDArray[np.intp]

    def value(self, row: int) -> Value | None:
        """The value of a place."""
        code = int(self.codes[row])
        return self.values[code] if code < len(self.values) else None


def describe(profile: Profile, given: Mapping[str, Raw | None], name: str = "as given") -> Context:
    """A context that somebody describes by the values of features; it has no id.

    NotFound for a feature that the profile lacks, InvalidInput for a value that is none of its
    kind.
    """
    for key in given:
        if key not in profile.names:
            raise NotFound(unknown(key, profile.names, f"profile {profile.name}"))
    told = tuple(given.get(feature.name) for feature in profile.features)
    values = tuple(
        _encode(feature, raw, name) for feature, raw in zip(profile.features, told, strict=True)
    )
    return Context("", name, told, values)


def _encode(feature: Feature, raw: Raw | None, place: str) -> Value | None:
    if raw is None:
        return None
    try:
        return feature.measure.encode(raw)
    except ValueError as error:
        msg = f"{place}: {feature.name} is {raw!r:.80}: give {error}"
        raise InvalidInput(msg) from None


class Table:
    """Places made ready for one profile; what cannot be read raises InvalidInput with its place."""

    def __init__(self, profile: Profile, places: Places) -> None:
        """Put all values on their frames."""
        self.profile = profile
        self.places = places
        rows = [self._read(at, feature) for at, feature in enumerate(profile.features)]
        known = np.array([known for known, _, _ in rows], dtype=bool).reshape(-1, len(places.ids))
        self.patterns, self.pattern_of = _patterns(known)
        # the same as factors, a row for each feature
        self.knows: Numbers = np.ascontiguousarray(self.patterns.T, dtype=np.float64)
        self.lacks = np.ascontiguousarray(~self.patterns.T, dtype=np.float32)
        # a feature that is known of no place needs no lanes
        blocks = [lanes if known.any() else lanes[:0] for known, lanes, _ in rows]
        self.lanes: Numbers = np.ascontiguousarray(np.vstack([_no_lanes(places), *blocks]))
        self.words = tuple(words for _, _, words in rows if words)
        self.rough = self.lanes.astype(np.float32)
        ends = np.cumsum([len(block) for block in blocks]).tolist()
        self.spans = tuple((end - len(block), end) for end, block in zip(ends, blocks, strict=True))
        # a row for each feature: the factors of its lanes
        self.fold: Numbers = np.zeros((len(blocks), len(self.lanes)))
        for at, (start, end) in enumerate(self.spans):
            self.fold[at, start:end] = profile.features[at].measure.lanes[: end - start]

        # the place of each id among all ids in order, for ties
        self.order: NDArray[np.intp] = np.empty(len(places.ids), dtype=np.intp)
        self.order[np.argsort(np.array(places.ids, dtype=object))] = np.arange(len(places.ids))
        # of features that some places lack: which, and how far any value can be from each place's
        self.lacking = {
            at: np.flatnonzero(~known[at])
            for at in range(len(blocks))
            if known[at].any() and not known[at].all()
        }
        self.reach = {at: self._farthest(at, rows) for at, rows in self.lacking.items()}

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row of each id."""
        return {name: at for at, name in enumerate(self.places.ids)}

    def _farthest(self, at: int, lacking: NDArray[np.intp]) -> Numbers:
        measure = self.profile.features[at].measure
        words = next((words for words in self.words if words.feature == at), None)
        if words is not None:
            reach = np.array([*map(measure.far, words.values), 0.0])[words.codes]
        else:
            start, end = self.spans[at]
            factors, lanes = self.fold[at, start:end], self.lanes[start:end]
            found = [factors @ np.abs(lanes - np.array(one)[:, None]) for one in measure.ends]
            reach = np.minimum(np.max(found, axis=0), 1.0)
        reach[lacking] = 1.0
        return np.asarray(reach, dtype=np.float64)

    def context(self, row: int) -> Context:
        """One place of the table."""
        known = self.patterns[self.pattern_of[row]]
        told = tuple(
            _tell(feature, self.places.columns, row) if known[at] else None
            for at, feature in enumerate(self.profile.features)
        )
        lanes = self.lanes[:, row].tolist()
        values: list[Value | None] = [
            tuple(lanes[start:end]) if known[at] else None
            for at, (start, end) in enumerate(self.spans)
        ]
        for words in self.words:
            values[words.feature] = words.value(row)
        return Context(self.places.ids[row], self.places.names[row], told, tuple(values))

    def _read(self, at: int, feature: Feature) -> tuple[NDArray[np.bool_], Numbers, Words | None]:
        """Which places have a value of a feature, and the values."""
        size, width = len(self.places.ids), len(feature.measure.lanes)
        columns = [self.places.columns.get(name) for name in feature.columns]
        numbers = [column for column in columns if isinstance(column, np.ndarray)]
        if any(column is None for column in columns):
            words = None if width else Words(at, (), np.zeros(size, dtype=np.intp))
            return np.zeros(size, dtype=bool), np.zeros((width, size)), words
        if isinstance(feature.measure, Line | Mix) and len(numbers) == len(columns):
            return (*self._read_numbers(feature, feature.measure, np.array(numbers)), None)
        found = [self._read_cell(feature, row) for row in range(size)]
        known = np.array([value is not None for value in found], dtype=bool)
        if not width:
            return known, np.zeros((0, size)), _words(at, found)
        nothing = (0.0,) * width
        lanes = [value if isinstance(value, tuple) else nothing for value in found]
        return known, np.array(lanes, dtype=np.float64).reshape(size, width).T, None

    def _read_numbers(
        self, feature: Feature, measure: Line | Mix, columns: Numbers
    ) -> tuple[NDArray[np.bool_], Numbers]:
        try:
            values = measure.encode_all(columns)
        except ValueError:
            for row in range(columns.shape[1]):  # to say where
                self._read_cell(feature, row)
            raise
        known = np.asarray(~np.isnan(values).any(axis=0))
        return known, np.where(known, values, 0.0)

    def _read_cell(self, feature: Feature, row: int) -> Value | None:
        told = _tell(feature, self.places.columns, row)
        return _encode(feature, told, f"row {self.places.ids[row]}")


def _no_lanes(places: Places) -> Numbers:
    return np.zeros((0, len(places.ids)))


def _words(at: int, found: Sequence[Value | None]) -> Words:
    code_of: dict[Value, int] = {}
    for value in found:
        if value is not None:
            code_of.setdefault(value, len(code_of))
    codes = [len(code_of) if value is None else code_of[value] for value in found]
    return Words(at, tuple(code_of), np.array(codes, dtype=np.intp))


def _tell(feature: Feature, columns: Mapping[str, Column], row: int) -> Raw | None:
    """What a table says of a feature of one place: the number or the words of its cells."""
    cells = [columns[name][row] for name in feature.columns]
    numbers = [float(cell) for cell in cells if isinstance(cell, float)]
    if "" in cells or any(map(math.isnan, numbers)):
        return None
    if feature.kind == "distribution":
        return tuple(numbers) if len(numbers) == len(cells) else tuple(map(_number, cells))
    if numbers and feature.kind in NUMBERS:
        return numbers[0]
    text = format(numbers[0], "g") if numbers else str(cells[0])
    if feature.kind != "set":
        return text
    members = [] if text == NOTHING else text.split(SEPARATOR)
    return tuple(member.strip() for member in members)


def _number(cell: object) -> float:
    try:
        return float(str(cell))
    except ValueError:
        return math.nan


def _patterns(
    known: NDArray[np.bool_],
) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """The distinct patterns of what is known, one a row, and the pattern of each place."""
    packed = np.packbits(known, axis=0).T
    keys = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1] or 1)))
    _, first, pattern_of = np.unique(keys.ravel(), return_index=True, return_inverse=True)
    return np.ascontiguousarray(known.T[first]), pattern_of.astype(np.intp)
