"""Documents: taken in once, kept under the digest of their text, and watched."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import MOST_BYTES, Document, Shelf, digest, read_document
from ontology.errors import InvalidInput, StorageFailure

WORDS = "Wörter, \r\nas they stand.\n"


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "report.TXT"
    path.write_bytes(WORDS.encode())
    return read_document(path)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


def test_a_text_is_taken_as_it_is(document: Document) -> None:
    assert document.text == WORDS
    assert document.bytes_sha256 == document.text_sha256 == digest(WORDS)
    assert document.about()["length"] == len(WORDS)
    assert document.extractor == "text/1"


@given(st.text().map("a".__add__).filter(lambda text: "\0" not in text))
def test_every_text_survives_the_shelf(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("law")
    (folder / "a.md").write_bytes(text.encode())
    shelf = Shelf(folder / "shelf")
    taken = replace(read_document(folder / "a.md"), licence="https://ex.org/l", coverage="part")
    shelf.hold(taken)
    assert shelf.find(taken.text_sha256) == taken
    assert list(shelf.check()) == []


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.doc", b"words", "save the document as one of .txt, .text, .md, .markdown, .docx"),
        ("a.txt", b"a\xff", "byte 1 is not UTF-8"),
        ("a.txt", b"a\0b", "holds a zero byte"),
        ("a.txt", b" \n", "holds no text"),
        ("a.txt", b"a" * (MOST_BYTES + 1), "bytes are more than a text may have"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InvalidInput, match=told):
        read_document(tmp_path / name)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageFailure, match=r"none.txt: cannot be read \(No such file"):
        read_document(tmp_path / "none.txt")


def test_what_is_not_held(shelf: Shelf) -> None:
    assert shelf.names() == []
    assert shelf.find("0" * 64) is None
    assert list(shelf.check()) == []


def test_a_changed_byte_is_named(shelf: Shelf, document: Document) -> None:
    shelf.hold(document)
    path = shelf.folder / f"{document.text_sha256}.txt"
    path.write_bytes(path.read_bytes().replace(b"stand", b"stood"))
    with pytest.raises(StorageFailure, match="the kept text was changed"):
        shelf.find(document.text_sha256)
    (problem,) = shelf.check()
    assert path.name in problem
    shelf.hold(document)
    assert list(shelf.check()) == []


@pytest.mark.parametrize("about", [None, b"", b"[]", b'{"name": "a"}', b"\xff"])
def test_what_was_known_and_is_lost_is_named(
    shelf: Shelf, document: Document, about: bytes | None
) -> None:
    shelf.hold(document)
    path = shelf.folder / f"{document.text_sha256}.about.json"
    path.unlink() if about is None else path.write_bytes(about)
    with pytest.raises(StorageFailure, match=path.name):
        shelf.find(document.text_sha256)
    (problem,) = shelf.check()
    assert path.name in problem


def test_a_text_that_came_half_is_not_held(shelf: Shelf, document: Document) -> None:
    shelf.hold(document)
    (shelf.folder / f"{document.text_sha256}.txt").unlink()
    assert shelf.find(document.text_sha256) is None
    assert list(shelf.check()) == []


def test_what_is_dropped_leaves_nothing(shelf: Shelf, document: Document) -> None:
    other = replace(document, text="Another text.")
    for one in (document, other):
        shelf.hold(one)
    (shelf.folder / f"{document.text_sha256}.txt.part").write_bytes(b"half")
    shelf.drop(document.text_sha256)
    shelf.drop(document.text_sha256)
    assert shelf.names() == [other.text_sha256]
    assert not list(shelf.folder.glob(f"{document.text_sha256}*"))


def test_the_folder_beside_counts_by_digest(
    tmp_path: Path, shelf: Shelf, document: Document
) -> None:
    (tmp_path / "broken.txt").write_bytes(b"\xff")
    (tmp_path / "picture.png").write_bytes(b"")
    (tmp_path / "folder.txt").mkdir()
    beside = Shelf(shelf.folder, beside=tmp_path)
    assert beside.find(document.text_sha256) == document
    assert beside.names() == []
    assert Shelf(shelf.folder, beside=tmp_path / "none").find(document.text_sha256) is None


def test_a_folder_that_cannot_be_written(tmp_path: Path, document: Document) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailure, match="the text is not held"):
        Shelf(tmp_path / "file" / "shelf").hold(document)
