"""Regions that share, at random: in the end all agree, and every planted fault is seen."""

import os
import random
import tempfile
from pathlib import Path

import pytest

from tests.graph.imports.regions_agreement import require_agreement, settle
from tests.graph.imports.regions_faults import FAULTS
from tests.graph.imports.regions_histories import History

HISTORIES = int(os.environ.get("WHATWORKED_HISTORIES", "3"))
STEPS = 80
TRIES = 40  # histories in one of which a planted fault has to be seen
SEEN = {  # where it was seen when this was written, so that few are lived through
    "a tombstone is dropped": 1,
    "an erasure is taken for a withdrawal": 2,
    "undo takes back an edit by hand": 1,
    "a gap in the chain is accepted": 11,
    "an old sequence is accepted again": 2,
}


def live(seed: int) -> None:
    """Live through a history, and see whether all agree in the end."""
    with tempfile.TemporaryDirectory() as folder:
        history = History(random.Random(seed), Path(folder))  # noqa: S311 — no secrets
        history.run(STEPS)
        settle(history)
        require_agreement(history)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_regions_agree_once_all_was_delivered(seed: int) -> None:
    live(seed)


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    FAULTS[name](monkeypatch)
    assert any(map(is_seen, (SEEN.get(name, 0), *range(TRIES))))


def is_seen(seed: int) -> bool:
    """Whether a promise of sharing is broken in a history."""
    try:
        live(seed)
    except AssertionError:
        return True
    return False
