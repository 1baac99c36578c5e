"""Answers as documents, in pieces of whole rows or triples that may end after any of them.

The child of the engine process writes the pieces; whoever passes them on writes the end, for the
child may not live to do so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from graph.engine.store import BOOLEAN, END, SOLUTIONS, TRIPLES, Refused, Send

ROWS: Mapping[str, QueryResultsFormat] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPHS: Mapping[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}
_TABLES = {"text/csv", "text/tab-separated-values"}
_ENDS: Mapping[str, tuple[str, str]] = {  # of a whole document, and of one cut for a reason
    "application/sparql-results+json": ("]}}", ']}},"truncated":"{}"}}'),
    "application/sparql-results+xml": (
        "</results></sparql>",
        "</results><!-- truncated: {} --></sparql>",
    ),
    "application/ld+json": ("]", ',{{"truncated":"{}"}}]'),  # a node of which nothing is said
    "application/rdf+xml": ("\n</rdf:RDF>", "\n<!-- truncated: {} -->\n</rdf:RDF>"),
    "text/csv": ("", ""),
    "text/tab-separated-values": ("", ""),
}
_COMMENT = ("", "# truncated: {}\n")
_BETWEEN = {"application/sparql-results+json": b",", "application/ld+json": b","}
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_ENDS_IN_NAME = re.compile(r"[^\W\d][\w.\-\xb7]*$")


def says_truncated(media: str) -> bool:
    """Whether a document of a media type can say itself that something is missing."""
    return media not in _TABLES


def end_document(media: str, truncated: str | None) -> bytes:
    """What closes a document; a reason stands in it where the format has room for one."""
    whole, cut = _ENDS.get(media, _COMMENT)
    return (cut.format(truncated) if truncated else whole).encode()


@dataclass
class Document:
    """Turns the messages of an answer into pieces of a document, and sends them on.

    `rows` and `graph` are the media types of what a caller takes, "" where there is none.
    Refused is raised for a form of answer that the caller does not take, or the format cannot say.
    """

    rows: str
    graph: str
    send: Send
    head: bytes = b""
    held: bytes = b""
    begun: bool = False
    first: bool = True

    def take(self, tag: bytes, data: bytes) -> None:
        """Take a message of `graph.engine.store`; the last one is passed on as it is."""
        if tag == END:
            self.send(tag, data)
        elif tag == BOOLEAN:
            self.expect(tag)
            value = b"true" if data == b"true" else b"false"
            found = parse_query_results(
                b'{"head":{},"boolean":' + value + b"}", QueryResultsFormat.JSON
            )
            assert isinstance(found, QueryBoolean)  # noqa: S101 - a type: it says "boolean"
            self.send(tag, found.serialize(None, ROWS[self.rows]) or b"")
        else:
            whole, newline, self.held = (self.held + data).rpartition(b"\n")
            self._write(tag, whole + newline)

    def expect(self, tag: bytes) -> None:
        """Refuse an answer of a form that the caller does not take."""
        if not (self.graph if tag == TRIPLES else self.rows):
            raise Refused("form", "triples" if tag == TRIPLES else "rows")

    def _write(self, tag: bytes, lines: bytes) -> None:
        if not self.begun:
            self.expect(tag)
            if tag == SOLUTIONS:
                self.head, newline, lines = lines.partition(b"\n")
                if not newline:
                    self.held = self.head + self.held
                    return
                self.head += newline
            self.begun = True
            self.send(tag, self._opening(tag) + (self._piece(tag, lines) if lines else b""))
            self.first = not lines
        elif lines:
            between = b"" if self.first else _BETWEEN.get(self._media(tag), b"")
            self.first = False
            self.send(tag, between + self._piece(tag, lines))

    def _media(self, tag: bytes) -> str:
        return self.graph if tag == TRIPLES else self.rows

    def _opening(self, tag: bytes) -> bytes:
        return self._whole(tag, b"").removesuffix(end_document(self._media(tag), None))

    def _piece(self, tag: bytes, lines: bytes) -> bytes:
        media = self._media(tag)
        whole = self._whole(tag, lines)
        opening = self._opening(tag)
        return whole[len(opening) : len(whole) - len(end_document(media, None))]

    def _whole(self, tag: bytes, lines: bytes) -> bytes:
        media = self._media(tag)
        written = _triples(media, lines) if tag == TRIPLES else _rows(media, self.head, lines)
        if media.endswith("+xml") and _NOT_XML.search(written):
            raise Refused("xml", "a character that XML does not have")
        return written


def _rows(media: str, head: bytes, lines: bytes) -> bytes:
    if ROWS[media] is QueryResultsFormat.TSV:
        return head + lines
    found = parse_query_results(head + lines, QueryResultsFormat.TSV)
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a type: TSV holds nothing else
    return found.serialize(None, ROWS[media]) or b""


def _triples(media: str, lines: bytes) -> bytes:
    wanted = GRAPHS[media]
    if wanted in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS):
        return lines
    found = [quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES)]
    if wanted is RdfFormat.RDF_XML:
        for predicate in {triple.predicate.value for triple in found}:
            if not _ENDS_IN_NAME.search(predicate):
                raise Refused("xml", f"the predicate <{predicate}>, which ends in no name")
    return serialize(found, None, wanted) or b""
