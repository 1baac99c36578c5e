"""The commands that run a repository: its state and its copies."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import typer

import api
from api.cli import COMMANDS
from ontology.terms import PROJECT_BASE

Call = Callable[..., tuple[int, str, str]]
COMMAND = Path(sys.executable).with_name("whatworked")
ENTITY = "kind: entity\nrecord: innovation/{}\nis: Innovation\nlabel: {}\n"


def add(call: Call, folder: Path, name: str, label: str) -> None:
    path = folder / f"{name}.yaml"
    path.write_text(ENTITY.format(name, label), "utf-8")
    assert call("add", path)[0] == 0


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.usefixtures("home")
def test_the_digest_is_of_the_records(call: Call) -> None:
    found = json.loads(call("digest", "--list", "--json")[1])
    lines = "".join(
        f"{one['record']} {one['digest']}\n"
        for one in sorted(found["records"], key=lambda one: str(one["record"]))
    )
    assert found["digest"] == sha256(lines.encode()).hexdigest()
    shown = call("digest", "--list")[1].splitlines()
    assert shown[0] == f"{found['digest']}  at sequence 1"
    assert shown[1:] == [f"{one['digest']}  {one['record']}" for one in found["records"]]


def test_the_same_digest_everywhere(tmp_path: Path, starter: Path) -> None:
    """Hash seed, locale and time zone are those of the machine; content is not."""
    found = [process("digest", "--json", WHATWORKED_HOME=str(starter)).stdout]
    for seed, locale, zone in (
        ("0", "C", "Pacific/Kiritimati"),
        ("7", "tr_TR.UTF-8", "America/Lima"),
    ):
        here = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
        here["WHATWORKED_HOME"] = str(tmp_path / seed)
        assert process("init", "--starter", **here).returncode == 0
        found.append(process("digest", "--json", **here).stdout)
    assert len(set(found)) == 1


@pytest.mark.usefixtures("home")
def test_changes_since_a_sequence(call: Call, tmp_path: Path) -> None:
    add(call, tmp_path, "a", "A")
    add(call, tmp_path, "a", "B")
    found = json.loads(call("changes", "--since", "1", "--json")[1])
    assert [(one["sequence"], one["operation"]) for one in found] == [(2, "create"), (3, "update")]
    assert all({"record", "version"} <= set(one) for one in found)
    assert json.loads(call("changes", "--since", "3", "--json")[1]) == []
    whole = json.loads(call("changes", "--json")[1])
    created = [one["record"] for one in whole if one["operation"] == "create"]
    assert {f"{PROJECT_BASE}id/innovation/{name}" for name in ("a", "periprem")} < {*created}
    assert len(created) == len({*created})
    for since, told in (("-1", "invalid"), ("4", "notFound"), ("x", "invalid")):
        code, out, _ = call("changes", "--since", since, "--json")
        assert (code, json.loads(out)["code"]) == (2, told)


@pytest.mark.usefixtures("home")
def test_all_is_as_it_was_written(call: Call) -> None:
    code, out, err = call("check", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["ok"], found["problems"]) == (True, [])
    digest = json.loads(call("digest", "--json")[1])
    assert found["engines"] == [{"name": "process", **digest}]


@pytest.mark.parametrize("kind", ["log", "blob"])
def test_a_changed_byte_is_named(kind: str, home: Path, call: Call) -> None:
    blob = next((home / "ledger" / "blobs").glob("*/*.nq"))
    path = {"log": home / "ledger" / "log", "blob": blob}[kind]
    data = path.read_bytes()
    path.write_bytes(data.replace(b"w3id", b"w4id", 1))
    code, out, _ = call("check", "--json")
    assert (code, str(path) in out) == (6, True)
    assert json.loads(out).keys() & {"problems", "detail"}
    path.write_bytes(data)
    assert call("check")[0] == 0


def test_a_damaged_region_is_named(home: Path, call: Call, tmp_path: Path) -> None:
    (home / "region.json").write_bytes(b"{")
    (tmp_path / "a.yaml").write_text(ENTITY.format("a", "A"), "utf-8")
    code, out, _ = call("add", tmp_path / "a.yaml", "--json")
    assert (code, "region.json" in json.loads(out)["detail"]) == (6, True)


def test_a_backup_is_put_where_nothing_is(
    home: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words.txt").write_text("Words of a document.", "utf-8")
    call("document", "add", tmp_path / "words.txt")
    (home / "contexts").mkdir()
    (home / "contexts" / "district.csv").write_text("ons_code\nE1\n", "utf-8")  # of a user's own
    add(call, tmp_path, "a", "A")
    before, changes = call("digest", "--json")[1], call("changes", "--json")[1]
    code, out, _ = call("backup", tmp_path / "copy", "--json")
    assert (code, json.loads(out)) == (0, {"backup": str(tmp_path / "copy"), "sequence": 2})
    add(call, tmp_path, "a", "B")
    assert call("backup", tmp_path / "copy")[0] == 5
    assert call("restore", tmp_path / "copy")[0] == 5
    shutil.rmtree(home)
    code, out, _ = call("restore", tmp_path / "copy", "--json")
    assert (code, json.loads(out)) == (0, {"restored": str(home), "sequence": 2})
    assert (call("digest", "--json")[1], call("changes", "--json")[1]) == (before, changes)
    assert call("check")[0] == 0
    assert len(list((home / "documents").glob("*.txt"))) == 1
    assert (home / "contexts" / "district.csv").read_text("utf-8") == "ons_code\nE1\n"
    monkeypatch.setenv("WHATWORKED_HOME", str(tmp_path / "second"))
    assert call("restore", tmp_path / "copy")[0] == 0
    assert call("digest", "--json")[1] == before


@pytest.mark.usefixtures("home")
def test_a_damaged_backup_is_not_put_in_place(call: Call, tmp_path: Path) -> None:
    call("backup", tmp_path / "copy")
    path = next((tmp_path / "copy" / "ledger" / "blobs").glob("*/*.nq"))
    path.write_bytes(path.read_bytes()[:-1])
    target = tmp_path / "second"
    code, out, _ = call("restore", tmp_path / "copy", "--home", target, "--json")
    assert (code, path.name in json.loads(out)["detail"]) == (6, True)
    assert not (target / "region.json").exists()
    code, out, _ = call("restore", tmp_path, "--home", target, "--json")
    assert (code, "holds no backup" in json.loads(out)["detail"]) == (6, True)


def test_the_demonstration(nowhere: Path, call: Call) -> None:
    code, out, _ = call("demo", "--once")
    assert (code, nowhere.exists()) == (0, True)
    told = " ".join(out.split())
    assert "26% increase" in told
    assert "kind of change not stated, no baseline, no comparator" in told
    assert "too few cases" in told
    assert "8 conditions for change: 8 declared, 0 named" in told
    again = call("demo", "--once")[1]
    assert again == out


def test_what_is_printed_is_utf_8(starter: Path) -> None:
    here = {"WHATWORKED_HOME": str(starter), "PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    assert "┃" in process("questions", **here).stdout
    asked = process("ask", "said", "--json", **here)
    assert asked.returncode == 0
    json.loads(asked.stdout)


def test_whoever_has_read_enough_may_go(starter: Path) -> None:
    for arguments in (["ask", "said"], ["ask", "said", "--json"], ["questions", "--json"]):
        with subprocess.Popen(
            [COMMAND, *arguments],
            env={**os.environ, "WHATWORKED_HOME": str(starter)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as running:
            assert running.stdout
            assert running.stderr
            running.stdout.close()
            assert (running.stderr.read(), running.wait()) == (b"", 0)


def test_a_fault_of_ours_is_told_as_one(
    home: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.commands.run.open_home", None)
    code, out, err = call("digest", "--json")
    assert (code, json.loads(out)["code"], home.exists()) == (1, "internal", True)
    assert "Traceback" in err


def test_each_command_is_found_in_its_module() -> None:
    for module, names in COMMANDS.items():
        app = importlib.import_module(f"api.commands.{module}").app
        assert isinstance(app, typer.Typer)
        named = [
            one.name or one.callback.__name__ for one in app.registered_commands if one.callback
        ]
        assert {*named, *(str(group.name) for group in app.registered_groups)} == set(names)
    there = {path.stem for path in (Path(api.__file__).parent / "commands").glob("[a-z]*.py")}
    assert there == COMMANDS.keys()
