"""Similar contexts among 33,755 small areas: against scikit-learn and a read of the same bytes.

One run, one process, one thread, in rounds, so that all meet the same machine. A tenth of the
values is missing for us; scikit-learn gets the complete version of the same numbers, weighted
beforehand. Its answers on complete numbers are ours: that is checked first.
"""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.neighbors import NearestNeighbors  # type: ignore[import-untyped]
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from bench.printing import report
from ingest.contexts.places import LEVELS, SHIPPED, read_level
from queries.similarity.contexts import Context, Places, Table
from queries.similarity.likeness import compare
from queries.similarity.profile import find_profile
from queries.similarity.scan import Scan, nearest, normalise
from queries.similarity.similar import choose, find_similar, order_key

ROUNDS, SUBJECTS, TOP, MISSING = 10, 40, 5, 0.1
BAR_MS = 5.0
PROFILE = find_profile("all")
WEIGHTS = PROFILE.weigh()
PARTS = normalise(WEIGHTS)


def main() -> None:
    """Print the ratios, and the time of a whole answer at each level."""
    folders = [SHIPPED, Path(os.environ.get("WHATWORKED_SHARED", "../shared")) / "data" / "context"]
    places = {level: read_level(level, folders) for level in LEVELS}
    full, holed = Table(PROFILE, places["lsoa"]), Table(PROFILE, blank(places["lsoa"]))
    subjects = [full.context(row) for row in range(0, len(full.places.ids), 83)]
    peer = Peer(full)
    print(f"{len(full.places.ids):,} places, {len(full.lanes)} numbers each, one thread")
    print(f"the same nearest as scikit-learn: {agree(full, peer, subjects)} of {len(subjects)}")
    some = [holed.context(holed.row_of[one.id]) for one in subjects]
    print(f"the same as a full sort of all pairs: {exact(holed, some[::40])}")
    with threadpool_limits(1):
        compare_to_peer(full, holed, peer, subjects)
        for level in LEVELS:
            table = Table(PROFILE, places[level])
            some = [table.context(row) for row in range(min(40, len(table.places.ids)))]
            taken = measure(answering(table), some)
            print(f"  a whole answer, {level} ({len(table.places.ids):,} places): {told(taken)}")


def compare_to_peer(full: Table, holed: Table, peer: "Peer", subjects: list[Context]) -> None:
    """Print how long each takes, in rounds, and the ratios of the medians."""
    blanked = {one.id: holed.context(holed.row_of[one.id]) for one in subjects}
    works: Mapping[str, Callable[[Context], object]] = {
        "a read of every byte": lambda _: full.lanes.sum(),
        "scikit-learn, complete": peer.ask,
        "ours, complete": lambda one: find_nearest(full, one),
        "ours, a tenth missing": lambda one: find_nearest(holed, blanked[one.id]),
        "a whole answer, a tenth missing": lambda one: answering(holed)(blanked[one.id]),
    }
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            taken[name] += measure(work, subjects)
    for name, seconds in taken.items():
        print(f"  {name}: {told(seconds)}")
    read, slow, *fast, whole = (1000 * float(np.median(seconds)) for seconds in taken.values())
    for name, one in zip(("complete", "a tenth missing"), fast, strict=True):
        figures = f"scikit-learn {slow:.2f} ms, ours {one:.2f} ms, {one / read:.1f} reads"
        report(f"nearest, {name}", slow / one, ">= 1", held=slow >= one, detail=figures)
    p99 = 1000 * float(np.percentile(list(taken.values())[-1], 99))
    figures = f"p99 {p99:.1f} ms, median {whole:.1f} ms: parts, ranks and stability too"
    report("5 ms to a whole answer", BAR_MS / p99, ">= 1", held=p99 <= BAR_MS, detail=figures)


def answering(table: Table) -> Callable[[Context], object]:
    """The whole answer for a subject, from one table."""
    return lambda subject: find_similar(table, subject, WEIGHTS, TOP)


class Peer:
    """Brute force of scikit-learn over the complete numbers of a table, weighted beforehand."""

    def __init__(self, table: Table) -> None:
        """Take the same bytes, a place a row."""
        self.weights = PARTS @ table.fold
        self.table = table
        rows = np.ascontiguousarray((table.lanes * self.weights[:, None]).T)
        self.rows = {name: rows[[at]] for at, name in enumerate(table.places.ids)}
        self.fitted = NearestNeighbors(
            n_neighbors=TOP + 1, algorithm="brute", metric="manhattan"
        ).fit(rows)

    def ask(self, subject: Context) -> list[int]:
        """The rows nearest to a place of the table, that place among them."""
        found = self.fitted.kneighbors(self.rows[subject.id], return_distance=False)
        return [int(row) for row in found[0]]


def blank(places: Places) -> Places:
    """The same places with a tenth of all numbers gone."""
    chance = np.random.default_rng(3)
    columns = {
        name: np.where(chance.random(len(column)) < MISSING, np.nan, column)
        if isinstance(column, np.ndarray)
        else column
        for name, column in places.columns.items()
    }
    return replace(places, columns=columns)


def find_nearest(table: Table, subject: Context) -> list[int]:
    """What scikit-learn answers with too: the nearest rows in order, exactly."""
    scan = Scan(table, PARTS, subject, table.row_of.get(subject.id))
    rows = nearest(scan, scan.sums(), TOP)
    return [int(row) for row in rows[np.argsort(-scan.sums(rows).scores(), kind="stable")[:TOP]]]


def agree(table: Table, peer: Peer, subjects: list[Context]) -> int:
    """For how many subjects both find the same places."""
    return sum(set(find_nearest(table, one)) <= set(peer.ask(one)) for one in subjects)


def exact(table: Table, subjects: list[Context]) -> str:
    """Whether the answers are those of sorting all places by pairs, in plain Python."""
    same = 0
    for subject in subjects:
        scan = Scan(table, PARTS, subject, table.row_of[subject.id])
        everyone = (table.context(row) for row in range(len(table.places.ids)))
        pairs = [
            (one, compare(PROFILE, WEIGHTS, (subject, one)))
            for one in everyone
            if one.id != subject.id
        ]
        best = sorted(pairs, key=lambda pair: order_key(*pair))[:TOP]
        same += [one.id for one, _ in best] == [
            one.id for _, one, _ in choose(scan, scan.sums(), WEIGHTS, TOP)
        ]
    return f"{same} of {len(subjects)} subjects"


def measure(work: Callable[[Context], object], subjects: list[Context]) -> list[float]:
    """Seconds of some work on each of some subjects."""
    taken = []
    for subject in subjects[:SUBJECTS]:
        start = time.perf_counter()
        work(subject)
        taken.append(time.perf_counter() - start)
    return taken


def told(seconds: list[float]) -> str:
    """The least, the median and the 99th percentile in milliseconds."""
    least, middle, p99 = (float(np.percentile(seconds, at)) * 1000 for at in (0, 50, 99))
    return f"least {least:.2f} ms, median {middle:.2f} ms, p99 {p99:.2f} ms"


if __name__ == "__main__":
    main()
