"""A command killed at any moment leaves the old repository or the new one; writers lose nothing."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from api.checking import check_home
from api.endpoints.cypher import read_place
from api.home import Home
from api.settings import Settings

COMMAND = Path(sys.executable).with_name("whatworked")
RECORDS, KILLS = 1000, 50
RECORD = "--- {{kind: entity, record: innovation/{0}-{1}, is: Innovation, label: {0} {1}}}\n"


def write(path: Path, name: str, count: int = RECORDS) -> Path:
    path.write_text("".join(RECORD.format(name, n) for n in range(count)), "utf-8")
    return path


def start(home: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [COMMAND, *arguments],
        env={**os.environ, "WHATWORKED_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def opened(home: Path) -> Home:
    return Home(Settings(home, "tester", None))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A repository with one record."""
    home = tmp_path / "old"
    for command in (["init"], ["add", write(tmp_path / "one.yaml", "old", 1)]):
        with start(home, *command) as running:
            assert running.wait() == 0
    return home


def test_killed_at_random_moments(old: Path, tmp_path: Path) -> None:
    chance = Random(20261124)  # noqa: S311 — moments, no secrets
    many = write(tmp_path / "many.yaml", "new")
    shutil.copytree(old, tmp_path / "new")
    started = time.monotonic()
    with start(tmp_path / "new", "add", many, "--json") as running:
        assert len(json.loads(running.communicate()[0])["records"]) == RECORDS
    whole = time.monotonic() - started
    before, after = opened(old).ledger.digest(), opened(tmp_path / "new").ledger.digest()
    seen = []
    for _ in range(KILLS):
        home = tmp_path / "killed"
        shutil.copytree(old, home)
        with start(home, "add", many, "--json") as running:
            time.sleep(chance.uniform(0, whole))
            os.killpg(running.pid, signal.SIGKILL)
            told = running.communicate()[0]
        found = opened(home)
        digest = found.ledger.digest()
        assert digest == after or (digest == before and not told)
        assert check_home(found, read_place({}, found.folder), lambda _: None).problems == []
        seen.append(digest)
        shutil.rmtree(home)
    assert before in seen
    with start(old, "add", many) as running:  # and what was cut short can be done again
        assert running.wait() == 0
    assert opened(old).ledger.digest() == after


def test_two_writers_lose_nothing(old: Path, tmp_path: Path) -> None:
    names = ("left", "right")
    files = [write(tmp_path / f"{name}.yaml", name, 200) for name in names]
    writers = [start(old, "add", file, "--json") for file in files]
    answers = [writer.communicate()[0] for writer in writers]
    assert {writer.returncode for writer in writers} <= {0, 5}
    home = opened(old)
    records = home.ledger.records()
    for name, writer, answer in zip(names, writers, answers, strict=True):
        assert (json.loads(answer).get("code") == "conflict") == (writer.returncode == 5)
        held = [record for record in records if f"/innovation/{name}-" in record]
        assert len(held) == (200 if writer.returncode == 0 else 0)
    assert len(records) > 200
    assert check_home(home, read_place({}, home.folder), lambda _: None).problems == []
