"""Records in the terms of an older major version, made into ours by named migrations."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable

from pyoxigraph import NamedNode, Quad, QueryTriples, RdfFormat, Store

from graph.canonical import canonical_nquads
from graph.imports.arrival import Arrival, Change
from ontology.errors import HeldByPolicy, InvalidInput
from ontology.terms import load_version
from queries.header import read_header


class UpgradeFirst(HeldByPolicy):
    """It is in terms that this version of the program does not know."""

    code = "upgradeFirst"


@dataclass(frozen=True)
class Migration:
    """A CONSTRUCT query that makes a record's graph of one major version into one of another."""

    name: str
    summary: str
    before: int
    after: int
    text: str


def load_migrations(folder: Traversable | None = None) -> tuple[Migration, ...]:
    """The migrations that come with the ontology, or those of a folder, by name."""
    entries = (folder or files("ontology") / "migrations").iterdir()
    found = [_read(entry) for entry in entries if entry.name.endswith(".rq")]
    return tuple(sorted(found, key=lambda one: one.name))


def migrations_from(
    version: str, known: Sequence[Migration], ours: str | None = None
) -> tuple[Migration, ...]:
    """The migrations that lead from a version of the ontology to ours, in order.

    Raises UpgradeFirst where the version is newer than ours in its major number, or no migrations
    lead from it; InvalidInput where it is no version.
    """
    here, wanted = _major(version), _major(ours or load_version())
    if here > wanted:
        msg = f"it is in version {version} of the terms, newer than {ours or load_version()} here"
        raise UpgradeFirst(f"{msg}: upgrade first")
    found: list[Migration] = []
    while here < wanted:
        step = next((one for one in known if one.before == here and one.after > here), None)
        if step is None:
            msg = f"nothing leads from version {version} of the terms to ours: ask for a newer copy"
            raise UpgradeFirst(msg)
        found.append(step)
        here = step.after
    return tuple(found)


def migrate(arrival: Arrival, steps: Sequence[Migration]) -> Arrival:
    """An arrival with every record migrated when it is read."""
    return (
        replace(arrival, changes=partial(_migrated, arrival.changes, steps)) if steps else arrival
    )


def _migrated(
    changes: Callable[[], Iterator[Change]], steps: Sequence[Migration]
) -> Iterator[Change]:
    for change in changes():
        text = change.nquads
        for step in steps if text else ():
            text = _apply(step, change.record, text or "")
        yield replace(change, nquads=text)


def _apply(step: Migration, record: str, nquads: str) -> str:
    store = Store()
    store.bulk_load(input=nquads.encode(), format=RdfFormat.N_QUADS)
    found = store.query(step.text, use_default_graph_as_union=True)
    if not isinstance(found, QueryTriples):
        msg = f"the migration {step.name} is no CONSTRUCT"
        raise TypeError(msg)
    graph = NamedNode(record)
    return canonical_nquads(Quad(one.subject, one.predicate, one.object, graph) for one in found)


def _read(entry: Traversable) -> Migration:
    text = entry.read_text("utf-8")
    header = read_header(text)
    return Migration(
        name=entry.name.removesuffix(".rq"),
        summary=str(header["summary"]),
        before=_major(str(header["from"])),
        after=_major(str(header["to"])),
        text=text,
    )


def _major(version: str) -> int:
    head = version.partition(".")[0]
    if not (head.isascii() and head.isdecimal()):
        msg = f"{version[:40]!r} is no version of the terms: it is written 1.2.3"
        raise InvalidInput(msg)
    return int(head)
