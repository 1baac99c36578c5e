"""Places to compare: tables of four levels, with figures of the small areas within each place.

The boards' figures come with the program. Those of the other levels are read where they lie, or
from a repository that has loaded them. A cell that is empty is not known, and so is `NA`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ingest.contexts.variation import RURALITY, spread_within
from ingest.tables import Row, read_table
from ontology.errors import InvalidInput, NotAvailable
from ontology.terms import PROJECT_BASE
from queries.similarity.contexts import Column, Places
from queries.similarity.kinds import Numbers

SHIPPED = Path(__file__).parent
UNKNOWN = ("", "NA")
SMALL = "lsoa"
NEAR_COAST = 5  # km
Folders = Sequence[Path]


@dataclass(frozen=True)
class Level:
    """Where the table of a level is, by the names that it may have.

    Small areas have the place that they are in by the column `part`, which has its `key`.
    """

    name: str
    files: tuple[str, ...]
    part: str = ""
    key: str = "ons_code"


LEVELS: Mapping[str, Level] = {
    level.name: level
    for level in (
        Level("icb", ("icb.csv", "icb_context.csv"), "icb24_code_nhs", "ods_code"),
        Level("subIcb", ("subIcb.csv", "sub_icb_context.csv"), "sicbl24_code_nhs", "ods_code"),
        Level("district", ("district.csv", "lad_context.csv"), "ltla24_code"),
        Level(SMALL, ("lsoa.csv", "lsoa.csv.gz", "lsoa_context.csv.gz")),
    )
}


def read_level(name: str, folders: Folders) -> Places:
    """The places of a level, with figures of the small areas within each, where those are here.

    From the first folder that has its table; NotAvailable says what to do where none has.
    """
    level, path = LEVELS[name], find_table(name, folders)
    rows = read_table(path)
    if name == SMALL:
        return small_areas(rows)
    within = _within(level, path, folders)
    places = make_places([{**row, **within.get(row[level.key], {})} for row in rows], "ons_code")
    return replace(places, columns={**places.columns, **_working_age(places.columns)})


def read_names(name: str, folders: Folders) -> Places:
    """The places of a level as their table has them, which is read faster."""
    if name == SMALL:
        return read_level(name, folders)
    return make_places(read_table(find_table(name, folders)), "ons_code")


def _working_age(columns: Mapping[str, Column]) -> dict[str, Numbers]:
    young, old = columns.get("share_under_18"), columns.get("share_65_plus")
    if not isinstance(young, np.ndarray) or not isinstance(old, np.ndarray):
        return {}
    return {"share_18_64": 1 - young - old}


def find_table(name: str, folders: Folders) -> Path:
    """The file of a level; NotAvailable where no folder has one."""
    level = LEVELS[name]
    for folder in folders:
        for file in level.files:
            if (folder / file).is_file():
                return folder / file
    msg = (
        f"the figures of the level {level.name} are not available here, because none of "
        f"{', '.join(level.files)} is in {' or '.join(map(str, folders))}: put the table there, "
        "or compare in --level icb, whose figures come with the program"
    )
    raise NotAvailable(msg)


def _within(level: Level, path: Path, folders: Folders) -> Mapping[str, Row]:
    """How small areas differ within each place; nothing where that is not known."""
    if path.parent == SHIPPED:
        return {row[level.key]: row for row in read_table(SHIPPED / "icb_variation.csv")}
    try:
        return spread_within(read_table(find_table(SMALL, folders)), level.part)
    except NotAvailable:
        return {}


def read_places(path: Path, column: str) -> Places:
    """A table of somebody's own, with the column that names its places."""
    rows = read_table(path)
    if not rows:
        msg = f"{path}: has no rows: give a heading and a row for each place"
        raise InvalidInput(msg)
    if column not in rows[0]:
        msg = f"{path}: has no column {column!r}: --id is one of {', '.join(rows[0])}"
        raise InvalidInput(msg)
    return make_places(rows, column)


def make_places(rows: Sequence[Row], column: str) -> Places:
    """The places of some rows; InvalidInput where two have the same id, or one has none."""
    ids = tuple(row[column] for row in rows)
    if "" in ids or len(set(ids)) < len(ids):
        twice = next((name or "nothing" for name in ids if not name or ids.count(name) > 1), "")
        msg = f"the column {column} has {twice} for an id more than once: each place has its own"
        raise InvalidInput(msg)
    columns = {name: as_column([row[name] for row in rows]) for name in rows[0] if name != column}
    names = tuple(row.get("name", row[column]) for row in rows)
    return Places(ids, names, columns, tuple(_codes(row) for row in rows))


def _codes(row: Row) -> Mapping[str, str]:
    codes = {key: row[f"{key}_code"] for key in ("ons", "ods") if row.get(f"{key}_code")}
    return {**codes, **({"iri": f"{PROJECT_BASE}id/area/{codes['ons']}"} if "ons" in codes else {})}


def as_column(cells: Sequence[str]) -> Column:
    """Cells as numbers, NaN where unknown, or as text where one is neither number nor unknown."""
    known = ["nan" if cell in UNKNOWN else cell for cell in cells]
    try:
        numbers = np.array(known, dtype=np.float64)
    except ValueError:
        return tuple("" if cell in UNKNOWN else cell for cell in cells)
    if np.isnan(numbers).sum() > sum(1 for cell in cells if cell in UNKNOWN):
        return tuple(cells)
    return numbers


def small_areas(rows: Sequence[Row]) -> Places:
    """Small areas, with the figures of places worked out from their counts.

    A whole of which each is a part, such as its rural share, is 0 or 1; what there is no count of
    is not known. Their number of residents is left out: nine tenths have 1,224 to 2,340, less
    than the least of the frame or hardly more. Their names are their codes.
    """
    ids = tuple(row["lsoa21_code"] for row in rows)
    counts = {name: as_column([row[name] for row in rows]) for name in rows[0]}
    classes = np.array([row["ruc21_code"] for row in rows])

    def count(name: str) -> Numbers:
        found = counts[name]
        if isinstance(found, tuple):
            msg = f"the small areas' column {name} is not all numbers: give a number in each cell"
            raise InvalidInput(msg)
        return found

    columns = {
        **_people(count),
        **_deprivation(count),
        **{f"share_ruc_{code.lower()}": _mark(classes == code) for code in RURALITY},
        "share_rural": _mark(np.char.startswith(classes, "R")),
        "share_further_from_major_town": _mark(np.char.count(classes, "F") > 0),
        "share_coastal_5km": _mark(count("coast_km") <= NEAR_COAST),
    }
    codes = tuple({"ons": name, "iri": f"{PROJECT_BASE}id/area/{name}"} for name in ids)
    return Places(ids, ids, columns, codes)


def _mark(chosen: object) -> Numbers:
    return np.asarray(chosen, dtype=np.float64)


def _people(count: Callable[[str], Numbers]) -> dict[str, Numbers]:
    people, all_ages = count("population_2021"), count("n_all20")
    return {
        "density_p50": people / count("area_km2"),  # all of one small area live at one density
        "density_p90": people / count("area_km2"),
        "share_under_18": count("n_0_17") / all_ages,
        "share_65_plus": count("n_65p") / all_ages,
        "share_18_64": 1 - (count("n_0_17") + count("n_65p")) / all_ages,
        "share_asian": count("n_asian") / people,
        "share_black": count("n_black") / people,
        "share_white": count("n_white") / people,
        "share_disabled": count("n_disabled") / people,
    }


def _deprivation(count: Callable[[str], Numbers]) -> dict[str, Numbers]:
    decile = count("IMD_decile")
    return {
        "imd2025_score_mean": count("IMD_score"),
        "share_imd_most_deprived_20pc": _mark(decile <= 2),  # noqa: PLR2004 — tenths
        "share_imd_least_deprived_20pc": _mark(decile >= 9),  # noqa: PLR2004
        **{f"share_imd_decile_{tenth:02}": _mark(decile == tenth) for tenth in range(1, 11)},
    }
