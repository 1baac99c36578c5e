"""`whatworked neo4j`: its answers and its exit codes, with a server of the user's and without."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli import run_command
from graph.neo4j_install import read_lock
from graph.neo4j_load import Place
from graph.neo4j_server import find_server

Told = dict[str, object]
Whatworked = Callable[..., tuple[int, Told]]


@pytest.fixture
def whatworked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Whatworked:
    """Run a command on a repository of its own: its exit code, and what it says."""
    monkeypatch.setenv("WHATWORKED_HOME", str(tmp_path / "home"))
    for name in ("URI", "USER", "PASSWORD", "LEVEL"):
        monkeypatch.delenv(f"WHATWORKED_NEO4J_{name}", raising=False)

    def run(*arguments: str) -> tuple[int, Told]:
        code = run_command([*arguments, "--json"])
        return code, json.loads(capsys.readouterr().out)

    assert run("init", "--starter")[0] == 0
    return run


@pytest.fixture
def theirs(neo4j_server: Place, monkeypatch: pytest.MonkeyPatch, whatworked: Whatworked) -> str:
    """Make the tests' server the one of the user; its address."""
    assert callable(whatworked)
    server = find_server(neo4j_server.folder)
    assert server
    monkeypatch.setenv("WHATWORKED_NEO4J_URI", server.address.uri)
    monkeypatch.setenv("WHATWORKED_NEO4J_PASSWORD", server.address.password)
    return server.address.uri


def test_no_server_runs(whatworked: Whatworked) -> None:
    code, told = whatworked("neo4j", "status")
    assert (code, told["running"], told["sequence"], told["ledger"]) == (0, False, None, 1)
    assert whatworked("neo4j", "stop") == (0, {"running": False, "stopped": False})


@pytest.mark.parametrize("command", ["start", "load"])
def test_where_it_cannot_be_had_the_reason_is_told(
    whatworked: Whatworked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.setenv("WHATWORKED_NEO4J_JARS", str(tmp_path))
    code, told = whatworked("neo4j", command)
    assert (code, told["code"]) == (7, "notAvailable")
    assert "jars are missing" in str(told["detail"])
    assert whatworked("ask", "worked")[0] == 0


def test_other_bytes_are_not_started(
    neo4j_server: Place, whatworked: Whatworked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "jars").mkdir()
    for jar in read_lock():
        (tmp_path / "jars" / jar.file).symlink_to(neo4j_server.source.folder / jar.file)
    (tmp_path / "jars" / jar.file).unlink()
    (tmp_path / "jars" / jar.file).write_bytes(b"PK")
    monkeypatch.setenv("WHATWORKED_NEO4J_JARS", str(tmp_path / "jars"))
    code, told = whatworked("neo4j", "start")
    assert (code, told["code"]) == (6, "storage")
    assert jar.file in str(told["detail"])


def test_a_server_of_the_user_s_is_loaded(whatworked: Whatworked, theirs: str) -> None:
    code, told = whatworked("neo4j", "load", "--rebuild")
    assert (code, told["sequence"], told["way"]) == (0, 1, "bolt")
    assert whatworked("neo4j", "load") == (0, {"sequence": 1, "records": 0, "way": "unchanged"})
    code, told = whatworked("neo4j", "status")
    assert (code, told["running"], told["sequence"], told["bolt"]) == (0, True, 1, theirs)


@pytest.mark.parametrize("command", ["start", "stop"])
def test_a_server_of_the_user_s_is_the_user_s_to_run(
    whatworked: Whatworked, theirs: str, command: str
) -> None:
    code, told = whatworked("neo4j", command)
    assert (code, told["code"]) == (5, "conflict")
    assert theirs in str(told["detail"])


def test_what_is_missing_or_wrong_is_said(
    whatworked: Whatworked, theirs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert theirs
    monkeypatch.setenv("WHATWORKED_NEO4J_PASSWORD", "wrong")
    code, told = whatworked("neo4j", "status")
    assert (code, told["running"]) == (0, False)
    assert "refuses" in str(told["reason"])
    assert whatworked("neo4j", "load")[0] == 7
    monkeypatch.delenv("WHATWORKED_NEO4J_PASSWORD")
    assert whatworked("neo4j", "load")[0] == 2
    monkeypatch.setenv("WHATWORKED_NEO4J_PASSWORD", "x")
    monkeypatch.setenv("WHATWORKED_NEO4J_LEVEL", "SECRET")
    assert whatworked("neo4j", "load")[0] == 2
