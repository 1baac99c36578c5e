"""A feed is written while others read it: at every moment they find what was there, or what is
new; on a disk, and in a store that fsspec has a plug-in for."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from graph.exchange.feed import project_feed
from graph.exchange.publishing import Release, seal_feed, write_feed
from graph.exchange.signing import make_key
from graph.imports.feed_reading import read_changes, read_head
from graph.imports.feed_source import Source, open_source
from graph.ledger import Ledger, create_ledger
from graph.locations import Folder, Location, Store, copy_file, open_location
from graph.log import Attribution
from ontology.errors import Conflict, InvalidInput, LimitReached, StorageFailure
from ontology.terms import PROJECT_BASE
from tests.graph.exchange.innovations import graph, iri

BY, KEY = Attribution("quentin"), make_key()
KEYS = {"North": [KEY.public()]}
Read = Callable[[], tuple[int, int]]


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.exchange.pages.PAGE", 10)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = create_ledger(tmp_path / "ledger")
    put(made, *(f"n{number:03}" for number in range(11)))
    return made


@pytest.fixture
def memory() -> Iterator[str]:
    """A store in the memory of this process."""
    yield "memory://shelf/site"
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


def put(ledger: Ledger, *names: str, label: str = "a thing") -> None:
    ledger.append(
        [(iri(name), graph(name, label)) for name in names],
        levels={iri(name): "PUBLIC" for name in names},
        by=BY,
    )


def release_of(ledger: Ledger, audience: str = "PUBLIC") -> Release:
    feed = project_feed(ledger.transactions(), ledger.nquads, audience)
    return seal_feed(feed, "North", PROJECT_BASE, KEY, ledger.nquads)


def reader(location: Location, scratch: Path) -> Read:
    """Read a feed as a follower does: its sequence, and how many records it gives."""
    numbers = itertools.count()

    def read() -> tuple[int, int]:
        source, folder = Source("it", location), scratch / str(next(numbers))
        folder.mkdir(parents=True)
        head = read_head(source, KEYS)
        changes = list(read_changes(source, head, 0, folder, lambda _: None))
        return head.point.sequence, sum(one.nquads is not None for one in changes)

    return read


class Cut(Exception):
    """The power is gone."""


class Watched(Folder):
    """A folder of which something is done after each write."""

    def __init__(self, folder: Path, then: Callable[[int], object]) -> None:
        super().__init__(folder)
        self._then, self._written = then, 0

    def write(self, path: str, data: bytes) -> None:
        super().write(path, data)
        self._written += 1
        self._then(self._written)


def test_who_reads_while_a_feed_is_written_finds_the_old_or_the_new(
    ledger: Ledger, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    read = reader(Folder(site), tmp_path / "scratch")
    write_feed(Folder(site), release_of(ledger))
    old = read()
    put(ledger, *(f"m{number:03}" for number in range(11)))
    ledger.append(deletes=[iri("n000")], by=BY)
    seen: list[tuple[int, int]] = []
    write_feed(Watched(site, lambda _: seen.append(read())), release_of(ledger))
    new = read()
    assert (old, new) == ((1, 11), (3, 21))
    assert len(seen) > 5
    assert set(seen) == {old, new}
    assert seen == sorted(seen)


def test_a_feed_whose_writing_was_cut_is_the_old_or_the_new_and_is_written_again(
    ledger: Ledger, tmp_path: Path
) -> None:
    old = release_of(ledger)
    put(ledger, *(f"m{number:03}" for number in range(11)))
    new = release_of(ledger)
    for last in itertools.count(1):
        site = tmp_path / f"site-{last}"
        read = reader(Folder(site), tmp_path / f"scratch-{last}")
        write_feed(Folder(site), old)

        def cut(written: int, last: int = last) -> None:
            if written == last:
                raise Cut

        try:
            write_feed(Watched(site, cut), new)
        except Cut:
            assert read() in {(1, 11), (2, 22)}
            write_feed(Folder(site), new)
            assert read() == (2, 22)
            assert (site / "checkpoint.jws").read_bytes().count(b"\n") == 0
        else:
            break
    assert last > 5


def test_while_what_was_erased_goes_a_reader_is_told_to_come_again(
    ledger: Ledger, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    read = reader(Folder(site), tmp_path / "scratch")
    write_feed(Folder(site), release_of(ledger))
    ledger.erase(iri("n001"), by=BY)
    seen: list[object] = []

    def look(_: int) -> None:
        try:
            seen.append(read())
        except Conflict as error:
            seen.append("again" if "try again" in str(error) else error)

    write_feed(Watched(site, look), release_of(ledger))
    assert set(seen) == {(1, 11), "again", (2, 10)}
    assert not (site / "0").exists()


def test_a_store_holds_the_bytes_that_a_folder_holds(
    ledger: Ledger, memory: str, tmp_path: Path
) -> None:
    made = release_of(ledger)
    write_feed(open_location(memory), made)
    write_feed(open_location((tmp_path / "a site").as_uri()), made)
    folder, store = Folder(tmp_path / "a site"), open_location(f"{memory}/")
    assert folder.paths() == store.paths() > {"index.ttl", "0/000001.nq", ".well-known/void"}
    assert all(store.read(path, 2**20) == folder.read(path, 2**20) for path in folder.paths())
    for address in (memory, (tmp_path / "a site").as_uri()):
        with open_source(address) as source:
            assert read_head(source, KEYS).point == made.point


def test_a_store_is_brought_up_to_date_and_what_was_erased_goes(
    ledger: Ledger, memory: str, tmp_path: Path
) -> None:
    class Counted(Store):
        read_paths: list[str] = []  # noqa: RUF012 — of the one that there is

        def read(self, path: str, most: int) -> bytes:
            self.read_paths.append(path)
            return super().read(path, most)

    read = reader(Store(memory), tmp_path / "scratch")
    write_feed(Store(memory), release_of(ledger))
    put(ledger, "more")
    write_feed(Counted(memory), release_of(ledger))
    assert read() == (2, 12)
    assert "0/000001.nq" not in Counted.read_paths  # a full page that was sealed is not fetched
    ledger.erase(iri("n001"), by=BY)
    write_feed(Store(memory), release_of(ledger))
    assert read() == (3, 11)
    assert {path for path in Store(memory).paths() if path.startswith("0/")} == set()
    with pytest.raises(Conflict, match="another folder"):
        write_feed(Store(memory), release_of(ledger, "NHS"))


class Broken(MemoryFileSystem):  # type: ignore[misc] # fsspec ships no types
    """A store whose plug-in has errors of its own."""

    protocol = "broken"

    def open(self, *_: object, **__: object) -> object:
        msg = "the key has expired"
        raise RuntimeError(msg)


@pytest.mark.parametrize(
    ("address", "error", "told"),
    [
        ("https://example.org/feed", InvalidInput, "read only"),
        ("nonsense://a/b", InvalidInput, "install the plug-in"),
        ("sftp://ada:secret@host/a", InvalidInput, "without password"),
        ("simplecache::memory://a", InvalidInput, "without ::"),
        ("broken://a/b", StorageFailure, "the key has expired"),
    ],
)
def test_where_nothing_can_be_written_says_why(
    ledger: Ledger, address: str, error: type[Exception], told: str
) -> None:
    fsspec.register_implementation("broken", Broken, clobber=True)
    with pytest.raises(error, match=told) as found:
        write_feed(open_location(address), release_of(ledger))
    assert "secret" not in str(found.value)


def test_a_file_of_a_store_is_copied_if_it_is_not_too_large(memory: str, tmp_path: Path) -> None:
    Store(memory).write("a.zip", b"12345")
    copy_file(f"{memory}/a.zip", tmp_path / "a.zip", 5)
    assert (tmp_path / "a.zip").read_bytes() == b"12345"
    with pytest.raises(LimitReached, match="larger than 4"):
        copy_file(f"{memory}/a.zip", tmp_path / "b.zip", 4)
    with pytest.raises(LimitReached, match="larger than 4"):
        Store(memory).read("a.zip", 4)
    with pytest.raises(StorageFailure, match="there is none"):
        copy_file(f"{memory}/none.zip", tmp_path / "c.zip", 4)
