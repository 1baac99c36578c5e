"""Imports as they stand: what is logged of each, and what the ledger knows better.

The transaction in the ledger is what approves an import or takes it back. Where a crash came
between it and the log, the ledger wins.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import Any

from api.home import Home
from graph.imports.arrival import Origin, read_origin
from graph.imports.history import last_done
from graph.imports.overlap import Done
from graph.imports.quarantine import Quarantine
from graph.ledger import Ledger
from ontology.errors import InvalidInput, NotFound

QUARANTINED, APPROVED, REJECTED, UNDONE = "quarantined", "approved", "rejected", "undone"
_FOLDER = "imports"
_TAKEN = ("deleted", "erased", "narrowed")  # changes with which records go
_LOGGED = (
    *("by", "reason", "plan", "changes", "conflicts", "differing", "dependants"),
    *("migrations", "held", "report"),
)


@dataclass(frozen=True)
class Import:
    """One import: where it stands, who brought it (an opaque identifier), and what was told of it.

    `sequence` is the ledger's when it came to its state. `plan` is the digest of what was shown
    last of what it would do. `held` are the findings of its reader that no plan can see,
    `report` is what a foreign graph has in it.
    """

    import_id: str
    state: str
    origin: Origin
    by: str
    sequence: int
    time: str = ""
    reason: str = ""
    plan: str = ""
    changes: Mapping[str, int] = field(default_factory=dict)
    violations: tuple[Mapping[str, str], ...] = ()
    conflicts: tuple[Mapping[str, str], ...] = ()
    differing: tuple[str, ...] = ()
    dependants: tuple[str, ...] = ()
    migrations: tuple[str, ...] = ()
    held: tuple[Mapping[str, str], ...] = ()
    report: Mapping[str, object] = field(default_factory=dict)
    identity: tuple[Mapping[str, object], ...] = ()

    def as_json(self) -> dict[str, object]:
        """The answer as the contract has it."""
        return {
            "import": self.import_id,
            "publisher": self.origin.publisher,
            "state": self.state,
            "kind": self.origin.kind,
            "source": self.origin.source,
            "audience": self.origin.audience or None,
            "publisherSequence": self.origin.sequence or None,
            "time": self.time or None,
            "changes": dict(self.changes),
            "violations": list(self.violations),
            "conflicts": list(self.conflicts),
            "differing": list(self.differing),
            "migrations": list(self.migrations),
            "identity": list(self.identity),
            "report": dict(self.report) or None,
            "dependants": list(self.dependants),
            "reason": self.reason or None,
            "sequence": self.sequence,
        }


def quarantine_of(home: Home) -> Quarantine:
    """The quarantine of a repository."""
    return Quarantine(home.folder / _FOLDER)


def note(home: Home, one: Import) -> Import:
    """Log where an import stands now; what shapes said of its content is not logged."""
    told = {"origin": asdict(one.origin)} | {name: getattr(one, name) for name in _LOGGED}
    home.note_import((one.import_id, one.state, one.sequence, json.dumps(told)))
    return one


def list_imports(home: Home) -> list[Import]:
    """All imports as they stand, in the order in which they first arrived."""
    found: dict[str, Import] = {}
    for time, _, name, state, sequence, told in home.imports():
        found[name] = _read(name, state, sequence, time, json.loads(told))
    home.ledger.refresh()
    done = _done(home.ledger, home.ledger.sequence)
    return [_settle(one, done.get(name)) for name, one in found.items()]


def find_import(home: Home, name: str) -> Import:
    """An import by its name or the beginning of it.

    Raises NotFound where there is none, InvalidInput where there are several.
    """
    found = [one for one in list_imports(home) if one.import_id.startswith(name)]
    if len(found) == 1:
        return found[0]
    if found:
        msg = f"{name} means several imports: {', '.join(one.import_id for one in found)}"
        raise InvalidInput(msg)
    msg = f"there is no import {name}: see `whatworked imports`"
    raise NotFound(msg)


def taken_in(home: Home) -> Iterator[Import]:
    """The imports that are approved and not undone."""
    return (one for one in list_imports(home) if one.state == APPROVED)


def undone_in(home: Home) -> dict[str, int]:
    """Of each import that was ever undone: the ledger's sequence at the last time."""
    rows = home.imports()
    return {name: sequence for _, _, name, state, sequence, _ in rows if state == UNDONE}


def last_accepted(home: Home, publisher: str, audience: str) -> Origin | None:
    """The last that was taken in of a publisher for an audience: where following goes on."""
    found = [
        one.origin
        for one in taken_in(home)
        if (one.origin.publisher, one.origin.audience) == (publisher, audience)
    ]
    return max(found, key=lambda origin: (origin.epoch, origin.sequence), default=None)


def done_imports(home: Home) -> list[Done]:
    """The imports that were taken in, or undone since."""
    return [
        Done(
            one.origin,
            one.sequence,
            is_undone=one.state == UNDONE,
            took=any(one.changes.get(what) for what in _TAKEN),
        )
        for one in list_imports(home)
        if one.state in {APPROVED, UNDONE}
    ]


def purge(home: Home, records: Iterable[str], but: str = "") -> None:
    """Remove from quarantine every import that holds something of these records; it is rejected.

    Where a crash came before it was logged, it is removed as well.
    """
    gone, kept = set(records), quarantine_of(home)
    logged = {one.import_id: one for one in list_imports(home)} if gone else {}
    for name in kept.names() if gone else ():
        changes = kept.arrival(name, Origin("feed", "", None)).changes()
        if name == but or not any(one.record in gone and one.nquads is not None for one in changes):
            continue
        one = logged.get(name)
        if one and one.state == QUARANTINED:
            reason = "it holds what was erased since: ask for a newer one"
            note(home, replace(one, state=REJECTED, reason=reason))
        kept.drop(name)


@lru_cache(maxsize=1)
def _done(ledger: Ledger, sequence: int) -> Mapping[str, tuple[str, int]]:
    """What a ledger has of imports up to a sequence; the log is read once for many looks at it."""
    return last_done(ledger.transactions(0, sequence))


def _settle(one: Import, done: tuple[str, int] | None) -> Import:
    """An import as the ledger has it, where that is newer than the log."""
    if done and done[1] > one.sequence:
        return replace(one, state=done[0], sequence=done[1], reason="")
    return one


def _read(name: str, state: str, sequence: int, time: str, told: Mapping[str, Any]) -> Import:
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in told.items()
    }
    known["origin"] = read_origin(told["origin"])
    return Import(import_id=name, state=state, sequence=sequence, time=time, **known)
