"""What makes two places unlike: the share of each figure in the distance between them."""

from collections.abc import Mapping
from decimal import Decimal

from queries.catalogue import Cell
from queries.figures.figure import BLUE, Figure, Words, count_words, frame_figure
from queries.similarity.likeness import Likeness, Part
from queries.similarity.profile import Profile

SIGNIFICANT = 3  # digits of a number that is written beside a bar


def draw_contributions(names: tuple[str, str], likeness: Likeness, profile: Profile) -> Figure:
    """A bar for each figure that is known of both places, a name without one for each that is not.

    `names` are those of the subject and of the other place.
    """
    labels = {feature.name: feature.label for feature in profile.features}
    parts = sorted(likeness.parts, key=lambda part: (-part.contribution, part.feature))
    rows: list[dict[str, Cell]] = [
        {
            "figure": labels[part.feature],
            "contribution": Decimal(f"{part.contribution:.6f}"),
            "subject": _write(part.a),
            "other": _write(part.b),
            "label": _label(part),
        }
        for part in parts
    ]
    rows += [
        {"figure": labels[name], "contribution": None, "subject": None, "other": None,
         "label": "not known of both"}
        for name in likeness.unknown
    ]  # fmt: skip
    subject, other = names
    similarity = "unknown" if likeness.similarity is None else f"{likeness.similarity:.3f}"
    told = f"{count_words(len(parts), 'figure')} known of both, {len(likeness.unknown)} not"
    words = Words(
        title=f"{other} beside {subject}: likeness {similarity}; {told}",
        note="The bars sum up to 1 less the likeness. Likeness picks whom to read first: it has "
        "not been shown to predict transfer.",
        description=f"How much each figure adds to the distance of {other} from {subject}. {told}."
        + (f" The most comes from {labels[parts[0].feature]}." if parts else ""),
    )
    return frame_figure("contributions", words, rows, _drawn([str(row["figure"]) for row in rows]))


def _label(part: Part) -> str:
    if isinstance(part.a, tuple) or isinstance(part.b, tuple):
        return "several numbers: see the table"
    return f"{_write(part.a)} and {_write(part.b)}"


def _write(raw: object) -> str:
    if isinstance(raw, float):
        return f"{raw:.{SIGNIFICANT}g}" if abs(raw) < 10**SIGNIFICANT else f"{raw:,.0f}"
    return "; ".join(map(_write, raw)) if isinstance(raw, tuple) else str(raw)


def _drawn(figures: list[str]) -> Mapping[str, object]:
    length = {"field": "contribution", "type": "quantitative", "title": "share of the distance"}
    return {
        "width": 420,
        "height": {"step": 26},
        "encoding": {"y": {"field": "figure", "type": "nominal", "sort": figures, "title": None}},
        "layer": [
            {"mark": {"type": "bar", "color": BLUE}, "encoding": {"x": length}},
            _beside("isValid(datum.contribution)", length),
            _beside("!isValid(datum.contribution)", {"value": 0}),
        ],
    }


def _beside(test: str, at: Mapping[str, object]) -> Mapping[str, object]:
    return {
        "transform": [{"filter": test}],
        "mark": {"type": "text", "align": "left", "dx": 6},
        "encoding": {"text": {"field": "label"}, "x": at},
    }
