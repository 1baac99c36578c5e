"""Similar contexts at the edge: what is asked, and the answer with what must be known of it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from api.answers.gazetteer import (
    DEFAULT_LEVEL,
    Folders,
    check_level,
    find_place,
    list_places,
    load_table,
)
from ingest.contexts.places import read_places
from ontology.errors import InvalidInput, NotFound
from queries.similarity.contexts import Column, Context, Places, Table, describe
from queries.similarity.kinds import Raw
from queries.similarity.profile import DEFAULT, Profile, find_profile, plain_profile, unknown
from queries.similarity.similar import Similar, find_similar

TOP = 5


@dataclass(frozen=True)
class Wanted:
    """What is asked: places like `subject`, or like the context that `given` describes.

    `weights` are by feature or group; `columns` are plain numbers of a table of one's own.
    """

    subject: str | None = None
    given: Mapping[str, Raw | None] = field(default_factory=dict)
    level: str | None = None
    profile: str = DEFAULT
    columns: Sequence[str] = ()
    weights: Sequence[tuple[str, float]] = ()
    top: int = TOP


@dataclass(frozen=True)
class Alike:
    """An answer, the table that it is from, and what must be known of the comparison."""

    similar: Similar
    table: Table
    level: str | None
    remark: str = ""


def compare_level(where: Folders, wanted: Wanted) -> Alike:
    """Answer from the tables of the four levels.

    InvalidInput for a name that means several places or a value that does not fit, NotFound for a
    name that means none, NotAvailable where the table of the level is not here.
    """
    profile = find_profile(wanted.profile)
    if wanted.subject is None:
        level = wanted.level or DEFAULT_LEVEL
        check_level(level)
        table = load_table(level, profile.name, where)
        return _answer(table, describe(profile, wanted.given), wanted, level)
    level, row = find_place(wanted.subject, wanted.level, where)
    table = load_table(level, profile.name, where)
    return _answer(table, table.context(row), wanted, level)


def compare_table(path: Path, column: str, wanted: Wanted) -> Alike:
    """Answer from a table of somebody's own, whose places a column names.

    The features are those columns of the profile that it has, or else all columns of numbers;
    `columns` names plain numbers. InvalidInput says what does not fit.
    """
    places = read_places(path, column)
    profile, remark = _profile_of(places, wanted)
    table = Table(profile, places)
    if wanted.subject is None:
        subject = describe(profile, wanted.given)
    else:
        subject = table.context(_row(places, wanted.subject, path))
    return replace(_answer(table, subject, wanted, None), remark=remark)


def _answer(table: Table, subject: Context, wanted: Wanted, level: str | None) -> Alike:
    if wanted.top < 1:
        msg = f"top is {wanted.top}: give a number of 1 or more"
        raise InvalidInput(msg)
    weights = table.profile.weigh(wanted.weights)
    return Alike(find_similar(table, subject, weights, wanted.top), table, level)


def _row(places: Places, name: str, path: Path) -> int:
    rows = list_places(places).rows(name)
    if len(rows) == 1:
        return rows[0]
    if not rows:
        msg = f"{path}: no row is called {name!r:.100}: give what stands in its id column"
        raise NotFound(msg)
    listed = ", ".join(places.ids[row] for row in rows[:10])
    msg = f"{path}: {name!r:.100} means several rows, give one of: {listed}"
    raise InvalidInput(msg)


def _profile_of(places: Places, wanted: Wanted) -> tuple[Profile, str]:
    """The features of a table of somebody's own, and what there is to say of them."""
    if wanted.columns:
        for name in wanted.columns:
            if name not in places.columns:
                raise NotFound(unknown(name, tuple(places.columns), "the table"))
        return _plain(places, wanted.columns)
    profile = find_profile(wanted.profile).within(places.columns)
    if profile.features:
        return profile, ""
    numbers = [name for name, column in places.columns.items() if _is_number(column)]
    return _plain(places, numbers)


def _plain(places: Places, names: Sequence[str]) -> tuple[Profile, str]:
    ranges = {name: _range(name, places.columns[name]) for name in names}
    profile = plain_profile({name: ends for name, ends in ranges.items() if ends})
    if not profile.features:
        msg = "no column of numbers tells the places apart: give one with --columns"
        raise InvalidInput(msg)
    dropped = [name for name in names if name not in profile.names]
    remark = f"Left out, because all places are the same there: {', '.join(dropped)}. "
    return profile, remark if dropped else ""


def _is_number(column: Column) -> bool:
    return isinstance(column, np.ndarray)


def _range(name: str, column: Column) -> tuple[float, float] | None:
    """The smallest and the greatest number of a column; None where none is known."""
    if not isinstance(column, np.ndarray):
        wrong = next(cell for cell in column if cell and not _reads(cell))
        msg = f"the column {name} has {wrong!r:.40}, which is no number: give one or leave it empty"
        raise InvalidInput(msg)
    known = column[~np.isnan(column)]
    return (float(known.min()), float(known.max())) if len(known) else None


def _reads(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False
