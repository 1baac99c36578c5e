"""Records as quads, made up without an ontology: terms that a record says of itself."""

from collections.abc import Mapping, Sequence

from pyoxigraph import RdfFormat, parse

from graph.canonical import canonical_nquads, dataset_digest, graph_digest

EX = "https://ex.org/id/source/"


def record(name: str, terms: Sequence[str]) -> str:
    """Canonical N-Quads of a record that says these terms of itself."""
    home = EX + name
    lines = {f"<{home}> <{EX}says> {said} <{home}> .\n" for said in terms}
    return canonical_nquads(parse("".join(lines), RdfFormat.N_QUADS))


def many(name: str, size: int) -> str:
    """A record of so many quads."""
    return record(name, [f'"{i}"' for i in range(size)])


def digest(texts: Mapping[str, str]) -> str:
    """The digest of the dataset that these records make."""
    return dataset_digest((name, graph_digest(text)) for name, text in texts.items())
