"""Two regions share by commands: what one exports the other looks at, takes in and takes out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli import run_command

Call = Callable[..., tuple[int, str, str]]


@dataclass(frozen=True)
class Region:
    """A repository of a region, and how to call commands on it."""

    name: str
    home: Path
    base: str
    call: Call

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        return self.call(*arguments, "--home", self.home)

    def json(self, *arguments: str | Path, code: int = 0) -> dict[str, object]:
        found, out, aside = self.run(*arguments, "--json")
        assert found == code, (out, aside)
        answer: dict[str, object] = json.loads(out)
        return answer

    def iri(self, name: str) -> str:
        return f"{self.base}id/innovation/{name}"

    def add(self, name: str, label: str, level: str | None = "PUBLIC") -> None:
        file = self.home.parent / f"{name}.yaml"
        file.write_text(
            f"kind: entity\nrecord: innovation/{name}\nis: Innovation\nlabel: {label}\n", "utf-8"
        )
        assert self.run("add", file)[0] == 0
        if level:
            assert self.run("level", f"innovation/{name}", level)[0] == 0

    def digest(self) -> str:
        return str(self.json("digest")["digest"])


@pytest.fixture
def regions(
    nowhere: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Region, Region]:
    """Two regions, north and south, that trust each other."""
    assert not nowhere.exists()
    made = []
    for name in ("north", "south"):
        monkeypatch.setenv("WHATWORKED_REGION", name)
        monkeypatch.setenv("WHATWORKED_BASE", f"https://{name}.example/")
        assert run_command(["init", "--home", str(tmp_path / name)]) == 0
        made.append(Region(name, tmp_path / name, f"https://{name}.example/", call))
    north, south = made
    for one, other in ((north, south), (south, north)):
        (tmp_path / "keys.json").write_text(one.run("keys", "show", "--json")[1], "utf-8")
        assert other.run("trust", "add", one.name, tmp_path / "keys.json")[0] == 0
    return north, south


def test_what_one_region_exports_another_takes_in_and_out_again(
    regions: tuple[Region, Region], tmp_path: Path
) -> None:
    north, south = regions
    north.add("walk", "a walking group")
    assert north.run("export", tmp_path / "a.zip")[0] == 0
    before = south.digest()
    told = south.json("import", tmp_path / "a.zip", "--as", "ann")
    assert (told["publisher"], told["state"]) == ("north", "quarantined")
    assert told["changes"] == {
        "added": 1,
        "updated": 0,
        "deleted": 0,
        "erased": 0,
        "unchanged": 0,
        "proposed": 0,
    }
    assert (told["violations"], told["conflicts"], told["differing"]) == ([], [], [])
    assert south.digest() == before
    name = str(told["import"])
    assert south.json("approve", name, "--as", "ann", code=4)["code"] == "fourEyes"
    assert south.json("approve", name, "--as", "ben")["state"] == "approved"
    assert south.digest() == north.digest()
    assert south.json("import", tmp_path / "a.zip")["import"] == name
    undone = south.json("undo", name)
    assert (undone["state"], undone["dependants"]) == ("undone", [])
    assert south.digest() == before
