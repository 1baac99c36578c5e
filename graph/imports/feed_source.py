"""Where a feed is read from: a location of files, or an address of the web."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from graph.exchange.pages import ROOT
from graph.imports.fetching import Fetcher
from graph.locations import is_web, open_location, path_of
from ontology.errors import StorageFailure


class Reading(Protocol):
    """What reads files by paths below it; see `Location.read`."""

    def read(self, path: str, most: int) -> bytes:
        """Read a file below it, of so many bytes at most."""
        ...


class AnySource(Protocol):
    """A feed that is read: see `Source`."""

    @property
    def name(self) -> str:
        """What people are told of it."""
        ...

    @property
    def root(self) -> str:
        """Where its root is."""
        ...

    def read(self, path: str, most: int) -> bytes:
        """Read a file of the feed, of so many bytes at most."""
        ...


@dataclass(frozen=True)
class Source:
    """A feed: what people are told of it, where its root is, and what reads below that."""

    name: str
    reading: Reading
    root: str = ROOT

    def read(self, path: str, most: int) -> bytes:
        """Read a file of the feed, of so many bytes at most.

        Raises StorageFailure where it cannot be had, LimitReached where it is larger.
        """
        return self.reading.read(path, most)


@contextmanager
def open_source(location: str) -> Iterator[Source]:
    """Open an address (https, or http on this machine), a folder, or one in a store.

    An address of the web is that of the root, or of the folder, ended by a "/". InvalidInput and
    HeldByPolicy say why it is not asked.
    """
    if is_web(location):
        folder, slash, root = location.rpartition("/")
        with Fetcher(folder + slash) as fetcher:
            yield Source(location, fetcher, root or ROOT)
        return
    path = path_of(location)
    if path is not None and not path.is_dir():
        msg = f"{location} is no folder: give the folder of a feed, or its address (https://…)"
        raise StorageFailure(msg)
    yield Source(location, open_location(location))
