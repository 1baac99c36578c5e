"""Copies of a ledger and of files named by their content: verified before they are in place."""

import hashlib
import re
from pathlib import Path

from graph.blobs import Blobs
from graph.files import storage_failures, sync_folder, write_file
from graph.ledger import Progress
from graph.log import Log, held_versions
from ontology.errors import Conflict, StorageFailure


def copy_ledger(source: Path, target: Path, progress: Progress | None = None) -> int:
    """Copy what a ledger has committed into a folder that is empty or not there; give the sequence.

    A backup and its restoring are this one act; a writer may go on meanwhile. Chain and hashes of
    the source are verified before anything is written, and the log is written last: a copy cut
    short is no ledger. `progress` is told how many blobs are copied.
    Raises StorageFailure naming what is damaged, Conflict where the target holds something or an
    erasure came between.
    """
    require_empty(target)
    log, blobs, copies = Log(source / "log"), Blobs(source / "blobs"), Blobs(target / "blobs")
    versions = [version for version, kept in held_versions(log.follow()).items() if kept]
    sequence, prefix = log.sequence, log.prefix()
    try:
        for version in versions:
            blobs.read(version)
        with storage_failures():
            (target / "blobs").mkdir(parents=True)
        with storage_failures(), copies.batch() as write:
            for done, version in enumerate(versions, 1):
                write(blobs.read(version))
                if progress:
                    progress(done)
    except StorageFailure as error:
        since = held_versions(log.follow())
        if any(since.get(version) is False for version in versions):
            raise Conflict(
                f"content was erased while it was copied; empty {target} and copy again"
            ) from error
        raise
    with storage_failures():
        write_file(target / "log", prefix)
        sync_folder(target)
        sync_folder(target.parent)
    return sequence


def copy_addressed(source: Path, target: Path) -> int:
    """Copy files whose stem is the SHA-256 of their bytes into a folder; give how many.

    Files with other names are copied as they are. All are verified before one is written.
    Raises StorageFailure naming a file whose bytes are not those of its name, Conflict where the
    target holds something.
    """
    require_empty(target)
    with storage_failures():
        paths = sorted(path for path in source.glob("*") if path.is_file())
        for path in paths:
            _read_addressed(path)
        target.mkdir(parents=True, exist_ok=True)
        for path in paths:
            write_file(target / path.name, _read_addressed(path))
        sync_folder(target)
        sync_folder(target.parent)
    return len(paths)


def require_empty(folder: Path) -> None:
    """Raise Conflict where a folder holds something."""
    if folder.exists() and any(folder.iterdir()):
        raise Conflict(f"{folder} is not empty; give an empty folder")


def _read_addressed(path: Path) -> bytes:
    data = path.read_bytes()
    if re.fullmatch("[0-9a-f]{64}", path.stem) and hashlib.sha256(data).hexdigest() != path.stem:
        raise StorageFailure(f"{path} is not what was written; restore it from a backup")
    return data
