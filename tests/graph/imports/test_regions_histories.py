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
    assert any(map(is_seen, range(TRIES)))


def is_seen(seed: int) -> bool:
    """Whether a promise of sharing is broken in a history."""
    try:
        live(seed)
    except AssertionError:
        return True
    return False
