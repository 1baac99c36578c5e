"""The page and the table of suggestions are what the code gives now, and the swaps hold."""

from pathlib import Path

import pytest

from bench.extraction.__main__ import PAGE, precision_table
from bench.extraction.measuring import Scored, Strained, score_all, strain
from bench.extraction.page import COMMAND, FALL, tell_all
from ingest.suggesters.names import shipped_names
from ingest.suggesters.rules import PRECISION, read_precision
from ingest.suggesters.suggest import suggest
from ingest.suggesters.suggestion import Suggestions

AGAIN = "run `make eval`"


def find(text: str) -> Suggestions:
    return suggest(text, shipped_names())


@pytest.fixture(scope="module")
def scored(shared: Path) -> Scored:
    return score_all(shared / "data", find)


@pytest.fixture(scope="module")
def strained(shared: Path) -> Strained:
    return strain(shared / "data", find)


def test_the_page_is_what_the_code_gives(scored: Scored, strained: Strained) -> None:
    before, _, _ = PAGE.read_text("utf-8").partition(COMMAND)
    assert before.split("\n") == [*tell_all(scored, strained), "", ""], AGAIN


def test_the_measured_precision_is_what_the_code_gives(scored: Scored) -> None:
    assert PRECISION.read_bytes() == precision_table(scored), AGAIN


def test_a_rule_that_was_never_measured_has_no_precision(scored: Scored) -> None:
    assert set(read_precision()) == set(scored.rules)


def test_no_suggestion_says_what_the_texts_do_not(scored: Scored, strained: Strained) -> None:
    said = [*scored.forbidden, *(one for told in strained.inventions.values() for one in told)]
    assert said == []


def test_other_names_places_and_figures_lower_no_class(strained: Strained) -> None:
    fallen = {one.name: one.fall for one in strained.swapped if one.fall > FALL}
    assert fallen == {}


def test_the_bars_are_held(scored: Scored) -> None:
    for score, precision, recall in scored.bars:
        assert score.recall >= recall, score.name
        assert precision is None or (score.precision or 0) >= precision, score.name
