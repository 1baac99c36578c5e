"""Tables of places: one row for each, its cells as text, read from CSV and written to it."""

import csv
import gzip
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from ontology.errors import InvalidInput, StorageFailure

Row = Mapping[str, str]


def read_table(path: Path) -> list[Row]:
    """The rows of a CSV file in UTF-8, which may be compressed (.gz).

    Raises StorageFailure where it cannot be read, InvalidInput where it is no table.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile, csv.Error) as error:
        msg = f"{path}: is no table of comma-separated values in UTF-8 ({error}): save it as one"
        raise InvalidInput(msg) from None
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror})"
        raise StorageFailure(msg) from None
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            msg = f"{path}: row {number} has not as many cells as the heading: give each its cell"
            raise InvalidInput(msg)
    return list(rows)


def write_table(rows: Iterable[Row]) -> bytes:
    """The rows as CSV in UTF-8, under the columns of the first."""
    given = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, given[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(given)
    return text.getvalue().encode()
