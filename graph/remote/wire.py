"""How graphs and answers travel to and from a SPARQL server."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from io import BufferedReader
from itertools import groupby
from operator import attrgetter

from pyoxigraph import (
    BlankNode,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from pyoxigraph import Literal as RdfLiteral

from graph.engine.answer import EngineFailed, Message
from graph.engine.port import Limits
from graph.engine.store import BOOLEAN, END, SOLUTIONS, TRIPLES, say
from graph.remote.server import ROWS, Reply
from ontology.errors import InvalidInput
from ontology.terms import XSD

_PART = 20_000  # quads of one request at most, where a record is not larger by itself
_DECIMAL = NamedNode(XSD + "decimal")

Term = NamedNode | BlankNode | RdfLiteral | Triple


def parts_of(graphs: Iterable[tuple[str, str | None]]) -> Iterator[dict[str, str | None]]:
    """The graphs in parts of so many quads that one request can hold them."""
    part: dict[str, str | None] = {}
    size = 0
    for graph, text in graphs:
        count = text.count("\n") if text else 0
        if part and size + count > _PART:
            yield part
            part, size = {}, 0
        part[graph], size = text, size + count
    if part:
        yield part


def write_update(graphs: Mapping[str, str | None]) -> str:
    """An update after which the graphs hold these canonical N-Quads and nothing else.

    InvalidInput where they do not parse.
    """
    drops = "".join(f"DROP SILENT GRAPH {NamedNode(graph)} ;\n" for graph in graphs)
    inserts = "".join(_inserts("".join(filter(None, graphs.values()))))
    return f"{drops}INSERT DATA {{\n{inserts}}} ;\n"


def _inserts(quads: str) -> Iterator[str]:
    # Parsed and written anew: text that is not N-Quads can then not be an update of its own making.
    try:
        found = groupby(parse(quads, RdfFormat.N_QUADS), key=attrgetter("graph_name"))
        for graph, group in found:
            yield f"GRAPH {graph} {{ {' . '.join(map(_write_triple, group))} }}\n"
    except SyntaxError as error:
        msg = f"the quads to load do not parse: {error}"
        raise InvalidInput(msg) from error


def _write_triple(quad: Quad) -> str:
    return f"{quad.subject} {quad.predicate} {_theirs(quad.object)}"


def _theirs(term: Term) -> Term:
    """A decimal as Jena gives it back: TDB2 5.6 never finds "26" again, which it reads as "26.0".

    https://github.com/apache/jena/issues/3404
    """
    if isinstance(term, RdfLiteral) and term.datatype == _DECIMAL and "." not in term.value:
        return RdfLiteral(term.value + ".0", datatype=_DECIMAL)
    return term


def _ours(term: Term) -> Term:
    """A decimal in the canonical form of XSD 1.1, in which we write it."""
    if isinstance(term, RdfLiteral) and term.datatype == _DECIMAL:
        return RdfLiteral(term.value.removesuffix(".0"), datatype=_DECIMAL)
    return term


def read_messages(reply: Reply) -> Iterator[Message]:
    """An answer in messages of one line; EngineFailed where it is none."""
    try:
        if reply.kind == ROWS:
            yield from _read_results(reply)
        else:
            yield TRIPLES, b""
            for triple in parse(BufferedReader(reply), RdfFormat.N_TRIPLES):
                line = f"{triple.subject} {triple.predicate} {_ours(triple.object)} .\n"
                yield TRIPLES, line.encode()
    except SyntaxError as error:
        msg = f"the SPARQL server does not answer as SPARQL 1.1 says ({error})"
        raise EngineFailed(msg) from error


def _read_results(reply: Reply) -> Iterator[Message]:
    found = parse_query_results(BufferedReader(reply), QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        yield BOOLEAN, b"true" if found else b"false"
        return
    yield SOLUTIONS, ("\t".join(map(str, found.variables)) + "\n").encode()
    for row in found:
        cells = ("" if term is None else str(_ours(term)) for term in row)
        yield SOLUTIONS, ("\t".join(cells) + "\n").encode()


def cut_messages(messages: Generator[Message], limits: Limits) -> Generator[Message]:
    """So many rows, and so many bytes, as the limits allow."""
    left, room = limits.rows, limits.size
    for tag, line in messages:
        if tag not in {END, BOOLEAN} and line:
            if line[:1] != b"?" or tag != SOLUTIONS:
                left -= 1
            room -= len(line)
            if min(left, room) < 0:
                yield END, say("rows" if left < 0 else "size")
                messages.close()
                return
        yield tag, line
