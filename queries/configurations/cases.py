"""Cases: how far each is in some conditions and in a result, read from the cells of a table."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ontology.errors import InvalidInput, NotFound
from queries.configurations.sets import Numbers

UNKNOWN = ("", "NA")
MOST = 12  # conditions: each more makes three times as many terms
MARKS = "*+~"  # of expressions
ASTRIDE = 0.5


@dataclass(frozen=True)
class Columns:
    """The columns of a table: its result and conditions, what names a case, what cases share.

    Cases of one `cluster`, such as a programme, are no independent tries.
    """

    outcome: str
    conditions: tuple[str, ...]
    id: str | None = None
    cluster: str | None = None


@dataclass(frozen=True)
class Cases:
    """What is known of cases: `values` has a row for each, NaN where a cell says nothing.

    The last column of `values` is the result.
    """

    ids: tuple[str, ...]
    units: tuple[str, ...]
    conditions: tuple[str, ...]
    outcome: str
    values: Numbers

    @property
    def states(self) -> Numbers:
        """How far each case is in each condition."""
        return self.values[:, :-1]

    @property
    def results(self) -> Numbers:
        """How far each case is in the result."""
        return self.values[:, -1]

    @property
    def whole(self) -> tuple[bool, ...]:
        """Of each case, whether all its cells are known."""
        return tuple(not any(map(math.isnan, row)) for row in self.values.tolist())

    def negate(self) -> "Cases":
        """The same cases with the result turned round."""
        values = self.values.copy()
        values[:, -1] = 1 - values[:, -1]
        return replace(self, outcome=f"~{self.outcome}", values=values)

    def only(self, conditions: Sequence[int]) -> "Cases":
        """The same cases with some of the conditions, by their places."""
        return replace(
            self,
            conditions=tuple(self.conditions[at] for at in conditions),
            values=self.values[:, [*conditions, -1]],
        )

    def keep_whole(self) -> "Cases":
        """The cases of which all is known, in an order that the order of rows does not change."""
        rows = [at for at, whole in enumerate(self.whole) if whole]
        rows.sort(key=lambda at: (self.values[at].tolist(), self.units[at], self.ids[at]))
        return replace(
            self,
            ids=tuple(self.ids[at] for at in rows),
            units=tuple(self.units[at] for at in rows),
            values=self.values[rows],
        )


def make_cases(rows: Sequence[Mapping[str, str]], columns: Columns) -> Cases:
    """The cases of a table; the first row of cells is row 2, under the heading.

    NotFound for a column that the table lacks, InvalidInput for whatever else does not fit.
    """
    if not rows:
        msg = "the table has no rows: give a heading and a row for each case"
        raise InvalidInput(msg)
    _check_columns(columns, tuple(rows[0]))
    ids = tuple(_name(row, number, columns.id) for number, row in enumerate(rows, start=2))
    twice, times = Counter(ids).most_common(1)[0]
    if times > 1:
        msg = f"the column {columns.id} has {twice!r} more than once: give each case its own name"
        raise InvalidInput(msg)
    units = tuple(_name(row, number, columns.cluster) for number, row in enumerate(rows, start=2))
    wanted = (*columns.conditions, columns.outcome)
    values = [[_degree(row, number, name, columns) for name in wanted] for number, row in _n(rows)]
    return Cases(ids, units, columns.conditions, columns.outcome, np.array(values, dtype=float))


def _n(rows: Sequence[Mapping[str, str]]) -> list[tuple[int, Mapping[str, str]]]:
    return list(enumerate(rows, start=2))


def _check_columns(columns: Columns, there: Sequence[str]) -> None:
    named = [*columns.conditions, columns.outcome]
    for name in (*named, columns.id, columns.cluster):
        if name is not None and name not in there:
            turned = " (to turn the result round, give --negate)" if name.startswith("~") else ""
            msg = f"the table has no column {name!r:.80}: give one of {', '.join(there)}{turned}"
            raise NotFound(msg)
    for name in named:
        if named.count(name) > 1:
            msg = f"the column {name} is named twice: name the result and each condition once"
            raise InvalidInput(msg)
        if set(name) & set(MARKS):
            msg = f"the column {name} has a mark of expressions ({MARKS}) in its name: rename it"
            raise InvalidInput(msg)
    if not 1 <= len(columns.conditions) <= MOST:
        msg = f"{len(columns.conditions)} conditions: give 1 to {MOST}, the ones a theory names"
        raise InvalidInput(msg)


def _name(row: Mapping[str, str], number: int, column: str | None) -> str:
    if column is None:
        return f"row {number}"
    if row[column].strip() in UNKNOWN:
        msg = f"row {number}, column {column}: is empty: give each row a name there"
        raise InvalidInput(msg)
    return row[column].strip()


def _degree(row: Mapping[str, str], number: int, column: str, columns: Columns) -> float:
    """The number of a cell, NaN where it says nothing."""
    cell = row[column].strip()
    if cell in UNKNOWN:
        return np.nan
    try:
        degree = float(cell)
    except ValueError:
        degree = np.nan
    case = f" ({row[columns.id]})" if columns.id else ""
    where = f"row {number}{case}, column {column}: is {cell!r:.40}"
    if not 0 <= degree <= 1:
        msg = f"{where}: give a degree of membership, 0 (out) to 1 (in), or leave it empty"
        raise InvalidInput(msg)
    if degree == ASTRIDE and column != columns.outcome:
        msg = f"{where}, neither in nor out, so in no row of the truth table: decide which"
        raise InvalidInput(msg)
    return degree
