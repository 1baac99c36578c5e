"""What a request of the SPARQL 1.1 Protocol asks for (§2.1, §2.2)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from fastapi import Request

from api.negotiating import choose_type
from graph.engine.document import GRAPHS, ROWS
from graph.engine.outside import is_update
from ontology.errors import InvalidInput
from ontology.terms import is_iri

TEXT = 2**16  # bytes of a query
ADDRESS = 2**13  # bytes of one in an address
NAMES = 100  # graphs that a request may name
FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
ROWS_AS = {kind: kind for kind in ROWS} | {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
GRAPH_AS = {kind: kind for kind in GRAPHS} | {
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/plain": "application/n-triples",
}
KNOWN = {
    *("query", "update", "default-graph-uri", "named-graph-uri"),
    *("using-graph-uri", "using-named-graph-uri"),
    # what SPARQLWrapper and others send along, which changes nothing here
    *("format", "output", "results", "timeout", "infer", "debug"),
}
_STRAY = re.compile(rb"%(?![0-9A-Fa-f]{2})")

Pairs = Sequence[tuple[str, str]]


class TooLong(InvalidInput):
    """The query has more bytes than are taken."""

    code = "tooLong"


class WrongMediaType(InvalidInput):
    """The body is of a kind that is not taken here."""

    code = "mediaType"


@dataclass(frozen=True)
class Operation:
    """A query or an update with the graphs that the protocol names for it, None for none."""

    text: str
    default: Sequence[str] | None = None
    named: Sequence[str] | None = None
    update: bool = False
    more: Mapping[str, str] = field(default_factory=dict)


async def read_operation(request: Request) -> Operation | None:
    """The one operation of a request; None for a GET without one.

    InvalidInput, TooLong or WrongMediaType say what is wrong with it.
    """
    given = read_pairs(request.scope["query_string"])
    if request.method != "POST":
        texts = [text for name, text in given if name == "query"]
        if any(name == "update" for name, _ in given):
            msg = "an update comes by POST: a GET is safe"
            raise InvalidInput(msg)
        return _operation(given, texts, ADDRESS, update=False) if texts else None
    return await _read_posted(request, given)


async def _read_posted(request: Request, given: Pairs) -> Operation:
    kind, _, options = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    body = await read_body(request, TEXT * 3 if kind == FORM else TEXT)
    if kind == FORM:
        given = [*given, *read_pairs(body)]
        updates = [text for name, text in given if name == "update"]
        queries = [text for name, text in given if name == "query"]
        if queries and updates:
            msg = "give a query or an update, not both"
            raise InvalidInput(msg)
        return _operation(given, updates or queries, TEXT, update=bool(updates))
    if kind not in (QUERY, UPDATE):
        msg = f"a body of {kind or 'no'} type is not taken: give {FORM}, {QUERY} or {UPDATE}"
        raise WrongMediaType(msg)
    if re.search(r"charset\s*=\s*(?!\"?utf-?8)", options, re.IGNORECASE):
        msg = "write the text in UTF-8: no other encoding is taken"
        raise WrongMediaType(msg)
    if any(name in ("query", "update") for name, _ in given):
        msg = "the operation is in the body already: leave it out of the address"
        raise InvalidInput(msg)
    return _operation(given, [decode(body)], TEXT, update=kind == UPDATE)


def _operation(given: Pairs, texts: Sequence[str], most: int, *, update: bool) -> Operation:
    if unknown := sorted({name for name, _ in given} - KNOWN):
        msg = f"unknown parameter {unknown[0]!r:.100}: see SPARQL 1.1 Protocol"
        raise InvalidInput(msg)
    if len(texts) != 1:
        msg = "give one query or one update" + (", not several" if texts else " in the body")
        raise InvalidInput(msg)
    if len(texts[0].encode()) > most:
        msg = f"the text is longer than {most} bytes: shorten it" + (
            ", or send it by POST" if most == ADDRESS else ""
        )
        raise TooLong(msg)
    default = graphs_of(given, "using-graph-uri" if update else "default-graph-uri")
    named = graphs_of(given, "using-named-graph-uri" if update else "named-graph-uri")
    return Operation(texts[0], default, named, update or is_update(texts[0]), dict(given))


def graphs_of(given: Pairs, name: str) -> Sequence[str] | None:
    """The IRIs of graphs that a parameter gives, None where there is none."""
    found = [text for key, text in given if key == name]
    for iri in found:
        if not is_iri(iri):
            msg = f"{name} is no full IRI: {iri!r:.200}"
            raise InvalidInput(msg)
    if len(found) > NAMES:
        msg = f"{name} is given {len(found)} times: {NAMES} graphs at most"
        raise InvalidInput(msg)
    return found or None


def read_pairs(text: bytes) -> list[tuple[str, str]]:
    """The parameters of an address or a form; InvalidInput where they are badly written."""
    if _STRAY.search(text):
        msg = "a % is followed by two hexadecimal digits: write %25 for the sign itself"
        raise InvalidInput(msg)
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        msg = f"the parameters cannot be read as UTF-8, percent-encoded ({error})"
        raise InvalidInput(msg) from None


async def read_body(request: Request, most: int) -> bytes:
    """The body of a request; TooLong for more bytes than are taken."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            msg = f"the body is longer than {most} bytes: shorten it"
            raise TooLong(msg)
    return bytes(body)


def decode(body: bytes) -> str:
    """A body as text, without the mark that some put before it; InvalidInput if not UTF-8."""
    try:
        return body.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        msg = f"the text is not UTF-8 ({error})"
        raise InvalidInput(msg) from None


def formats_of(request: Request) -> tuple[str, str]:
    """The media types that a caller prefers for rows and for triples, "" for none."""
    accept = request.headers.get("accept", "*/*")
    return choose_type(accept, ROWS_AS), choose_type(accept, GRAPH_AS)
