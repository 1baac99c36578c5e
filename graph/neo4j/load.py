"""Loading Neo4j from the ledger: step by step where it is near, from nothing where it is not."""

import gc
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.canonical import dataset_digest, graph_digest
from graph.engine.port import Update
from graph.files import storage_failures, sync_folder
from graph.foreign import is_foreign
from graph.ledger import SHARING, Ledger
from graph.neo4j.bolt import Address
from graph.neo4j.cardinality import single_valued
from graph.neo4j.engine import CypherEngine
from graph.neo4j.importer import write_import
from graph.neo4j.install import JarSource
from graph.neo4j.project import digest_of, project
from graph.neo4j.property_names import PREFIXES
from graph.neo4j.server import (
    alone,
    find_server,
    holds_database,
    import_files,
    start_server,
    stop_server,
)
from ontology.errors import InvalidInput

MAPPING = 1  # raised by whoever changes what the property graph looks like
FAR = 2_000  # records; more are loaded from nothing, by the importer where the server is ours
_FIRST = 200  # records; more are imported where no server has run yet, for there is none to stop
_TOGETHER = 200  # changes of short ledger transactions that are loaded as one

Way = Literal["unchanged", "steps", "bolt", "import"]


@dataclass(frozen=True)
class Place:
    """Where Neo4j is: a folder for a server of ours, or the address of one of the user's.

    It holds what may be seen at one sharing level; LOCAL is all.
    """

    folder: Path
    source: JarSource
    theirs: Address | None = None
    level: str = SHARING[0]

    def __post_init__(self) -> None:
        if self.level not in SHARING:
            msg = f"no sharing level {self.level!r}: give one of {', '.join(SHARING)}"
            raise InvalidInput(msg)


@dataclass(frozen=True)
class Loaded:
    """What loading did: as of which transaction, how many records were written, and how."""

    sequence: int
    records: int
    way: Way


@dataclass(frozen=True)
class Held:
    """What a database holds: as of which transaction, its digest, and what is wrong with it."""

    sequence: int
    digest: str | None
    problem: str | None


def mark_of(ledger: Ledger, level: str) -> str:
    """What a database must bear to hold this ledger, at this level, in this mapping."""
    first = next(iter(ledger.transactions(0, 1)), None)
    parts = (MAPPING, sorted(PREFIXES.items()), sorted(single_valued()), level, first)
    return f"{level} {hashlib.sha256(repr(parts).encode()).hexdigest()[:16]}"


def visible_graphs(ledger: Ledger, level: str) -> dict[str, str]:
    """The canonical N-Quads of each record shared at a level, or more widely; no foreign graph."""
    records = ledger.records().items()
    shown = {record: _show(ledger, level, record, version) for record, version in records}
    return {record: text for record, text in shown.items() if text}


def visible_digest(ledger: Ledger, level: str) -> str:
    """The dataset digest of what a level shows of the ledger, foreign graphs among it."""
    graphs = visible_graphs(ledger, level)
    held = ledger.records()
    foreign = {one for one in filter(is_foreign, held) if _is_shown(ledger, level, one)}
    graphs |= {record: ledger.nquads(held[record]) for record in foreign}
    return dataset_digest((record, graph_digest(text)) for record, text in graphs.items())


def _show(ledger: Ledger, level: str, record: str, version: str | None) -> str | None:
    if version is None or is_foreign(record) or not _is_shown(ledger, level, record):
        return None
    return ledger.nquads(version)


def _is_shown(ledger: Ledger, level: str, record: str) -> bool:
    return SHARING.index(ledger.level(record)) >= SHARING.index(level)


def open_engine(place: Place, ledger: Ledger) -> CypherEngine | None:
    """An engine on the server that runs, theirs or ours; None where ours does not run."""
    server = None if place.theirs else find_server(place.folder)
    address = place.theirs or (server.address if server else None)
    return CypherEngine(address, mark=mark_of(ledger, place.level)) if address else None


def compare_neo4j(place: Place, ledger: Ledger) -> Held | None:
    """Compare what the server holds with the ledger, node by node; None where ours does not run.

    The digest tells of statements; reading all back and counting also tells of what no statement
    says, such as a relationship that stands twice.
    """
    engine = open_engine(place, ledger)
    if engine is None:
        return None
    with engine:
        if not engine.is_whole:
            return Held(0, None, "Neo4j holds no whole graph of this ledger: whatworked neo4j load")
        found, count = engine.graph(), engine.count_relationships()
        digest = digest_of(found)
        if engine.sequence < ledger.sequence:
            far = f"{engine.sequence} of {ledger.sequence}"
            return Held(engine.sequence, digest, f"Neo4j has come to {far}: whatworked neo4j load")
        expected = project(visible_graphs(ledger, place.level))
        same = found == expected and count == len(expected.relationships)
        wrong = "Neo4j does not hold what the ledger holds: whatworked neo4j load --rebuild"
        return Held(engine.sequence, digest, None if same else wrong)


def load_neo4j(place: Place, ledger: Ledger, *, rebuild: bool = False) -> Loaded:
    """Make Neo4j hold what the ledger holds, from nothing where it must or is asked to.

    A server of ours is started where it does not run. Whatever interrupts it, the database holds
    a whole graph as of some transaction, or says that it holds none, and the next load mends it.
    """
    with alone(place.folder, "loading Neo4j"):
        ledger.refresh()
        if not place.theirs:
            first = not holds_database(place.folder) and len(ledger.records()) > _FIRST
            if rebuild or first or _unfinished(place).exists():
                return _import(place, ledger)
            start_server(place.folder, place.source)
        with _engine(place, ledger) as engine:
            if not rebuild and not _is_far(engine, ledger):
                return _catch_up(engine, place, ledger)
            graphs = visible_graphs(ledger, place.level)
            if place.theirs or len(graphs) <= FAR:
                engine.fill(project(graphs), ledger.sequence)
                return Loaded(ledger.sequence, len(graphs), "bolt")
        return _import(place, ledger)


def _engine(place: Place, ledger: Ledger) -> CypherEngine:
    engine = open_engine(place, ledger)
    assert engine is not None  # noqa: S101 - started, and nobody else may stop it
    return engine


def _is_far(engine: CypherEngine, ledger: Ledger) -> bool:
    if not engine.is_whole or engine.sequence > ledger.sequence:
        return True
    return len(ledger.net_changes(engine.sequence)) > FAR


def _catch_up(engine: CypherEngine, place: Place, ledger: Ledger) -> Loaded:
    records = 0
    for update in updates(ledger, place.level, engine.sequence):
        engine.load(update)
        records += len(update.graphs)
    return Loaded(engine.sequence, records, "steps" if records else "unchanged")


def updates(ledger: Ledger, level: str, since: int) -> Iterator[Update]:
    """What changed after a transaction: an update for each later one, short ones together."""
    for until in _stops(ledger, since):
        last = until == ledger.sequence  # whose state is at hand, where others are replayed
        changed = ledger.net_changes(since, None if last else until).items()
        yield Update(until, {record: _show(ledger, level, record, to) for record, to in changed})
        since = until


def _stops(ledger: Ledger, since: int) -> Iterator[int]:
    changes, last = 0, since
    for transaction in ledger.transactions(since):
        changes, last = changes + len(transaction.changes), transaction.sequence
        if changes >= _TOGETHER:
            yield last
            changes = 0
    if changes:
        yield last


def _import(place: Place, ledger: Ledger) -> Loaded:
    """Load from nothing with the importer; the folder of its files tells of an unfinished one."""
    graphs, folder = visible_graphs(ledger, place.level), _unfinished(place)
    _remove(folder)
    with _uncollected():
        arguments, rest = write_import(project(graphs), folder)
    sync_folder(place.folder)
    server = find_server(place.folder)
    bolt, http = (server.ports.bolt, server.ports.http) if server else (None, None)
    stop_server(place.folder)
    import_files(place.folder, place.source, arguments)
    start_server(place.folder, place.source, bolt, http)
    with _engine(place, ledger) as engine:
        engine.add(rest)
        engine.finish(ledger.sequence)
    _remove(folder)
    return Loaded(ledger.sequence, len(graphs), "import")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Work that makes millions of objects and no cycle: looking for some would take a third."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _unfinished(place: Place) -> Path:
    return place.folder / "importing"


def _remove(folder: Path) -> None:
    with storage_failures():
        if folder.exists():
            shutil.rmtree(folder)
