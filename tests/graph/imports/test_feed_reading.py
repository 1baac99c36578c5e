"""Who reads a feed gets what its region shares, or is told what is wrong with it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.canonical import dataset_digest, graph_digest
from graph.exchange.feed import project_feed
from graph.exchange.publishing import seal_feed, write_feed
from graph.exchange.signing import SigningKey, make_key
from graph.imports.feed_reading import Head, read_changes, read_head
from graph.imports.feed_source import Source
from graph.imports.freshness import BrokenChain
from graph.imports.refusal import InvalidArrival
from graph.ledger import Ledger, create_ledger
from graph.locations import Folder
from graph.log import Attribution
from ontology.errors import InvalidInput, StorageFailure, Untrusted, WhatworkedError
from tests.graph.exchange.innovations import graph, iri

BASE = "https://north.example.org/"
BY = Attribution("quentin")
KEY = make_key()
TRUSTED = {"North": [KEY.public()]}
ADDED = [f"n{number:03}" for number in range(130)]
Read = Callable[[int], dict[str, str | None]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of 130 public records added by tens, and its feed, which has two pages."""
    folder = tmp_path_factory.mktemp("made")
    ledger = create_ledger(folder / "ledger")
    for start in range(0, len(ADDED), 10):
        put(ledger, *ADDED[start : start + 10])
    publish(ledger, folder / "site")
    return folder


@pytest.fixture
def ledger(made: Path, tmp_path: Path) -> Ledger:
    return Ledger(Path(shutil.copytree(made / "ledger", tmp_path / "ledger")))


@pytest.fixture
def site(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "site", tmp_path / "site"))


def put(ledger: Ledger, *names: str, label: str = "a thing") -> None:
    levels = {iri(name): "PUBLIC" for name in names}
    ledger.append([(iri(name), graph(name, label)) for name in names], levels=levels, by=BY)


def publish(ledger: Ledger, folder: Path, key: SigningKey = KEY) -> Path:
    feed = project_feed(ledger.transactions(), ledger.nquads, "PUBLIC")
    write_feed(Folder(folder), seal_feed(feed, "North", BASE, key, ledger.nquads))
    return folder


def source_of(site: Path) -> Source:
    return Source(str(site), Folder(site))


def head_of(site: Path) -> Head:
    return read_head(source_of(site), TRUSTED)


def read(site: Path, scratch: Path, after: int = 0) -> dict[str, str | None]:
    """What came after a sequence; each record is given once."""
    scratch.mkdir()
    changes = list(read_changes(source_of(site), head_of(site), after, scratch, lambda _: None))
    found = {change.record: change.nquads for change in changes}
    assert len(found) == len(changes)
    return found


def digest(records: dict[str, str | None]) -> str:
    return dataset_digest((name, graph_digest(text)) for name, text in records.items() if text)


def test_all_that_stands_is_read_and_then_only_what_is_new(
    ledger: Ledger, site: Path, tmp_path: Path
) -> None:
    held = read(site, tmp_path / "first")
    assert digest(held) == ledger.digest() == head_of(site).point.digest
    before = head_of(site).point.sequence
    put(ledger, "n001", label="second")
    put(ledger, "n001", "fresh", label="third")
    ledger.append(deletes=[iri("n002")], by=BY)
    publish(ledger, site)
    new = read(site, tmp_path / "second", before)
    assert new == {
        iri("n001"): graph("n001", "third"),
        iri("fresh"): graph("fresh", "third"),
        iri("n002"): None,
    }
    assert digest({**held, **new}) == head_of(site).point.digest
    fetched = sorted(path.name for path in (tmp_path / "second").iterdir())
    assert fetched == ["000002.nq"], "pages that were read before are not fetched again"
    assert read(site, tmp_path / "third", head_of(site).point.sequence) == {}


def test_an_erasure_arrives_with_a_feed_made_anew(
    ledger: Ledger, site: Path, tmp_path: Path
) -> None:
    ledger.erase(iri("n003"), by=BY)
    publish(ledger, site)
    (tmp_path / "new").mkdir()
    found = read_changes(source_of(site), head_of(site), 0, tmp_path / "new", lambda _: None)
    erased = [change.record for change in found if change.erased]
    assert (head_of(site).point.epoch, erased) == (1, [iri("n003")])


@pytest.mark.parametrize("after", range(14))
def test_reading_may_go_on_from_any_step(site: Path, tmp_path: Path, after: int) -> None:
    assert list(read(site, tmp_path / "scratch", after)) == [
        iri(name) for name in ADDED[after * 10 :]
    ]


def swap(site: Path) -> None:
    one, two = (site / f"0/00000{number}.nq" for number in (1, 2))
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


def double(site: Path) -> None:
    (site / "0/000002.nq").write_bytes((site / "0/000001.nq").read_bytes())


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        text = (site / path).read_text("utf-8")
        assert old in text
        (site / path).write_text(text.replace(old, new, 1), "utf-8")

    return change


def cut(site: Path) -> None:
    """Leave out the last member of the first page."""
    path = site / "0/000001.nq"
    text = path.read_text("utf-8")
    at = (
        text.index(f'"{ADDED[99]}"') if f'"{ADDED[99]}"' in text else text.rindex("activitystreams")
    )
    path.write_text(text[: text.rindex("\n", 0, at) + 1], "utf-8")


FAULTS: dict[str, tuple[Callable[[Path], None], type[WhatworkedError], str]] = {
    "a page is missing": (lambda site: (site / "0/000002.nq").unlink(), StorageFailure, "000002"),
    "pages are swapped": (swap, BrokenChain, "step 1:"),
    "a page is there twice": (double, InvalidArrival, "out of order"),
    "a member is left out": (cut, BrokenChain, "step 10"),
    "a word is changed": (edit("0/000001.nq", "a thing", "a king"), BrokenChain, "step 1"),
    "a deletion is made up": (edit("0/000001.nq", "#Create", "#Delete"), InvalidArrival, "page"),
    "an update is made up": (edit("0/000001.nq", "#Create", "#Update"), BrokenChain, "step 1"),
    "a stray statement": (
        edit("0/000001.nq", "<", "<urn:a> <urn:b> <urn:c> .\n<"),
        InvalidArrival,
        "000001",
    ),
    "a blank node": (edit("0/000001.nq", '"a thing"@en', "_:b"), InvalidArrival, "blank"),
    "cut short": (edit("0/000001.nq", " .\n", ""), InvalidArrival, "000001"),
    "the root names fewer pages": (
        edit("index.ttl", "0/000002.nq", "0/000001.nq"),
        InvalidArrival,
        "another one is due",
    ),
    "the root leads elsewhere": (
        edit("index.ttl", "0/000002.nq", "https://evil.example/1.nq"),
        InvalidArrival,
        "evil",
    ),
    "the root leads out": (
        edit("index.ttl", "0/000002.nq", "../0/000002.nq"),
        InvalidArrival,
        "which is no page",
    ),
    "the root is a web page": (edit("index.ttl", "@prefix", "<html>"), InvalidArrival, "Turtle"),
    "the chain is cut": (edit("chain.txt", "13 ", "14 "), BrokenChain, "chain.txt"),
    "the chain is another": (edit("chain.txt", "1 ", "1 0"), BrokenChain, "step 1"),
    "the checkpoint is changed": (
        edit("checkpoint.json", '"records": 130', '"records": 131'),
        Untrusted,
        "changed",
    ),
    "the signature is none": (edit("checkpoint.jws", ".", ":"), Untrusted, "no detached"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_was_tampered_with_is_refused_and_named(site: Path, tmp_path: Path, name: str) -> None:
    change, error, told = FAULTS[name]
    change(site)
    with pytest.raises(error, match=told):
        read(site, tmp_path / "scratch")


def test_a_stranger_s_feed_is_not_read(ledger: Ledger, tmp_path: Path) -> None:
    site = publish(ledger, tmp_path / "strange", make_key())
    with pytest.raises(Untrusted, match="nobody trusted"):
        head_of(site)


def test_a_link_out_of_the_folder_is_not_followed(site: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", "utf-8")
    (site / "0/000002.nq").unlink()
    (site / "0/000002.nq").symlink_to(tmp_path / "secret")
    with pytest.raises(InvalidInput, match="leads out"):
        read(site, tmp_path / "scratch")
