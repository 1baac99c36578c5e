"""Which conditions were there in which use, and what came of it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from queries.catalogue import Cell
from queries.figures.figure import (
    BLUE,
    INK,
    ORANGE,
    PALE,
    SKY,
    YELLOW,
    Figure,
    Words,
    count_words,
    frame_figure,
    scale_colours,
    tell_apart,
)
from queries.outcomes.case import Case, Result
from queries.transfer.matrix import Matrix

UNKNOWN = "unknown"
SIGNS = {"present": "yes", "partly": "partly", "absent": "no", "conflicting": "both", UNKNOWN: "?"}
COLOURS = {
    "present": BLUE,
    "partly": SKY,
    "absent": ORANGE,
    "conflicting": YELLOW,
    UNKNOWN: PALE,
}
RESULTS: tuple[Result, ...] = ("succeeded", "failed", "unclear")
NOTE = "yes: present · no: absent · both: documents differ · ?: no document says"


def draw_matrix(matrix: Matrix) -> Figure:
    """A cell for each case and each condition that is known of any, unknown ones among them."""
    rows = _rows(matrix)
    counts = Counter(case.result for case in matrix.cases)
    told = ", ".join(f"{counts[result]} {result}" for result in RESULTS)
    unknown = sum(row["state"] == UNKNOWN for row in rows)
    words = Words(
        title=f"{count_words(len(matrix.cases), 'use')}: {told}; "
        f"{count_words(len(matrix.conditions), 'condition')}, "
        f"{unknown} of {len(rows)} cells unknown",
        note=NOTE,
        description=_describe(rows),
    )
    return frame_figure("matrix", words, rows, _drawn())


def _rows(matrix: Matrix) -> list[dict[str, Cell]]:
    conditions = tell_apart(matrix.labels.items())
    uses = tell_apart((case.use.iri, case.use.label) for case in matrix.cases)
    return [
        {
            "use": uses[case.use.iri],
            "unit": case.unit.called,
            "result": case.result,
            "condition": conditions[condition],
            "state": (state := state_of(case, condition)),
            "sign": SIGNS[state],
        }
        for case in matrix.cases
        for condition in matrix.conditions
    ]


def state_of(case: Case, condition: str) -> str:
    """The state of a condition, conflicting where documents differ, else that it is unknown."""
    known = case.states.get(condition)
    return known.state if known else UNKNOWN


def _describe(rows: Sequence[Mapping[str, Cell]]) -> str:
    if not rows:
        return "No condition is known of any use."
    counts = Counter(str(row["state"]) for row in rows)
    told = ", ".join(f"{counts[state]} {state}" for state in SIGNS)
    return f"A table of uses by conditions, grouped by result: of {len(rows)} cells, {told}."


def _drawn() -> Mapping[str, object]:
    condition = {
        "field": "condition", "type": "nominal", "title": None,
        "axis": {"orient": "top", "labelAngle": -40, "domain": False, "ticks": False},
    }  # fmt: skip
    use = {"field": "use", "type": "nominal", "title": None, "sort": None}
    colour = {
        "field": "state", "type": "nominal", "scale": scale_colours(COLOURS),
        "legend": {"title": "condition", "orient": "bottom", "symbolStrokeColor": INK},
    }  # fmt: skip
    dark = {"test": "datum.state === 'present'", "value": "white"}
    written = {"condition": dark, "value": INK}
    header = {"labelAnchor": "start", "labelOrient": "top"}
    result = {"field": "result", "type": "nominal", "title": None, "sort": list(RESULTS)}
    return {
        "facet": {"row": {**result, "header": header}},
        "spec": {
            "width": {"step": 62},
            "height": {"step": 30},
            "encoding": {"x": condition, "y": use},
            "layer": [
                {"mark": {"type": "rect", "stroke": "white"}, "encoding": {"color": colour}},
                {"mark": "text", "encoding": {"text": {"field": "sign"}, "color": written}},
            ],
        },
        "resolve": {"scale": {"y": "independent"}},
    }
