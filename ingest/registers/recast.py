"""Figures of sub-ICB locations, summed to the boards of a day; nothing is ever shared out.

A board that took over a part of a location has no figure: how its residents divide is not known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from ontology.fields import members_of
from ontology.record import Entity


@dataclass(frozen=True)
class BoardMap:
    """The boards of one day by ODS code, each with the areas of locations that lie in it whole.

    Areas go by ONS code, since a figure is of a boundary. `divided` are the boards that have a part
    of one besides, each with the reason in words; `homeless` are those that lie in no board whole.
    """

    areas: Mapping[str, tuple[str, ...]]
    divided: Mapping[str, str]
    homeless: tuple[str, ...]


@dataclass(frozen=True)
class Recast:
    """A board's figure: `value`, or None with the `reason`; `known` sums what lies in it whole."""

    value: Decimal | None
    known: Decimal
    reason: str | None = None


def map_boards(records: Iterable[Entity], day: str) -> BoardMap:
    """The boards of a day (YYYY-MM-DD) and the areas in them, as the register has them."""
    known = {record.record: record for record in records}
    boards = {
        area: _code(board)
        for board in known.values()
        if board.is_ == "IntegratedCareBoard" and _stands(board, day)
        for area in _named(board, "coversArea")
        if _stands(known[area], day)
    }
    held: dict[str, set[str]] = {board: set() for board in boards.values()}
    homeless: dict[str, Entity] = {}
    for location in (one for one in known.values() if one.is_ == "SubIcbLocation"):
        for area in (known[name] for name in _named(location, "coversArea")):
            around = {boards[place] for place in _named(area, "partOf") if place in boards}
            if _stands(area, day) and not around:
                homeless[_code(area)] = location
            for board in around if _stands(area, day) else ():
                held[board].add(_code(area))
    return BoardMap(
        {board: tuple(sorted(held[board])) for board in sorted(held)},
        dict(_divided(known, homeless.values(), day)),
        tuple(sorted(homeless)),
    )


def _divided(
    known: Mapping[str, Entity], homeless: Iterable[Entity], day: str
) -> Iterable[tuple[str, str]]:
    """Each board that took over a part of a board whose location lies in none as a whole."""
    left = {_named(location, "partOf")[0]: location for location in homeless}
    for one in known.values():
        old = _named(one, "fromOrganisation")[0] if one.is_ == "Succession" else ""
        if old in left and one.facts["extent"] == "part" and str(one.facts["takesEffect"]) <= day:
            location = left[old]
            reason = (
                f"{known[old].label} came to it in part, and its location {_code(location)} was "
                "divided: no figure of a location is shared out"
            )
            yield _code(known[_named(one, "toOrganisation")[0]]), reason


def recast(figures: Mapping[str, Decimal | None], boards: BoardMap) -> dict[str, Recast]:
    """The sum for each board of a figure that can be summed: people, km², households.

    `figures` are by ONS code of the location's area; None and what is missing are not known.
    """
    found: dict[str, Recast] = {}
    for board, areas in boards.areas.items():
        values = {code: figures.get(code) for code in areas}
        missing = ", ".join(code for code, value in values.items() if value is None)
        reason = boards.divided.get(board) or (f"no figure of {missing}" if missing else None)
        known = sum((value for value in values.values() if value is not None), Decimal(0))
        found[board] = Recast(None if reason else known, known, reason)
    return found


def total(figures: Mapping[str, Decimal | None], boards: BoardMap) -> Decimal | None:
    """The sum over all areas, in a board or in none; None where one of them is not known."""
    values = [figures.get(code) for code in chain(*boards.areas.values(), boards.homeless)]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def _stands(record: Entity, day: str) -> bool:
    """Whether nothing that is known says that it was not there on the day."""
    begins, ends = record.facts.get("validFrom"), record.facts.get("validTo")
    return (begins is None or str(begins) <= day) and (ends is None or day <= str(ends))


def _named(record: Entity, key: str) -> list[str]:
    return [str(value) for value in members_of(record.facts.get(key, ()))]


def _code(record: Entity) -> str:
    """Its code in the register of bodies or of areas."""
    return str(record.facts.get("odsCode") or record.facts["onsCode"])
