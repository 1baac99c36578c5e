"""Mappings that people made, written as an SSSOM table with embedded metadata.

Source: Simple Standard for Sharing Ontological Mappings (SSSOM), TSV.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from ontology.terms import SKOS, WW


@dataclass(frozen=True)
class Row:
    """One row of a table that is written: the IRIs of two things, and what is known of the pair.

    `predicate` is an IRI; `slots` are further columns of SSSOM by their names, empty ones left out.
    """

    subject: str
    predicate: str
    object: str
    slots: Mapping[str, str]


COLUMNS: tuple[str, ...] = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "mapping_date",
    "confidence",
    "subject_match_field",
    "object_match_field",
    "match_string",
    "comment",
)
_BUILT_IN = {SKOS: "skos", "https://w3id.org/semapv/vocab/": "semapv", WW: "ww"}


def write_mappings(identifier: str, title: str, licence: str, rows: Sequence[Row]) -> str:
    """Write a table; every IRI is shortened by a prefix that its head explains."""
    names = dict(_BUILT_IN)
    for row in rows:
        for iri in (row.subject, row.object):
            _name_prefix(iri, names)
    out = io.StringIO()
    for key, value in (
        ("mapping_set_id", identifier),
        ("mapping_set_title", title),
        ("license", licence),
    ):
        out.write(f"# {key}: {value}\n")
    out.write("# curie_map:\n")
    out.writelines(f"#   {name}: {iri}\n" for iri, name in sorted(names.items()))
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n", restval="")
    writer.writeheader()
    for row in rows:
        ends = (row.subject, row.predicate, row.object)
        curies = dict(zip(_ENDS, (_shorten(iri, names) for iri in ends), strict=True))
        writer.writerow({**{key: _flat(value) for key, value in row.slots.items()}, **curies})
    return out.getvalue()


_ENDS = ("subject_id", "predicate_id", "object_id")


def _name_prefix(iri: str, names: dict[str, str]) -> None:
    space, _ = _cut(iri)
    if space not in names:
        stem = re.sub(r"[^a-z0-9]+", "-", space.rstrip("/#").rpartition("/")[2].lower()).strip("-")
        stem = stem if stem[:1].isalpha() else f"n{stem}"
        taken = set(names.values())
        numbered = (f"{stem}{n}" if n > 1 else stem for n in count(1))
        names[space] = next(name for name in numbered if name not in taken)


def _shorten(iri: str, names: Mapping[str, str]) -> str:
    space, local = _cut(iri)
    return f"{names[space]}:{local}"


def _cut(iri: str) -> tuple[str, str]:
    at = max(iri.rfind("/"), iri.rfind("#")) + 1
    return iri[:at], iri[at:]


def _flat(text: str) -> str:
    """A text without what would end a cell."""
    return " ".join(text.split())
