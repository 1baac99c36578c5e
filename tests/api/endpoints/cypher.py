"""What tests of Cypher over HTTP share: how they put a statement, and a census of the database."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

import httpx

from graph.neo4j.bolt import Bolt
from graph.neo4j.load import Place
from graph.neo4j.server import find_server

Serving = Callable[..., AbstractContextManager[str]]
COUNT = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r), count(n.canary)"


def put(address: str, statement: str, given: Mapping[str, object] | None = None) -> httpx.Response:
    """Put a statement."""
    body = {"statement": statement, "parameters": given or {}}
    return httpx.post(f"{address}/v1/cypher", json=body, timeout=600)


def count(neo4j_server: Place) -> list[object]:
    """How many nodes and relations the database holds, and how many canaries."""
    server = find_server(neo4j_server.folder)
    assert server
    bolt = Bolt(server.address)
    with bolt.reading() as run:
        row: list[object] = list(next(run(COUNT, {}).rows))
    bolt.close()
    return row
