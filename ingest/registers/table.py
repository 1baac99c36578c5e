"""A table of one's own organisations or areas: which of its columns holds what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.tables import Row, read_table
from ontology.errors import InvalidInput
from ontology.terms import load_ontology

CODE, NAME, CLASS = "code", "name", "is"
HEADINGS = {
    CODE: "id identifier organisationcode orgcode areacode",
    NAME: "label title organisationname orgname areaname",
    CLASS: "class kind",
    "altLabel": "othername othernames alsoknownas formername",
    "odsCode": "ods",
    "onsCode": "ons gsscode",
    "validFrom": "from start startdate opendate opened",
    "validTo": "to end enddate closedate closed",
    "partOf": "parent parentcode",
    "predecessor": "predecessors formerly",
    "inRegion": "region nhsregion",
    "coversArea": "covers",
}


@dataclass(frozen=True)
class Table:
    """The rows of a file: its columns by the field they hold, and the headings that hold none.

    `register` is the name that the table has in every edition, `year` the edition.
    """

    register: str
    year: str
    rows: Sequence[Row]
    columns: Mapping[str, str]
    ignored: tuple[str, ...]

    def cell(self, row: Row, field: str) -> str:
        """What a row has under the heading of a field; nothing where there is none."""
        return row[self.columns[field]].strip() if field in self.columns else ""


def read_register(path: Path, register: str, year: str, named: Mapping[str, str]) -> Table:
    """The table in a CSV file; `named` says under which heading a field is, where that is needed.

    InvalidInput says which heading is missing, and what may be written for it.
    """
    rows = read_table(path)
    if not rows:
        msg = f"{path}: holds no row below its heading: add one"
        raise InvalidInput(msg)
    headings = list(rows[0])
    _check_named(path, headings, named)
    columns = _columns(path, headings, named)
    for code in ("odsCode", "onsCode"):
        if CODE not in columns and code in columns:
            columns[CODE] = columns[code]
    for field in (CODE, NAME):
        if field not in columns:
            msg = (
                f"{path}: no column looks like the {field}: say which it is, "
                f"--column {field}=HEADING, one of {', '.join(headings)}"
            )
            raise InvalidInput(msg)
    ignored = tuple(heading for heading in headings if heading not in columns.values())
    return Table(register, year, rows, columns, ignored)


def fields() -> tuple[str, ...]:
    """What a column may hold: the code, the name, the class, and what else says what a thing is."""
    properties = load_ontology().properties.values()
    kept = (prop.key for prop in properties if prop.identity and prop.key != "register")
    return CODE, NAME, CLASS, *sorted(kept)


def _check_named(path: Path, headings: Sequence[str], named: Mapping[str, str]) -> None:
    for field, heading in named.items():
        if field not in fields():
            msg = f"--column {field}=…: choose the field from {', '.join(fields())}"
            raise InvalidInput(msg)
        if heading not in headings:
            msg = f"{path}: has no column {heading!r}: choose from {', '.join(headings)}"
            raise InvalidInput(msg)


def _columns(path: Path, headings: Sequence[str], named: Mapping[str, str]) -> dict[str, str]:
    """The heading of each field: as named, else by what it looks like."""
    known = {_plain(field): field for field in fields()}
    known |= {word: field for field, words in HEADINGS.items() for word in words.split()}
    found = dict(named)
    for heading in headings:
        field = known.get(_plain(heading))
        if field is None or field in named or heading in named.values():
            continue
        if field in found:
            msg = (
                f"{path}: the columns {found[field]!r} and {heading!r} both look like {field}: say "
                f"which it is, --column {field}=HEADING"
            )
            raise InvalidInput(msg)
        found[field] = heading
    return found


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.casefold())
