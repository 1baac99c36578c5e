"""Taking records back: withdrawn from every current answer, or erased from every byte."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from api.asking import find_thing
from api.home import Home
from ontology.errors import InvalidInput

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
    texts = {text for version in home.ledger.versions(record) for text in _texts(home, version)}
    for other, version in home.ledger.records().items():
        texts -= _texts(home, version) if other != record else set()
    for text in texts:  # first: once the record is gone, nothing names them
        home.shelf.drop(text)
    home.erase_reviews(record.rpartition("/")[2])
    sequence = home.ledger.erase(record, by=home.attribution)
    home.note("erase", record, reason)
    return Removed(record, "erase", sequence, list(dependants(home, record)))


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


def dependants(home: Home, record: str) -> Iterator[str]:
    """The current records that point to a record or into it."""
    pointed = (f" <{record}> ", f" <{record}/")
    for other, version in home.ledger.records().items():
        if other != record and any(mark in home.ledger.nquads(version) for mark in pointed):
            yield other


def _texts(home: Home, version: str) -> set[str]:
    """The texts that a version of a record stands on."""
    return set(_TEXT.findall(home.ledger.nquads(version)))
