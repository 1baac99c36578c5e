"""Similar contexts: the places most like a subject, with all that the answer rests on.

Gower's mean over what is known of both, on a frozen frame; docs/similarity.md has the formulas.
"""

from dataclasses import dataclass

import numpy as np

from queries.similarity.contexts import Context, Table
from queries.similarity.differences import tell_differences
from queries.similarity.likeness import Likeness, compare
from queries.similarity.profile import Profile
from queries.similarity.scan import Scan, Sums, nearest, normalise, rank
from queries.similarity.weighings import Weighings, stay

METHOD = "gower"


@dataclass(frozen=True)
class Hit:
    """A place like the subject.

    `best` and `worst` are the ranks it may have over all completions of what is unknown;
    `stability` is the share of weightings in which it stays in the list.
    """

    context: Context
    row: int
    likeness: Likeness
    rank: int
    best: int
    worst: int
    stability: float
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Similar:
    """The places most like a subject, nearest first.

    `compared` is how many places there were, `among` how many of them stability looked at; the
    possible ranks are taken in some completion (`exact`) or are bounds.
    """

    profile: Profile
    weights: tuple[float, ...]
    subject: Context
    hits: tuple[Hit, ...]
    compared: int
    among: int
    exact: bool


def find_similar(table: Table, subject: Context, weights: tuple[float, ...], top: int) -> Similar:
    """The `top` places of a table that are most like a subject, which itself is left out.

    They are those of a full sort by likeness, then coverage, then id, with all places below the
    line (too little known to compare) behind those above it.
    """
    scan = Scan(table, normalise(weights), subject, table.row_of.get(subject.id))
    rough = scan.sums()
    chosen = choose(scan, rough, weights, top)
    rows = np.array([row for row, _, _ in chosen], dtype=np.intp)
    ranks = rank(scan, rough, {row: context for row, context, _ in chosen})
    stable = stay(Weighings(scan, rough, weights), rows, top)
    hits = tuple(
        Hit(
            context=context,
            row=row,
            likeness=likeness,
            rank=at + 1,
            best=ranks.best[at],
            worst=ranks.worst[at],
            stability=stable.shares[at],
            differences=tell_differences(table.profile, likeness),
        )
        for at, (row, context, likeness) in enumerate(chosen)
    )
    compared = len(rough.known) - (scan.own is not None)
    return Similar(table.profile, weights, subject, hits, compared, stable.among, ranks.exact)


def choose(
    scan: Scan, rough: Sums, weights: tuple[float, ...], top: int
) -> list[tuple[int, Context, Likeness]]:
    """The nearest places with how alike they are, in the order of the answer."""
    found = [
        (
            row,
            context := scan.table.context(row),
            compare(scan.table.profile, weights, (scan.subject, context)),
        )
        for row in map(int, nearest(scan, rough, top))
    ]
    return sorted(found, key=lambda one: order_key(one[1], one[2]))[:top]


def order_key(context: Context, likeness: Likeness) -> tuple[bool, float, float, str]:
    """What answers are sorted by."""
    similarity = -1.0 if likeness.similarity is None else likeness.similarity
    return not likeness.enough, -similarity, -likeness.coverage, context.id
