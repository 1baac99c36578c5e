"""The plan of an import: what taking it in would do to the ledger as it stands, and what not.

A plan is a pure function of what arrived and of what is held; approving carries out this very plan.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from graph.imports.arrival import Arrival, Change, Origin
from graph.imports.history import Standing
from graph.ledger import DEFAULT_SHARING, SHARING
from ontology.report import Finding
from ontology.terms import PROJECT_BASE

Shipped = Callable[[str], str | None]  # of a record: its text as it comes with the program


@dataclass(frozen=True)
class Held:
    """What the receiver has: its base IRI, each record's standing, and how to read a version.

    `bases` are those of the publishers that something was taken in from; `narrower` are the
    audiences of this publisher, for fewer than the one at hand, that are taken in too, the widest
    first, each with the sequence when that was done last.
    """

    base: str
    standing: Mapping[str, Standing]
    read: Callable[[str], str]
    shipped: Shipped
    bases: Mapping[str, str] = field(default_factory=dict)
    narrower: Mapping[str, int] = field(default_factory=dict)

    def text(self, record: str) -> str | None:
        """The text of a record as it stands."""
        one = self.standing.get(record)
        return self.read(one.version) if one and one.version else None


@dataclass(frozen=True)
class Conflict:
    """A change that is not done, and why; what stands here is kept."""

    record: str
    reason: str


@dataclass(frozen=True)
class Proposal:
    """A change to a record of the receiver's own: the lines it would add and remove."""

    record: str
    adds: tuple[str, ...]
    removes: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What an import would do. `levels` are those that records get; all other lists say records.

    `narrowed` are those that it withdraws, and that another feed of the publisher shares still.
    `findings` that are violations hold the whole import.
    """

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: int = 0
    deleted: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()
    narrowed: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    findings: tuple[Finding, ...] = ()

    def digest(self) -> str:
        """What tells this plan from another: all that it does, and leaves undone."""
        said = (
            self.created,
            self.updated,
            self.deleted,
            self.erased,
            *([self.narrowed] if self.narrowed else ()),
            sorted(self.levels.items()),
            self.conflicts,
            self.proposals,
        )
        return hashlib.sha256(repr(said).encode()).hexdigest()


class Owner(Enum):
    """Whose a record is."""

    PUBLISHER = auto()
    OURS = auto()
    PROJECT = auto()
    NOBODY = auto()  # foreign graphs, and what no base here is of


def owner_of(record: str, origin: Origin, held: Held) -> Owner:
    """Whose a record is, by the base of its IRI.

    Where two regions have kept the project's own base, a record is its publisher's if nobody put
    it in here by hand; where we alone have, what does not stand here is the project's.
    """
    if origin.kind == "graph":
        return Owner.PUBLISHER if is_below(record, held.base) else Owner.NOBODY
    if is_below(record, origin.base):
        if origin.base != held.base:
            return Owner.PUBLISHER
        known = held.standing.get(record)
        return Owner.OURS if known and known.came is None else Owner.PUBLISHER
    if is_below(record, held.base) and (held.base != PROJECT_BASE or held.text(record)):
        return Owner.OURS
    return Owner.PROJECT if is_below(record, PROJECT_BASE) else Owner.NOBODY


def is_proposal(change: Change, origin: Origin, held: Held) -> bool:
    """Whether a change is one to a record of the receiver's own that stands and differs."""
    if change.nquads is None or owner_of(change.record, origin, held) is not Owner.OURS:
        return False
    return held.text(change.record) not in {None, change.nquads}


def make_plan(arrival: Arrival, held: Held) -> Plan:
    """Plan an import, its shapes aside."""
    made = _Planning(arrival.origin, held)
    made.findings += list(_base_findings(arrival.origin, held))
    for change in arrival.changes():
        (made.remove if change.nquads is None else made.put)(change)
    return made.plan()


def is_below(record: str, base: str) -> bool:
    """Whether a record's IRI is one that a base gives."""
    return record.startswith(f"{base}id/")


def _base_findings(origin: Origin, held: Held) -> Iterator[Finding]:
    if origin.kind == "graph":
        return
    others = {base for name, base in held.bases.items() if name != origin.publisher}
    known = held.bases.get(origin.publisher or "", origin.base)
    for wrong, message in (
        (origin.base == held.base != PROJECT_BASE, "is our own base IRI"),
        (origin.base in others - {PROJECT_BASE}, "is the base IRI of another region"),
        (known != origin.base, f"is not the base IRI that came before, which is {known}"),
    ):
        if wrong:
            yield held_finding(
                origin.base, "base", f"{message}: ask {origin.publisher} what happened"
            )


def held_finding(record: str, rule: str, message: str) -> Finding:
    """A violation that holds a whole import."""
    return Finding(record, "record", f"import/{rule}", "Violation", message)


@dataclass
class _Planning:
    """A plan in the making."""

    origin: Origin
    held: Held
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    deleted: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    narrowed: list[str] = field(default_factory=list)
    levels: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def plan(self) -> Plan:
        return Plan(
            tuple(self.created),
            tuple(self.updated),
            self.unchanged,
            tuple(self.deleted),
            tuple(self.erased),
            tuple(self.narrowed),
            self.levels,
            tuple(self.conflicts),
            tuple(self.proposals),
            findings=tuple(self.findings),
        )

    def put(self, change: Change) -> None:
        """Take in a version of a record, or say why not."""
        record, text = change.record, change.nquads or ""
        here, owner = self.held.text(record), owner_of(record, self.origin, self.held)
        anew = change.erased and owner is Owner.PUBLISHER and record in self.held.standing
        if here == text and not anew:
            self.unchanged += 1
            if owner is Owner.PUBLISHER:
                self._widen(self.held.standing[record], record)
            return
        match owner:
            case Owner.PUBLISHER if anew:
                self.erased.append(record)
                self._create(record)
            case Owner.PUBLISHER:
                self._put_theirs(record)
            case Owner.OURS if here is not None:
                self.proposals.append(propose(change, self.held))
            case Owner.PROJECT if here is None and self.held.shipped(record) == text:
                self._put_theirs(record)
            case Owner.PROJECT:
                self._keep(record, "it is not as it comes with the program, which alone may say it")
            case _:
                self.findings.append(
                    held_finding(
                        record, "owner", "is not the publisher's own: nobody may state of others"
                    )
                )

    def remove(self, change: Change) -> None:
        """Withdraw or erase a record, or say why not."""
        record = change.record
        match owner_of(record, self.origin, self.held):
            case Owner.PUBLISHER:
                self._remove_theirs(record, erased=change.erased)
            case Owner.PROJECT:
                self._keep(record, "it comes with the program, and no region withdraws it")
            case _:
                self.findings.append(
                    held_finding(
                        record, "owner", "is not the publisher's own: nobody may withdraw others'"
                    )
                )

    def _remove_theirs(self, record: str, *, erased: bool) -> None:
        known = self.held.standing.get(record)
        if known is None:
            return
        if erased:
            self.erased.append(record)
        elif known.version and known.came is None:
            self._keep(record, "it was changed here by hand")
        elif known.version and (level := self._shared_still(known)):
            self.narrowed.append(record)
            if SHARING.index(level) < SHARING.index(known.level):
                self.levels[record] = level
        elif known.version:
            self.deleted.append(record)

    def _shared_still(self, known: Standing) -> str | None:
        """The widest audience for which it may still be shared: that spoke since it is here."""
        spoke = self.held.narrower.items()
        return next((audience for audience, when in spoke if when >= known.since), None)

    def _widen(self, known: Standing, record: str) -> None:
        """Show what a wider audience sees as well to all of that; a level by hand is left alone."""
        wider = SHARING.index(self.origin.audience or DEFAULT_SHARING) > SHARING.index(known.level)
        if wider and known.came is not None and not known.levelled:
            self.levels[record] = self.origin.audience

    def _put_theirs(self, record: str) -> None:
        known = self.held.standing.get(record)
        if known is not None and known.came is None:
            what = "changed" if known.version else "withdrawn"
            self._keep(record, f"it was {what} here by hand")
        elif known is not None and known.version:
            self.updated.append(record)
            if self.origin.audience not in {"", known.level} and not known.levelled:
                self.levels[record] = self.origin.audience  # none beyond it sees this version
        else:
            self._create(record)

    def _create(self, record: str) -> None:
        self.created.append(record)
        if level := self.origin.audience:
            self.levels[record] = level

    def _keep(self, record: str, reason: str) -> None:
        self.conflicts.append(Conflict(record, f"{reason}: what stands here is kept"))


def propose(change: Change, held: Held) -> Proposal:
    """A change to a record of the receiver's own, as the lines it would add and remove."""
    ours = set((held.text(change.record) or "").split("\n"))
    theirs = set((change.nquads or "").split("\n"))
    return Proposal(change.record, tuple(sorted(theirs - ours)), tuple(sorted(ours - theirs)))
