"""SPARQL over HTTP (SPARQL 1.1 Protocol): reading, and in a scratch dataset writing."""

from dataclasses import replace

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.answering import has_this
from api.endpoints.queries import LEFT, VARY, answer_asked
from api.endpoints.query_page import draw_query
from api.endpoints.scratch import Queried, Scratch, caller_of, session_of, writable
from api.endpoints.sparql_request import GRAPH_AS, ROWS_AS, Operation, formats_of, read_operation
from api.negotiating import choose_type
from api.schemas.sparql import ENDPOINT, QUERY_BY_GET, QUERY_BY_POST
from api.served import Served
from graph.engine.answer import refusal
from graph.engine.outside import Asked, stands_still
from graph.engine.scratch import Change
from graph.engine.service_description import describe_service

router = APIRouter(tags=["SPARQL"])
PAGE = "text/html"
PAGE_LAST = {**dict.fromkeys([*ROWS_AS, *GRAPH_AS], ""), PAGE: PAGE}


@router.get("/sparql", openapi_extra=QUERY_BY_GET, **ENDPOINT)
@router.post("/sparql", openapi_extra=QUERY_BY_POST, **ENDPOINT)
@router.get("/sparql/", include_in_schema=False)
@router.post("/sparql/", include_in_schema=False)
async def sparql(request: Request, queried: Queried) -> Response:
    """A query is answered; where there is none, the service describes itself."""
    operation = await read_operation(request)
    if operation and operation.update:
        return await _update(request, writable(queried), operation)
    asked = _ask(request, queried, operation) if operation else None
    if isinstance(queried, Served) and _is_browser(request):
        return await draw_query(request, queried, asked)
    if asked is None:
        return _describe(request, queried)
    return await answer(request, queried, asked)


async def answer(request: Request, queried: Served | Scratch, asked: Asked) -> Response:
    """The answer to a query, within the limits of its caller, or that the caller has it already."""
    engine = await run_in_threadpool(queried.engine)
    limits = replace(queried.outside, caller=caller_of(request), session=session_of(request))
    kept = request.method == "GET" and isinstance(queried, Served) and stands_still(asked.text)
    state = f"{engine.sequence}-{asked.digest()}"
    tag = {"etag": f'W/"{state}"'} if kept else None  # names of blank nodes may be others
    if tag and has_this(request, state):
        return Response(status_code=304, headers={**VARY, **tag})
    response = await answer_asked(request, engine, asked, limits, tag)
    if asked.examine and response.status_code != LEFT:  # who left has seen nothing examined
        queried.examined.keep(asked.text)
    return response


def endpoint_of(request: Request) -> str:
    """The address of a service, against which relative IRIs are resolved."""
    return str(request.url.replace(query=""))


def _ask(request: Request, queried: Served | Scratch, operation: Operation) -> Asked:
    rows, graph = formats_of(request)
    return Asked(
        operation.text,
        rows,
        graph,
        operation.default,
        operation.named,
        endpoint_of(request),
        examine=queried.examined.needs(operation.text),
        union=isinstance(queried, Served),
    )


def _is_browser(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return PAGE in accept and choose_type(accept, PAGE_LAST) == PAGE


def _describe(request: Request, queried: Served | Scratch) -> Response:
    _, media = formats_of(request)
    if not media:
        raise refusal("form", "triples")
    open_for_writing = isinstance(queried, Scratch)
    body = describe_service(endpoint_of(request), media, writable=open_for_writing)
    return Response(body, headers=VARY, media_type=media)


async def _update(request: Request, scratch: Scratch, operation: Operation) -> Response:
    change = Change(
        "update", endpoint_of(request), default=operation.default, named=operation.named
    )
    await run_in_threadpool(scratch.change, change, operation.text, caller_of(request))
    return Response(status_code=204)


@router.api_route(
    "/sparql", methods=["OPTIONS", "PATCH", "TRACE", "PUT", "DELETE"], include_in_schema=False
)
def refuse_method() -> Response:
    """Name the methods that there are."""
    raise HTTPException(405, headers={"Allow": "GET, POST"})
