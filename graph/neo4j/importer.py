"""The property graph as files for Neo4j's importer, which writes a database without a server."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from graph.files import storage_failures
from graph.neo4j.project import Node, PropertyGraph, Relationship
from graph.neo4j.property_names import GRAPH, IRI, RESOURCE
from graph.neo4j.write import properties_of

Cells = list[str]
Header = tuple[str, ...]

_SEPARATOR = "\x1f"  # between the members of a list
_NODE = (":ID", f"{IRI}:string", ":LABEL")
_RELATIONSHIP = (":START_ID", ":END_ID", ":TYPE", "id:string", f"{GRAPH}:string")
_TYPES = {str: "string", bool: "boolean", int: "long", float: "double", date: "date"}
_ARGUMENTS = (
    *("database", "import", "full", "neo4j", "--overwrite-destination", "--id-type=actual"),
    *(f"--array-delimiter=U+{ord(_SEPARATOR):04X}", "--bad-tolerance=0"),
)


def write_import(graph: PropertyGraph, folder: Path) -> tuple[list[str], PropertyGraph]:
    """Write the files; the importer's arguments, and what must be written over Bolt afterwards.

    That is the nodes with text that the files cannot say exactly. Each header names the types of
    its columns: nodes with the same properties of the same types share a file.
    """
    numbers = {iri: str(number) for number, iri in enumerate(graph.nodes)}
    groups, rest = _group_nodes(graph.nodes.values(), numbers)
    tables = {f"nodes-{number}.csv": table for number, table in enumerate(groups.items())}
    arguments = [*_ARGUMENTS, f"--report-file={folder / 'report'}"]
    arguments += [f"--nodes={folder / name}" for name in tables]
    arguments.append(f"--relationships={folder / 'relationships.csv'}")
    with storage_failures():
        folder.mkdir(parents=True, exist_ok=True)
        for name, (header, rows) in tables.items():
            _write(folder / name, header, rows)
        found = _relationships(graph.relationships.values(), numbers)
        _write(folder / "relationships.csv", _RELATIONSHIP, found)
    return arguments, PropertyGraph(rest, {})


def _group_nodes(
    nodes: Iterable[Node], numbers: Mapping[str, str]
) -> tuple[dict[Header, list[Cells]], dict[str, Node]]:
    """Rows by their header, and the nodes that stand there as an IRI and nothing more."""
    groups: dict[Header, list[Cells]] = {}
    rest: dict[str, Node] = {}
    for node in nodes:
        properties = sorted(properties_of(node).items())
        labels = node.labels
        if not all(_is_plain(value) for _, value in properties):
            rest[node.iri], properties, labels = node, [], ()
        header = (*_NODE, *(f"{name}:{_type(value)}" for name, value in properties))
        cells = [numbers[node.iri], node.iri, _SEPARATOR.join((RESOURCE, *labels))]
        groups.setdefault(header, []).append([*cells, *(_cell(value) for _, value in properties)])
    return groups, rest


def _relationships(
    relationships: Iterable[Relationship], numbers: Mapping[str, str]
) -> Iterator[Cells]:
    for one in relationships:
        yield [numbers[one.start], numbers[one.end], one.type, one.id, one.graph]


def _write(path: Path, header: Header, rows: Iterable[Cells]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _is_plain(value: object) -> bool:
    """Whether no text in it is empty or holds a control character."""
    texts = (one for one in _members(value) if isinstance(one, str))
    return all(text and (text.isprintable() or min(text) >= " ") for text in texts)


def _members(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _type(value: object) -> str:
    members = _members(value)
    return _TYPES[type(members[0])] + ("[]" if isinstance(value, list) else "")


def _cell(value: object) -> str:
    return _SEPARATOR.join(_text(one) for one in _members(value))


def _text(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)
