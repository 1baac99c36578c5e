"""The feed of an audience: what left, transaction by transaction, as a projection of the ledger.

It is a pure function of the transactions and the content still held, so nothing is kept beside the
ledger and a second run gives the same. Its numbers count the transactions that touch what the
audience may see, judged by sharing levels alone: what is more private moves no number, nor does
the loss of content that was erased.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from graph.canonical import dataset_digest, graph_digest
from graph.exchange.leaving import Reason, content_reasons, reference_reasons
from graph.exchange.shown import Shown
from graph.exchange.statements import read_statements
from graph.ledger import DEFAULT_SHARING, SHARING
from graph.log import Change, Transaction, held_versions
from ontology.errors import InvalidInput

AUDIENCES = SHARING[1:]  # what is LOCAL has none
START = "0" * 64  # what the chain of a feed begins with

Activity = Literal["Create", "Update", "Delete"]
Read = Callable[[str], str]  # the canonical N-Quads of a version


@dataclass(frozen=True, slots=True)
class Member:
    """One version of one record as it left, or that the record is gone.

    `version` names the content in this ledger and never leaves; a deletion has none. `erased`
    deletions ask who holds the record to remove its every byte.
    """

    record: str
    activity: Activity
    version: str | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A transaction of the feed: its number from 1 on, its time (UTC), its members by record."""

    number: int
    time: datetime
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Feed:
    """All that left for an audience, and what is held back from it now and why.

    `records` are the versions that stand at the end. `epoch` counts the erasures, after each of
    which the pages are made anew.
    """

    audience: str
    steps: tuple[Step, ...]
    epoch: int
    records: Mapping[str, str]
    held: Mapping[str, tuple[Reason, ...]]

    @property
    def sequence(self) -> int:
        """The number of the last step; 0 where nothing was ever shared."""
        return self.steps[-1].number if self.steps else 0

    def withdrawn(self) -> Mapping[str, Member]:
        """The last word on each record that left once and is gone."""
        last = {member.record: member for step in self.steps for member in step.members}
        return {one: member for one, member in sorted(last.items()) if not member.version}

    def erasures(self) -> Mapping[str, int]:
        """The step in which each record was erased last, of those that ever were."""
        erased = {
            member.record: step.number
            for step in self.steps
            for member in step.members
            if member.erased
        }
        return dict(sorted(erased.items()))

    def digest(self, read: Read) -> str:
        """The dataset digest of the records that stand at the end."""
        return dataset_digest(
            (record, graph_digest(read(version))) for record, version in self.records.items()
        )


def project_feed(transactions: Iterable[Transaction], read: Read, audience: str) -> Feed:
    """Project the transactions of a ledger onto what an audience gets.

    Raises InvalidInput where there is no such audience.
    """
    if audience not in AUDIENCES:
        msg = f"{audience} is no audience: choose from {', '.join(AUDIENCES)}"
        raise InvalidInput(msg)
    told = list(transactions)
    erased = {version for version, kept in held_versions(told).items() if not kept}
    projection = _Projection(frozenset(SHARING[SHARING.index(audience) :]), read, erased)
    steps = tuple(step for one in told if (step := projection.advance(one)))
    held = {record: found for record, found in sorted(projection.held.items()) if found}
    records = dict(sorted(projection.published.items()))
    return Feed(audience, steps, projection.epoch, records, held)


def chain_of(feed: Feed, read: Read) -> list[tuple[int, str]]:
    """Give the number and the link of each step, each link sealing all before it."""
    links: list[tuple[int, str]] = []
    link = START
    for step in feed.steps:
        seals = (
            seal(one, graph_digest(read(one.version)) if one.version else None)
            for one in step.members
        )
        link = link_after(link, step.number, seals)
        links.append((step.number, link))
    return links


def link_after(link: str, number: int, seals: Iterable[str]) -> str:
    """Give the link of a step: the SHA-256 of the link before, the number, and the seals."""
    made = hashlib.sha256(f"{link}\n{number}\n".encode())
    for one in seals:
        made.update(one.encode())
    return made.hexdigest()


def seal(member: Member, digest: str | None) -> str:
    """Write the line that stands for a member: what happened, the record, its graph's digest."""
    activity = "Erase" if member.erased else member.activity
    return f"{activity} {member.record} {digest or '-'}\n"


@dataclass
class _Projection:
    """What the transactions so far add up to, for one audience."""

    levels_shown: frozenset[str]
    read: Read
    erased: set[str]
    number: int = 0
    epoch: int = 0
    versions: dict[str, str] = field(default_factory=dict)
    last_level: dict[str, str] = field(default_factory=dict)  # kept when a record is withdrawn
    ever_seen: set[str] = field(default_factory=set)
    published: dict[str, str] = field(default_factory=dict)
    held: dict[str, tuple[Reason, ...]] = field(default_factory=dict)
    pointing: dict[str, set[str]] = field(default_factory=dict)  # of an IRI: records that have it
    shown: Shown = field(default_factory=Shown)
    others: set[str] = field(default_factory=set)  # records that came by an import

    def advance(self, transaction: Transaction) -> Step | None:
        """Take in a transaction; the step it makes, or none where the audience sees none of it."""
        touched = {change.record for change in transaction.changes}
        before = {record for record in touched if self._is_seen(record)}
        gone = {one.record for one in transaction.changes if one.operation == "erase"}
        for change in transaction.changes:
            self._apply(change, came=transaction.import_id is not None)
        after = {record for record in touched if self._is_seen(record)}
        gone &= self.ever_seen
        self.ever_seen |= after
        if not before | after | gone:
            return None
        self.number += 1
        self.epoch += bool(gone)
        judged = before | after | self._pointing_at(before ^ after)
        settled = (self._settle(record, gone) for record in sorted(judged | gone))
        return Step(self.number, transaction.time, tuple(one for one in settled if one))

    def _apply(self, change: Change, *, came: bool) -> None:
        if change.operation == "create":
            (self.others.add if came else self.others.discard)(change.record)
        match change:
            case Change("create", record, str(version)):
                self.versions[record] = version
                self.last_level[record] = DEFAULT_SHARING
            case Change("update", record, str(version)):
                self.versions[record] = version
            case Change("delete", record):
                self.versions.pop(record, None)
            case Change("level", record, level=str(level)):
                self.last_level[record] = level

    def _is_seen(self, record: str) -> bool:
        """Whether the audience may see it; what came from others is for them to pass on."""
        known = record in self.versions and record not in self.others
        return known and self.last_level[record] in self.levels_shown

    def _pointing_at(self, records: Iterable[str]) -> set[str]:
        found = {one for record in records for one in self.pointing.get(record, ())}
        return {record for record in found if self._is_seen(record)}

    def _settle(self, record: str, gone: Set[str]) -> Member | None:
        """Publish or take back a record as it stands now; the member that says so, if any."""
        known = self.published.get(record)
        if record in gone:
            self.published.pop(record, None)
            self.shown.withdraw(record)
            self.held.pop(record, None)
            return Member(record, "Delete", erased=True)
        version = self.versions.get(record) if self._is_seen(record) else None
        self.held.pop(record, None)
        if version is not None and version not in self.erased:
            self.held[record] = self._judge(record, version)
            version = None if self.held[record] else version
        if version == known:
            return None
        if version is None:
            del self.published[record]
            self.shown.withdraw(record)
            return Member(record, "Delete")
        self.published[record] = version
        if version in self.erased:
            return None
        return Member(record, "Update" if known else "Create", version)

    def _judge(self, record: str, version: str) -> tuple[Reason, ...]:
        said = read_statements(record, self.read(version))
        for link in said.links:
            for iri in _homes(link):
                self.pointing.setdefault(iri, set()).add(record)
        found = (
            *content_reasons(said),
            *self.shown.reasons(said),
            *reference_reasons(said, self._narrower),
        )
        if not found:
            self.shown.show(said)
        return found

    def _narrower(self, iri: str) -> str | None:
        return next(
            (
                home
                for home in _homes(iri)
                if self.last_level.get(home, SHARING[-1]) not in self.levels_shown
            ),
            None,
        )


def _homes(iri: str) -> Iterator[str]:
    """The records that an IRI can be of: that it names, or that it stands below."""
    yield iri
    yield iri.rpartition("/")[0]
