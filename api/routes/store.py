"""Graphs by their names (SPARQL 1.1 Graph Store Protocol): read, in a scratch dataset written."""

from email.parser import BytesParser
from email.policy import HTTP
from uuid import uuid4

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.endpoints.scratch import Queried, caller_of, writable
from api.endpoints.sparql_request import WrongMediaType, decode, formats_of, read_body, read_pairs
from api.routes.sparql import answer, endpoint_of
from api.schemas.sparql import GRAPH, READ, WRITE
from api.served import Served
from graph.engine.answer import refusal
from graph.engine.outside import Asked
from graph.engine.scratch import Change
from ontology.errors import InvalidInput
from ontology.terms import is_iri

SERVICE = "/rdf-graphs/service"
DIRECT = "/rdf-graphs/{path:path}"
BODY = 10 * 2**20  # bytes of a graph that is written
ALL = "CONSTRUCT WHERE { ?s ?p ?o }"
READS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")

router = APIRouter(tags=["SPARQL"])


@router.get(SERVICE, openapi_extra=GRAPH, **READ)
@router.get(DIRECT, include_in_schema=False)
async def read_graph(request: Request, queried: Queried) -> Response:
    """The triples of a graph."""
    graph = _graph(request)
    if graph is None:
        msg = "say which graph: ?default, or ?graph= with its IRI"
        raise InvalidInput(msg)
    _, media = formats_of(request)
    if not media:
        raise refusal("form", "triples")
    default = [graph] if graph else None
    union = isinstance(queried, Served)
    asked = Asked(ALL, "", media, default, examine=False, union=union, exists=graph)
    return await answer(request, queried, asked)


@router.put(SERVICE, openapi_extra=GRAPH, **WRITE)
@router.put(DIRECT, include_in_schema=False)
@router.delete(SERVICE, openapi_extra=GRAPH, **WRITE)
@router.delete(DIRECT, include_in_schema=False)
@router.post(SERVICE, openapi_extra=GRAPH, **WRITE)
@router.post(DIRECT, include_in_schema=False)
async def write_graph(request: Request, queried: Queried) -> Response:
    """A change of a graph, or a new one."""
    scratch = writable(queried)
    graph, kind = _graph(request), request.method.lower()
    if graph is None and kind != "post":
        msg = "say which graph: ?default, or ?graph= with its IRI"
        raise InvalidInput(msg)
    new = str(request.url.replace(query="", path=f"/rdf-graphs/{uuid4()}"))
    chosen = new if graph is None else graph
    body = await read_body(request, BODY)
    parts = [] if kind == "delete" else _parts(request.headers.get("content-type", ""), body)
    change = Change(
        kind,
        chosen or endpoint_of(request),
        chosen,
        [media for media, _ in parts],
        [len(text) for _, text in parts],
    )
    text = "".join(decode(part) for _, part in parts)
    done = await run_in_threadpool(scratch.change, change, text, caller_of(request))
    if done == "missing":
        raise refusal("noGraph", chosen)
    location = {"location": chosen} if done == "created" else None
    return Response(status_code=201 if location else 204, headers=location)


def _graph(request: Request) -> str | None:
    """The IRI of the graph that is meant, "" for the default graph, None where none is named."""
    given = read_pairs(request.scope["query_string"])
    names = [text for key, text in given if key == "graph"]
    defaults = [text for key, text in given if key == "default"]
    if request.url.path != SERVICE:
        if given:
            msg = "the address is the name of the graph: give nothing behind it"
            raise InvalidInput(msg)
        return str(request.url)
    if len(names) + len(defaults) > 1 or any(defaults):
        msg = "give ?default or one ?graph="
        raise InvalidInput(msg)
    if names and not is_iri(names[0]):
        msg = f"graph is no full IRI: {names[0]!r:.200}"
        raise InvalidInput(msg)
    return names[0] if names else "" if defaults else None


def _parts(content_type: str, body: bytes) -> list[tuple[str, bytes]]:
    """The media type and the text of each graph in a body, one unless it is a form of files."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        message = BytesParser(policy=HTTP).parsebytes(
            b"content-type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n" + body
        )
        return [
            _part(one.get_content_type(), one.get_payload(decode=True))
            for one in message.walk()
            if not one.is_multipart()
        ]
    return [_part(kind, body)]


def _part(kind: str, text: object) -> tuple[str, bytes]:
    if kind not in READS or not isinstance(text, bytes):
        msg = f"a graph of the type {kind!r:.100} is not read: give one of {', '.join(READS)}"
        raise WrongMediaType(msg)
    return kind, text


@router.api_route(SERVICE, methods=["OPTIONS", "PATCH", "TRACE"], include_in_schema=False)
def refuse_method() -> Response:
    """Name the methods that there are."""
    raise HTTPException(405, headers={"Allow": "GET, POST, PUT, DELETE"})
