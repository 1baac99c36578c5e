"""Where there is evidence and where there is none: levels of outcome by conditions."""

from collections.abc import Mapping
from itertools import product

from queries.catalogue import Cell
from queries.figures.figure import INK, Figure, Words, frame_figure, tell_apart
from queries.gaps import Gaps, Known

NOTE = (
    "A number is uses with an outcome of that level and an assessment of that condition; a use "
    "counts once in each of its contexts. 0: no document held here covers it."
)
SHADED = 3  # from this count on the ground is dark, and what is written on it white


def draw_gap_map(gaps: Gaps) -> Figure:
    """A cell for each level and condition, the empty ones with their 0."""
    cells: dict[tuple[str, str], list[Known]] = {}
    for one in gaps.known:
        if one.level and one.condition:
            cells.setdefault((one.condition, one.level), []).append(one)
    conditions = tell_apart(gaps.conditions.items())
    rows = [
        _row(label, level, cells.get((condition, level), []))
        for (condition, label), level in product(conditions.items(), gaps.levels)
    ]
    empty = sum(row["uses"] == 0 for row in rows)
    words = Words(
        title=f"{len(rows) - empty} of {len(rows)} cells have evidence, {empty} are empty",
        note=NOTE,
        description=f"A table of {len(conditions)} conditions by {len(gaps.levels)} levels of "
        f"outcome. {empty} of its {len(rows)} cells are empty.",
    )
    return frame_figure("gaps", words, rows, _drawn())


def _row(condition: str, level: str, cells: list[Known]) -> dict[str, Cell]:
    dates = sorted(day for one in cells for day in (one.first, one.last) if day)
    return {
        "condition": condition,
        "level": level,
        "uses": sum(one.uses for one in cells),
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
    }


def _drawn() -> Mapping[str, object]:
    shade = {"field": "uses", "type": "quantitative", "legend": None,
             "scale": {"domain": [0, SHADED, 2 * SHADED], "clamp": True,
                       "range": ["#f0f4f5", "#2171b5", "#08306b"]}}  # fmt: skip
    light = {"test": f"datum.uses >= {SHADED}", "value": "white"}
    across = {"field": "level", "type": "nominal", "title": "level of outcome",
              "axis": {"orient": "top", "labelAngle": -40}}  # fmt: skip
    return {
        "width": {"step": 62},
        "height": {"step": 26},
        "encoding": {
            "x": across,
            "y": {"field": "condition", "type": "nominal", "title": None},
        },
        "layer": [
            {"mark": {"type": "rect", "stroke": "white"}, "encoding": {"color": shade}},
            {"mark": "text", "encoding": {"text": {"field": "uses"},
                                          "color": {"condition": light, "value": INK}}},
        ],
    }  # fmt: skip
