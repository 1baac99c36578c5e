"""How like the place in question another place is, and whether it counts as similar."""

from dataclasses import dataclass

from queries.similarity.contexts import Context, Table
from queries.similarity.differences import tell_differences
from queries.similarity.likeness import Likeness, compare
from queries.similarity.similar import order_key

NEAREST = 4  # a place is similar if it is among the nearest quarter of the places of its level
TOLD = 2  # differences told of each


@dataclass(frozen=True)
class Near:
    """How like a place is: its likeness and range, and its rank among all places of the level.

    `enough` says that at least half of the weight is known of both.
    """

    level: str
    similarity: float | None
    low: float
    high: float
    coverage: float
    rank: int
    of: int
    enough: bool
    differences: tuple[str, ...]

    @property
    def similar(self) -> bool:
        """Whether enough is known, and it is among the nearest quarter."""
        return self.enough and self.rank * NEAREST <= self.of


def list_nearness(table: Table, level: str, row: int) -> dict[str, Near]:
    """How like one place of a table all others are, by their ids, in the weights of its profile."""
    weights = table.profile.weigh(())
    subject = table.context(row)
    others = [table.context(other) for other in range(len(table.places.ids)) if other != row]
    found = [(other, compare(table.profile, weights, (subject, other))) for other in others]
    found.sort(key=lambda one: order_key(*one))
    return {
        other.id: _near(table, level, (other, likeness), (rank, len(found)))
        for rank, (other, likeness) in enumerate(found, 1)
    }


def _near(table: Table, level: str, pair: tuple[Context, Likeness], rank: tuple[int, int]) -> Near:
    likeness, (at, of) = pair[1], rank
    return Near(
        level=level,
        similarity=likeness.similarity,
        low=likeness.low,
        high=likeness.high,
        coverage=likeness.coverage,
        rank=at,
        of=of,
        enough=likeness.enough,
        differences=tell_differences(table.profile, likeness)[:TOLD],
    )
