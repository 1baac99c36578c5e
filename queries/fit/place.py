"""Where a use happened, seen from one place: here, in a larger area around it, or elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from queries.catalogue import Ask
from queries.outcomes.case import Case, Named


@dataclass(frozen=True)
class Here:
    """A place with the bodies that cover it, its parts, and what it lies in, by their IRIs.

    `asked` is the body that answers for it today: the last one, or what took it over as a whole.
    """

    place: Named
    bodies: tuple[Named, ...] = ()
    asked: Named | None = None
    parts: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()

    @cached_property
    def inside(self) -> frozenset[str]:
        """The place, its bodies and its parts."""
        return frozenset({self.place.iri, *(body.iri for body in self.bodies)}) | self.parts


@dataclass(frozen=True)
class Split:
    """The uses of an innovation seen from a place.

    `own` are of the place or a part of it, `around` of a larger area that it lies in: both are
    its past, and neither counts as a result elsewhere.
    """

    own: tuple[Case, ...] = field(default=())
    around: tuple[Case, ...] = field(default=())
    elsewhere: tuple[Case, ...] = field(default=())


def read_here(ask: Ask, place: str) -> Here:
    """A place as registers and documents have it."""
    label = next((str(row[1]) for row in ask("labels", thing=place).rows), None)
    boards = [cells for cells in ask("boards", place=place).by_column() if cells["area"] == place]
    boards.sort(key=lambda cells: (str(cells["validFrom"] or ""), str(cells["board"])))
    bodies = dict.fromkeys(Named(str(cells["board"]), str(cells["boardLabel"])) for cells in boards)
    return Here(
        place=Named(place, label),
        bodies=tuple(bodies),
        asked=_successor(ask, list(bodies)[-1]) if bodies else None,
        parts=frozenset(str(cells["place"]) for cells in ask("within", within=place).by_column()),
        around=frozenset(str(cells["within"]) for cells in ask("within", place=place).by_column()),
    )


def _successor(ask: Ask, body: Named) -> Named:
    """The body itself, or what took it over as a whole."""
    later = [
        cells
        for cells in ask("successions", organisation=body.iri).by_column()
        if cells["predecessor"] == body.iri and cells["extent"] == "whole"
    ]
    if len(later) != 1:
        return body
    return _successor(ask, Named(str(later[0]["successor"]), str(later[0]["successorLabel"])))


def split_cases(ask: Ask, here: Here, cases: Sequence[Case]) -> Split:
    """Tell the uses here and around from those elsewhere."""
    known: dict[str, bool] = {}
    own, around, elsewhere = [], [], []
    for case in cases:
        places = {place.iri for place in (*case.places, *case.organisations)}
        if places & here.inside:
            own.append(case)
        elif any(_holds(ask, here, place.iri, known) for place in case.places):
            around.append(case)
        else:
            elsewhere.append(case)
    return Split(tuple(own), tuple(around), tuple(elsewhere))


def _holds(ask: Ask, here: Here, area: str, known: dict[str, bool]) -> bool:
    """Whether an area holds the place: it lies in it, or in a board of the region of that area."""
    if area not in known:
        areas = {cells["area"] for cells in ask("boards", place=area).by_column()}
        known[area] = area in here.around or bool(areas & (here.around | {here.place.iri}))
    return known[area]
