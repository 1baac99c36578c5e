"""Records as an engine in memory holds them, for tests and measurements that need no ledger."""

from collections.abc import Iterable

from graph.canonical import canonical_nquads
from graph.engine.memory import MemoryEngine
from graph.engine.port import Update
from graph.rdf import to_quads
from ontology.record import Record


def update_of(records: Iterable[Record], sequence: int = 1) -> Update:
    """A change that brings these records in."""
    texts = {record.iri(): canonical_nquads(to_quads(record)) for record in records}
    return Update(sequence, texts)


def engine_of(records: Iterable[Record]) -> MemoryEngine:
    """An engine that holds these records and nothing else."""
    engine = MemoryEngine()
    engine.load(update_of(records))
    return engine
