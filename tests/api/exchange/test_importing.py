"""Two regions share by commands: what one exports the other looks at, takes in and takes out."""

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from api.cli import run_command
from api.exchange.keys import load_key
from api.home import Home
from api.settings import read_settings
from graph.exchange.archive import pack
from graph.exchange.bag import make_bag
from graph.exchange.checkpoint import read_checkpoint

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


def add_document(region: Region, name: str, text: str, licence: str) -> str:
    """Hold a document and share the record about it; the digest of its text."""
    digest = sha256(text.encode()).hexdigest()
    folder = region.home.parent
    (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / f"{name}.yaml").write_text(
        f"kind: source\nrecord: {name}\ndocument: {{title: {name}, coverage: whole, "
        f"extractor: text/1, licence: '{licence}', bytesSha256: {digest}, "
        f"textSha256: {digest}}}\n",
        "utf-8",
    )
    assert region.run("document", "add", folder / f"{name}.txt")[0] == 0
    assert region.run("add", folder / f"{name}.yaml")[0] == 0
    assert region.run("level", f"source/{name}", "PUBLIC")[0] == 0
    return digest


def test_the_text_of_a_document_travels_where_its_licence_allows_it(
    regions: tuple[Region, Region], tmp_path: Path
) -> None:
    north, south = regions
    by, own = "https://creativecommons.org/licenses/by/4.0/", "https://north.example/all-rights"
    words = {
        "open": ("They went by boat.", by),
        "closed": ("They went by bus.", own),
        "mailed": ("Write to ada@example.org.", by),
    }
    digests = {name: add_document(north, name, *told) for name, told in words.items()}
    assert north.json("export", tmp_path / "a.zip")["records"] == 3
    with zipfile.ZipFile(tmp_path / "a.zip") as bundle:
        whole = {name: bundle.read(name) for name in bundle.namelist()}
    texts = {name: data for name, data in whole.items() if name.startswith("data/texts/")}
    assert texts == {f"data/texts/{digests['open']}.txt": b"They went by boat."}
    for word in (b"by bus", b"ada@example.org"):
        assert not any(word in data for data in whole.values())
    found = south.json("import", tmp_path / "a.zip", "--as", "ann")
    shelf = Home(read_settings({}, south.home)).shelf
    assert shelf.find(digests["open"]) is None
    south.json("approve", str(found["import"]), "--as", "ben")
    held = shelf.find(digests["open"])
    assert (held and held.text, shelf.find(digests["closed"])) == ("They went by boat.", None)


def test_an_answer_that_is_not_the_senders_is_told(
    regions: tuple[Region, Region], tmp_path: Path
) -> None:
    north, south = regions
    north.add("walk", "a walking group")
    north.json("export", tmp_path / "a.zip")
    assert south.json("import", tmp_path / "a.zip", "--as", "ann")["differing"] == []
    shutil.unpack_archive(tmp_path / "a.zip", tmp_path / "bag")
    data = tmp_path / "bag" / "data"
    point = read_checkpoint((data / "checkpoint.json").read_bytes())
    answer, question = data / "answers" / "innovations.json", data / "questions" / "gaps.rq"
    assert "a walking group" in answer.read_text("utf-8")
    answer.write_text(answer.read_text("utf-8").replace("walking", "running"), "utf-8")
    question.write_text("SELECT * { ?s ?p ?o }", "utf-8")
    data.rename(tmp_path / "again")
    make_bag(tmp_path / "again", point, load_key(north.home), datetime.now(UTC).date())
    pack(tmp_path / "again", tmp_path / "b.zip")
    found = south.json("import", tmp_path / "b.zip", "--as", "ann")
    assert found["state"] == "quarantined"
    assert found["differing"] == [
        "gaps: the question is not worded as here: it was not asked",
        "innovations: the answer on these records is another than the bundle says",
    ]
    assert "the answer on these records is another" in south.run("imports")[1]


def test_the_graphs_of_strangers_are_imported_by_the_command(
    regions: tuple[Region, Region], shared: Path
) -> None:
    _, south = regions
    folder = shared / "data" / "graphs"
    ons = south.json("import", folder / "ons-life-expectancy-dataset.ttl", "--as", "ann")
    assert (ons["state"], ons["kind"], ons["changes"]["added"]) == ("quarantined", "graph", 1)  # type: ignore[index]
    assert ons["report"]["statements"] == 104  # type: ignore[index]
    south.json("approve", str(ons["import"]), "--as", "ben")
    (record,) = Home(read_settings({}, south.home)).ledger.records()
    query = south.home.parent / "count.rq"
    query.write_text(
        f"ASK {{ GRAPH <{record}> {{ ?set <http://purl.org/linked-data/cube#structure> ?how }} }}"
    )
    assert "true" in south.run("sparql", query)[1]
    south.json("import", folder / "sgul-organisation-profile.ttl", "--as", "ann")
    broken = folder / "sgul-organisation-profile-as-first-published-malformed.ttl"
    code, _, told = south.run("import", broken, "--as", "ann")
    assert (code, "line 21" in told) == (2, True)
    states = [one["state"] for one in south.json("imports")["imports"]]  # type: ignore[attr-defined]
    assert states == ["approved", "quarantined", "rejected"]
