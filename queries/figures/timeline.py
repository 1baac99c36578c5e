"""When an innovation was taken up where: each use and attempt as the range its date can lie in."""

from collections import Counter
from collections.abc import Mapping

from queries.catalogue import Cell
from queries.figures.figure import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    QUIET,
    SKY,
    Figure,
    Words,
    count_words,
    frame_figure,
    scale_colours,
    tell_apart,
)
from queries.spread.answer import Spread, in_time
from queries.spread.moves import Move

BECAME = {
    "used": (BLUE, "circle"),
    "launched": (SKY, "circle"),
    "arrived": (GREEN, "diamond"),
    "stopped": (ORANGE, "cross"),
    "notAdopted": (ORANGE, "triangle-down"),
    "underway": (SKY, "triangle-right"),
    "planned": (QUIET, "square"),
    "unknown": (QUIET, "triangle-up"),
}
DATED, BY, FROM, UNDATED = "within", "by then", "from then", "date not stated"
NOTE = (
    "A line spans the days that a date can lie on; < by then, > from then on. What is planned is "
    "hollow."
)


def draw_timeline(spread: Spread) -> Figure:
    """A line for each use and each attempt; one without a date has its name and no mark in time."""
    moves = spread.moves
    named = [
        (one.thing.iri, one.thing.label) for one in (*moves.uses.values(), *moves.attempts.values())
    ]
    labels = tell_apart(named)
    rows = [_row(one, labels, "use", _state(one)) for one in in_time(moves.uses.values())]
    rows += [_row(one, labels, "attempt", one.became) for one in in_time(moves.attempts.values())]
    counts = Counter(str(row["date"] != UNDATED) for row in rows)
    became = Counter(str(row["became"]) for row in rows)
    told = ", ".join(f"{became[kind]} {kind}" for kind in BECAME if became[kind])
    uses, attempts = len(moves.uses), len(moves.attempts)
    words = Words(
        title=f"{count_words(uses, 'use')} and {count_words(attempts, 'attempt')} to take it "
        f"elsewhere: {counts['True']} dated, {counts['False']} without a date",
        note=NOTE,
        description=f"A line in time for each use and attempt: {told or 'none is known'}. "
        f"{counts['False']} have no date.",
    )
    return frame_figure(
        "timeline",
        words,
        rows,
        _drawn([str(row["what"]) for row in rows], [one for one in BECAME if became[one]]),
    )


def _state(use: Move) -> str:
    if use.planned:
        return "planned"
    (status,) = use.statuses if len(use.statuses) == 1 else ("",)
    return status if status in ("launched", "stopped") else "used"


def _row(one: Move, labels: Mapping[str, str], kind: str, became: str) -> dict[str, Cell]:
    when = one.when
    earliest, latest = (when.earliest, when.latest) if when else (None, None)
    return {
        "what": labels[one.thing.iri],
        "kind": kind,
        "became": became,
        "earliest": earliest,
        "latest": latest,
        "date": _certainty(earliest, latest),
        "basis": when.basis if when else None,
    }


def _certainty(earliest: str | None, latest: str | None) -> str:
    if earliest and latest:
        return DATED
    return BY if latest else FROM if earliest else UNDATED


def _drawn(order: list[str], kinds: list[str]) -> Mapping[str, object]:
    def day(field: str) -> Mapping[str, object]:
        scale = {"type": "utc", "nice": "year"}
        return {"field": field, "type": "temporal", "scale": scale, "title": None,
                "axis": {"format": "%Y", "tickCount": "year", "labelOverlap": True}}  # fmt: skip

    became = {"field": "became", "type": "nominal", "title": "what became of it"}
    colour = {**became, "scale": scale_colours({name: BECAME[name][0] for name in kinds})}
    shape = {**became, "scale": scale_colours({name: BECAME[name][1] for name in kinds})}
    hollow = {"condition": {"test": "datum.became === 'planned'", "value": 0}, "value": 1}
    marks = [
        {
            "transform": [{"filter": f"isValid(datum.{field})"}],
            "mark": {"type": "point", "size": 130, "strokeWidth": 2, "filled": True, "opacity": 1},
            "encoding": {"x": day(field), "color": colour, "shape": shape, "fillOpacity": hollow,
                         "stroke": colour},
        }
        for field in ("earliest", "latest")
    ]  # fmt: skip
    line = {
        "transform": [{"filter": "isValid(datum.earliest) && isValid(datum.latest)"}],
        "mark": {"type": "rule", "strokeWidth": 4},
        "encoding": {"x": day("earliest"), "x2": {"field": "latest"}, "color": colour},
    }
    texts = [
        _text(f"datum.date === '{BY}'", "<", {"x": day("latest")}, -14),
        _text(f"datum.date === '{FROM}'", ">", {"x": day("earliest")}, 14),
        _text(
            f"datum.date === '{UNDATED}'",
            UNDATED,
            {
                "x": {"value": 4},
            },
            0,
        ),
    ]
    return {
        "width": 560,
        "height": {"step": 28},
        "encoding": {"y": {"field": "what", "type": "nominal", "sort": order, "title": None}},
        "layer": [line, *marks, *texts],
    }


def _text(test: str, text: str, at: Mapping[str, object], shift: int) -> Mapping[str, object]:
    align = "center" if shift else "left"
    return {
        "transform": [{"filter": test}],
        "mark": {"type": "text", "text": text, "dx": shift, "align": align, "color": INK},
        "encoding": at,
    }
