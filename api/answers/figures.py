"""The figures of what a repository holds, by name, and their tables as CSV."""

import csv
import io
from collections.abc import Callable, Mapping
from decimal import Decimal

from api.answers.drawing import draw_svg
from api.answers.gazetteer import Folders
from api.answers.similarity import Wanted, compare_level
from api.answers.table import NOTHING, Shape, Shown, in_words
from api.present import guard_cell, plain
from ontology.errors import NotFound
from queries.catalogue import Ask, Cell
from queries.figures.contrast import draw_contrast
from queries.figures.contributions import draw_contributions
from queries.figures.figure import Figure
from queries.figures.gap_map import draw_gap_map
from queries.figures.matrix import draw_matrix
from queries.figures.timeline import draw_timeline
from queries.gaps import find_gaps
from queries.outcomes.read import read_cases
from queries.spread.answer import trace_spread
from queries.transfer.contrasts import find_contrasts
from queries.transfer.matrix import Matrix, make_matrix

FORMS: Mapping[str, str] = {"json": "application/json", "svg": "image/svg+xml", "csv": "text/csv"}


def _matrix(ask: Ask, innovation: str) -> Matrix:
    return make_matrix(read_cases(ask, innovation))


def _contrast(ask: Ask, innovation: str) -> Figure:
    """The contrast of which the most is known; NotFound where there is none to draw."""
    matrix = _matrix(ask, innovation)
    pairs = find_contrasts(matrix, lambda *_: None)
    if not pairs:
        succeeded, failed = len(matrix.of("succeeded")), len(matrix.of("failed"))
        msg = (
            f"a contrast takes a use that succeeded and one that failed: {succeeded} succeeded "
            f"and {failed} failed here"
        )
        raise NotFound(msg)
    best = min(pairs, key=lambda one: (not one.comparable, -one.known, one.success.use.iri))
    return draw_contrast(best, matrix.labels)


INNOVATION: Mapping[str, Callable[[Ask, str], Figure]] = {
    "matrix": lambda ask, innovation: draw_matrix(_matrix(ask, innovation)),
    "contrast": _contrast,
    "timeline": lambda ask, innovation: draw_timeline(trace_spread(ask, innovation)),
}


def figure_innovation(ask: Ask, name: str, innovation: str) -> Figure:
    """A figure of an innovation; NotFound where there is none of that name."""
    if name not in INNOVATION:
        msg = f"no figure of an innovation is called {name!r:.40}: {', '.join(INNOVATION)}"
        raise NotFound(msg)
    return INNOVATION[name](ask, innovation)


def figure_gaps(ask: Ask) -> Figure:
    """The map of all that is held here and of what is not."""
    return draw_gap_map(find_gaps(ask))


def figure_contributions(where: Folders, subject: str, nearest: int, level: str | None) -> Figure:
    """What makes a place unlike the one that is so many places away from it, 1 being the nearest.

    NotFound where there are not so many.
    """
    alike = compare_level(where, Wanted(subject=subject, level=level, top=nearest))
    hits = alike.similar.hits
    if len(hits) < nearest:
        msg = f"there are only {len(hits)} places beside it: give nearest from 1 to {len(hits)}"
        raise NotFound(msg)
    names = alike.similar.subject.name, hits[-1].context.name
    return draw_contributions(names, hits[-1].likeness, alike.similar.profile)


def table_csv(figure: Figure) -> str:
    """The table of a figure as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(figure.columns)
    writer.writerows([guard_cell(cell) for cell in row] for row in figure.rows)
    return out.getvalue()


def write_figure(figure: Figure, form: str) -> str:
    """A figure as SVG or its table as CSV."""
    return draw_svg(figure) if form == "svg" else table_csv(figure)


def show_figures(ask: Ask, innovation: str, code: str) -> list[Mapping[str, object]]:
    """What the page of an innovation says of its figures; one that has nothing to show is left."""
    shown: list[Mapping[str, object]] = []
    for name, get in INNOVATION.items():
        try:
            figure = get(ask, innovation)
        except NotFound:
            continue
        if figure.rows:
            shown.append(show_figure(figure, f"/v1/innovations/{code}/figures/{name}"))
    return shown


def show_figure(figure: Figure, address: str) -> Mapping[str, object]:
    """A picture with its words, its table and where it is to be had."""
    rows = [[_show(cell) for cell in row] for row in figure.rows]
    return {
        "name": figure.name,
        "title": figure.title,
        "description": figure.description,
        "address": address,
        "table": Shape([in_words(name) for name in figure.columns], rows, NOTHING),
    }


def _show(cell: Cell) -> Shown:
    if cell is None:
        return Shown("not stated", silent=True)
    return Shown(in_words(plain(cell)), number=isinstance(cell, int | Decimal))
