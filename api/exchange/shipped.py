"""The records that come with the program, as any repository would hold them."""

from functools import cache

from api.authoring.adding import anchored
from api.home import Home
from graph.canonical import canonical_nquads
from graph.rdf import to_quads
from ingest.contexts.profiles import shipped_profiles
from ingest.read import corpus_files, read_files, register_files
from ontology.record import Record
from ontology.terms import PROJECT_BASE


def shipped_text(home: Home, iri: str) -> str | None:
    """The canonical N-Quads of a record that comes with the program, or None where it does not."""
    record = _shipped().get(iri)
    return canonical_nquads(to_quads(anchored(home, record), PROJECT_BASE)) if record else None


@cache
def _shipped() -> dict[str, Record]:
    records = [*read_files(corpus_files() + register_files()), *shipped_profiles()]
    return {record.iri(PROJECT_BASE): record for record in records}
