"""Locations of files: a folder on a disk, or one in a store that fsspec has a plug-in for."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from graph.files import remove_files, storage_failures, sync_folder, write_file
from ontology.errors import InvalidInput, LimitReached, StorageFailure, WhatworkedError

_PIECE = 2**20
_ON_DISK = {"file", "local"}


class Location(Protocol):
    """A folder of files; `name` is what people are told, `is_far` says that reading is dear."""

    name: str
    is_far: bool

    def read(self, path: str, most: int) -> bytes:
        """Read a file below it, of so many bytes at most.

        Raises StorageFailure where it cannot be had, LimitReached where it is larger.
        """
        ...

    def write(self, path: str, data: bytes) -> None:
        """Write a file below it, whole or not at all; StorageFailure where it cannot be."""
        ...

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files below it."""
        ...

    def paths(self) -> set[str]:
        """The files in it, and in the folders of it."""
        ...


class Folder:
    """A folder on a disk, a share or a memory stick."""

    is_far = False

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet; it is made when it is written to."""
        self.name = str(folder)
        self._folder = folder

    def read(self, path: str, most: int) -> bytes:
        """Read a file in the folder; links that lead out of it are not followed."""
        with storage_failures():
            found = (self._folder / path).resolve(strict=True)
            if not found.is_relative_to(self._folder.resolve()):
                msg = f"{self._folder / path} leads out of the folder: it is not read"
                raise InvalidInput(msg)
            with found.open("rb") as file:
                return _bounded(file.read(most + 1), most, str(self._folder / path))

    def write(self, path: str, data: bytes) -> None:
        """Write a file durably."""
        target = self._folder / path
        with storage_failures():
            target.parent.mkdir(parents=True, exist_ok=True)
            write_file(target, data)
            sync_folder(target.parent)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, and the folders that are empty then."""
        targets = [self._folder / path for path in paths]
        with storage_failures():
            remove_files(targets)
            for parent in {path.parent for path in targets}:
                if not any(parent.iterdir()):
                    parent.rmdir()

    def paths(self) -> set[str]:
        """The files, by paths below the folder."""
        found = (path for pattern in ("*", "*/*") for path in self._folder.glob(pattern))
        return {path.relative_to(self._folder).as_posix() for path in found if path.is_file()}


class Store:
    """A folder in a store: a bucket, a server of files, or the memory of this process."""

    is_far = True

    def __init__(self, address: str) -> None:
        """Find the plug-in of the address; it knows by itself who asks, and with what secret.

        InvalidInput where there is none, or a password stands in the address.
        """
        self.name = address
        self._files, self._root = _find(address)

    def read(self, path: str, most: int) -> bytes:
        """Read a file in the store."""
        with _failures(f"{self.name}/{path}"), self._files.open(self._at(path), "rb") as file:
            return _bounded(file.read(most + 1), most, f"{self.name}/{path}")

    def write(self, path: str, data: bytes) -> None:
        """Write a file as a transaction of its own: it is there once it is whole."""
        target = self._at(path)
        with _failures(f"{self.name}/{path}"):
            self._files.makedirs(target.rpartition("/")[0], exist_ok=True)
            with self._files.transaction, self._files.open(target, "wb") as file:
                file.write(data)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files."""
        with _failures(self.name):
            for path in paths:
                self._files.rm_file(self._at(path))

    def paths(self) -> set[str]:
        """The files, by paths below the folder."""
        with _failures(self.name):
            self._files.invalidate_cache()
            found = self._files.find(self._root, maxdepth=2)
        return {path.removeprefix(self._root).lstrip("/") for path in found}

    def save(self, path: str, target: Path, most: int) -> None:
        """Copy a file of so many bytes at most into a new one on the disk."""
        with (
            _failures(f"{self.name}/{path}"),
            self._files.open(self._at(path), "rb") as source,
            storage_failures(),
            target.open("xb") as file,
        ):
            while piece := source.read(_PIECE):
                file.write(piece)
                if file.tell() > most:
                    raise _too_large(f"{self.name}/{path}", most)

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"


def is_web(address: str) -> bool:
    """Whether an address is one of the web, which is read by HTTP."""
    return urlsplit(address).scheme.lower() in {"http", "https"}


def open_location(address: str) -> Location:
    """Open a folder by its path, or by an address: file://…, or of a store (memory://, s3://, …).

    Raises InvalidInput where it is an address of the web, or what `Store` raises.
    """
    if (folder := path_of(address)) is not None:
        return Folder(folder)
    if is_web(address):
        msg = f"{address}: a web server is read only: give the folder that it serves"
        raise InvalidInput(msg)
    return Store(address)


def path_of(address: str) -> Path | None:
    """The path on this disk that is meant, or None where it is none."""
    if "://" not in address:
        return Path(address)
    parts = urlsplit(address)
    return Path(unquote(parts.path)) if parts.scheme.lower() in _ON_DISK else None


def copy_file(address: str, target: Path, most: int) -> None:
    """Copy a file of a store, of so many bytes at most, onto the disk."""
    folder, _, name = address.rpartition("/")
    Store(folder).save(name, target, most)


def _find(address: str) -> tuple[Any, str]:
    if "::" in address or urlsplit(address).password is not None:
        msg = f"{urlsplit(address).scheme}://…: give an address without password and without ::"
        raise InvalidInput(msg)
    with _failures(address):
        from fsspec.core import url_to_fs  # noqa: PLC0415 — few need it, and it takes long to load

        try:
            files, root = url_to_fs(address.rstrip("/"))
        except (ValueError, ImportError) as error:
            msg = f"{address}: {error}: install the plug-in of fsspec for it, or give a folder"
            raise InvalidInput(msg) from None
        return files, str(root).rstrip("/")


@contextmanager
def _failures(name: str) -> Iterator[None]:
    """Tell whatever a plug-in raises as a StorageFailure: each has errors of its own."""
    try:
        yield
    except WhatworkedError:
        raise
    except Exception as error:
        why = "there is none" if isinstance(error, FileNotFoundError) else str(error)
        msg = f"{name}: cannot be had ({why or type(error).__name__:.200}): try again later"
        raise StorageFailure(msg) from error


def _bounded(data: bytes, most: int, name: str) -> bytes:
    if len(data) > most:
        raise _too_large(name, most)
    return data


def _too_large(name: str, most: int) -> LimitReached:
    return LimitReached(f"{name} is larger than {most} bytes")
