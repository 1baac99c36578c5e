"""Registers of one's own: a table made into records, in one transaction or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.answers.asking import find_thing
from api.authoring.adding import Added, Steps, add_records
from api.home import Home
from ingest.registers.rows import FIRST, entities_of, place
from ingest.registers.table import Table
from ontology.record import Entity
from ontology.report import InvalidRecord
from queries.catalogue import Ask, Cell, Question, Rows
from queries.given import Given


@dataclass(frozen=True)
class Loaded:
    """What became of the rows, and the labels of records that the table no longer holds."""

    table: Table
    added: Added
    gone: Mapping[str, str]

    def as_json(self) -> Mapping[str, object]:
        """The answer as programs get it."""
        return {
            "register": self.table.register,
            "year": self.table.year,
            **self.added.as_json(),
            "columns": dict(self.table.columns),
            "ignored": list(self.table.ignored),
            "gone": [{"record": record, "label": name} for record, name in self.gone.items()],
        }


def load_register(home: Home, table: Table, steps: Steps) -> Loaded:
    """Add the records of a table; InvalidRecord names the row and the column of each mistake.

    A row that is no longer there is told and not withdrawn: others may refer to its record.
    """
    with home.engine() as engine:
        mine = {
            str(row[0]): str(row[1])
            for row in engine.ask("registered", register=table.register).rows
        }
        ask = index_names(engine.ask)
    records = entities_of(
        table,
        lambda name, kind: find_thing(name, ask, kind),
        lambda path: _holder(path, ask, mine),
    )
    added = _add(home, table, records, steps)
    there = {one.record for one in added.appended.records}
    return Loaded(table, added, {iri: name for iri, name in mine.items() if iri not in there})


def index_names(ask: Ask) -> Ask:
    """Something to ask `find` of that has all names at hand: a table asks for many."""
    found = ask("find")
    names: dict[str, list[tuple[Cell, ...]]] = {}
    for row in found.rows:
        names.setdefault(str(row[3]).lower(), []).append(row)

    def find(_: Question | str, /, **given: Given) -> Rows:
        return Rows(found.columns, tuple(names.get(str(given["name"]).lower(), ())))

    return find


def _holder(path: str, ask: Ask, mine: Mapping[str, str]) -> str | None:
    """What has a code already: a body or an area that is not of the table itself."""
    folder, _, code = path.partition("/")
    rows = ask("find", name=code).rows
    holders = (str(row[0]) for row in rows if row[3] == code and f"/id/{folder}/" in str(row[0]))
    return next((iri for iri in holders if iri not in mine), None)


def _add(home: Home, table: Table, records: Sequence[Entity], steps: Steps) -> Added:
    base = home.region.base
    try:
        return add_records(home, records, steps, base)
    except InvalidRecord as error:
        numbers = {record.iri(base): n for n, record in enumerate(records, start=FIRST)}
        found = [
            place(table, numbers[one.record], one) if one.record in numbers else one
            for one in error.findings
        ]
        raise InvalidRecord(found) from None
