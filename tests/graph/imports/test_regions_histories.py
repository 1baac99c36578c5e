"""Regions that share, at random: in the end all agree, and every planted fault is seen.

`WHATWORKED_HISTORIES` is how many histories are lived through. `WHATWORKED_TRIES`, of a planted
fault, is how many are gone through for the first that shows it, which is then recorded.
"""

import json
import os
import random
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.graph.imports.regions_agreement import require_agreement, settle
from tests.graph.imports.regions_faults import FAULTS
from tests.graph.imports.regions_histories import History

HISTORIES = int(os.environ.get("WHATWORKED_HISTORIES", "3"))
TRIES = int(os.environ.get("WHATWORKED_TRIES", "0"))
STEPS = 80
RECORDED = Path(__file__).with_name("regions_seeds.json")
SEEDS: Mapping[str, int] = json.loads(RECORDED.read_text("utf-8"))


def live(seed: int, *sizes: int) -> None:
    """Live through a history of so many regions, and see whether all agree in the end."""
    chosen = random.Random(seed)  # noqa: S311 — no secrets
    with tempfile.TemporaryDirectory() as folder:
        history = History(chosen, Path(folder), sizes) if sizes else History(chosen, Path(folder))
        history.run(STEPS)
        settle(history)
        require_agreement(history)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_regions_agree_once_all_was_delivered(seed: int) -> None:
    live(seed)


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    FAULTS[name](monkeypatch)
    seed = next(filter(is_seen, range(TRIES))) if TRIES else SEEDS[name]
    assert is_seen(seed), "its history shows it no more: record another, WHATWORKED_TRIES=500"
    monkeypatch.undo()
    if TRIES:
        live(seed, 3)  # sound without the fault
        record(name, seed)


def is_seen(seed: int) -> bool:
    """Whether a promise of sharing is broken in a history of three regions."""
    try:
        live(seed, 3)
    except AssertionError:
        return True
    return False


def record(name: str, seed: int) -> None:
    known = json.loads(RECORDED.read_text("utf-8")) | {name: seed}
    kept = {one: known[one] for one in FAULTS if one in known}
    RECORDED.write_text(f"{json.dumps(kept, indent=2)}\n", "utf-8")
