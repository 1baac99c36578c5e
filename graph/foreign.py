"""Graphs of strangers among the records: which IRIs they have here.

Their statements are of things that live elsewhere, so none of them has its subject's home for a
graph, as statements of records do. Only SPARQL answers from them: the property graph leaves them
out, for its nodes have one home each.
"""

_FOLDER = "id/graph/"


def foreign_iri(base: str, name: str) -> str:
    """Name a foreign graph below a base IRI of ours."""
    return f"{base}{_FOLDER}{name}"


def is_foreign(record: str) -> bool:
    """Whether an IRI is that of a foreign graph, or of a node in one."""
    return f"/{_FOLDER}" in record
