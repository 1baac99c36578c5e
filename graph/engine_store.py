"""What every Oxigraph engine does to its store: replace named graphs, and answer in messages.

The engine process imports this module and forks: it needs pyoxigraph and nothing else of ours.
"""

import json
from collections.abc import Callable, Iterable
from io import BytesIO
from itertools import groupby
from operator import attrgetter
from typing import IO

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

# A message is one of these tags and its payload. An answer is any number of messages of one of the
# first three tags, then one END; lines may be cut anywhere between two messages.
SOLUTIONS = b"S"  # SPARQL 1.1 TSV: a line of variables, then a line for each row
TRIPLES = b"T"  # N-Triples
BOOLEAN = b"B"  # true or false
END = b"E"  # JSON {"code", "message"}; the code "done" says that nothing is missing

SWAP_FROM = 100_000  # quads; from here on a new store is made, as where there is nothing to keep

Send = Callable[[bytes, bytes], None]


def say(code: str, message: str = "") -> bytes:
    """The payload of an END message."""
    return json.dumps({"code": code, "message": message}).encode()


def replace_graphs(store: Store, graphs: Iterable[str], quads: IO[bytes], count: int) -> Store:
    """The store in which the named graphs hold these N-Quads and nothing else.

    `quads` is `count` lines in canonical form. A reader of the old store sees the old graphs or
    the new ones, never a mixture: a small change is one SPARQL update of the store, a large one
    leaves it as it was and gives another. SyntaxError leaves the store as it was.
    """
    if count < SWAP_FROM and next(iter(store), None):
        store.update(_write_update(graphs, quads))
        return store
    touched = {NamedNode(graph) for graph in graphs}
    other = Store()
    other.bulk_extend(quad for quad in store if quad.graph_name not in touched)
    other.bulk_load(quads, RdfFormat.N_QUADS)
    return other


def _write_update(graphs: Iterable[str], quads: IO[bytes]) -> str:
    # Parsed and written anew: text that is not N-Quads can then not be an update of its own making.
    found = groupby(parse(quads, RdfFormat.N_QUADS), key=attrgetter("graph_name"))
    inserts = (
        f"GRAPH {graph} {{ {' . '.join(str(quad.triple) for quad in group)} }}"
        for graph, group in found
    )
    drops = "".join(f"DROP SILENT GRAPH {NamedNode(graph)} ;\n" for graph in graphs)
    return drops + "INSERT DATA {\n" + "\n".join(inserts) + "\n}"


def answer_query(store: Store, text: str, rows: int, size: int, send: Send) -> None:
    """Answer a query over the union of all graphs in messages: at most so many rows and bytes."""
    lines = _Lines(rows, size, send)
    code, message = "done", ""
    try:
        _write_results(store, text, lines)
    except SyntaxError as error:
        code, message = "syntax", str(error)
    except MemoryError:
        code = "memory"
    except (OSError, RuntimeError, ValueError) as error:
        code, message = (lines.full, "") if lines.full else ("refused", str(error))
    send(END, say(code, message))


def _write_results(store: Store, text: str, lines: "_Lines") -> None:
    results = store.query(text, use_default_graph_as_union=True)
    if isinstance(results, QueryBoolean):
        lines.send(BOOLEAN, b"true" if results else b"false")
    elif isinstance(results, QuerySolutions):
        lines.left += 1  # the line of variables
        results.serialize(lines, QueryResultsFormat.TSV)
    else:
        lines.tag = TRIPLES
        results.serialize(lines, RdfFormat.N_TRIPLES)
        lines.write(b"")  # so that no triples are an answer too


class _Lines(BytesIO):
    """The file that results are written to: it sends them on, up to a number of lines and bytes."""

    def __init__(self, left: int, room: int, send: Send) -> None:
        super().__init__()
        self.left, self.room, self.send = left, room, send
        self.tag, self.full = SOLUTIONS, ""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if not self.full:
            self._pass_on(data)
        if self.full:  # said again at each further write, of what is still in a buffer
            raise ValueError(self.full)
        return len(data)

    def _pass_on(self, data: bytes) -> None:
        found = data.count(b"\n")
        if found > self.left:
            self.full = "rows"
            data = b"".join(line + b"\n" for line in data.split(b"\n", self.left)[: self.left])
        elif len(data) > self.room:
            self.full, data = "size", data[: self.room]
        self.left, self.room = self.left - found, self.room - len(data)
        self.send(self.tag, data)
