"""Bad bundles: each has its stated answer, the digest stays, and nothing of it is kept."""

import shutil
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from api.exchange.import_log import list_imports
from api.exchange.importing import import_file
from api.home import Home
from graph.canonical import dataset_digest
from graph.exchange.archive import pack
from graph.exchange.bag import VALID, make_bag
from graph.exchange.digests import digest_graph
from graph.exchange.signing import make_key
from ontology.errors import WhatworkedError
from tests.api.exchange.regions import (
    DAY,
    STEPS,
    Sender,
    bring,
    make_receiver,
    make_sender,
    take_in,
)

Spoil = Callable[[Path], None]


@pytest.fixture(scope="module")
def north(tmp_path_factory: pytest.TempPathFactory) -> Sender:
    made = make_sender(tmp_path_factory.mktemp("north") / "ledger", "north")
    made.put(walk="a walking group", garden="a garden")
    return made


@pytest.fixture(scope="module")
def good(north: Sender, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return north.bundle(tmp_path_factory.mktemp("out") / "good.zip")


def outside(folder: Path) -> dict[str, bytes]:
    """Every file but those that an import may write: its folder, and the log of imports."""
    return {
        name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not (name := path.relative_to(folder).as_posix()).startswith(
            ("home/imports/", "home/local.db", "home/ledger/lock")
        )
    }


def refused(south: Home, file: Path, tmp_path: Path, code: int, why: str) -> None:
    """Refused with this code and reason; nothing else has changed on the disk."""
    before = outside(tmp_path)
    with pytest.raises(WhatworkedError) as told:
        bring(south, file)
    assert (told.value.exit_code, outside(tmp_path) == before) == (code, True)
    (one,) = list_imports(south)
    assert (one.state, why in one.reason) == ("rejected", True), one.reason
    assert not list((south.folder / "imports").iterdir())


def entry(name: str, mode: int = 0o100644, data: bytes = b"x") -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info, data


@pytest.mark.parametrize(
    "entries",
    [
        [entry("../../evil.txt")],
        [entry("/evil.txt")],
        [entry("C:\\evil.txt")],
        [entry("a\\..\\evil.txt")],
        [entry("link", 0o120777, b"/etc/passwd")],
        [entry("a.txt"), entry("A.TXT")],
        [entry("inner.zip")],
    ],
    ids=["up", "absolute", "drive", "backslash", "link", "case", "nested"],
)
def test_rows_38_to_46_an_archive_that_could_do_harm(
    south: Home, tmp_path: Path, entries: list[tuple[zipfile.ZipInfo, bytes]]
) -> None:
    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for info, data in entries:
            archive.writestr(info, data)
    refused(south, file, tmp_path, 2, "unsafeArchive")


def not_a_zip(_: bytes, file: Path) -> None:
    file.write_bytes(b"no zip at all")


def a_bomb(_: bytes, file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * 2**23)


def two_of_a_name(_: bytes, file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("twice", b"a")
        archive.writestr("twicf", b"b")
    file.write_bytes(file.read_bytes().replace(b"twicf", b"twice"))


def a_password(good: bytes, file: Path) -> None:
    whole = bytearray(good)
    whole[6] |= 1
    whole[whole.index(b"PK\1\2") + 8] |= 1
    file.write_bytes(whole)


def a_wrong_sum(good: bytes, file: Path) -> None:
    whole = bytearray(good)
    whole[whole.index(b"data/graph.nq") + 40] ^= 255
    file.write_bytes(whole)


@pytest.mark.parametrize("make", [not_a_zip, a_bomb, two_of_a_name, a_password, a_wrong_sum])
def test_rows_37_to_45_no_zip_or_one_that_lies(
    south: Home, good: Path, tmp_path: Path, make: Callable[[bytes, Path], None]
) -> None:
    file = tmp_path / "bad.zip"
    make(good.read_bytes(), file)
    refused(south, file, tmp_path, 2, "unsafeArchive")


def remove(name: str) -> Spoil:
    return lambda bag: (bag / name).unlink()


def write(name: str, text: str) -> Spoil:
    def spoil(bag: Path) -> None:
        (bag / name).write_text(text, "utf-8")

    return spoil


def sign_with(algorithm: str) -> Spoil:
    head = urlsafe_b64encode(f'{{"alg": "{algorithm}", "kid": "x"}}'.encode()).decode()
    return write("signature.jws", f"{head.rstrip('=')}..AAAA")


@pytest.mark.parametrize(
    ("spoil", "code", "why"),
    [
        (remove("data/chain.txt"), 2, "bag"),
        (write("data/extra.txt", "one more"), 2, "bag"),
        (write("data/README.md", "other words"), 2, "bag"),
        (write("manifest-sha256.txt", f"{'0' * 64}  ../../../etc/passwd\n"), 2, "bag"),
        (lambda bag: (bag / "manifest-sha256.txt").rename(bag / "manifest-md5.txt"), 2, "bag"),
        (remove("signature.jws"), 3, "unsigned"),
        (sign_with("none"), 3, "untrusted"),
        (sign_with("HS256"), 3, "untrusted"),
    ],
    ids=["missing", "extra", "altered", "leads out", "md5", "unsigned", "none", "hs256"],
)
def test_rows_47_to_54_a_bag_that_is_not_what_was_signed(  # noqa: PLR0913, PLR0917
    south: Home, good: Path, tmp_path: Path, spoil: Spoil, code: int, why: str
) -> None:
    shutil.unpack_archive(good, tmp_path / "bag")
    spoil(tmp_path / "bag")
    pack(tmp_path / "bag", tmp_path / "bad.zip")
    refused(south, tmp_path / "bad.zip", tmp_path, code, why)


def test_rows_53_and_55_a_stranger_and_a_bundle_that_expired(
    south: Home, good: Path, tmp_path: Path
) -> None:
    stranger = make_sender(tmp_path / "other", "other")
    stranger.put(walk="a walking group")
    refused(south, stranger.bundle(tmp_path / "other.zip"), tmp_path, 3, "untrusted")
    with pytest.raises(WhatworkedError) as told:
        import_file(south, good, DAY + VALID + timedelta(days=1), STEPS)
    assert told.value.exit_code == 3


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        '{"@graph": []}',
        '{"@graph": [{"@id": "./", "hasPart": [{"@id": "../bagit.txt"}]}]}',
    ],
)
def test_rows_59_and_60_a_crate_that_says_nothing_or_leads_out(
    south: Home, north: Sender, good: Path, tmp_path: Path, text: str
) -> None:
    shutil.unpack_archive(good, tmp_path / "bag")
    (tmp_path / "bag/data/ro-crate-metadata.json").write_text(text, "utf-8")
    (tmp_path / "bag/data").rename(tmp_path / "again")
    make_bag(tmp_path / "again", north.release().point, north.key, DAY)
    pack(tmp_path / "again", tmp_path / "bad.zip")
    refused(south, tmp_path / "bad.zip", tmp_path, 2, "crate")


def swap_two(lines: list[str]) -> None:
    lines[0], lines[1] = lines[1], lines[0]


def add_a_space(lines: list[str]) -> None:
    lines[0] = lines[0].replace("> <", ">  <", 1)


@pytest.mark.parametrize("change", [swap_two, add_a_space])
@pytest.mark.parametrize("is_digested_anew", [False, True])
def test_row_61_what_is_not_in_canonical_form_is_held(  # noqa: PLR0913, PLR0917
    south: Home,
    north: Sender,
    good: Path,
    tmp_path: Path,
    change: Callable[[list[str]], None],
    is_digested_anew: bool,
) -> None:
    shutil.unpack_archive(good, tmp_path / "bag")
    data, point = tmp_path / "bag/data", north.release().point
    lines = (data / "graph.nq").read_text("utf-8").splitlines(keepends=True)
    change(lines)
    (data / "graph.nq").write_text("".join(lines), "utf-8")
    if is_digested_anew:
        ours: dict[str, str] = {}
        for line in lines:
            record = line.rpartition(" <")[2].removesuffix("> .\n")
            ours[record] = ours.get(record, "") + line
        digests = [digest_graph(record, text) for record, text in sorted(ours.items())]
        (data / "digests.tsv").write_text("".join(one.as_line() for one in digests), "utf-8")
        digest = dataset_digest((one.record, one.sha256) for one in digests)
        point = replace(point, digest=digest)
        (data / "checkpoint.json").write_bytes(point.as_bytes())
    data.rename(tmp_path / "again")
    make_bag(tmp_path / "again", point, north.key, DAY)
    pack(tmp_path / "again", tmp_path / "bad.zip")
    refused(south, tmp_path / "bad.zip", tmp_path, 4, "notCanonical")


def test_rows_56_to_58_an_older_one_another_history_and_the_same_twice(tmp_path: Path) -> None:
    north = make_sender(tmp_path / "north", "north")
    south = make_receiver(tmp_path / "home", [north])
    north.put(walk="a walking group")
    old = north.bundle(tmp_path / "old.zip")
    north.put(walk="a walking club")
    new = north.bundle(tmp_path / "new.zip")
    one = take_in(south, new)
    south.ledger.refresh()
    digest = south.ledger.digest()
    assert bring(south, new).import_id == one.import_id
    with pytest.raises(WhatworkedError) as told:
        bring(south, old)
    assert (told.value.exit_code, told.value.code) == (5, "staleSequence")
    other = make_sender(tmp_path / "other", "north")
    other.put(walk="another history")
    other.put(walk="another history yet")
    other.put(walk="a longer history")
    fake = Sender(north.name, north.base, other.ledger, north.key)
    with pytest.raises(WhatworkedError) as told:
        bring(south, fake.bundle(tmp_path / "fake.zip"))
    assert (told.value.exit_code, told.value.code) == (5, "chainBroken")
    south.ledger.refresh()
    assert south.ledger.digest() == digest
    assert [it.reason for it in list_imports(south)[1:]] == ["staleSequence", "chainBroken"]


def test_a_revoked_key_is_a_strangers(south: Home, north: Sender, tmp_path: Path) -> None:
    changed = Sender(north.name, north.base, north.ledger, make_key())
    refused(south, changed.bundle(tmp_path / "changed.zip"), tmp_path, 3, "untrusted")
