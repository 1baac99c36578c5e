"""The log of a ledger: transactions as JSON lines, each ended by a commit that seals all before."""

import hashlib
import json
import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple, get_args

from graph.files import storage_failures
from ontology.errors import NotFound, StorageFailure

Operation = Literal["create", "update", "delete", "level", "erase"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record: a version created, replaced or erased, a withdrawal, a level."""

    operation: Operation
    record: str
    version: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who made a transaction (opaque ids), who reviewed it, and the import it came with."""

    author: str
    reviewer: str | None = None
    import_id: str | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """Changes that happened together; `time` is UTC and never earlier than the one before."""

    sequence: int
    time: datetime
    author: str
    reviewer: str | None
    import_id: str | None
    changes: tuple[Change, ...]


def held_versions(transactions: Iterable[Transaction]) -> dict[str, bool]:
    """Give each version ever named, and whether its content is still held: False once erased."""
    held: dict[str, bool] = {}
    for transaction in transactions:
        for change in transaction.changes:
            if change.version:
                held[change.version] = change.operation != "erase"
    return held


class _Group(NamedTuple):
    """A transaction as it stands in the file: its bytes, and what its commit line claims."""

    transaction: Transaction
    declared: int
    before: str
    body: bytes
    commit: bytes
    line: int


class _Mark(NamedTuple):
    """Where a transaction ends: its time, the bytes and the lines up to and with its commit."""

    time: datetime
    end: int
    line: int


class Log:
    """A log file read from its first byte on, each byte verified once.

    What follows the last commit line is an unfinished transaction: readers leave it alone, and
    the next `append` writes over it. Writers must hold the ledger's lock.
    """

    def __init__(self, path: Path) -> None:
        """Start before the first line; `follow` reads."""
        self._path = path
        self._digest = hashlib.sha256()
        self._marks = [_Mark(datetime.min.replace(tzinfo=UTC), 0, 0)]

    @property
    def sequence(self) -> int:
        """Number of the last transaction read; 0 where there is none."""
        return len(self._marks) - 1

    @property
    def length(self) -> int:
        """Bytes up to and with the last commit line read."""
        return self._marks[-1].end

    def follow(self) -> Iterator[Transaction]:
        """Read and verify what other writers or `append` have committed since the last call.

        Raises StorageFailure naming the line where one is not what was written.
        """
        with storage_failures():
            size = self._path.stat().st_size
            if size < self.length:
                raise StorageFailure(
                    f"{self._path} is {self.length - size} bytes shorter than when it was read; "
                    "restore a backup"
                )
            if size > self.length:
                for group in self._groups(self.sequence):
                    self._accept(group)
                    yield group.transaction

    def history(self, since: int = 0, until: int | None = None) -> Iterator[Transaction]:
        """Read again the transactions after `since` up to and with `until`.

        Raises NotFound for a number that no transaction has.
        """
        last = self.sequence if until is None else until
        for number in (since, last):
            if not 0 <= number <= self.sequence:
                raise NotFound(
                    f"there is no transaction {number}; give a number from 0 to {self.sequence}"
                )
        with storage_failures():
            for group in islice(self._groups(since), max(0, last - since)):
                yield group.transaction

    def sequence_at(self, moment: date) -> int:
        """Give the last transaction at or before a moment; a date means its end, in UTC."""
        times = [mark.time for mark in self._marks]
        if isinstance(moment, datetime):
            zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return bisect_right(times, zoned) - 1
        return bisect_left(times, datetime.combine(moment + timedelta(1), clock.min, UTC)) - 1

    def append(self, changes: Sequence[Change], by: Attribution) -> None:
        """Write a transaction after the last one read, and sync; `follow` then reads it.

        Raises StorageFailure where it cannot be written; the log is then as before.
        """
        body = b"".join(_encode(_as_entry(change)) for change in changes)
        digest = self._digest.copy()
        digest.update(body)
        commit = {
            "op": "commit",
            "sequence": self.sequence + 1,
            "count": len(changes),
            "time": f"{max(datetime.now(UTC), self._marks[-1].time):%Y-%m-%dT%H:%M:%S.%fZ}",
            "author": by.author,
            "reviewer": by.reviewer,
            "import": by.import_id,
            "before": digest.hexdigest(),
        }
        with storage_failures():
            self._write(body + _encode(commit))

    def prefix(self) -> bytes:
        """Read the bytes up to and with the last commit line read."""
        with storage_failures(), self._path.open("rb") as file:
            return file.read(self.length)

    def unfinished(self) -> int:
        """Count the bytes after the last commit line read."""
        with storage_failures():
            return self._path.stat().st_size - self.length

    def _write(self, data: bytes) -> None:
        try:
            with self._path.open("r+b", buffering=0) as file:
                file.seek(self.length)
                file.truncate()
                _write_all(file, data)
                os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                os.truncate(self._path, self.length)
            raise

    def _groups(self, sequence: int) -> Iterator[_Group]:
        with self._path.open("rb") as file:
            file.seek(self._marks[sequence].end)
            yield from _read_groups(file, self._marks[sequence].line + 1, self._path)

    def _accept(self, group: _Group) -> None:
        self._digest.update(group.body)
        transaction = group.transaction
        for wrong, what in (
            (transaction.sequence != self.sequence + 1, "its number is not the next"),
            (
                group.declared != len(transaction.changes),
                "its count is not that of the lines above",
            ),
            (group.before != self._digest.hexdigest(), "the lines above are not what was written"),
        ):
            if wrong:
                raise _corruption(self._path, group.line, what)
        self._digest.update(group.commit)
        end = self.length + len(group.body) + len(group.commit)
        self._marks.append(_Mark(transaction.time, end, group.line))


def _read_groups(lines: Iterable[bytes], first: int, path: Path) -> Iterator[_Group]:
    body: list[bytes] = []
    changes: list[Change] = []
    for number, line in enumerate(lines, first):
        try:
            entry = _decode(line)
            if entry is None:
                return
            if entry["op"] != "commit":
                body.append(line)
                changes.append(_as_change(entry))
                continue
            transaction = _as_transaction(entry, tuple(changes))
            declared, before = int(entry["count"]), str(entry["before"])
        except (ValueError, KeyError, TypeError) as error:
            raise _corruption(path, number, "it cannot be read") from error
        yield _Group(transaction, declared, before, b"".join(body), line, number)
        body, changes = [], []


def _decode(line: bytes) -> dict[str, Any] | None:
    """Parse a line; None where it is the beginning of a line that was never finished."""
    if line.endswith(b"\n"):
        entry: dict[str, Any] = json.loads(line.decode())
        return entry
    try:
        text = line.decode()
        end = json.JSONDecoder().raw_decode(text)[1]
    except ValueError:
        return None
    if end < len(text):  # no beginning of a line: its line end was damaged
        raise ValueError(text[end:])
    return None


def _encode(entry: dict[str, Any]) -> bytes:
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode() + b"\n"


def _as_entry(change: Change) -> dict[str, Any]:
    entry = {"op": change.operation, "record": change.record}
    optional = {"version": change.version, "level": change.level}
    return entry | {name: value for name, value in optional.items() if value is not None}


def _as_change(entry: dict[str, Any]) -> Change:
    if entry["op"] not in get_args(Operation):
        raise ValueError(entry["op"])
    return Change(entry["op"], entry["record"], entry.get("version"), entry.get("level"))


def _as_transaction(entry: dict[str, Any], changes: tuple[Change, ...]) -> Transaction:
    time = datetime.fromisoformat(entry["time"])
    if time.tzinfo is None:
        raise ValueError(time)
    return Transaction(
        entry["sequence"],
        time,
        entry["author"],
        entry["reviewer"],
        entry["import"],
        changes,
    )


def _write_all(file: BinaryIO, data: bytes) -> None:
    while data:
        data = data[file.write(data) :]


def _corruption(path: Path, line: int, what: str) -> StorageFailure:
    return StorageFailure(f"{path}, line {line}: {what}; nothing was changed, restore a backup")
