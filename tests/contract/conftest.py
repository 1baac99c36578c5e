"""What the contract is held on: one Neo4j database, and the graphs that every engine is given."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from bench.fuseki_server import Fuseki
from bench.worlds import DIGEST, world
from graph.canonical import canonical_nquads
from graph.engine.port import Limits
from graph.neo4j.engine import CypherEngine
from graph.neo4j.load import Place
from graph.neo4j.server import find_server
from graph.rdf import to_quads
from graph.remote.endpoint import Endpoint
from graph.remote.engine import RemoteEngine
from graph.remote.server import SparqlServer
from ingest.read import corpus_files, read_files, register_files
from ontology.record import Record
from ontology.report import parse_record
from ontology.terms import SKOS

NAMED = {
    "kind": "entity",
    "record": "innovation/two-names",
    "is": "Innovation",
    "label": "two names",
    "facts": {"altLabel": "first"},
    "source": "made up",
}
NOTE = {
    "kind": "source",
    "record": "note",
    "document": {
        "title": "a noé",
        "coverage": "part",
        "rangeRead": "its first line",
        "bytesSha256": DIGEST,
        "textSha256": DIGEST,
        "extractor": "text/1",
    },
    "says": [{"key": "aside", "about": ["group"], "gist": "some are named", "at": [0, 10]}],
    "nodes": {
        "group": {
            "is": "Organisation",
            "label": "some",
            "says": [{"key": "many", "isCollective": True, "at": [0, 10]}],
        }
    },
    "spans": [[0, 10, DIGEST, 1]],
}


@pytest.fixture(scope="session")
def neo4j(neo4j_server: Place) -> Iterator[CypherEngine]:
    """An engine on a real server, holding whatever the last test left."""
    server = find_server(neo4j_server.folder)
    assert server
    with CypherEngine(server.address, limits=Limits(seconds=120)) as engine:
        yield engine


@pytest.fixture(scope="module")
def remote(
    fuseki_server: Fuseki, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RemoteEngine]:
    """An engine on a real SPARQL server, in the beginning with nothing in it."""
    endpoint = Endpoint(f"{fuseki_server.address}/open", f"{fuseki_server.address}/open")
    with closing(SparqlServer(endpoint)) as server:
        server.update("DROP ALL")
    lock = tmp_path_factory.mktemp("remote") / "lock"
    with RemoteEngine(endpoint, "contract {}".format, lock, Limits(seconds=120)) as engine:
        yield engine


@pytest.fixture(scope="session")
def graphs() -> dict[str, dict[str, str]]:
    """The starter corpus and three made-up worlds, each as the quads of its records."""
    made = {f"world of {n}": list(world(n)) for n in (1, 11, 108)}
    starter = read_files(corpus_files() + register_files())
    return {name: _write(records) for name, records in {"corpus": starter, **made}.items()}


@pytest.fixture(scope="session")
def small() -> dict[str, str]:
    """A small world, and in it what worlds lack: a second value, a boolean, a gist."""
    texts = _write([*world(1), *map(parse_record, (NAMED, NOTE))])
    (named,) = map(NamedNode, [record for record in texts if record.endswith("two-names")])
    second = Quad(named, NamedNode(SKOS + "altLabel"), Literal("second", language="en"), named)
    texts[named.value] = canonical_nquads([*parse(texts[named.value], RdfFormat.N_QUADS), second])
    return texts


def _write(records: list[Record]) -> dict[str, str]:
    return {record.iri(): canonical_nquads(to_quads(record)) for record in records}
