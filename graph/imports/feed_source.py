"""Where a feed is read from: a folder, or an address; both give bytes by relative paths."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from graph.exchange.pages import ROOT
from graph.files import storage_failures
from graph.imports.fetching import Fetcher
from ontology.errors import InvalidInput, LimitReached, StorageFailure


class Source(Protocol):
    """A folder with a feed in it: `name` is what people are told."""

    name: str
    root: str

    def read(self, path: str, most: int) -> bytes:
        """Read a file below it, of so many bytes at most.

        Raises StorageFailure where it cannot be had, LimitReached where it is larger.
        """
        ...


class Folder:
    """A feed as `publish` wrote it: on a disk, a share or a memory stick."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet."""
        self.name, self.root = str(folder), ROOT
        self._folder = folder

    def read(self, path: str, most: int) -> bytes:
        """Read a file in the folder; links that lead out of it are not followed."""
        with storage_failures():
            found = (self._folder / path).resolve(strict=True)
            if not found.is_relative_to(self._folder.resolve()):
                msg = f"{self._folder / path} leads out of the folder: it is not read"
                raise InvalidInput(msg)
            with found.open("rb") as file:
                data = file.read(most + 1)
        if len(data) > most:
            msg = f"{self._folder / path} is larger than {most} bytes"
            raise LimitReached(msg)
        return data


class Site:
    """A feed on a web server."""

    def __init__(self, address: str, root: str, fetcher: Fetcher) -> None:
        """Read by a fetcher of the folder that the root is in."""
        self.name, self.root = address, root
        self._fetcher = fetcher

    def read(self, path: str, most: int) -> bytes:
        """Fetch a file below the folder."""
        return self._fetcher.read(path, most)


@contextmanager
def open_source(location: str) -> Iterator[Source]:
    """Open an address (https, or http on this machine) or a folder.

    An address is that of the root, or of the folder, ended by a "/". InvalidInput and HeldByPolicy
    say why a server is not asked.
    """
    if "://" not in location:
        if not Path(location).is_dir():
            msg = f"{location} is no folder: give the folder of a feed, or its address (https://…)"
            raise StorageFailure(msg)
        yield Folder(Path(location))
        return
    folder, slash, root = location.rpartition("/")
    with Fetcher(folder + slash) as fetcher:
        yield Site(location, root or ROOT, fetcher)
