"""Taking records back: withdrawn from every current answer, or erased from every byte."""

import re
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass

from api.answers.asking import find_thing
from api.exchange.import_log import purge
from api.exchange.offering import drop_bundles
from api.home import Home
from ontology.errors import InvalidInput

_LINK = re.compile(r"(?<=> <)[^<> ]+(?=> <)")
_TEXT = re.compile(r'ns#textSha256> "([0-9a-f]{64})"')


@dataclass(frozen=True)
class Removed:
    """What was removed, and the records that still point to it."""

    record: str
    operation: str
    sequence: int
    dependants: list[str]

    def as_json(self) -> dict[str, object]:
        """The answer as programs get it."""
        return asdict(self)


def withdraw_record(home: Home, name: str, reason: str) -> Removed:
    """Take a record out of all current answers; its history stays. InvalidInput if it is not in."""
    record = find_record(home, name)
    by = home.attribution
    done = home.ledger.append(deletes=[record], by=by)
    home.note("withdraw", record, reason)
    return Removed(record, "delete", done.sequence, list(dependants(home, record)))


def erase_record(home: Home, name: str, reason: str) -> Removed:
    """Remove every version of a record from the disk, the texts only it stands on, its reviews."""
    record = find_record(home, name)
    drop_traces(home, [record])
    sequence = home.ledger.erase(record, by=home.attribution)
    drop_bundles(home)  # again: a server may have made one meanwhile
    home.note("erase", record, reason)
    return Removed(record, "erase", sequence, list(dependants(home, record)))


def drop_traces(home: Home, records: Collection[str], but: str = "") -> None:
    """Remove what is beside the ledger of records that are to be erased.

    These are the texts that only they stand on, their reviews, bundles that a server keeps, and
    every import in quarantine that holds one of them, save the import `but`. It comes first: once a
    record is gone, nothing names them.
    """
    versions = (version for record in records for version in home.ledger.versions(record))
    drop_texts(home, {text for version in versions for text in texts_of(home, version)}, records)
    for record in records:
        home.erase_reviews(record.rpartition("/")[2])
    drop_bundles(home)
    purge(home, records, but)


def drop_texts(home: Home, texts: Collection[str], records: Collection[str] = ()) -> None:
    """Drop those of some texts that no current record stands on, save these records."""
    gone = set(texts)
    for other, version in home.ledger.records().items() if gone else ():
        gone -= texts_of(home, version) if other not in records else set()
    for text in gone:
        home.shelf.drop(text)


def find_record(home: Home, name: str) -> str:
    """The IRI of a record that is or was in the ledger; InvalidInput where it never was."""
    changes = (change for step in home.ledger.transactions() for change in step.changes)
    ever = {change.record for change in changes}
    found = sorted(record for record in ever if record == name or record.endswith(f"/{name}"))
    if len(found) > 1:
        msg = f"{name!r} means several records, give one of: {', '.join(found)}"
        raise InvalidInput(msg)
    if found:
        return found[0]
    with home.engine() as engine:
        thing = find_thing(name, engine.ask)
    if thing not in ever:
        msg = f"{thing} is no record of its own: it stands in another"
        raise InvalidInput(msg)
    return thing


def dependants(home: Home, *records: str) -> Iterator[str]:
    """The current records that point to one of these or into it."""
    gone = frozenset(records)
    for other, version in home.ledger.records().items() if gone else ():
        if other not in gone and any(
            link in gone or link.rpartition("/")[0] in gone
            for link in _LINK.findall(home.ledger.nquads(version))
        ):
            yield other


def texts_of(home: Home, version: str) -> set[str]:
    """The texts that a version of a record stands on."""
    return set(_TEXT.findall(home.ledger.nquads(version)))
