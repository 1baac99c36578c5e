"""Keys: each row's own name, made of what it holds when it has none, and then kept."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from ingest.templates.description import sheets
from ingest.templates.form import Form, Row
from ingest.templates.things import called
from ontology.record import DOCUMENT

LONGEST = 60
RESERVED = frozenset({DOCUMENT, *sheets()})  # a node of this key would be taken for another thing


def slug(text: str, otherwise: str = "row") -> str:
    """A text as a key: small letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("&", " and ").replace("'", "")).strip("-")
    return words[:LONGEST].strip("-") or otherwise


def free_key(wanted: str, taken: Collection[str]) -> str:
    """The key, with the first number behind it that makes it one of its own."""
    key, number = wanted, 1
    while key in taken or key in RESERVED:
        number += 1
        key = f"{wanted}-{number}"
    return key


def mint(form: Form) -> Form:
    """The form with a key in every row; keys that stand there stay."""
    taken = {key for rows in form.rows.values() for row in rows if (key := row.text("key"))}
    rows = {
        name: tuple(_keyed(name, row, taken) for row in given) for name, given in form.rows.items()
    }
    return replace(form, rows=rows)


def _keyed(sheet: str, row: Row, taken: set[str]) -> Row:
    if row.text("key"):
        return row
    named = " ".join(called(row.text(column)) for column in sheets()[sheet].named)
    key = free_key(slug(named, sheet), taken)
    taken.add(key)
    return row.with_cell("key", key)


def keys_made(form: Form) -> dict[str, str]:
    """The keys that a form's file still lacks, by the cells that they belong in."""
    pairs = zip(
        (row for rows in form.rows.values() for row in rows),
        (row for rows in mint(form).rows.values() for row in rows),
        strict=True,
    )
    return {old.place("key"): new.text("key") for old, new in pairs if "key" not in old.cells}
