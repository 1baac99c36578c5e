"""Bundles: what an export writes verifies, and what was altered is found and named."""

import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import bagit
import pytest

from graph.exchange.archive import pack
from graph.exchange.bag import VALID, make_bag
from graph.exchange.bundle import bundle_files
from graph.exchange.bundle_file import write_bundle
from graph.exchange.feed import project_feed
from graph.exchange.publishing import Release, seal_feed
from graph.exchange.signing import make_key
from graph.exchange.verifying import Verified, verify_bag, verify_bundle
from graph.ledger import Ledger, create_ledger
from graph.log import Attribution
from ontology.terms import PROJECT_BASE
from tests.graph.exchange.innovations import graph, iri

BY = Attribution("quentin-the-curator")
KEY, OTHER = make_key(), make_key()
TRUSTED = {"Example": [KEY.public()]}
DAY = date(2026, 3, 4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home") / "ledger"


@pytest.fixture(scope="module")
def ledger(folder: Path) -> Ledger:
    made = create_ledger(folder)
    names = [f"n{number}" for number in range(12)]
    made.append(
        [(iri(name), graph(name, f"the thing {name}")) for name in names],
        levels={iri(name): "PUBLIC" for name in names},
        by=BY,
    )
    made.append(deletes=[iri("n3")], by=BY)
    return made


def sealed(ledger: Ledger) -> Release:
    feed = project_feed(ledger.transactions(), ledger.nquads, "PUBLIC")
    return seal_feed(feed, "Example", PROJECT_BASE, KEY, ledger.nquads)


@pytest.fixture(scope="module")
def bundle(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "bundle.zip"
    made = sealed(ledger)
    write_bundle(bundle_files(made), made, out, DAY)
    return out


@pytest.fixture(scope="module")
def unpacked(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bag") / "bag"
    shutil.unpack_archive(bundle, folder)
    return folder


@pytest.fixture
def bag(unpacked: Path, tmp_path: Path) -> Path:
    """A copy of the bag to spoil."""
    return shutil.copytree(unpacked, tmp_path / "bag")


def codes(found: Verified) -> set[str]:
    return {problem.code for problem in found.problems}


def told(found: Verified) -> str:
    return "\n".join(problem.detail for problem in found.problems)


def sign_again(bag: Path, ledger: Ledger) -> None:
    """Make a bag of spoilt data whole, as its own region could."""
    for path in bag.iterdir():
        if path.is_file():
            path.unlink()
    for path in (bag / "data").iterdir():
        path.rename(bag / path.name)
    (bag / "data").rmdir()
    make_bag(bag, sealed(ledger).point, KEY, DAY)


def test_what_is_exported_verifies(bundle: Path) -> None:
    found = verify_bundle(bundle, TRUSTED, DAY)
    assert (found.problems, found.issuer, found.exit_code) == ((), "Example", 0)
    assert found.point
    assert (found.point.sequence, found.point.records) == (2, 11)


def test_it_is_a_valid_bag_with_a_crate(unpacked: Path) -> None:
    bagit.Bag(str(unpacked)).validate()
    crate = json.loads((unpacked / "data" / "ro-crate-metadata.json").read_text())
    files = {one["@id"] for one in crate["@graph"] if one["@type"] == "File"}
    found = {
        path.relative_to(unpacked / "data").as_posix()
        for path in (unpacked / "data").rglob("*")
        if path.is_file()
    }
    assert files | {"ro-crate-metadata.json"} == found


def test_one_day_gives_the_same_bytes_whatever_is_private(
    ledger: Ledger, folder: Path, bundle: Path, tmp_path: Path
) -> None:
    assert ledger.sequence
    other = Ledger(shutil.copytree(folder, tmp_path / "ledger"))
    other.append([(iri(name), graph(name, "secret")) for name in ("x", "y", "z")], by=BY)
    made = sealed(other)
    out = tmp_path / "bundle.zip"
    write_bundle(bundle_files(made), made, out, DAY)
    assert out.read_bytes() == bundle.read_bytes()
    shutil.unpack_archive(out, tmp_path / "bag")
    files = (path for path in (tmp_path / "bag").rglob("*") if path.is_file())
    whole = b"".join(path.read_bytes() for path in files)
    assert not any(word in whole for word in (b"quentin", b"secret"))


def test_the_graph_is_in_order_and_the_withdrawn_is_named(unpacked: Path) -> None:
    lines = (unpacked / "data" / "graph.nq").read_text("utf-8").splitlines()
    assert lines == sorted(lines)
    assert iri("n3") not in "".join(lines)
    assert iri("n3") in (unpacked / "data" / "withdrawals.nq").read_text("utf-8")


def test_200_altered_statements_are_all_named(bag: Path) -> None:
    path = bag / "data" / "graph.nq"
    good = path.read_text("utf-8").split("\n")[:-1]
    chosen = random.Random(11)  # noqa: S311 — only which statements are altered
    for _ in range(200):
        lines = list(good)
        place = chosen.randrange(len(lines))
        cut = chosen.randrange(1, len(lines[place]) - 2)
        lines[place] = f"{lines[place][:cut]}~{lines[place][cut + 1 :]}"
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        found = verify_bag(bag, TRUSTED, DAY)
        assert found.exit_code == 2
        assert lines[place][:250] in told(found)


@pytest.mark.parametrize("change", ["remove", "add", "swap"])
def test_statements_that_come_or_go_are_found(bag: Path, change: str) -> None:
    path = bag / "data" / "graph.nq"
    lines = path.read_text("utf-8").split("\n")[:-1]
    match change:
        case "remove":
            del lines[4]
        case "add":
            lines.append(f"<{iri('q')}> <urn:p> <urn:o> <{iri('q')}> .")
        case "swap":
            lines[4], lines[5] = lines[5], lines[4]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert codes(verify_bag(bag, TRUSTED, DAY)) & {"altered", "notCanonical"}


def test_what_its_own_region_makes_wrong_is_found_too(bag: Path, ledger: Ledger) -> None:
    path = bag / "data" / "graph.nq"
    path.write_text(path.read_text("utf-8").replace("the thing n5", "the thing n6"), "utf-8")
    sign_again(bag, ledger)
    assert codes(verify_bag(bag, TRUSTED, DAY)) == {"altered", "digest"}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("data/README.md", b"other words", "bag"),
        ("data/extra.txt", b"one more", "bag"),
        ("data/chain.txt", None, "bag"),
        ("signature.jws", None, "unsigned"),
        ("signature.jws", b"a..b", "untrusted"),
        ("bag-info.txt", b"Whatworked-Sequence: 9\n", "bag"),
        ("tagmanifest-sha256.txt", None, "bag"),
        ("manifest-md5.txt", b"", "bag"),
    ],
)
def test_what_is_altered_missing_or_too_many_is_found(
    bag: Path, name: str, data: bytes | None, code: str
) -> None:
    if data is None:
        (bag / name).unlink()
    else:
        (bag / name).write_bytes(data)
    assert code in codes(verify_bag(bag, TRUSTED, DAY))


def test_a_manifest_that_leads_out_is_refused(bag: Path) -> None:
    with (bag / "manifest-sha256.txt").open("a") as file:
        file.write(f"{'0' * 64}  ../../../etc/passwd\n")
    assert "bag" in codes(verify_bag(bag, TRUSTED, DAY))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ro-crate-metadata.json", "no json"),
        ("ro-crate-metadata.json", '{"@graph": []}'),
        (
            "ro-crate-metadata.json",
            '{"@graph": [{"@id": "./", "hasPart": [{"@id": "../../bagit.txt"}]}]}',
        ),
        ("checkpoint.json", "{}"),
        ("chain.txt", "2 0000\n"),
    ],
)
def test_what_a_region_signs_must_still_be_consistent(
    bag: Path, ledger: Ledger, name: str, text: str
) -> None:
    (bag / "data" / name).write_text(text)
    sign_again(bag, ledger)
    found = verify_bag(bag, TRUSTED, DAY)
    assert (bool(codes(found)), "bag" in codes(found), found.exit_code) == (True, False, 2)


def test_who_is_not_trusted_and_what_is_too_old_is_told(bundle: Path) -> None:
    for keys in ({}, {"Other": [OTHER.public()]}):
        found = verify_bundle(bundle, keys, DAY)
        assert (codes(found), found.exit_code, found.issuer) == ({"untrusted"}, 3, None)
    late = verify_bundle(bundle, TRUSTED, DAY + VALID + timedelta(days=1))
    assert (codes(late), late.exit_code) == ({"expired"}, 3)


def test_a_bundle_of_nothing_verifies(tmp_path: Path) -> None:
    empty = create_ledger(tmp_path / "ledger")
    made = sealed(empty)
    write_bundle(bundle_files(made), made, tmp_path / "a.zip", DAY)
    assert verify_bundle(tmp_path / "a.zip", TRUSTED, DAY).problems == ()


def test_an_archive_that_could_do_harm_ends_there(bag: Path, tmp_path: Path) -> None:
    (bag / "data" / "inner.zip").write_bytes(b"x")
    pack(bag, tmp_path / "a.zip")
    found = verify_bundle(tmp_path / "a.zip", TRUSTED, DAY)
    assert (codes(found), found.exit_code) == ({"unsafeArchive"}, 2)
