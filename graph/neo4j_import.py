"""The property graph as files for Neo4j's importer, which writes a database without a server."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from graph.files import storage_failures
from graph.neo4j_write import properties_of
from graph.project import Node, PropertyGraph, Relationship
from graph.property_names import GRAPH, IRI, RESOURCE

Cells = list[str]

_SEPARATOR = "\x1f"  # between the members of a list
_TYPES = {str: "string", bool: "boolean", int: "long", float: "double", date: "date"}
_ARGUMENTS = (
    *("database", "import", "full", "neo4j", "--overwrite-destination", "--id-type=string"),
    *(f"--array-delimiter=U+{ord(_SEPARATOR):04X}", "--bad-tolerance=0"),
)


def write_import(graph: PropertyGraph, folder: Path) -> tuple[list[str], PropertyGraph]:
    """Write the files; the importer's arguments, and what must be written over Bolt afterwards.

    That is the nodes with text that the files cannot say exactly. Each header names the types of
    its columns: nodes with the same properties of the same types share a file.
    """
    rest: dict[str, Node] = {}
    groups: dict[tuple[str, ...], list[Cells]] = {}
    for node in graph.nodes.values():
        properties = properties_of(node)
        if not _is_plain(properties):
            rest[node.iri] = node
            properties = {}
        columns = tuple(f"{name}:{_type(value)}" for name, value in sorted(properties.items()))
        labels = _SEPARATOR.join((RESOURCE, *(node.labels if node.iri not in rest else ())))
        cells = [node.iri, labels, *(_cell(properties[name]) for name in sorted(properties))]
        groups.setdefault((f"{IRI}:ID", ":LABEL", *columns), []).append(cells)
    arguments = [*_ARGUMENTS, f"--report-file={folder / 'report'}"]
    with storage_failures():
        folder.mkdir(parents=True, exist_ok=True)
        for number, (header, rows) in enumerate(groups.items()):
            path = folder / f"nodes-{number}.csv"
            _write(path, header, rows)
            arguments.append(f"--nodes={path}")
        path = folder / "relationships.csv"
        header = (":START_ID", ":END_ID", ":TYPE", "id:string", f"{GRAPH}:string")
        _write(path, header, _relationships(graph.relationships.values()))
        arguments.append(f"--relationships={path}")
    return arguments, PropertyGraph(rest, {})


def _relationships(found: Iterable[Relationship]) -> Iterator[Cells]:
    for one in found:
        yield [one.start, one.end, one.type, one.id, one.graph]


def _write(path: Path, header: tuple[str, ...], rows: Iterable[Cells]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _is_plain(properties: Mapping[str, object]) -> bool:
    """Whether no text in it is empty or holds a control character."""
    texts = (one for value in properties.values() for one in _members(value))
    return all(
        text and (text.isprintable() or min(text) >= " ") for text in texts if isinstance(text, str)
    )


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
