"""What programs that are not ours make of a bundle of real records."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NoReturn

import bagit
import pytest

from graph.canonical import canonical_nquads
from graph.exchange.bundle import bundle_files
from graph.exchange.bundle_file import write_bundle
from graph.exchange.digests import read_digests
from graph.exchange.feed import project_feed
from graph.exchange.publishing import key_set, seal_feed
from graph.exchange.signing import make_key
from graph.ledger import create_ledger
from graph.log import Attribution
from graph.rdf import to_quads
from ingest.read import corpus_files, read_files
from ontology.terms import PROJECT_BASE
from tests.graph.exchange.innovations import graph, iri
from tests.javascript import install_locked

KEY = make_key()
LOCKED = Path(__file__).with_name("javascript")  # the judges and all they need, by their digests
AWKWARD = 'tab\\t, quote \\", backslash \\\\, \\u0007, é, e\u0301, \U0001f600, \u2028 and \u0085'
Miss = Callable[[str], NoReturn]


def records() -> Iterator[tuple[str, str]]:
    for record in read_files(corpus_files()[::4]):  # of all kinds, to be quick
        yield record.iri(), canonical_nquads(to_quads(record))
    yield iri("awkward"), graph("awkward", AWKWARD)


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    ledger = create_ledger(folder / "ledger")
    puts = list(records())
    ledger.append(puts, levels={name: "PUBLIC" for name, _ in puts}, by=Attribution("quentin"))
    feed = project_feed(ledger.transactions(), ledger.nquads, "PUBLIC")
    made = seal_feed(feed, "Example", PROJECT_BASE, KEY, ledger.nquads)
    write_bundle(bundle_files(made), made, folder / "a.zip", date(2026, 11, 1))
    shutil.unpack_archive(folder / "a.zip", folder / "bag")
    return folder / "bag"


@pytest.fixture(scope="module")
def judged(bag: Path, miss: Miss, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What rdf-canonize and jose, from npm, say of it."""
    folder = tmp_path_factory.mktemp("node")
    node = install_locked(LOCKED, folder, miss)
    (folder / "keys.json").write_bytes(key_set(KEY))
    told = subprocess.run(
        [node, folder / "judge.cjs", bag, folder / "keys.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    found: dict[str, object] = json.loads(told.stdout)
    return found


def test_each_graph_has_the_same_digest(bag: Path, judged: dict[str, object]) -> None:
    ours = {one.record: one.sha256 for one in read_digests((bag / "data/digests.tsv").read_bytes())}
    assert len(ours) > 20
    assert iri("awkward") in ours
    assert judged["digests"] == ours


def test_the_signature_verifies_and_fits_nothing_else(judged: dict[str, object]) -> None:
    assert (judged["kid"], judged["refused"]) == (KEY.kid, True)


def test_the_bag_is_valid(bag: Path) -> None:
    bagit.Bag(str(bag)).validate()
