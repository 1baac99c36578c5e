"""The ledger: every version of every record, append-only; all else is made from it."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from graph.blobs import Blobs, Texts, salted
from graph.canonical import dataset_digest, graph_digest, require_own_graph
from graph.files import hold_lock, remove_files, storage_failures, sync_folder, write_file
from graph.log import Attribution, Change, Log, Transaction, held_versions
from graph.state import State
from ontology.errors import Conflict, InvalidInput, StorageFailure

SHARING = ("LOCAL", "PARTNERS", "NHS", "PUBLIC")
DEFAULT_SHARING = SHARING[0]
UNCHANGED: Mapping[str, str] = MappingProxyType({})

Status = Literal["created", "updated", "unchanged"]
Write = Callable[[bytes], str]
Names = Collection[str]
Progress = Callable[[int], object]  # told by long work how many of its parts are done


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one record that was put."""

    record: str
    version: str
    status: Status


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of all records put together, and the ledger's sequence after it."""

    sequence: int
    records: tuple[Stored, ...]


class Ledger:
    """One ledger folder, open for reading by many and for writing by one at a time.

    A record is named by its IRI, a version by the SHA-256 of its blob, a transaction by its
    sequence from 1 on. What other processes commit is seen after `refresh`; writing refreshes.
    """

    def __init__(self, folder: Path, *, wait: float = 10.0) -> None:
        """Read and verify the log; `wait` is how many seconds a writer waits for another.

        Raises StorageFailure where there is no ledger or a line of its log is damaged.
        """
        if not (folder / "log").is_file():
            raise StorageFailure(f"{folder} holds no ledger; make one with `whatworked init`")
        self._folder = folder
        self._wait = wait
        self._log = Log(folder / "log")
        self._blobs = Blobs(folder / "blobs")
        self._state = State()
        self._gone: set[str] = set()  # erased versions whose blobs are known to be unlinked
        self._guard = threading.Lock()
        self.refresh()

    @property
    def sequence(self) -> int:
        """Number of the last transaction seen; 0 where there is none."""
        return self._log.sequence

    def refresh(self) -> int:
        """See what has been committed since, and give the sequence."""
        with self._guard:
            for transaction in self._log.follow():
                self._state.apply(transaction)
        return self.sequence

    def records(self, as_of: int | None = None) -> Mapping[str, str]:
        """Give the version of each record, now or after a transaction; erased ones are left out."""
        with self._guard:  # another thread may refresh
            versions, gone = self._state_at(as_of).versions, self._state.erased
            return {record: name for record, name in versions.items() if name not in gone}

    def level(self, record: str, as_of: int | None = None) -> str:
        """Give the sharing level of a record, LOCAL unless said otherwise."""
        return self._state_at(as_of).levels.get(record, DEFAULT_SHARING)

    def nquads(self, version: str) -> str:
        """Read the canonical N-Quads of a version.

        Raises InvalidInput where it was erased, StorageFailure naming a file that is damaged.
        """
        if version in self._state.erased:
            raise InvalidInput(f"version {version} was erased; its content is gone for good")
        return self._blobs.nquads(version)

    def levels(self, as_of: int | None = None) -> Mapping[str, str]:
        """Give the sharing level of each record that is not LOCAL, now or after a transaction."""
        return dict(self._state_at(as_of).levels)

    def graphs(
        self, as_of: int | None = None, among: Collection[str] | None = None
    ) -> Mapping[str, str]:
        """Give each record's canonical N-Quads, or some records', read when it is looked at."""
        versions = self.records(as_of)
        chosen = versions if among is None else {record: versions[record] for record in among}
        return Texts(self.nquads, chosen)

    def versions(self, record: str) -> list[str]:
        """Give every version of a record whose content is still held, oldest first."""
        held = held_versions(self._history_of(record))
        return [version for version, kept in held.items() if kept]

    def transactions(self, since: int = 0, until: int | None = None) -> Iterator[Transaction]:
        """Read the transactions after `since` up to and with `until`."""
        return self._log.history(since, until)

    def sequence_at(self, moment: date) -> int:
        """Give the last transaction at or before a moment; a date means its end, in UTC."""
        return self._log.sequence_at(moment)

    def net_changes(self, since: int, until: int | None = None) -> Mapping[str, str | None]:
        """Give each record touched after `since`: its version at `until`, None if it is gone."""
        with self._guard:
            last = self.sequence if until is None else until
        versions = self.records(until)
        return {
            change.record: versions.get(change.record)
            for transaction in self.transactions(since, last)
            for change in transaction.changes
        }

    def digest(self, as_of: int | None = None) -> str:
        """Compute the dataset digest from the blobs."""
        return dataset_digest(
            (record, graph_digest(self.nquads(version)))
            for record, version in self.records(as_of).items()
        )

    def append(  # noqa: PLR0913 — all that one transaction can do
        self,
        puts: Iterable[tuple[str, str]] = (),
        deletes: Iterable[str] = (),
        levels: Mapping[str, str] = UNCHANGED,
        *,
        by: Attribution,
        erases: Iterable[str] = (),
        after: int | None = None,
    ) -> Appended:
        """Put, withdraw, erase and share records at once; what changes nothing is not written.

        `puts` are pairs of record IRI and canonical N-Quads, read one by one; a record that is
        erased as well begins anew. `after` is the sequence all was judged at, where that matters.
        When this returns, all is on disk. Raises InvalidInput naming a record that cannot be;
        Conflict where another writer does not finish in time or has moved the ledger on from
        `after`; StorageFailure where the disk fails. Nothing was changed then.
        """
        withdrawn = tuple(dict.fromkeys(deletes))
        with self._writing(f"adding for {by.author}"):
            if after not in {None, self.sequence}:
                raise Conflict(f"the ledger went from {after} to {self.sequence}; judge it again")
            erased = frozenset(erases)
            with self._blobs.batch() as write:
                stored: dict[str, Stored] = {}
                for record, nquads in puts:
                    if record in stored:
                        raise InvalidInput(f"{record} is given twice; give it once")
                    stored[record] = self._put(record, nquads, write, anew=record in erased)
                changes = [
                    *self._erasures(erased),
                    *_versions(stored.values()),
                    *self._withdrawals(withdrawn, stored),
                    *self._sharing(levels, stored, withdrawn, erased),
                ]
            self._commit(changes, by)
            if erased:  # blobs that no transaction names too: a crash may have left content in one
                held = held_versions(self.transactions())
                remove_files(self._blobs.strays(name for name, kept in held.items() if kept))
            return Appended(self.sequence, tuple(stored.values()))

    def erase(self, record: str, *, by: Attribution) -> int:
        """Withdraw a record and remove the content of its every version; give the sequence.

        Raises InvalidInput where the ledger never held the record; Conflict and StorageFailure
        as `append`.
        """
        sequence = self.append(erases=[record], by=by).sequence
        if not held_versions(self._history_of(record)):
            raise InvalidInput(f"{record} was never in the ledger; check its IRI")
        return sequence

    def _state_at(self, as_of: int | None) -> State:
        if as_of is None:
            return self._state
        state = State()
        for transaction in self._log.history(0, as_of):
            state.apply(transaction)
        return state

    def _history_of(self, record: str) -> Iterator[Transaction]:
        for transaction in self.transactions():
            changes = tuple(change for change in transaction.changes if change.record == record)
            yield replace(transaction, changes=changes)

    @contextmanager
    def _writing(self, purpose: str) -> Iterator[None]:
        with storage_failures(), hold_lock(self._folder / "lock", purpose, self._wait):
            self.refresh()
            # a crash may have come between the commit of an erasure and its unlinking
            remove_files(self._blobs.path(version) for version in self._state.erased - self._gone)
            self._gone = set(self._state.erased)
            yield

    def _commit(self, changes: Sequence[Change], by: Attribution) -> None:
        if changes:
            self._log.append(changes, by)
            self.refresh()

    def _put(self, record: str, nquads: str, write: Write, *, anew: bool) -> Stored:
        require_own_graph(record, nquads)
        current = None if anew else self._state.versions.get(record)
        if current is None:
            return Stored(record, write(salted(nquads)), "created")
        if self._blobs.nquads(current) == nquads:
            return Stored(record, current, "unchanged")
        return Stored(record, write(salted(nquads)), "updated")

    def _withdrawals(self, deletes: Iterable[str], puts: Collection[str]) -> Iterator[Change]:
        for record in deletes:
            if record in puts or record not in self._state.versions:
                raise InvalidInput(f"{record} cannot be withdrawn: it is put as well or not there")
            yield Change("delete", record)

    def _erasures(self, records: Collection[str]) -> Iterator[Change]:
        for record in sorted(records):
            if record in self._state.versions:
                yield Change("delete", record)
            for version, held in held_versions(self._history_of(record)).items():
                if held:
                    yield Change("erase", record, version)

    def _sharing(
        self, levels: Mapping[str, str], puts: Collection[str], gone: Names, anew: Names
    ) -> Iterator[Change]:
        for record, level in levels.items():
            if level not in SHARING:
                names = ", ".join(SHARING)
                raise InvalidInput(f"{record}: no level {level!r}; give one of {names}")
            if record in gone or not (record in puts or record in self._state.versions):
                raise InvalidInput(f"{record} cannot be shared: it is withdrawn or not there")
            if level != (DEFAULT_SHARING if record in anew else self.level(record)):
                yield Change("level", record, level=level)


def create_ledger(folder: Path, *, wait: float = 10.0) -> Ledger:
    """Make an empty ledger in a folder.

    Raises Conflict where the folder holds one, StorageFailure where it cannot be made.
    """
    if (folder / "log").exists():
        raise Conflict(f"{folder} holds a ledger already; use it or give another folder")
    with storage_failures():
        (folder / "blobs").mkdir(parents=True, exist_ok=True)
        write_file(folder / "log", b"")
        sync_folder(folder)
        sync_folder(folder.parent)
    return Ledger(folder, wait=wait)


def _versions(stored: Iterable[Stored]) -> Iterator[Change]:
    for one in stored:
        match one.status:
            case "created":
                yield Change("create", one.record, one.version)
            case "updated":
                yield Change("update", one.record, one.version)
