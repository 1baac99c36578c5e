"""The numbers of a place beside those of its level, as its page shows them."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.answers.places import MARGIN, WIDTH, draw_strip, view_place
from graph.canonical import canonical_nquads
from graph.engine.memory import MemoryEngine
from graph.engine.port import Update
from graph.rdf import to_quads
from ingest.contexts.profiles import shipped_profiles
from ontology.terms import PROJECT_BASE

DEVON = f"{PROJECT_BASE}id/area/E54000037"
NUMBERS = st.lists(st.decimals(-999, 999, places=3), min_size=1, max_size=50)


@pytest.fixture(scope="module")
def engine() -> Iterator[MemoryEngine]:
    """An engine with the shipped profiles alone."""
    with MemoryEngine() as engine:
        records = shipped_profiles()
        engine.load(Update(1, {one.iri(): canonical_nquads(to_quads(one)) for one in records}))
        yield engine


@given(NUMBERS, st.data())
def test_a_strip_shows_where_a_value_lies(values: list[Decimal], data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(values))
    strip = draw_strip(value, values)
    assert Decimal(strip.lowest) <= Decimal(strip.middle) <= Decimal(strip.highest)
    assert 1 <= strip.position <= strip.count == len(values)
    assert all(MARGIN <= mark <= WIDTH - MARGIN for mark in strip.marks)
    assert strip.own in strip.marks
    assert (strip.position == 1) == (value == max(values))


def test_a_place_has_its_figures_beside_those_of_all_boards(engine: MemoryEngine) -> None:
    view = view_place(engine, DEVON)
    assert view["level"] == "areas of integrated care boards"
    for part, count in (("described", 27), ("variation", 25)):
        groups = view[part]
        assert isinstance(groups, list)
        lines = [line for group in groups for line in group.lines]
        assert len(lines) == count
        assert {line.strip.count for line in lines} == {42}
        assert all(group.origin.source.startswith("https://") for group in groups)


def test_challenges_stand_apart_with_the_most_acute_first(engine: MemoryEngine) -> None:
    challenges = view_place(engine, DEVON)["challenges"]
    assert isinstance(challenges, list)
    ranks = [int(one.rank.split(" of ")[0]) for one in challenges]
    assert len(ranks) == 6
    assert ranks == sorted(ranks)
    assert all(" since " in one.change for one in challenges)
    assert {one.worse for one in challenges} == {"higher", "lower"}


def test_what_is_suppressed_is_unknown(engine: MemoryEngine) -> None:
    rows = engine.ask("challenges", level="subIcb")
    at = rows.columns.index("value")
    places = {str(row[0]) for row in rows.rows if row[at] is None}
    assert places
    for place in places:
        challenges = view_place(engine, place)["challenges"]
        assert isinstance(challenges, list)
        unknown = [one for one in challenges if one.line.value is None]
        assert unknown
        assert all(one.rank is None and one.change is None for one in unknown)


def test_a_place_without_figures_has_none(engine: MemoryEngine) -> None:
    view = view_place(engine, f"{PROJECT_BASE}id/area/nowhere")
    assert view["level"] == ""
    assert not any(view[part] for part in ("described", "variation", "challenges", "origins"))
