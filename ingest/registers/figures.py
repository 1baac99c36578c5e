"""The numbers of a table of one's own, as profiles of areas that are here already."""

from collections.abc import Callable, Sequence

from ingest.contexts.editions import (
    compared_editions,
    describe_table,
    merge_editions,
    read_editions,
)
from ingest.contexts.profiles import SHIPPED, profiles_of
from ingest.registers.table import CODE, NAME, Table
from ontology.errors import InvalidInput
from ontology.figure import Edition
from ontology.record import Record


def figures_of(
    table: Table, source: str | None, find_area: Callable[[str], str]
) -> tuple[list[Record], tuple[str, ...]]:
    """The profiles that a table makes, and the headings that they take; its name is their level.

    With the address where it is published, all its columns of numbers are taken, in no unit that
    anybody stated; without, those that the program describes. `find_area` gives the IRI of an area
    by its code. InvalidInput where no column is one of these, or a cell is no number.
    """
    rows = [
        {
            **{heading: row[heading] for heading in table.ignored},
            "ons_code": code,
            "name": table.cell(row, NAME),
            "of": find_area(code),
        }
        for row in table.rows
        if (code := table.cell(row, "onsCode") or table.cell(row, CODE))
    ]
    editions = _editions(table, source)
    taken = {name for edition in editions for name in edition.features}
    return list(profiles_of(rows, editions, table.register)), tuple(
        heading for heading in table.ignored if heading in taken
    )


def _editions(table: Table, source: str | None) -> Sequence[Edition]:
    if source is not None:
        numbers = [{name: row[name] for name in table.ignored} for row in table.rows]
        version = f"{table.register}, {table.year}"
        return [describe_table(numbers, source, version, table.year)]
    known = merge_editions([*compared_editions(), *read_editions(SHIPPED / "icb.yaml")])
    found = [edition for edition in known if not edition.features.keys().isdisjoint(table.ignored)]
    if not found:
        msg = "no column is one that the program describes: say where the numbers are published, "
        raise InvalidInput(f"{msg}--source ADDRESS")
    return found
