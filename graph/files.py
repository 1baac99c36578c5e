"""Files that survive a crash: synced writes, and the lock of the one writer."""

import fcntl
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from ontology.errors import Conflict, StorageFailure

_PAUSE = 0.02  # seconds between two looks at a lock that is held


@contextmanager
def storage_failures() -> Iterator[None]:
    """Tell an operating system's error as a StorageFailure that names the file."""
    try:
        yield
    except OSError as error:
        raise StorageFailure(
            f"{error.filename or 'a file'}: {error.strerror}; "
            "check the disk and the permissions, then try again"
        ) from error


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; its folder is still to be synced."""
    temporary = unfinished(path)
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def write_secret(path: Path, data: bytes) -> None:
    """Write a new file that its owner alone may read; FileExistsError where there is one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def unfinished(path: Path) -> Path:
    """Name the file that `write_file` writes before it is whole."""
    return path.with_name(f"{path.name}.tmp")


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: what was created, renamed or removed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_files(paths: Iterable[Path]) -> None:
    """Unlink those files that there are, durably."""
    found = [path for path in paths if path.exists()]
    for path in found:
        path.unlink()
    for folder in {path.parent for path in found}:
        sync_folder(folder)


@contextmanager
def hold_lock(path: Path, purpose: str, wait: float) -> Iterator[None]:
    """Hold an exclusive lock; `purpose` is what others who wait are told, `wait` is in seconds.

    Raises Conflict naming the holder when the lock is not free in time. The operating system
    frees it when its holder dies.
    """
    with path.open("a+", encoding="utf-8") as file:
        _acquire(file, wait)
        file.truncate(0)
        file.write(f"process {os.getpid()}, {purpose}, since {datetime.now(UTC):%H:%M:%SZ}")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _acquire(file: TextIO, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < deadline:
                time.sleep(_PAUSE)
                continue
            file.seek(0)
            holder = file.read() or "another process"
            raise Conflict(
                f"the ledger is being written ({holder}); waited {wait:g} s, try again later"
            ) from None
        return
