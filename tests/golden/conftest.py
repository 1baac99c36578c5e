"""The case study as the golden tests see it: its records, their graph, and an engine with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from graph.canonical import canonical_nquads
from graph.engine.memory import MemoryEngine
from graph.engine.port import Update
from graph.rdf import to_quads
from ingest.read import corpus_files, read_files, register_files
from ontology.record import Record, Source


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-write", action="store_true", help="write the golden files anew")


CASE_STUDY = "source/south-west-learning-system"


@pytest.fixture(scope="session")
def records() -> list[Record]:
    """The case study and the records that it names: the corpus may grow beside them."""
    known = {record.iri(): record for record in read_files(corpus_files() + register_files())}
    case = next(record for record in known.values() if record.path == CASE_STUDY)
    objects = (quad.object for quad in to_quads(case))
    named = {thing.value for thing in objects if isinstance(thing, NamedNode)}
    return [case, *(known[iri] for iri in sorted(named & known.keys() - {case.iri()}))]


@pytest.fixture(scope="session")
def source(records: list[Record]) -> Source:
    return next(record for record in records if isinstance(record, Source))


@pytest.fixture(scope="session")
def graphs(records: list[Record]) -> dict[str, list[Quad]]:
    return {record.iri(): to_quads(record) for record in records}


@pytest.fixture(scope="session")
def store(graphs: dict[str, list[Quad]]) -> Store:
    store = Store()
    for quads in graphs.values():
        store.extend(quads)
    return store


@pytest.fixture(scope="session")
def engine(graphs: dict[str, list[Quad]]) -> Iterator[MemoryEngine]:
    texts = {record: canonical_nquads(quads) for record, quads in graphs.items()}
    with MemoryEngine() as engine:
        engine.load(Update(1, texts))
        yield engine


@pytest.fixture(scope="session")
def text(shared: Path) -> str:
    path = shared / "data/case-studies/nhse-south-west-learning-system.txt"
    return path.read_bytes().decode("utf-8")
