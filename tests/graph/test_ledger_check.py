"""What a check finds: damage is a problem, what a crash left is a note."""

from pathlib import Path

import pytest

from graph.ledger import Ledger, create_ledger
from graph.ledger_check import Problem, check_ledger
from graph.log import Attribution

BY = Attribution("a1")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    ledger = create_ledger(tmp_path / "ledger")
    for value in "12":
        ledger.append([("urn:a", f'<urn:a> <urn:p> "{value}" <urn:a> .\n')], by=BY)
    return tmp_path / "ledger"


def blob(home: Path, sequence: int) -> Path:
    version = Ledger(home).records(sequence)["urn:a"]
    return home / "blobs" / version[:2] / f"{version}.nq"


def test_a_sound_ledger_has_no_problem(home: Path) -> None:
    told: list[int] = []
    assert not list(check_ledger(home, told.append))
    assert told == [1, 2]


@pytest.mark.parametrize("sequence", [1, 2])
def test_a_damaged_blob_of_any_version_is_named(home: Path, sequence: int) -> None:
    path = blob(home, sequence)
    path.write_bytes(path.read_bytes()[:-1])
    [problem] = check_ledger(home)
    assert problem == Problem(f"{path} is not what was written; restore it from a backup")


def test_a_missing_blob_is_named(home: Path) -> None:
    path = blob(home, 1)
    path.unlink()
    [problem] = check_ledger(home)
    assert str(path) in problem.message
    assert not problem.harmless


def test_a_damaged_line_is_named(home: Path) -> None:
    data = (home / "log").read_bytes()
    (home / "log").write_bytes(data.replace(b"urn:a", b"urn:b", 1))
    [problem] = check_ledger(home)
    assert "log, line 2: the lines above are not what was written" in problem.message


def test_what_a_crash_left_is_a_note(home: Path) -> None:
    (home / "blobs/00").mkdir(exist_ok=True)
    (home / "blobs/00/half.nq.tmp").touch()
    with (home / "log").open("ab") as file:
        file.write(b'{"op":"create"')
    tail, half = check_ledger(home)
    assert "ends in 14 bytes of an unfinished transaction" in tail.message
    assert "half.nq.tmp is named by no transaction" in half.message
    assert tail.harmless
    assert half.harmless


def test_a_blob_erased_while_checking_is_no_problem(home: Path) -> None:
    def erase(done: int) -> None:
        if done == 1:
            Ledger(home).erase("urn:a", by=BY)

    assert not [problem for problem in check_ledger(home, erase) if not problem.harmless]
