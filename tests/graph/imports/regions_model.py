"""A region for random histories: what it holds on disk, and how it publishes, takes in, undoes.

It goes the way of the program, from a feed's bytes to the ledger, without shapes, people and
`local.db`: its log of imports is a dictionary that outlives a crash.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from graph.exchange.feed import Feed, project_feed
from graph.exchange.publishing import CATALOGUE, KEYS, VOID, list_files, seal_feed
from graph.exchange.signing import SigningKey
from graph.exchange.verifying import Keys
from graph.imports.arrival import Kind, Origin
from graph.imports.feed_reading import Head, read_changes, read_head
from graph.imports.feed_source import Source
from graph.imports.freshness import require_fresh
from graph.imports.history import UNDO, known_standings, last_done
from graph.imports.overlap import Done, narrower_than, taken_away
from graph.imports.plan import Held, Plan, make_plan
from graph.imports.quarantine import Quarantine
from graph.imports.reversal import reverse
from graph.imports.staged import Staged, stage_plan
from graph.ledger import Ledger
from graph.log import Attribution, Transaction
from graph.staging import Progress, Stage
from ontology.errors import StorageFailure
from ontology.report import Finding, violations

WAITS, APPROVED, REJECTED, UNDONE = "quarantined", "approved", "rejected", "undone"
_TOLD = {CATALOGUE, KEYS, VOID}  # what no importer reads
BY, REVIEWER = "a1", "a2"
Pause = Callable[[], None]
Thing = TypeVar("Thing")


@dataclass
class Parcel:
    """A signed feed as it is handed on: whole as in a bundle, or to be followed."""

    publisher: str
    audience: str
    kind: Kind
    files: Mapping[str, bytes]

    def read(self, path: str, most: int) -> bytes:
        """Read a file of it, as a source of a feed does."""
        if len(self.files.get(path, b"")) > most or path not in self.files:
            raise StorageFailure(path)
        return self.files[path]

    @property
    def source(self) -> Source:
        """It as a source of a feed."""
        return Source("parcel", self)


@dataclass
class Logged:
    """What the log has of an import."""

    origin: Origin
    state: str
    sequence: int
    took: bool = False  # whether records went with it


class Unjudged(Stage):
    """A stage without our shapes, which have tests of their own; a crash may come at any record."""

    pause: Pause = staticmethod(lambda: None)

    def judge(self, progress: Progress = lambda _: None) -> list[Finding]:  # noqa: ARG002 — none
        """Find nothing."""
        return []

    def puts(self) -> Iterator[tuple[str, str]]:
        """Pause before each record."""
        return slowly(super().puts(), self.pause)


@dataclass
class Region:
    """One region: its folder, its key, whom it trusts, and where a crash may come (`pause`)."""

    name: str
    folder: Path
    key: SigningKey
    keys: Keys
    pause: Pause
    logged: dict[str, Logged] = field(default_factory=dict)
    undone: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reopen()

    @property
    def base(self) -> str:
        return f"https://{self.name}.example/"

    def reopen(self) -> None:
        """Begin as a new process does: read what is on disk, do what a crash left undone."""
        self.ledger = Ledger(self.folder / "ledger")
        self.quarantine = Quarantine(self.folder / "imports")
        for name, one in self.imports().items():
            if one.state != WAITS:
                self.quarantine.drop(name)

    def write(
        self, puts: Mapping[str, str], deletes: Iterable[str] = (), levels: Mapping[str, str] = {}
    ) -> None:
        self.ledger.append(slowly(puts.items(), self.pause), deletes, levels, by=Attribution(BY))

    def erase(self, record: str) -> None:
        self._purge({record})
        self.pause()
        self.ledger.erase(record, by=Attribution(BY))

    def told(self) -> tuple[Transaction, ...]:
        """The transactions of the ledger, each read once however often it is asked."""
        return _read(self.ledger, self.ledger.sequence)

    def feed(self, audience: str) -> Feed:
        return project_feed(self.told(), self.ledger.nquads, audience)

    def parcel(self, audience: str, kind: Kind) -> Parcel:
        feed, read = self.feed(audience), self.ledger.nquads
        made = seal_feed(feed, self.name, self.base, self.key, read)
        files = {one.path: one.write() for one in list_files(made) if one.path not in _TOLD}
        return Parcel(self.name, audience, kind, files)

    def imports(self) -> dict[str, Logged]:
        """The imports as they stand; where the ledger is newer than the log, it wins."""
        done = last_done(self.told())
        for name, one in self.logged.items():
            state, sequence = done.get(name, ("", 0))
            if sequence > one.sequence:
                one.state, one.sequence = state, sequence
        return self.logged

    def last_accepted(self, publisher: str, audience: str) -> Origin | None:
        found = (one.origin for one in self.imports().values() if one.state == APPROVED)
        same = [one for one in found if (one.publisher, one.audience) == (publisher, audience)]
        return max(same, key=lambda one: (one.epoch, one.sequence), default=None)

    def done(self) -> list[Done]:
        return [
            Done(one.origin, one.sequence, one.state == UNDONE, one.took)
            for one in self.imports().values()
            if one.state in {APPROVED, UNDONE}
        ]

    def receive(self, parcel: Parcel) -> bool:
        """Verify a parcel and keep what is new in it, if anything is.

        Raises as the reading of feeds does.
        """
        head = read_head(parcel.source, self.keys)
        last = self.last_accepted(head.publisher, head.point.audience)
        origin = _origin(parcel, head, last, taken_away(self.done(), last) if last else 0)
        if last and _where(last) == _where(origin) and not origin.again:
            return False
        require_fresh(last, origin, head.links)
        name = origin.name()
        known = self.imports().get(name)
        if known and (known.state == APPROVED or known.state == WAITS == self._kept(name)):
            return False
        with self.quarantine.workshop() as workshop:
            changes = read_changes(
                parcel.source,
                head,
                origin.after,
                workshop,
                lambda _: None,
                last.sequence if last else 0,
            )
            self.quarantine.keep(name, slowly(changes, self.pause), ())
        self.pause()
        self.logged[name] = Logged(origin, WAITS, self.ledger.sequence)
        self._supersede(name, origin)
        return True

    def approve(self, name: str) -> None:
        """Take in what waits, unless something in it is refused."""
        origin = self.logged[name].origin
        stage = Unjudged(self.ledger)
        stage.pause = self.pause
        arrival = self.quarantine.arrival(name, origin)
        plan = make_plan(arrival, self._held(origin))
        staged = stage_plan(arrival, plan, stage, lambda _: None)
        if not violations(staged.plan.findings):
            self._take_in(name, origin, staged)

    def approve_all(self) -> None:
        """Take in all that waits; what one erases may have been held by the next."""
        for name in self.waiting():
            if self.quarantine.holds(name):
                self.approve(name)

    def plan(self, name: str) -> Plan:
        origin = self.logged[name].origin
        return make_plan(self.quarantine.arrival(name, origin), self._held(origin))

    def undo(self, name: str) -> None:
        planned = reverse(self.told(), name, self.undone)
        puts = [(record, self.ledger.nquads(version)) for record, version in planned.restored]
        by = Attribution(BY, None, f"{UNDO}{name}")
        levels = dict(planned.levels)
        done = self.ledger.append(slowly(puts, self.pause), planned.deleted, levels, by=by)
        self.pause()
        self.undone[name] = done.sequence
        self.logged[name] = replace(self.logged[name], state=UNDONE, sequence=done.sequence)

    def waiting(self) -> list[str]:
        return [name for name, one in self.imports().items() if one.state == self._kept(name)]

    def _kept(self, name: str) -> str:
        return WAITS if self.quarantine.holds(name) else ""

    def _take_in(self, name: str, origin: Origin, staged: Staged) -> None:
        plan, changes = staged.plan, self.quarantine.arrival(name, origin).changes()
        self.logged[name].took = bool(plan.deleted or plan.erased or plan.narrowed)
        self._purge({one.record for one in changes if one.erased}, name)
        self.pause()
        done = staged.take_in(self.ledger, Attribution(BY, REVIEWER, name))
        self.pause()
        self.logged[name] = replace(self.logged[name], state=APPROVED, sequence=done.sequence)
        self.pause()
        self.quarantine.drop(name)

    def _held(self, origin: Origin) -> Held:
        taken = [one.origin for one in self.done() if not one.is_undone]
        return Held(
            base=self.base,
            standing=known_standings(self.told(), self.undone),
            read=self.ledger.nquads,
            shipped=lambda _: None,
            bases={one.publisher or "": one.base for one in taken},
            narrower=narrower_than(self.done(), origin),
        )

    def _supersede(self, fresh: str, origin: Origin) -> None:
        for name, one in self.imports().items():
            same = (one.origin.publisher, one.origin.audience)
            if name != fresh and one.state == WAITS and same == (origin.publisher, origin.audience):
                one.state = REJECTED
                self.quarantine.drop(name)

    def _purge(self, gone: set[str], but: str = "") -> None:
        nobody = Origin("feed", "", None)  # a crash may have come before it was logged
        for name in self.quarantine.names():
            changes = self.quarantine.arrival(name, nobody).changes()
            if name != but and any(one.record in gone and one.nquads for one in changes):
                self.quarantine.drop(name)
                if name in self.logged:
                    self.logged[name].state = REJECTED


@lru_cache(maxsize=16)
def _read(ledger: Ledger, sequence: int) -> tuple[Transaction, ...]:
    return tuple(ledger.transactions(0, sequence))


def slowly(some: Iterable[Thing], pause: Pause) -> Iterator[Thing]:
    """Give some things, with a pause before each and after the last."""
    for one in some:
        pause()
        yield one
    pause()


def _origin(parcel: Parcel, head: Head, last: Origin | None, again: int) -> Origin:
    sealed = Origin.of(parcel.kind, parcel.source.name, head.publisher, head.point)
    whole = replace(sealed, again=again)
    return whole.going_on(last) if parcel.kind == "feed" else whole


def _where(origin: Origin) -> tuple[int, int, str]:
    return origin.epoch, origin.sequence, origin.chain
