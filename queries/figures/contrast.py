"""A pair of uses, one that succeeded and one that failed: in which conditions they differ."""

from collections import Counter
from collections.abc import Mapping

from queries.catalogue import Cell
from queries.figures.figure import (
    BLUE,
    ORANGE,
    QUIET,
    Figure,
    Words,
    count_words,
    frame_figure,
    scale_colours,
    tell_apart,
)
from queries.figures.matrix import UNKNOWN, state_of
from queries.transfer.contrasts import Contrast

STATES = ("absent", "partly", "present", "conflicting", UNKNOWN)
SUCCEEDED, FAILED = "succeeded", "failed"
NOTE = "An only recorded difference is no cause."


def draw_contrast(pair: Contrast, labels: Mapping[str, str | None]) -> Figure:
    """A line for each condition told of either use, from its state in one to that in the other.

    First those that are known to differ, then those not known of both, then those alike.
    """
    told = {*pair.success.states, *pair.failure.states}
    kinds = {"yes": pair.differing, UNKNOWN: pair.unknown, "no": pair.agreeing}
    names = tell_apart((one, labels.get(one)) for one in sorted(told))
    rows: list[dict[str, Cell]] = [
        {
            "condition": names[one],
            SUCCEEDED: state_of(pair.success, one),
            FAILED: state_of(pair.failure, one),
            "differs": differs,
        }
        for differs, conditions in kinds.items()
        for one in conditions
        if one in told
    ]
    counts = Counter(str(row["differs"]) for row in rows)
    summary = f"{counts['yes']} known to differ, {counts['no']} alike, {counts[UNKNOWN]} not known"
    success, failure = (one.use.called for one in (pair.success, pair.failure))
    words = Words(
        title=f"{count_words(len(rows), 'condition')} of two uses: {summary}",
        note=f"Succeeded: {success}. Failed: {failure}. {NOTE}",
        description=f"{success} succeeded and {failure} failed. Of their conditions {summary}.",
    )
    return frame_figure("contrast", words, rows, _drawn([str(row["condition"]) for row in rows]))


def _drawn(conditions: list[str]) -> Mapping[str, object]:
    across = {"type": "nominal", "scale": {"domain": list(STATES)}, "title": None,
              "axis": {"orient": "top", "labelAngle": 0, "grid": True}}  # fmt: skip
    down = {"field": "condition", "type": "nominal", "sort": conditions, "title": None}
    dashed = {"condition": {"test": f"datum.differs === '{UNKNOWN}'", "value": [4, 4]},
              "value": [1, 0]}  # fmt: skip
    line = {
        "mark": {"type": "rule", "color": QUIET, "strokeWidth": 2},
        "encoding": {"x": {"field": SUCCEEDED, **across}, "x2": {"field": FAILED},
                     "strokeDash": dashed},
    }  # fmt: skip
    ends = [
        {
            "mark": {
                "type": "point",
                "filled": filled,
                "size": size,
                "strokeWidth": 2,
                "opacity": 1,
            },
            "encoding": {
                "x": {"field": result, **across},
                "color": _by_result(BLUE, ORANGE, result),
                "shape": _by_result("circle", "square", result),
            },
        }
        for result, filled, size in ((FAILED, False, 260), (SUCCEEDED, True, 110))
    ]
    return {
        "width": 520,
        "height": {"step": 30},
        "encoding": {"y": down},
        "layer": [line, *ends],
    }


def _by_result(succeeded: str, failed: str, result: str) -> Mapping[str, object]:
    scale = scale_colours({SUCCEEDED: succeeded, FAILED: failed})
    return {
        "datum": result,
        "type": "nominal",
        "scale": scale,
        "legend": {"orient": "bottom", "title": "use"},
    }
