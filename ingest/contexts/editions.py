"""What is known of the columns of tables: their meaning, unit, source, edition and year."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ingest.read import raw_documents
from ingest.tables import Row
from ontology.errors import InvalidInput
from ontology.figure import EDITIONS, Edition
from queries.similarity.profile import DEFAULT, find_profile

UNKNOWN = ("", "NA")
CODES = ("ons_code", "ods_code", "name")


def read_editions(path: Path) -> tuple[Edition, ...]:
    """The descriptions of figures in a file of ours."""
    (raw,) = raw_documents(path)
    return EDITIONS.validate_python(raw)


def compared_editions() -> Iterator[Edition]:
    """What places are compared in, as their profile has it: each column of one number."""
    for feature in find_profile(DEFAULT).features:
        if len(feature.columns) == 1:
            about = {key: str(value) for key, value in feature.about.items()}
            told = {key: about[key] for key in ("source", "version", "year", "unit", "computed")}
            labels = {feature.columns[0]: feature.label}
            name = slug(title(about["version"]))
            yield Edition.model_validate({"name": name, **told, "features": labels})


def merge_editions(editions: Iterable[Edition]) -> Iterator[Edition]:
    """The same figures, with those of one source, version and year together."""
    same: dict[tuple[str, str, str | None], list[Edition]] = {}
    for edition in editions:
        same.setdefault((edition.source, edition.version, edition.year), []).append(edition)
    for found in same.values():
        features = {name: one for each in found for name, one in each.described().items()}
        yield found[0].model_copy(update={"features": features})


def describe_table(table: Sequence[Row], source: str, version: str, year: str) -> Edition:
    """An edition of all columns of a table that hold numbers; nobody said what their units are.

    Raises InvalidInput where there is no such column.
    """
    columns = [name for name in (table[0] if table else ()) if name not in CODES]
    numeric = [name for name in columns if _holds_numbers(table, name)]
    if not numeric:
        msg = "no column of the table holds numbers: give one that does, beside ons_code and name"
        raise InvalidInput(msg)
    return Edition(
        name=slug(version),
        source=source,
        version=version,
        year=year,
        features={name: name.replace("_", " ") for name in numeric},
    )


def _holds_numbers(table: Sequence[Row], column: str) -> bool:
    try:
        numbers = [read_number(row, column) for row in table]
    except InvalidInput:
        return False
    return any(number is not None for number in numbers)


def read_number(row: Row, column: str) -> Decimal | None:
    """The number in a cell, None where nobody knows it; InvalidInput where it is neither."""
    cell = row[column].strip()
    if cell in UNKNOWN:
        return None
    try:
        number = Decimal(cell)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        place = row.get("ons_code", "?")
        msg = (
            f"{place}: {cell!r:.40} under {column} is no number: write it in digits, or leave the "
            "cell empty where nobody knows it"
        )
        raise InvalidInput(msg)
    return number


def title(version: str) -> str:
    """What was published, without where it was found and how it was weighted."""
    return version.partition(" as in ")[0].rstrip(",")


def slug(text: str) -> str:
    """A text as a key."""
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")
