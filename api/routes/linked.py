"""Linked data: every IRI of this region or of the project leads to a page or to its record."""

from fastapi import APIRouter, Depends, Request, Response

from api.answering import (
    given_once,
    has_this,
    json_response,
    no_parameters,
    refuse_unknown,
    tag_of,
    unchanged,
)
from api.answers.table import page_of
from api.description import TAGGED, UNCHANGED, answers_with, parameter
from api.served import Served, Serving
from graph.formats import SUFFIXES, write_graph
from ontology.errors import InvalidInput, NotFound
from ontology.terms import PROJECT_BASE

PAGE = "text/html"
DIGITS = 9
SINCE = {"type": "string", "pattern": f"^[0-9]{{1,{DIGITS}}}$", "default": "0"}
THING, FILE = (
    {"type": "string", "minLength": 1, "examples": [f"innovation/periprem{suffix}"]}
    for suffix in ("", ".ttl")
)
GRAPH = {
    "description": "The graph of the record",
    "content": {kind: {"schema": {"type": "string"}} for kind in SUFFIXES.values()},
    "headers": TAGGED,
}

router = APIRouter(tags=["linked data"])


@router.get(
    "/id/{path:path}",
    summary="A thing: 303 to its page or to the data of its record",
    status_code=303,
    response_class=Response,
    responses={303: {"description": "Where it is"}},
    openapi_extra={"parameters": [parameter("path", "path", "what stands after id/", THING)]},
    dependencies=[Depends(no_parameters)],
)
def thing(request: Request, served: Serving) -> Response:
    """Lead to a page, or to data in the format that the caller prefers."""
    path = request.path_params["path"]
    record = find_record(served, path)
    page = page_of(f"{PROJECT_BASE}id/{path}")
    wanted = choose(request.headers.get("accept", "*/*"))
    if wanted == PAGE and page and not page.startswith("/id/"):
        return Response(status_code=303, headers={"location": page, "vary": "accept"})
    suffix = next((suffix for suffix, kind in SUFFIXES.items() if kind == wanted), "ttl")
    target = f"/data/{record.partition('/id/')[2]}.{suffix}"
    return Response(status_code=303, headers={"location": target, "vary": "accept"})


@router.get(
    "/data/{path:path}",
    summary="The graph of a record, by suffix: ttl, nt, nq, jsonld, rdf",
    response_class=Response,
    responses={200: GRAPH},
    openapi_extra={
        "parameters": [parameter("path", "path", "what stands after id/, and a suffix", FILE)],
        "responses": UNCHANGED,
    },
    dependencies=[Depends(no_parameters)],
)
def data(request: Request, served: Serving) -> Response:
    """The current version of a record."""
    code, dot, suffix = request.path_params["path"].rpartition(".")
    if not dot or suffix not in SUFFIXES:
        msg = f"give one of these suffixes: {', '.join(SUFFIXES)}"
        raise NotFound(msg)
    record = find_record(served, code)
    ledger = served.home.ledger
    state = str(ledger.sequence)
    if has_this(request, state):
        return unchanged(state)
    text = ledger.nquads(ledger.records()[record])
    kind = SUFFIXES[suffix]
    return Response(write_graph(text, kind), media_type=kind, headers=tag_of(state))


@router.get(
    "/v1/changes",
    summary="What changed since a sequence of the ledger",
    responses=answers_with("Changes"),
    openapi_extra={"parameters": [parameter("since", "query", "a sequence", SINCE)]},
)
def changes(request: Request, served: Serving) -> Response:
    """Rows of sequence, record, operation and version; `since` is a sequence."""
    given = given_once(request)
    refuse_unknown(given, "since")
    since = given.get("since", "0")
    if not (since.isascii() and since.isdecimal() and len(since) <= DIGITS):
        msg = f"since is a sequence, a whole number, not {since!r}"
        raise InvalidInput(msg)
    served.engine()
    shown = served.home.visible(served.level)
    rows = served.home.changes(int(since))
    return json_response([row for row in rows if row["record"] in shown])


def find_record(served: Served, path: str) -> str:
    """The IRI of the record that `id/` and a path lead to, or that holds the node they name.

    Only what the default level shows is found; NotFound says that there is nothing.
    """
    served.engine()
    shown = served.home.visible(served.level)
    kind, _, rest = path.partition("/")
    for base in (served.home.region.base, PROJECT_BASE):
        record = f"{base}id/{kind}/{rest.partition('/')[0]}"
        if record in shown:
            return record
    msg = f"no record here is called {path!r}"
    raise NotFound(msg)


def choose(accept: str) -> str:
    """The media type that a caller prefers of a page and the formats, by the weights it gives."""
    offered = [PAGE, *SUFFIXES.values()]
    best, most = "text/turtle", 0.0
    for part in accept.split(","):
        name, *options = (word.strip() for word in part.split(";"))
        weight = next((option[2:] for option in options if option.startswith("q=")), "1")
        value = float(weight) if weight.replace(".", "", 1).isdecimal() else 0.0
        if value > most and name in offered:
            best, most = name, value
    return best
