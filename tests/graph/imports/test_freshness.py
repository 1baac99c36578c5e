"""What arrives has to go on from what was taken in before."""

from dataclasses import replace

import pytest

from graph.exchange.feed import START
from graph.imports.arrival import Origin
from graph.imports.freshness import BrokenChain, require_fresh

EMPTY = Origin("feed", "a folder", "north", "https://north.example/", "PUBLIC", chain=START)


def test_a_feed_that_was_empty_is_followed_on() -> None:
    require_fresh(EMPTY, replace(EMPTY, sequence=1, chain="a"), {1: "a"})


def test_another_history_is_refused() -> None:
    last = replace(EMPTY, sequence=1, chain="a")
    with pytest.raises(BrokenChain):
        require_fresh(last, replace(EMPTY, sequence=2, chain="c"), {1: "b", 2: "c"})
