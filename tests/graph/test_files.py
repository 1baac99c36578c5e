"""Synced writes and the writer's lock."""

import threading
from pathlib import Path

import pytest

from graph.files import hold_lock, remove_files, storage_failures, write_file
from ontology.errors import Conflict, StorageFailure


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_file(path, b"old")
    write_file(path, b"new")
    assert [entry.read_bytes() for entry in tmp_path.iterdir()] == [b"new"]


def test_files_are_removed_where_they_are(tmp_path: Path) -> None:
    write_file(tmp_path / "file", b"")
    remove_files([tmp_path / "file", tmp_path / "gone", tmp_path / "no folder/file"])
    assert not list(tmp_path.iterdir())


def test_an_error_of_the_system_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(StorageFailure, match="nowhere: No such file"), storage_failures():
        (tmp_path / "nowhere").read_bytes()


def test_a_second_holder_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with (
        hold_lock(lock, "adding for a1", 0),
        pytest.raises(Conflict, match=r"process \d+, adding for a1, since .* waited 0.05 s"),
        hold_lock(lock, "erasing for b2", 0.05),
    ):
        pass
    with hold_lock(lock, "erasing for b2", 0):
        assert "b2" in lock.read_text()
    assert not lock.read_text()


def test_a_waiting_holder_goes_on_when_the_lock_is_free(tmp_path: Path) -> None:
    lock, turns = tmp_path / "lock", list[str]()

    def wait() -> None:
        with hold_lock(lock, "second", 30):
            turns.append("second")

    second = threading.Thread(target=wait)
    with hold_lock(lock, "first", 0):
        second.start()
        second.join(0.1)
        turns.append("first")
    second.join()
    assert turns == ["first", "second"]
