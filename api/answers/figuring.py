"""Figures of one's own: the numbers of a table made into profiles of places that are here."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.answers.asking import find_thing
from api.authoring.adding import Added, Steps, add_records
from api.authoring.registering import index_names
from api.home import Home
from ingest.registers.figures import figures_of
from ingest.registers.table import Table


@dataclass(frozen=True)
class Figured:
    """What became of the profiles, and the headings whose numbers they have."""

    table: Table
    added: Added
    taken: tuple[str, ...]

    def as_json(self) -> Mapping[str, object]:
        """The answer as programs get it."""
        ignored = [heading for heading in self.table.ignored if heading not in self.taken]
        told = {"level": self.table.register, "year": self.table.year, "figures": list(self.taken)}
        return {**told, **self.added.as_json(), "ignored": ignored}


def load_figures(home: Home, table: Table, source: str | None, steps: Steps) -> Figured:
    """Add the figures of a table; NotFound where the area of a row is not here."""
    with home.engine() as engine:
        ask = index_names(engine.ask)
        records, taken = figures_of(table, source, lambda code: find_thing(code, ask, "area"))
    return Figured(table, add_records(home, records, steps, home.region.base), taken)
