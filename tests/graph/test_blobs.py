"""Blobs: salted, named by their bytes, all of a batch or none."""

import hashlib
from pathlib import Path

import pytest

from graph.blobs import Blobs, salted
from ontology.errors import StorageFailure

TEXT = '<urn:a> <urn:p> "a\\nb\u0085c\u2028" <urn:g> .\n'


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_blob_is_salt_and_text_under_the_digest_of_its_bytes(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    with blobs.batch() as write:
        one, other = write(salted(TEXT)), write(salted(TEXT))
    assert one != other
    data = (tmp_path / one[:2] / f"{one}.nq").read_bytes()
    assert hashlib.sha256(data).hexdigest() == one
    salt, text = data.decode().split("\n", 1)
    assert (len(salt), salt[:7], text) == (39, "# salt ", TEXT)
    assert blobs.nquads(one) == blobs.nquads(other) == TEXT
    assert len(files(tmp_path)) == 2


def test_a_batch_that_fails_leaves_nothing(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)

    def interrupt() -> None:
        with blobs.batch() as write:
            for number in range(200):
                write(salted(f"{number}\n"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert not files(tmp_path)


def test_a_batch_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    for number in range(256):
        (tmp_path / f"{number:02x}").write_bytes(b"in the way")

    def fill() -> None:
        with blobs.batch() as write:
            for number in range(2):
                write(salted(f"{number}\n"))

    with pytest.raises(OSError, match=r"exists|directory"):
        fill()
    assert len(files(tmp_path)) == 256


@pytest.mark.parametrize("position", [0, 10, 38, 39, -1])
def test_a_blob_with_a_changed_byte_is_named(tmp_path: Path, position: int) -> None:
    blobs = Blobs(tmp_path)
    with blobs.batch() as write:
        version = write(salted(TEXT))
    data = bytearray(blobs.read(version))
    data[position] ^= 1
    blobs.path(version).write_bytes(data)
    with pytest.raises(StorageFailure, match=f"{version}.nq is not what was written"):
        blobs.nquads(version)


def test_a_blob_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageFailure, match=f"{'0' * 64}.nq: No such file"):
        Blobs(tmp_path).read("0" * 64)


def test_strays_are_all_files_but_the_blobs_held(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    with blobs.batch() as write:
        held, unnamed = write(salted("1\n")), write(salted("2\n"))
    half = blobs.path(held).with_name("half.nq.tmp")
    half.touch()
    assert blobs.strays([held]) == sorted([blobs.path(unnamed), half])
