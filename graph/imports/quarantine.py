"""Quarantine: a folder for each import that waits, with what it would change, record by record.

Nothing lasting is in it: what was decided is in the ledger and the log of imports, and a folder
goes as soon as it is.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from graph.files import storage_failures, sync_folder
from graph.imports.arrival import Arrival, Change, Origin
from ontology.errors import NotFound, StorageFailure

_CHANGES, _TEXTS, _BEGUN = "changes.jsonl", "texts", "begun-"


class Quarantine:
    """The folder of imports; it is made when the first one arrives."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, which need not exist."""
        self._folder = folder

    @contextmanager
    def workshop(self) -> Iterator[Path]:
        """A folder to unpack in, removed afterwards; those of a crash before go first."""
        with storage_failures():
            self._folder.mkdir(exist_ok=True)
            self._clear()
            made = Path(tempfile.mkdtemp(prefix=f"{_BEGUN}{os.getpid()}-", dir=self._folder))
            try:
                yield made
            finally:
                shutil.rmtree(made)

    def keep(self, name: str, changes: Iterable[Change], texts: Iterable[tuple[str, str]]) -> None:
        """Keep the changes of an import and the texts of its documents, whole or not at all.

        `texts` are pairs of SHA-256 and text. What was kept under the name before is replaced.
        """
        with self.workshop() as made:
            part = made / "import"
            (part / _TEXTS).mkdir(parents=True)
            with (part / _CHANGES).open("w", encoding="utf-8") as file:
                for change in changes:
                    row = [change.record, change.nquads, change.erased]
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
            for digest, text in texts:
                (part / _TEXTS / f"{digest}.txt").write_bytes(text.encode())
            self.drop(name)
            part.rename(self._folder / name)
            sync_folder(self._folder)

    def holds(self, name: str) -> bool:
        """Whether an import is kept."""
        return (self._folder / name / _CHANGES).is_file()

    def names(self) -> list[str]:
        """The imports that are kept."""
        found = self._folder.glob(f"*/{_CHANGES}")
        return sorted(path.parent.name for path in found)

    def arrival(self, name: str, origin: Origin) -> Arrival:
        """Give what is kept of an import; NotFound where it is not."""
        path = self._folder / name / _CHANGES
        if not path.is_file():
            msg = f"{name}: nothing of it is kept here any more: import it again"
            raise NotFound(msg)
        return Arrival(origin, partial(_read, path))

    def texts(self, name: str) -> Iterator[tuple[str, str]]:
        """Give the texts that came with an import, each with its SHA-256."""
        for path in sorted((self._folder / name / _TEXTS).glob("*.txt")):
            with storage_failures():
                yield path.stem, path.read_bytes().decode()

    def drop(self, name: str) -> None:
        """Remove all that is kept of an import."""
        with storage_failures():
            if (self._folder / name).exists():
                shutil.rmtree(self._folder / name)
                sync_folder(self._folder)

    def _clear(self) -> None:
        """Remove what was begun by processes that are gone."""
        for path in self._folder.glob(f"{_BEGUN}*"):
            owner = int(path.name.removeprefix(_BEGUN).partition("-")[0])
            if not _runs(owner):
                shutil.rmtree(path, ignore_errors=True)


def _read(path: Path) -> Iterator[Change]:
    with storage_failures(), path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            try:
                record, nquads, erased = json.loads(line)
            except ValueError:
                msg = f"{path}, line {number}: is not what was written: import it again"
                raise StorageFailure(msg) from None
            yield Change(sys.intern(record), nquads, erased)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
