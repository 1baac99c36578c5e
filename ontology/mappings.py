"""Which of our conditions is near which published construct: SSSOM tables beside the ontology.

Source: Simple Standard for Sharing Ontological Mappings (SSSOM), TSV with embedded metadata.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@dataclass(frozen=True)
class Mapping:
    """One statement that two things are alike in some way: their IRIs, and SKOS's word for it."""

    subject: str
    predicate: str
    object: str
    comment: str


@cache
def load_mappings() -> tuple[Mapping, ...]:
    """All mappings that come with the ontology, in the order of their files."""
    entries = sorted((files("ontology") / "mappings").iterdir(), key=str)
    return tuple(one for entry in entries for one in read_mappings(entry))


def read_mappings(entry: Traversable) -> Iterator[Mapping]:
    """The mappings of one table, with its short names written out."""
    head, _, table = entry.read_text("utf-8").partition("\nsubject_id")
    prefixes = dict(_prefixes(head))

    def whole(curie: str) -> str:
        prefix, _, local = curie.partition(":")
        return prefixes[prefix] + local

    for row in csv.DictReader(f"subject_id{table}".splitlines(), delimiter="\t"):
        subject, predicate = whole(row["subject_id"]), whole(row["predicate_id"])
        yield Mapping(subject, predicate, whole(row["object_id"]), row["comment"])


def _prefixes(head: str) -> Iterator[tuple[str, str]]:
    """The entries of `curie_map`, which comes last in the head."""
    for line in head.partition("curie_map:\n")[2].splitlines():
        prefix, _, iri = line.removeprefix("#").strip().partition(": ")
        yield prefix, iri
