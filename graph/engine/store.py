"""What every Oxigraph engine does to its store: replace named graphs, and answer in messages.

The engine process imports this module and forks: it needs pyoxigraph and nothing else of ours.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, islice
from operator import attrgetter
from typing import IO

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
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


class Refused(Exception):
    """Why a query gets no answer: a code and a message of `graph.engine.answer.refusal`."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code, message)
        self.code, self.message = code, message


@dataclass(frozen=True)
class Dataset:
    """What a query is put to: the union of all graphs, unless some are named (SPARQL 1.1 §13).

    `default` and `named` are IRIs of graphs, which win over those that the query itself names.
    Relative IRIs of the query are resolved against `base`. Without `union` the default graph is
    what stands in no named graph.
    """

    default: Sequence[str] | None = None
    named: Sequence[str] | None = None
    base: str | None = None
    union: bool = True

    def query(self, store: Store, text: str) -> QuerySolutions | QueryTriples | QueryBoolean:
        """The results of a query, not yet worked out; SyntaxError where it does not parse."""
        if self.default is None and self.named is None:
            union = self.union and not names_graphs(
                text
            )  # with the union switched on, Oxigraph overlooks FROM
            return store.query(text, base_iri=self.base, use_default_graph_as_union=union)
        default: list[NamedNode | BlankNode | DefaultGraph] = [*map(NamedNode, self.default or ())]
        named: list[NamedNode | BlankNode] = [*map(NamedNode, self.named or ())]
        return store.query(text, base_iri=self.base, default_graph=default, named_graphs=named)


UNION = Dataset()

_NO_WORDS = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>|#[^\r\n]*"""
    r"""|\"{3}(?:[^"\\]|\\.|"(?!""))*"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""",
    re.DOTALL,
)
_FROM = re.compile(r"(?<![\w?$:@.-])FROM(?![\w:.-])", re.IGNORECASE | re.ASCII)


def strip_words(text: str) -> str:
    """A query without its comments, strings and IRIs, where a word need not be a word of SPARQL."""
    return _NO_WORDS.sub(" ", text)


def names_graphs(text: str) -> bool:
    """Whether a query has a dataset clause of its own: the word FROM, as nothing else can be."""
    return "FROM" in text.upper() and bool(_FROM.search(strip_words(text)))


def say(code: str, message: str = "") -> bytes:
    """The payload of an END message."""
    return json.dumps({"code": code, "message": message}).encode()


def replace_graphs(
    store: Store,
    graphs: Iterable[str],
    quads: IO[bytes],
    *,
    known: bool = False,
) -> Store:
    """The store in which the named graphs hold these N-Quads and nothing else.

    `quads` are lines in canonical form, read once. A reader of the old store sees the old graphs or
    the new ones, never a mixture: a small change is one SPARQL update of the store, a large one
    leaves it as it was and gives another. SyntaxError, and whatever reading them raises, leaves the
    store as it was. Quads that are `known` were parsed before they were kept: their IRIs are not
    read again, a fifth of the time.
    """
    first = b""
    if next(iter(store), None):
        lines = list(islice(quads, SWAP_FROM))
        first = b"".join(lines)
        if len(lines) < SWAP_FROM:
            store.update(_write_update(graphs, first))
            return store
    touched = {NamedNode(graph) for graph in graphs}
    other = Store()
    other.bulk_extend(quad for quad in store if quad.graph_name not in touched)
    for part in (first, quads):
        other.bulk_load(part, RdfFormat.N_QUADS, lenient=known)
    return other


def _write_update(graphs: Iterable[str], quads: bytes) -> str:
    # Parsed and written anew: text that is not N-Quads can then not be an update of its own making.
    found = groupby(parse(quads, RdfFormat.N_QUADS), key=attrgetter("graph_name"))
    inserts = (
        f"GRAPH {graph} {{ {' . '.join(str(quad.triple) for quad in group)} }}"
        for graph, group in found
    )
    drops = "".join(f"DROP SILENT GRAPH {NamedNode(graph)} ;\n" for graph in graphs)
    return drops + "INSERT DATA {\n" + "\n".join(inserts) + "\n}"


def answer_query(
    store: Store, text: str, lines: "Lines", dataset: Dataset | Callable[[], Dataset] = UNION
) -> None:
    """Answer a query in messages to where `lines` sends them, up to the last one.

    A dataset that has yet to be found may refuse the query by the way.
    """
    code, message = "done", ""
    try:
        found = dataset if isinstance(dataset, Dataset) else dataset()
        _write_results(found.query(store, text), lines)
    except Refused as error:
        code, message = error.code, error.message
    except SyntaxError as error:
        code, message = "syntax", str(error)
    except MemoryError:
        code = "memory"
    except (OSError, RuntimeError, ValueError) as error:
        code, message = (lines.full, "") if lines.full else ("refused", str(error))
    lines.send(END, say(code, message))


def _write_results(results: QuerySolutions | QueryTriples | QueryBoolean, lines: "Lines") -> None:
    if isinstance(results, QueryBoolean):
        lines.send(BOOLEAN, b"true" if results else b"false")
    elif isinstance(results, QuerySolutions):
        lines.left += 1  # the line of variables
        results.serialize(lines, QueryResultsFormat.TSV)
    else:
        lines.tag = TRIPLES
        results.serialize(lines, RdfFormat.N_TRIPLES)
        lines.write(b"")  # so that no triples are an answer too


class Lines(BytesIO):
    """The file that results are written to: it sends them on, up to a number of lines and bytes."""

    def __init__(self, left: int, room: int, send: Send) -> None:
        """Write no more than `left` lines and `room` bytes."""
        super().__init__()
        self.left, self.room, self.send = left, room, send
        self.tag, self.full = SOLUTIONS, ""

    def write(self, data: bytes) -> int:  # type: ignore[override]  # noqa: D102
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
