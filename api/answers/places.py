"""The numbers of a place as its page shows them: each beside those of all places of its level."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median_low

from api.present import plain
from graph.engine.port import Engine
from queries.catalogue import Cell

LEVELS: Mapping[str, str] = {
    "icb": "areas of integrated care boards",
    "subIcb": "sub-ICB locations",
    "district": "districts",
    "lsoa": "small areas",
}
WIDTH, MARGIN = 160, 6  # of a strip, in pixels

Cells = Mapping[str, Cell]
Numbers = Mapping[tuple[Cell, Cell], Sequence[Decimal]]


@dataclass(frozen=True)
class Strip:
    """Where a value lies among those of other places, from the lowest to the highest."""

    lowest: str
    middle: str
    highest: str
    position: int
    count: int
    marks: Sequence[int]
    own: int


@dataclass(frozen=True)
class Origin:
    """Where figures come from."""

    source: str
    version: str
    year: str


@dataclass(frozen=True)
class Line:
    """One number of a place, and how it was had; `value` is None where nobody knows it."""

    label: str
    value: str | None
    unit: str
    origin: Origin
    computed: str | None
    strip: Strip | None


@dataclass(frozen=True)
class Group:
    """Figures of one origin; `computed` says how all were had, where they were had alike."""

    origin: Origin
    computed: str | None
    lines: Sequence[Line]


@dataclass(frozen=True)
class Challenge:
    """What an indicator says of a place, now and before."""

    line: Line
    worse: str | None
    rank: str | None
    change: str | None


def view_place(engine: Engine, place: str) -> Mapping[str, object]:
    """What figures say of a place, how its parts differ, and where challenges are acute."""
    described, spread = (_ask(engine, name, place=place) for name in ("context", "variation"))
    level = next((str(one["level"]) for one in [*described, *spread] if one["level"]), "")
    beside = _numbers(engine, level)
    challenges = list_challenges(engine, place)
    return {
        "level": LEVELS.get(level, level),
        "described": group_lines(_line(one, "feature", beside) for one in described),
        "variation": group_lines(_line(one, "feature", beside) for one in spread),
        "challenges": challenges,
        "origins": group_lines(one.line for one in challenges),
    }


def _numbers(engine: Engine, level: str) -> Numbers:
    """The values of all places of a level, by feature and year."""
    beside: dict[tuple[Cell, Cell], list[Decimal]] = {}
    for cells in _ask(engine, "numbers", level=level) if level else ():
        if (value := _decimal(cells["value"])) is not None:
            beside.setdefault((cells["feature"], cells["year"]), []).append(value)
    return beside


def group_lines(lines: Iterable[Line]) -> list[Group]:
    """The lines by their origin, in the order in which each first comes."""
    groups: dict[Origin, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.origin, []).append(line)
    alike = {origin: {line.computed for line in found} for origin, found in groups.items()}
    return [
        Group(origin, next(iter(alike[origin])) if len(alike[origin]) == 1 else None, found)
        for origin, found in groups.items()
    ]


def list_challenges(engine: Engine, place: str) -> list[Challenge]:
    """What challenge indicators say of a place, the most acute first."""
    before = {cells["indicator"]: cells for cells in _ask(engine, "trend", place=place)}
    rows = sorted(
        _ask(engine, "challenges", place=place),
        key=lambda cells: _decimal(cells["rank"]) or Decimal("Infinity"),
    )
    return [_challenge(cells, before.get(cells["indicator"])) for cells in rows]


def _challenge(cells: Cells, before: Cells | None) -> Challenge:
    rank, change = cells["rank"], None
    if before and before["change"] is not None:
        change = f"{plain(before['change'])} since {before['firstYear']}"
    return Challenge(
        line=_line(cells, "indicator", {}),
        worse={"increase": "higher", "decrease": "lower"}.get(str(cells["worse"])),
        rank=f"{rank} of {cells['ranked']}" if rank is not None else None,
        change=change,
    )


def _ask(engine: Engine, question: str, **given: str) -> Sequence[Cells]:
    return engine.ask(question, **given).by_column()


def _line(cells: Cells, name: str, numbers: Numbers) -> Line:
    value, computed = _decimal(cells["value"]), cells["computed"]
    beside = numbers.get((cells[name], cells["year"]), ())
    return Line(
        label=str(cells[f"{name}Label"] or cells[name]),
        value=plain(cells["value"]) if value is not None else None,
        unit=str(cells["unit"]),
        origin=Origin(
            source=str(cells["source"]),
            version=str(cells["version"]),
            year=str(cells["year"]),
        ),
        computed=str(computed) if computed is not None else None,
        strip=draw_strip(value, beside) if value is not None and len(beside) > 1 else None,
    )


def draw_strip(value: Decimal, beside: Iterable[Decimal]) -> Strip:
    """Where a value lies among some, itself one of them."""
    known = sorted(beside)
    low, high = known[0], known[-1]
    wide = (high - low) or Decimal(1)

    def place(one: Decimal) -> int:
        return MARGIN + round((WIDTH - 2 * MARGIN) * (one - low) / wide)

    return Strip(
        lowest=plain(low),
        middle=plain(median_low(known)),
        highest=plain(high),
        position=1 + sum(one > value for one in known),
        count=len(known),
        marks=sorted({place(one) for one in known}),
        own=place(value),
    )


def _decimal(cell: Cell) -> Decimal | None:
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal):
        return None
    return Decimal(cell)
