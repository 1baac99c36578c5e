"""Importing: what arrives is read and verified, kept apart, and shown; nothing is taken in yet."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from api.authoring.adding import Steps
from api.exchange.approval import tidy
from api.exchange.import_log import (
    APPROVED,
    QUARANTINED,
    REJECTED,
    Import,
    done_imports,
    last_accepted,
    list_imports,
    note,
    quarantine_of,
    taken_in,
)
from api.exchange.import_plan import migrations_of, show, stage_import
from api.exchange.keys import load_trust
from api.exchange.proving import differing_answers
from api.home import Home
from graph.files import storage_failures
from graph.foreign import foreign_iri
from graph.imports.arrival import Change, Kind, Origin, name_import
from graph.imports.bundle import open_bundle
from graph.imports.foreign import is_graph_file, read_foreign
from graph.imports.freshness import require_fresh
from graph.imports.migrating import UpgradeFirst
from graph.imports.overlap import taken_away
from graph.imports.refusal import Refused
from ontology.errors import WhatworkedError
from ontology.report import Finding
from ontology.terms import PROJECT_BASE


@dataclass(frozen=True)
class Found:
    """What came with changes or was found out about them.

    `texts` are those of documents, by their SHA-256; `differing` names the questions whose answers
    are not the sender's; `held` are findings that no plan can see.
    """

    texts: Iterable[tuple[str, str]] = ()
    differing: Iterable[str] = ()
    held: tuple[Finding, ...] = ()
    report: Mapping[str, object] = field(default_factory=dict)


NOTHING = Found()


def import_file(
    home: Home, path: Path, day: date, steps: Steps, licence: str | None = None
) -> Import:
    """Bring a bundle or a foreign graph into quarantine; the same one twice is one import.

    A bundle comes again where another feed of its publisher took something away since.
    A bundle is verified on a day; `licence` is that of a foreign graph that names none. Raises what
    says why it was refused; the refusal is logged, and nothing of it kept.
    """
    kind: Kind = "graph" if is_graph_file(path) else "bundle"
    name = _name_of(path, licence)
    if known := _waiting(home, name):
        again = taken_away(done_imports(home), known.origin) if known.state == APPROVED else 0
        name = name_import(f"{name} {again}".encode())
        if not again:
            return known
        if waiting := _waiting(home, name):
            return waiting
    try:
        steps.step("reading", None)
        if kind == "graph":
            return _bring_graph(home, path, name, licence, steps)
        return _bring_bundle(home, path, name, day, steps)
    except WhatworkedError as error:
        if _waiting(home, name) is None:
            _refused(home, name, Origin(kind, path.name, None), error)
        raise


def _bring_bundle(home: Home, path: Path, name: str, day: date, steps: Steps) -> Import:
    with quarantine_of(home).workshop() as workshop:
        bundle = open_bundle(path, workshop, load_trust(home.folder), day)
        last = last_accepted(home, bundle.origin.publisher or "", bundle.origin.audience)
        origin = replace(bundle.origin, again=taken_away(done_imports(home), bundle.origin))
        require_fresh(last, origin, bundle.links())
        seen = last.sequence if last else 0
        found = Found(bundle.texts(), differing_answers(bundle, steps))
        return receive(home, origin, bundle.changes(seen), steps, found, name)


def _bring_graph(home: Home, path: Path, name: str, licence: str | None, steps: Steps) -> Import:
    record = foreign_iri(home.region.base, name.removeprefix("i-"))
    known = (one.origin.base for one in taken_in(home) if one.origin.base)
    read = read_foreign(path, record, {home.region.base, PROJECT_BASE, *known}, licence)
    found = Found(held=read.findings, report=read.report)
    return receive(home, Origin("graph", path.name, None), read.changes, steps, found, name)


def receive(  # noqa: PLR0913, PLR0917 — what was sent, and what was found out about it
    home: Home,
    origin: Origin,
    changes: Iterable[Change],
    steps: Steps,
    found: Found = NOTHING,
    import_id: str | None = None,
) -> Import:
    """Keep something that was verified in quarantine, and say what it would change.

    What waits of the same publisher and audience is rejected: this has more.
    """
    name = import_id or origin.name()
    if known := _waiting(home, name):
        return known
    steps.step("keeping apart", None)
    quarantine_of(home).keep(name, _counted(changes, steps), found.texts)
    made = Import(
        name,
        QUARANTINED,
        origin,
        home.attribution.author,
        home.ledger.refresh(),
        differing=tuple(found.differing),
        held=tuple(one.as_json() for one in found.held),
        report=found.report,
        migrations=_migrations(origin),
    )
    shown = show(made, stage_import(home, made, steps).plan)
    note(home, shown)
    _supersede(home, shown)
    return shown


def _migrations(origin: Origin) -> tuple[str, ...]:
    with suppress(UpgradeFirst):
        return tuple(f"{one.name}: {one.summary}" for one in migrations_of(origin))
    return ()


def _name_of(path: Path, licence: str | None) -> str:
    with storage_failures(), path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256")
    found.update((licence or "").encode())
    return f"i-{found.hexdigest()[:16]}"


def _waiting(home: Home, name: str) -> Import | None:
    """An import of this name that is here already: it waits, or was approved."""
    known = next((one for one in tidy(home) if one.import_id == name), None)
    if known is None or known.state not in {QUARANTINED, APPROVED}:
        return None
    if known.state == QUARANTINED and not quarantine_of(home).holds(name):
        return None
    return known


def _supersede(home: Home, fresh: Import) -> None:
    new = fresh.origin
    for one in list_imports(home):
        same = (one.origin.publisher, one.origin.audience) == (new.publisher, new.audience)
        waits = one.state == QUARANTINED and one.import_id != fresh.import_id
        if new.publisher and same and waits:
            reason = f"a newer one has come: {fresh.import_id}"
            note(home, replace(one, state=REJECTED, reason=reason))
            quarantine_of(home).drop(one.import_id)


def _why(error: WhatworkedError) -> str:
    codes = dict.fromkeys(one.code for one in error.problems) if isinstance(error, Refused) else ()
    return ", ".join(codes) or error.code


def _refused(home: Home, name: str, origin: Origin, error: WhatworkedError) -> None:
    """Log a refusal: its kind alone, for what is wrong may quote what must not stay."""
    quarantine_of(home).drop(name)
    sequence = home.ledger.refresh()
    by = home.attribution.author
    note(home, Import(name, REJECTED, origin, by, sequence, reason=_why(error)))


def _counted(changes: Iterable[Change], steps: Steps) -> Iterator[Change]:
    for change in changes:
        yield change
        steps.advance(1)
