"""A region follows another's feed, in a folder or over HTTP: all that is new, nothing twice."""

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec
import pytest

from api.cli import run_command
from api.home import Home
from api.settings import read_settings
from graph.ledger import Ledger
from graph.log import Attribution
from ontology.terms import PROJECT_BASE, RDF, SKOS, WW
from tests.api.exchange.sites import site_of

Call = Callable[..., tuple[int, str, str]]
BY = Attribution("quentin")
BASE = "https://north.example/"
LIKE, UNLIKE = "E54000037", "E54000029"  # the areas of two boards: Devon, and a part of London


def iri(name: str) -> str:
    return f"{BASE}id/innovation/{name}"


def record(name: str, label: str = "a thing", area: str | None = None) -> tuple[str, str]:
    """A record and its canonical text; it may be about an area."""
    lines = [f"<{iri(name)}> <{one}> <{WW}Innovation>" for one in (f"{RDF}type", f"{WW}mainClass")]
    lines += [f'<{iri(name)}> <{SKOS}prefLabel> "{label}"@en']
    if area:
        lines += [
            f"<{iri(name)}> <http://purl.org/dc/terms/isPartOf> <{PROJECT_BASE}id/area/{area}>"
        ]
    return iri(name), "".join(sorted(f"{line} <{iri(name)}> .\n" for line in lines))


@dataclass(frozen=True)
class North:
    """A region that publishes into a folder."""

    home: Path
    site: Path

    @property
    def ledger(self) -> Ledger:
        return Home(read_settings({}, self.home)).ledger

    def put(self, *records: tuple[str, str]) -> None:
        levels = dict.fromkeys((name for name, _ in records), "PUBLIC")
        self.ledger.append(records, levels=levels, by=BY)
        self.publish()

    def publish(self) -> None:
        assert run_command(["publish", str(self.site), "--home", str(self.home)]) == 0


@dataclass(frozen=True)
class South:
    """A region that follows."""

    home: Path
    call: Call

    def run(self, *words: str | Path, code: int = 0) -> dict[str, Any]:
        found, out, aside = self.call(*words, "--json", "--home", self.home)
        assert found == code, (out, aside)
        answer: dict[str, Any] = json.loads(out)
        return answer

    def follow(self, *words: str | Path, code: int = 0) -> dict[str, Any]:
        return self.run("follow", *words, "--as", "ann", code=code)

    def take(self, *words: str | Path) -> dict[str, Any]:
        """Follow, and approve what has come."""
        told = self.follow(*words)
        return self.run("approve", told["import"], "--as", "bea")

    def labels(self) -> dict[str, str]:
        """What is held of the north, in its words."""
        ledger = Home(read_settings({}, self.home)).ledger
        texts = {one: ledger.nquads(version) for one, version in ledger.records().items()}
        return {
            one.rpartition("/")[2]: text.split('"')[1]
            for one, text in texts.items()
            if one.startswith(BASE)
        }


@pytest.fixture
def regions(nowhere: Path, call: Call, tmp_path: Path) -> tuple[North, South]:
    """North shares three records; south, where two people have to agree, trusts it."""
    assert not nowhere.exists()
    made = {}
    with pytest.MonkeyPatch.context() as patch:
        for name in ("north", "south"):
            patch.setenv("WHATWORKED_REGION", name)
            patch.setenv("WHATWORKED_BASE", f"https://{name}.example/")
            made[name] = tmp_path / name
            assert run_command(["init", "--home", str(made[name])]) == 0
    north, south = North(made["north"], tmp_path / "site"), South(made["south"], call)
    (tmp_path / "keys.json").write_text(call("keys", "show", "--json", "--home", north.home)[1])
    assert call("trust", "add", "North", tmp_path / "keys.json", "--home", south.home)[0] == 0
    north.put(*(record(name) for name in ("one", "two", "three")))
    return north, south


def test_what_is_new_arrives_once_and_what_is_gone_goes(regions: tuple[North, South]) -> None:
    north, south = regions
    first = south.follow(north.site)
    assert (first["publisher"], first["state"], first["new"]) == ("North", "quarantined", True)
    assert first["changes"]["added"] == 3
    again = south.follow(north.site)
    assert (again["import"], again["new"]) == (first["import"], False)
    south.run("approve", first["import"], "--as", "bea")
    assert south.follow(north.site)["state"] == "unchanged"
    north.put(record("one", "changed"), record("four"))
    north.ledger.append(deletes=[iri("two")], by=BY)
    north.publish()
    told = south.take(north.site)["changes"]
    assert [told[what] for what in ("added", "updated", "deleted")] == [1, 1, 1]
    assert south.labels() == {"one": "changed", "three": "a thing", "four": "a thing"}


def test_a_feed_in_a_store_is_followed_and_a_bundle_in_it_imported(
    regions: tuple[North, South], tmp_path: Path
) -> None:
    north, south = regions
    for address in ("memory://shelf/north", (tmp_path / "a stick").as_uri()):
        assert run_command(["publish", address, "--home", str(north.home)]) == 0
        found = south.follow(address)
        assert (found["publisher"], found["changes"]["added"]) == ("North", 3)
        south.run("reject", found["import"], "--reason", "a try", "--as", "bea")
    assert run_command(["export", str(tmp_path / "a.zip"), "--home", str(north.home)]) == 0
    with fsspec.open("memory://shelf/a.zip", "wb") as file:
        file.write((tmp_path / "a.zip").read_bytes())
    brought = south.run("import", "memory://shelf/a.zip", "--as", "ann")
    assert (brought["state"], brought["changes"]["added"]) == ("quarantined", 3)
    south.run("import", "memory://shelf/none.zip", "--as", "ann", code=6)
    assert run_command(["publish", "https://north.example/", "--home", str(north.home)]) == 2


def test_an_erasure_leaves_no_byte(regions: tuple[North, South]) -> None:
    north, south = regions
    north.put(record("secret", "Xylophonic"))
    south.take(north.site)
    north.ledger.erase(iri("secret"), by=BY)
    north.publish()
    assert south.take(north.site)["changes"]["erased"] == 1
    assert set(south.labels()) == {"one", "two", "three"}
    held = (path.read_bytes() for path in south.home.rglob("*") if path.is_file())
    assert not any(b"Xylophonic" in data for data in held)


def test_http_and_a_folder_are_the_same_feed(
    regions: tuple[North, South], serving: Callable[..., AbstractContextManager[str]]
) -> None:
    north, south = regions
    first = south.follow(north.site)
    with serving(north.home, "--no-cypher") as address:
        again = south.follow(f"{address}/exchange/feed")
        assert (again["import"], again["new"]) == (first["import"], False)
        south.run("approve", first["import"], "--as", "bea")
        north.put(record("five"))
        assert south.take(f"{address}/exchange/feed")["changes"]["added"] == 1
    assert south.follow(north.site)["state"] == "unchanged"


def test_what_was_broken_off_is_made_good_the_next_time(regions: tuple[North, South]) -> None:
    north, south = regions
    page = north.site / "0/000001.nq"
    page.rename(north.site / "away")
    south.follow(north.site, code=6)
    assert south.run("imports") == {"imports": []}
    (north.site / "away").rename(page)
    assert south.take(north.site)["changes"]["added"] == 3


def test_what_is_older_or_another_history_is_refused(
    regions: tuple[North, South], tmp_path: Path
) -> None:
    north, south = regions
    shutil.copytree(north.site, tmp_path / "old")
    shutil.copytree(north.home, tmp_path / "fork")
    north.put(record("four"))
    south.take(north.site)
    assert south.follow(tmp_path / "old", code=5)["code"] == "staleSequence"
    fork = North(tmp_path / "fork", tmp_path / "other")
    fork.put(record("four", "told otherwise"))
    fork.put(record("five"))
    assert south.follow(fork.site, code=5)["code"] == "chainBroken"
    assert south.labels()["four"] == "a thing"


def test_a_region_that_is_not_trusted_is_not_followed(regions: tuple[North, South]) -> None:
    north, south = regions
    south.run("trust", "remove", "North")
    assert south.follow(north.site, code=3)["code"] == "untrusted"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://north.example/exchange/feed", 4),
        ("https://169.254.169.254/feed", 4),
        ("https://ada:secret@north.example/feed", 2),
        ("nowhere", 6),
    ],
)
def test_what_is_no_feed_to_be_followed_is_told(
    regions: tuple[North, South], location: str, code: int
) -> None:
    _, south = regions
    assert "secret" not in json.dumps(south.follow(location, code=code))


def test_only_what_is_about_similar_places_is_taken_and_the_rest_is_told(
    regions: tuple[North, South],
) -> None:
    north, south = regions
    north.put(record("near", area=LIKE), record("far", area=UNLIKE))
    told = south.follow(north.site, "--like", LIKE)
    (left,) = told["leftOut"]
    assert (left["record"], len(left["places"])) == (iri("far"), 1)
    south.run("approve", told["import"], "--as", "bea")
    assert set(south.labels()) == {"one", "two", "three", "near"}
    assert south.follow(north.site, "--like", LIKE)["state"] == "unchanged"
    north.put(record("near", "changed", area=UNLIKE), record("far", "changed", area=UNLIKE))
    told = south.take(north.site, "--like", LIKE)["changes"]
    assert (told["added"], told["updated"]) == (0, 1), "what was taken once is followed"
    told = south.take(north.site)["changes"]
    assert (told["added"], told["updated"]) == (1, 0), "all of it, once it is wanted"


def test_any_web_server_will_do_and_a_bundle_is_fetched_from_it_too(
    regions: tuple[North, South], call: Call
) -> None:
    north, south = regions
    assert call("export", north.site / "a.zip", "--home", north.home)[0] == 0
    with site_of(north.site) as address:
        assert south.run("import", f"{address}/a.zip", "--as", "ann")["changes"]["added"] == 3
        assert south.take(f"{address}/")["changes"]["added"] == 3
        south.run("import", f"{address}/none.zip", code=6)
    assert [path.name for path in (south.home / "imports").iterdir()] == []
