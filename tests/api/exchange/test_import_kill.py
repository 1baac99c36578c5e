"""Killed before any act on the disk: the repository is as it was or as it should be.

An act goes through one or two states: what is received is then quarantined, what is applied is
then noted, and so on. `WHATWORKED_KILLS` is how often it is killed in each, at moments spread
evenly over it; where that is more than its acts on the disk, before each of them.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from api.exchange.approval import approve, reject, tidy
from api.exchange.import_log import list_imports
from api.exchange.undoing import undo
from api.home import Home
from api.settings import Settings
from graph.ledger_check import check_ledger
from tests.api.exchange.regions import STEPS, acting, bring, make_receiver, make_sender

KILLS = int(os.environ.get("WHATWORKED_KILLS", "3"))
ACTS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "sqlite3.connect"}
Act = Callable[[Home, Path], object]


def only(home: Home) -> str:
    (one,) = list_imports(home)
    return one.import_id


STATES: dict[str, Act] = {
    "import": bring,
    "approve": lambda home, _: approve(acting(home, "ben"), only(home), STEPS),
    "reject": lambda home, _: reject(home, only(home), "not now"),
    "undo": lambda home, _: undo(home, only(home)),
}


def run(act: Act, folder: Path, file: Path, kill_at: int) -> list[range]:
    """Do something in a process of its own, killed before its n-th act on the disk.

    Gives the numbers of the acts in each of its states where it came to its end, or else none.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover — it is killed or leaves at once
        seen, steps = 0, [0]

        def watch(event: str, given: tuple[object, ...]) -> None:
            nonlocal seen
            if event in ACTS and given and str(folder) in str(given[0]):
                seen += 1
                if seen == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)
                if is_step(event, folder, given):
                    steps.append(seen)

        sys.addaudithook(watch)
        try:
            act(acting_in(folder), file)
        finally:
            os.write(writer, " ".join(map(str, sorted({*steps, seen}))).encode())
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    ends = [int(told) for told in os.read(reader, 200).split()]
    os.close(reader)
    return [range(one + 1, other + 1) for one, other in pairwise(ends)]


def is_step(event: str, folder: Path, given: tuple[object, ...]) -> bool:
    """Whether an act brings the next state: an import comes into quarantine, or into the ledger."""
    if event == "os.rename":
        return Path(str(given[1])).parent == folder / "imports"
    return event == "open" and given[:2] == (str(folder / "ledger" / "log"), "r+")


def spread(acts: Sequence[int], most: int) -> list[int]:
    """Some acts of a state, the first and the last among them."""
    places = (round(number * (len(acts) - 1) / max(most - 1, 1)) for number in range(most))
    return list(dict.fromkeys(acts[place] for place in places))


def acting_in(folder: Path) -> Home:
    return Home(Settings(folder, "ann", None))


def state(folder: Path) -> tuple[str, list[str]]:
    """The digest of a repository and the states of its imports, once a crash is tidied up."""
    home = acting_in(folder)
    found = [one.state for one in tidy(home)]
    wrong = [one.message for one in check_ledger(folder / "ledger") if not one.harmless]
    assert wrong == []
    return home.ledger.digest(), found


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Path], Path]:
    """A repository before each of the acts, and the bundle."""
    root = tmp_path_factory.mktemp("before")
    north = make_sender(root / "north", "north")
    north.put(**{f"n{number}": f"the thing {number}" for number in range(3)})
    file = north.bundle(root / "a.zip")
    make_receiver(root / "home", [north])
    found = {}
    for name in ("import", "approve", "undo"):
        found[name] = Path(shutil.copytree(root / "home", root / name))
        STATES[name](acting_in(root / "home"), file)
    return {**found, "reject": found["approve"]}, file


@pytest.mark.parametrize("name", STATES)
def test_killed_at_any_moment_it_is_old_or_new(
    before: tuple[dict[str, Path], Path], tmp_path: Path, name: str
) -> None:
    folders, file = before
    act = STATES[name]
    old = state(Path(shutil.copytree(folders[name], tmp_path / "old")))
    whole = Path(shutil.copytree(folders[name], tmp_path / "whole"))
    states = run(act, whole, file, 0)
    new = state(whole)
    assert (len(states), new != old) == (1 if name == "reject" else 2, True)
    for place in [place for acts in states for place in spread(acts, KILLS)]:
        folder = Path(shutil.copytree(folders[name], tmp_path / f"{place}"))
        assert run(act, folder, file, place) == []
        found = state(folder)
        assert found in (old, new), place
        if found == old:
            act(acting_in(folder), file)
            assert state(folder) == new
        assert not list((folder / "imports").glob("begun-*")) or found == new
        shutil.rmtree(folder)
