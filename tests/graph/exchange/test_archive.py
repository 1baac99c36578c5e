"""Archives: what strangers send is looked at before a byte of it is kept."""

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.exchange.archive import Bounds, UnsafeArchive, pack, unpack

Make = Callable[[zipfile.ZipFile], None]


def archive(tmp_path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    path = tmp_path / "in" / "given.zip"
    path.parent.mkdir(exist_ok=True)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        warnings.simplefilter("ignore")  # of names that stand twice
        for name, data in entries:
            made.writestr(name, data)
    return path


def refused(path: Path, tmp_path: Path, bounds: Bounds | None = None) -> str:
    """Why an archive is refused; nothing may be beside the folder it was for."""
    target = tmp_path / "out" / "bag"
    target.parent.mkdir(exist_ok=True)
    before = set(tmp_path.rglob("*"))
    with pytest.raises(UnsafeArchive) as caught:
        unpack(path, target, bounds)
    beside = {one for one in set(tmp_path.rglob("*")) - before if not one.is_relative_to(target)}
    assert beside == set()
    return str(caught.value)


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "C:\\evil", "a\\..\\evil", "C:evil", "a/../../evil", "a/./b", "a\nb"],
)
def test_names_that_lead_out_are_refused(name: str, tmp_path: Path) -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    assert "leads out" in refused(archive(tmp_path, (info, b"x")), tmp_path)


def test_links_are_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "link" in refused(archive(tmp_path, (info, b"/etc/passwd")), tmp_path)


@pytest.mark.parametrize("names", [("a", "a"), ("Data/a", "data/A"), ("caf\u00e9", "cafe\u0301")])
def test_two_entries_of_one_name_are_refused(names: tuple[str, str], tmp_path: Path) -> None:
    given = archive(tmp_path, (names[0], b"x"), (names[1], b"y"))
    assert "two entries" in refused(given, tmp_path)


def test_bombs_are_refused_by_what_they_say(tmp_path: Path) -> None:
    bomb = archive(tmp_path, ("a", bytes(20 * 2**20)))
    assert "times its size" in refused(bomb, tmp_path)
    assert "more than 100 bytes" in refused(bomb, tmp_path, Bounds(size=100))


def test_bombs_are_refused_when_their_header_lies(tmp_path: Path) -> None:
    path = archive(tmp_path, ("a", bytes(10_000)))
    size = struct.pack("<L", 10_000)
    path.write_bytes(path.read_bytes().replace(size, struct.pack("<L", 10)))
    refused(path, tmp_path)
    kept = tmp_path / "out" / "bag" / "a"
    assert not kept.exists() or kept.stat().st_size <= 10


def test_archives_within_and_too_many_entries_are_refused(tmp_path: Path) -> None:
    assert "archive itself" in refused(archive(tmp_path, ("a.zip", b"x")), tmp_path)
    many = archive(tmp_path, *((f"n{number}", b"") for number in range(11)))
    assert "11 entries" in refused(many, tmp_path, Bounds(entries=10))


def test_encrypted_entries_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, ("a", b"x"))
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    assert "encrypted" in refused(path, tmp_path)


def test_what_is_no_whole_zip_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, ("a", b"some text that is stored" * 20))
    data = path.read_bytes()
    start = data.index(b"a", 26) + 5
    for wrong in (b"", b"no zip", data[:-30], data[:start] + b"\x00\xff\x00" + data[start + 3 :]):
        path.write_bytes(wrong)
        assert "not a whole zip" in refused(path, tmp_path)
        for one in sorted((tmp_path / "out" / "bag").glob("*")):
            one.unlink()
        if (tmp_path / "out" / "bag").exists():
            (tmp_path / "out" / "bag").rmdir()


def test_the_same_files_make_the_same_zip(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "data").mkdir(parents=True)
        for file in ("b", "a") if name == "one" else ("a", "b"):
            (tmp_path / name / "data" / file).write_text(file)
        pack(tmp_path / name, tmp_path / f"{name}.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    unpack(tmp_path / "one.zip", tmp_path / "again")
    assert (tmp_path / "again" / "data" / "a").read_text() == "a"
    assert zipfile.ZipFile(io.BytesIO((tmp_path / "two.zip").read_bytes())).testzip() is None
