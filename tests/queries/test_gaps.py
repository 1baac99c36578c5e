"""The gaps of a made-up world: what is there, what is missing, and how much of it is lopsided."""

from decimal import Decimal

import pytest

from bench.loaded import engine_of
from bench.worlds import world
from ontology.record import Record
from ontology.terms import PROJECT_BASE, load_ontology
from queries.gaps import Gaps, Share, find_gaps


def gaps_of(records: list[Record]) -> Gaps:
    with engine_of(records) as engine:
        return find_gaps(engine.ask)


@pytest.fixture(scope="module")
def gaps() -> Gaps:
    return gaps_of(list(world(5)))


def test_what_is_known_has_its_place_on_the_axes(gaps: Gaps) -> None:
    for cell in gaps.known:
        assert cell.uses > 0
        assert cell.context is None or cell.context in gaps.contexts
        assert cell.level is None or cell.level in gaps.levels
        assert cell.condition is None or cell.condition in gaps.conditions
        assert (cell.first is None) == (cell.last is None)
    assert gaps.contexts == ("made-up coast",)
    assert set(gaps.levels) == load_ontology().code_lists["outcome-level"]


def test_what_is_missing_is_the_rest(gaps: Gaps) -> None:
    seen = {(cell.level, cell.condition) for cell in gaps.known if cell.level and cell.condition}
    pairs = {(level, condition) for level in gaps.levels for condition in gaps.conditions}
    assert seen | set(gaps.missing) == pairs
    assert seen.isdisjoint(gaps.missing)
    assert ("health", next(iter(gaps.conditions))) in gaps.missing


def test_conditions_that_nobody_assessed_are_told_apart(gaps: Gaps) -> None:
    assert f"{PROJECT_BASE}id/condition/unassessed-0" in gaps.unassessed
    assert gaps.unassessed.keys().isdisjoint(gaps.conditions)


def test_what_was_launched_and_never_reported_is_named(gaps: Gaps) -> None:
    launched = [row for row in gaps.unreported if row["status"] == "launched"]
    assert len(launched) == 5


def test_shares_are_of_all(gaps: Gaps) -> None:
    outcomes = {name: gaps.shares[name] for name in ("negative", "null", "unclear")}
    assert {one.of for one in outcomes.values()} == {5}
    assert sum(one.count for one in outcomes.values()) <= 5
    assert gaps.shares["partRead"] == Share(1, 11, Decimal("0.091"))
    assert gaps.shares["secondHand"].count == 0
    assert gaps.shares["singleReader"].share
    assert gaps.shares["singleReader"].share < 1


def test_nothing_is_no_share() -> None:
    none = gaps_of([])
    assert (none.known, none.missing, none.unreported) == ((), (), ())
    assert set(none.shares.values()) == {Share(0, 0, None)}
