"""Blobs: one file for each version of a record, named by the SHA-256 of its bytes."""

import hashlib
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from graph.files import remove_files, storage_failures, sync_folder, unfinished, write_file
from ontology.errors import StorageFailure

_THREADS = 4
_PENDING = 64  # blobs waiting for the disk: bounds the memory of a batch


class Blobs:
    r"""The folder of blobs.

    A blob is a line "# salt <32 hex>\n" and the canonical N-Quads of one record. The salt makes a
    version's name say nothing about its content once the blob is gone, so no two puts share one.
    """

    def __init__(self, folder: Path) -> None:
        """Use a folder that exists."""
        self._folder = folder

    def path(self, version: str) -> Path:
        """Name the file of a version."""
        return self._folder / version[:2] / f"{version}.nq"

    def read(self, version: str) -> bytes:
        """Read a blob, salt and all.

        Raises StorageFailure naming the file where it is missing or its bytes are not what was
        written.
        """
        path = self.path(version)
        with storage_failures():
            data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != version:
            raise StorageFailure(f"{path} is not what was written; restore it from a backup")
        return data

    def nquads(self, version: str) -> str:
        """Read the canonical part of a blob; raises as `read`."""
        return self.read(version).split(b"\n", 1)[1].decode()

    @contextmanager
    def batch(self) -> Iterator[Callable[[bytes], str]]:
        """Lend a function that writes the bytes of a blob and gives its version.

        On leaving all are durable; where something is raised within, none is left.
        """
        written: list[str] = []
        pending: deque[Future[None]] = deque()

        def write(data: bytes) -> str:
            version = hashlib.sha256(data).hexdigest()
            written.append(version)
            if len(written) == 1:  # most batches are of one: no thread for it
                self._write(version, data)
            else:
                pending.append(pool.submit(self._write, version, data))
            if len(pending) > _PENDING:
                pending.popleft().result()
            return version

        try:
            # syncing is waiting: threads share the wait, and the next blob is made meanwhile
            with ThreadPoolExecutor(_THREADS) as pool:
                yield write
                for done in pending:
                    done.result()
            for folder in {self.path(version).parent for version in written} | {self._folder}:
                sync_folder(folder)
        except BaseException:
            paths = [self.path(version) for version in written]
            remove_files([*paths, *map(unfinished, paths)])
            raise

    def strays(self, held: Iterable[str]) -> list[Path]:
        """List the files that are no blob of the versions held: erased, half written, unnamed."""
        known = {self.path(version) for version in held}
        return sorted(path for path in self._folder.glob("*/*") if path not in known)

    def _write(self, version: str, data: bytes) -> None:
        path = self.path(version)
        path.parent.mkdir(exist_ok=True)
        write_file(path, data)


def salted(nquads: str) -> bytes:
    """Make the bytes of a new blob: a fresh salt, then the text."""
    return f"# salt {secrets.token_hex(16)}\n{nquads}".encode()


class Texts(Mapping[str, str]):
    """The text of each record, read from its version's blob when it is looked at."""

    def __init__(self, read: Callable[[str], str], versions: Mapping[str, str]) -> None:
        """Take how to read a version, and the version of each record."""
        self._read = read
        self._versions = versions

    def __getitem__(self, record: str) -> str:
        return self._read(self._versions[record])

    def __iter__(self) -> Iterator[str]:
        return iter(self._versions)

    def __len__(self) -> int:
        return len(self._versions)
