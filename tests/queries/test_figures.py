"""Figures as data: each can be drawn, and its table holds the very values that are drawn."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from api.answers.drawing import VERSION, draw_svg
from api.present import to_json
from ontology.errors import WhatworkedError
from queries.figures.contrast import draw_contrast
from queries.figures.contributions import draw_contributions
from queries.figures.figure import Figure, tell_apart
from queries.figures.gap_map import draw_gap_map
from queries.figures.matrix import draw_matrix
from queries.figures.timeline import draw_timeline
from queries.gaps import Gaps, Known
from queries.outcomes.case import Case, Named, Result, State
from queries.similarity.likeness import Likeness, Part
from queries.similarity.profile import find_profile
from queries.spread.answer import Spread
from queries.spread.moves import Move, Moves, When
from queries.spread.reach import follow
from queries.transfer.contrasts import find_contrasts
from queries.transfer.matrix import make_matrix

CONDITIONS = ("funding", "training", "champion")
STATES = (
    *(State("present", ()), State("partly", ())),
    *(State("absent", ()), State("conflicting", ()), None),
)
RESULTS: tuple[Result, ...] = ("succeeded", "failed", "unclear")
MOVE = Move(Named(""), False, (), (), None, (), (), (), (), (), (), None)


def case(n: int, result: Result, states: Mapping[str, State]) -> Case:
    return Case(
        use=Named(f"https://ex.org/id/source/told/use-{n}", f"use {n % 2}"),  # labels that recur
        innovation=Named("https://ex.org/id/innovation/walks"),
        unit=Named("https://ex.org/id/source/told", "told"),
        unit_kind="source",
        result=result,
        because="made up",
        findings=(),
        states=states,
        conditions={condition: condition.rpartition("/")[2] for condition in states},
    )


@st.composite
def cases(draw: st.DrawFn) -> list[Case]:
    found = []
    for n in range(draw(st.integers(0, 4))):
        told = {
            f"https://ex.org/id/condition/{name}": draw(st.sampled_from(STATES))
            for name in CONDITIONS
        }
        states = {name: state for name, state in told.items() if state}
        result = draw(st.sampled_from(RESULTS))
        found.append(case(n, result, states))
    return found


def values_of(figure: Figure) -> list[dict[str, object]]:
    data = figure.spec["data"]
    assert isinstance(data, Mapping)
    return [dict(row) for row in data["values"]]


def check(figure: Figure) -> None:
    """The table is the data of the specification, and the words say what a reader needs."""
    table = [dict(zip(figure.columns, row, strict=True)) for row in figure.rows]
    assert values_of(figure) == table
    assert figure.title
    assert figure.description
    assert "url" not in to_json(figure.spec)


@given(cases())
@settings(max_examples=40)
def test_the_matrix_has_a_cell_for_every_case_and_condition(some: list[Case]) -> None:
    matrix = make_matrix(some)
    figure = draw_matrix(matrix)
    check(figure)
    assert len(figure.rows) == len(matrix.cases) * len(matrix.conditions)
    unknown = sum(row["state"] == "unknown" for row in values_of(figure))
    assert f"{unknown} of {len(figure.rows)} cells unknown" in figure.title
    assert len({(row["use"], row["condition"]) for row in values_of(figure)}) == len(figure.rows)
    for row in values_of(figure):
        assert row["sign"] in ("yes", "partly", "no", "both", "?")  # never by colour alone


@given(cases())
@settings(max_examples=40)
def test_a_contrast_tells_known_from_unknown_differences(some: list[Case]) -> None:
    matrix = make_matrix(some)
    for pair in find_contrasts(matrix, lambda *_: None):
        figure = draw_contrast(pair, matrix.labels)
        check(figure)
        counts = [str(row["differs"]) for row in values_of(figure)]
        assert counts == sorted(counts, key=["yes", "unknown", "no"].index)
        assert counts.count("yes") == len(pair.differing)
        assert counts.count("no") == len(pair.agreeing)


def gaps(*known: Known) -> Gaps:
    levels = ("cost", "health")
    conditions = {f"https://ex.org/id/condition/{name}": name for name in CONDITIONS}
    return Gaps((), levels, conditions, known, (), {}, (), {})


def test_the_gap_map_shows_its_empty_cells() -> None:
    funding = f"https://ex.org/id/condition/{CONDITIONS[0]}"
    figure = draw_gap_map(
        gaps(
            Known("rural", "health", funding, 2, "2020-01-01", "2021-01-01"),
            Known("urban", "health", funding, 1, None, None),
            Known(None, None, funding, 5, None, None),
        )
    )
    check(figure)
    assert len(figure.rows) == 6
    assert [row["uses"] for row in values_of(figure)] == [0, 3, 0, 0, 0, 0]
    assert figure.title == "1 of 6 cells have evidence, 5 are empty"
    assert ">0<" in draw_svg(figure)


def test_the_bars_of_contributions_are_its_parts_and_what_is_unknown_has_none() -> None:
    profile = find_profile("all")
    one, other = profile.features[0], profile.features[1]
    part = Part(one.name, 1.0, 0.25, 0.5, 0.25, 0.25)
    likeness = Likeness(0.75, 0.5, 0.4, 0.9, (part,), (other.name,))
    figure = draw_contributions(("here", "there"), likeness, profile)
    check(figure)
    assert [row["contribution"] for row in values_of(figure)] == [Decimal("0.250000"), None]
    assert "likeness 0.750; 1 figure known of both, 1 not" in figure.title
    assert "not known of both" in draw_svg(figure)


def timeline() -> Figure:
    def move(name: str, **more: object) -> Move:
        return replace(MOVE, thing=Named(f"https://ex.org/id/source/t/{name}", name), **more)  # type: ignore[arg-type] # fields by name

    uses = [
        move("ranged", whens=(When("2020-01-01", "2020-12-31", "startedAt"),)),
        move("from", whens=(When("2021-01-01", None, "startedAt"),)),
        move("undated", statuses=("launched",)),
        move("meant", planned=True),
    ]
    attempts = [
        move("by", statuses=("adopted",), as_of=When(None, "2022-01-01", "asOf")),
        move("refused", statuses=("notAdopted",)),
    ]
    moves = Moves(
        Named("https://ex.org/id/innovation/walks"),
        {one.thing.iri: one for one in uses},
        {one.thing.iri: one for one in attempts},
        {},
    )
    return draw_timeline(Spread(moves, follow(moves)))


def test_the_timeline_draws_ranges_bounds_and_what_has_no_date() -> None:
    figure = timeline()
    check(figure)
    assert {row["what"]: (row["date"], row["became"]) for row in values_of(figure)} == {
        "ranged": ("within", "used"),
        "from": ("from then", "used"),
        "undated": ("date not stated", "launched"),
        "meant": ("date not stated", "planned"),
        "by": ("by then", "arrived"),
        "refused": ("date not stated", "notAdopted"),
    }
    assert "3 dated, 3 without a date" in figure.title
    drawn = draw_svg(figure)
    assert drawn.count(">date not stated<") == 3
    assert "2013" not in drawn


@pytest.mark.parametrize("n", [0, 1, 3])
def test_each_specification_compiles_and_is_drawn(n: int) -> None:
    states = {"https://ex.org/id/condition/funding": State("present", ())}
    some = [case(k, "succeeded" if k else "failed", states) for k in range(n)]
    matrix = make_matrix(some)
    figures = [draw_matrix(matrix), draw_gap_map(gaps()), timeline()]
    figures += [
        draw_contrast(one, matrix.labels) for one in find_contrasts(matrix, lambda *_: None)
    ]
    for figure in figures:
        vl_convert.vegalite_to_vega(to_json(figure.spec), vl_version=VERSION)
        svg = draw_svg(figure)
        assert svg.startswith("<svg")
        assert figure.title.split()[0] in svg
        assert "<script" not in svg


def test_a_name_that_looks_like_markup_stays_text() -> None:
    state = State("present", ())
    nasty = case(1, "succeeded", {"https://ex.org/id/condition/<script>": state})
    assert "<script>" not in draw_svg(draw_matrix(make_matrix([nasty])))


def test_a_specification_may_call_nobody() -> None:
    spec = {"$schema": timeline().spec["$schema"], "title": {"text": ["x"]}, "description": "x",
            "data": {"url": "http://127.0.0.1:9/x.json"}, "mark": "point"}  # fmt: skip
    with pytest.raises(WhatworkedError, match="cannot be drawn"):
        draw_svg(Figure("bad", spec, (), ()))


def test_things_of_one_label_are_told_apart() -> None:
    one, other = "https://ex.org/id/source/a/use", "https://ex.org/id/source/b/use"
    told = tell_apart([(one, "use"), (other, "use")])
    assert len(set(told.values())) == 2
    assert all(label.startswith("use (") for label in told.values())
    assert tell_apart([(one, None)]) == {one: "use"}
