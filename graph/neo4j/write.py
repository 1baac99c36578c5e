"""How the property graph is written into Neo4j: every statement of Cypher that changes something.

A node belongs to one record, and so do the relationships that leave it: a record is replaced by
emptying its nodes, writing the new ones, and deleting what nothing points to any more.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from graph.neo4j.bolt import Run
from graph.neo4j.project import Node, Relationship, project
from graph.neo4j.property_names import GRAPH, IRI

T = TypeVar("T")

ROWS = 5_000  # of one statement

CONSTRAINT = (
    "CREATE CONSTRAINT resource IF NOT EXISTS FOR (n:Resource) REQUIRE n.iri IS UNIQUE",
    "CALL db.awaitIndexes(300)",
)
CLEAR = (
    "MATCH (l:Ledger) DELETE l",
    "MATCH (n:Resource) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS",
)
_EMPTY = """
UNWIND $graphs AS record
MATCH (n:Resource) WHERE n.iri STARTS WITH record AND n.graph = record
OPTIONAL MATCH (n)-[statement]->(thing)
WITH n, collect(statement) AS statements, collect(DISTINCT thing.iri) AS things
FOREACH (statement IN statements | DELETE statement)
SET n = {iri: n.iri}
REMOVE n:$([label IN labels(n) WHERE label <> 'Resource'])
RETURN n.iri, things
"""
_NODES = """
UNWIND $rows AS row
MERGE (n:Resource {iri: row.iri})
SET n += row.properties
SET n:$(row.labels)
"""
_RELATIONSHIPS = """
UNWIND $rows AS row
MATCH (start:Resource {iri: row.start})
MATCH (end:Resource {iri: row.end})
CREATE (start)-[:$(row.type) {id: row.id, graph: row.graph}]->(end)
"""
_ORPHANS = """
UNWIND $rows AS iri
MATCH (n:Resource {iri: iri}) WHERE n.graph IS NULL AND NOT EXISTS { (n)--() }
DELETE n
"""
_STANDING = "MERGE (l:Ledger) SET l = $standing"


def replace_graphs(run: Run, graphs: Mapping[str, str | None]) -> None:
    """Make the records hold these canonical N-Quads and nothing else; None is no record."""
    graph = project({record: text for record, text in graphs.items() if text})
    touched = run(_EMPTY, {"graphs": list(graphs)}).rows
    before = {iri for node, things in touched for iri in (str(node), *_strings(things))}
    write_nodes(run, graph.nodes.values())
    write_relationships(run, graph.relationships.values())
    _in_parts(run, _ORPHANS, before - set(graph.nodes))


def write_nodes(run: Run, nodes: Iterable[Node]) -> None:
    """Write nodes, beside what else is there."""
    rows = (
        {IRI: node.iri, "labels": list(node.labels), "properties": properties_of(node)}
        for node in nodes
    )
    _in_parts(run, _NODES, rows)


def write_relationships(run: Run, relationships: Iterable[Relationship]) -> None:
    """Write relationships between nodes that are there."""
    rows = (
        {"id": one.id, "type": one.type, "start": one.start, "end": one.end, GRAPH: one.graph}
        for one in relationships
    )
    _in_parts(run, _RELATIONSHIPS, rows)


def write_standing(run: Run, standing: Mapping[str, object]) -> None:
    """Say which ledger the graph shows, and as of which transaction."""
    run(_STANDING, {"standing": dict(standing)})


def properties_of(node: Node) -> dict[str, object]:
    """All that a node carries beside its IRI and its labels."""
    return {**({GRAPH: node.graph} if node.graph else {}), **node.properties}


def in_parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of so many; none where there are none."""
    left = iter(items)
    while part := list(islice(left, size)):
        yield part


def _in_parts(run: Run, text: str, rows: Iterable[object]) -> None:
    for part in in_parts(rows, ROWS):
        run(text, {"rows": part})


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
