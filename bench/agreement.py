"""Agreement of likeness with published lists of similar authorities, beside Euclid and chance.

`python -m bench.agreement` prints the table of docs/similarity.md. The measure is the share of the
published neighbours that are in our table and among as many of our nearest; it is paired by
authority, and the interval is a bootstrap over authorities.
"""

import csv
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.contexts.places import read_level
from queries.similarity.contexts import Places, Table
from queries.similarity.kinds import Numbers
from queries.similarity.profile import find_profile
from queries.similarity.scan import Scan, normalise

DRAWS = 10_000
UPPER = ("E06", "E08", "E09")  # districts that are upper-tier authorities themselves
Lists = Mapping[str, Sequence[str]]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Compared:
    """The shares for each authority of one published list, by our measure and by Euclid's."""

    name: str
    ours: Numbers
    euclid: Numbers
    chance: float
    left_out: int
    listed: float


def main() -> None:
    """Print the table."""
    shared = Path(os.environ.get("WHATWORKED_SHARED", "../shared")) / "data"
    places = read_level("district", [shared / "context"])
    print("| list | authorities | listed | ours | Euclid | chance | ours - Euclid, 95 % |")
    print("|---|---|---|---|---|---|---|")
    published = {
        f"ONS {name}": read_wide(shared / "peers" / f"ons_neighbours_{name}.csv")
        for name in ("global", "demographic", "economic")
    }
    for name, lists in published.items():
        print(row_of(compare_lists(name, places, lists, range(len(places.ids)))))
    upper = [at for at, code in enumerate(places.ids) if code.startswith(UPPER)]
    schools = read_long(shared / "peers" / "dfe_statistical_neighbours_2025.csv")
    print(row_of(compare_lists("DfE", places, schools, upper)))
    between = agree(published["ONS global"], published["ONS demographic"], "")
    print(f"\nONS global and ONS demographic share {between:.2f} of their places")
    for name in ("ONS global", "ONS demographic"):
        print(f"{name} and DfE share {agree(published[name], schools, UPPER):.2f}")


def agree(one: Lists, other: Lists, kinds: str | tuple[str, ...]) -> float:
    """The share that two lists have in common, of authorities of some kinds, as many of each."""
    shares = []
    for code in one.keys() & other.keys():
        first, second = (
            [place for place in lists[code] if place and place.startswith(kinds)]
            for lists in (one, other)
        )
        size = min(len(first), len(second))
        if size:
            shares.append(len(set(first[:size]) & set(second[:size])) / size)
    return float(np.mean(shares))


def read_wide(path: Path) -> Lists:
    """Lists with a row for each authority, nearest first."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {row[0]: row[1:] for row in rows}


def read_long(path: Path) -> Lists:
    """Lists with a row for each neighbour, in order of rank."""
    found: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["ons_code"], []).append(row["neighbour_ons_code"])
    return found


def compare_lists(name: str, places: Places, lists: Lists, among: Sequence[int]) -> Compared:
    """The shares of each list's neighbours found, among some rows of a table."""
    table = Table(find_profile("all"), places)
    pool = np.array(among, dtype=np.intp)
    row_of_code = {places.ids[row]: row for row in among}
    wanted = {
        row_of_code[code]: [row_of_code[one] for one in listed if one in row_of_code]
        for code, listed in lists.items()
        if code in row_of_code
    }
    wanted = {row: listed for row, listed in wanted.items() if listed}
    return Compared(
        name,
        share_found(wanted, pool, like_ours(table)),
        share_found(wanted, pool, like_euclid(table, pool)),
        float(np.mean([len(listed) / (len(pool) - 1) for listed in wanted.values()])),
        len(lists) - len(wanted),
        float(np.mean([len(listed) for listed in wanted.values()])),
    )


def like_ours(table: Table) -> Callable[[int], Numbers]:
    """How alike all places are to one, by the default profile."""
    parts = normalise(table.profile.weigh())
    everyone: Rows = np.arange(len(table.places.ids))

    def likeness(row: int) -> Numbers:
        found = Scan(table, parts, table.context(row), row).sums(everyone).scores()
        return np.asarray(found, dtype=np.float64)

    return likeness


def like_euclid(table: Table, pool: Rows) -> Callable[[int], Numbers]:
    """How near all places are to one, plainly: the same columns, z-scored and unweighted."""
    names = [name for feature in table.profile.features for name in feature.columns]
    columns = np.array([table.places.columns[name] for name in names], dtype=np.float64)
    scored = (columns - columns[:, pool].mean(axis=1, keepdims=True)) / columns[:, pool].std(
        axis=1, keepdims=True
    )
    return lambda row: -np.asarray(((scored - scored[:, [row]]) ** 2).sum(axis=0))


def share_found(
    wanted: Mapping[int, Sequence[int]], pool: Rows, likeness: Callable[[int], Numbers]
) -> Numbers:
    """For each authority, the share of its list that is among as many of its nearest."""
    shares = []
    for row, listed in wanted.items():
        others = pool[pool != row]
        nearest = others[np.argsort(-likeness(row)[others], kind="stable")][: len(listed)]
        shares.append(len(set(nearest.tolist()) & set(listed)) / len(listed))
    return np.array(shares)


def row_of(found: Compared) -> str:
    """A row of the table, with the interval of the difference."""
    difference = found.ours - found.euclid
    chance = np.random.default_rng(5)
    drawn = difference[chance.integers(len(difference), size=(DRAWS, len(difference)))].mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return (
        f"| {found.name} | {len(difference)} ({found.left_out} not in the table) | "
        f"{found.listed:.1f} | {found.ours.mean():.3f} | {found.euclid.mean():.3f} | "
        f"{found.chance:.3f} | {difference.mean():+.3f} ({low:+.3f} to {high:+.3f}) |"
    )


if __name__ == "__main__":
    main()
