"""Copies: of what is committed, verified before anything is in place."""

import hashlib
from pathlib import Path

import pytest

from graph.backup import copy_addressed, copy_ledger
from graph.ledger import Ledger, create_ledger
from graph.ledger_check import check_ledger
from graph.log import Attribution
from ontology.errors import Conflict, StorageFailure

BY = Attribution("a1")


def put(ledger: Ledger, record: str, value: str) -> str:
    text = f'<{record}> <urn:p> "{value}" <{record}> .\n'
    return ledger.append([(record, text)], by=BY).records[0].version


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = create_ledger(tmp_path / "ledger")
    put(ledger, "urn:a", "1")
    put(ledger, "urn:b", "1")
    put(ledger, "urn:a", "2")
    return ledger


def test_a_copy_is_the_ledger_with_its_history(tmp_path: Path, ledger: Ledger) -> None:
    ledger.erase("urn:b", by=BY)
    (tmp_path / "ledger/blobs/half.tmp").touch()
    with (tmp_path / "ledger/log").open("ab") as file:
        file.write(b'{"op":"create"')
    told: list[int] = []
    assert copy_ledger(tmp_path / "ledger", tmp_path / "backup", told.append) == 4
    assert told == [1, 2]
    assert copy_ledger(tmp_path / "backup", tmp_path / "restored") == 4
    for folder in ("backup", "restored"):
        copy = Ledger(tmp_path / folder)
        assert not list(check_ledger(tmp_path / folder))
        assert [copy.digest(sequence) for sequence in range(5)] == [
            ledger.digest(sequence) for sequence in range(5)
        ]
        assert list(copy.transactions()) == list(ledger.transactions())
    put(Ledger(tmp_path / "restored"), "urn:a", "3")
    assert not list(check_ledger(tmp_path / "restored"))


def test_an_empty_ledger_is_copied(tmp_path: Path) -> None:
    create_ledger(tmp_path / "ledger")
    (tmp_path / "backup").mkdir()
    assert copy_ledger(tmp_path / "ledger", tmp_path / "backup") == 0
    assert Ledger(tmp_path / "backup").sequence == 0


def test_a_copy_is_of_one_moment_while_a_writer_goes_on(tmp_path: Path, ledger: Ledger) -> None:
    def write(done: int) -> None:
        put(ledger, "urn:a", f"while {done}")

    before = ledger.digest()
    assert copy_ledger(tmp_path / "ledger", tmp_path / "backup", write) == 3
    assert Ledger(tmp_path / "backup").digest() == before
    assert not list(check_ledger(tmp_path / "backup"))


def test_an_erasure_between_stops_the_copy(tmp_path: Path, ledger: Ledger) -> None:
    def erase(done: int) -> None:
        if done == 1:
            ledger.erase("urn:b", by=BY)

    with pytest.raises(Conflict, match="content was erased while it was copied"):
        copy_ledger(tmp_path / "ledger", tmp_path / "backup", erase)
    with pytest.raises(StorageFailure, match="holds no ledger"):
        Ledger(tmp_path / "backup")


@pytest.mark.parametrize("file", ["log", "blob"])
def test_a_damaged_backup_puts_nothing_in_place(tmp_path: Path, ledger: Ledger, file: str) -> None:
    copy_ledger(tmp_path / "ledger", tmp_path / "backup")
    version = ledger.records()["urn:b"]
    name = "log" if file == "log" else f"blobs/{version[:2]}/{version}.nq"
    path = tmp_path / "backup" / name
    path.write_bytes(path.read_bytes().replace(b"urn:b", b"urn:c"))
    with pytest.raises(StorageFailure, match=str(path)):
        copy_ledger(tmp_path / "backup", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_nothing_is_copied_over_something(tmp_path: Path, ledger: Ledger) -> None:
    assert ledger.sequence == 3
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup/thing").touch()
    with pytest.raises(Conflict, match="backup is not empty; give an empty folder"):
        copy_ledger(tmp_path / "ledger", tmp_path / "backup")
    with pytest.raises(Conflict, match="is not empty"):
        copy_addressed(tmp_path / "ledger", tmp_path / "backup")


def test_files_named_by_their_content_are_copied(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    name = f"{hashlib.sha256(b'text').hexdigest()}.txt"
    (tmp_path / "documents" / name).write_bytes(b"text")
    (tmp_path / "documents/other.json").write_bytes(b"{}")
    assert copy_addressed(tmp_path / "documents", tmp_path / "copy") == 2
    assert (tmp_path / "copy" / name).read_bytes() == b"text"
    (tmp_path / "documents" / name).write_bytes(b"next")
    with pytest.raises(StorageFailure, match=f"{name} is not what was written"):
        copy_addressed(tmp_path / "documents", tmp_path / "second")
    assert not (tmp_path / "second").exists()
