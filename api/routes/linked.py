"""Linked data: every IRI of this region or of the project leads to a page or to its record."""

from fastapi import APIRouter, Depends, Request, Response
from starlette.exceptions import HTTPException

from api.answering import (
    given_once,
    has_this,
    json_response,
    no_parameters,
    refuse_unknown,
    tag_of,
    unchanged,
)
from api.routes.questions import PROBLEM
from api.served import Served, Serving
from api.table import page_of
from graph.formats import SUFFIXES, write_graph
from ontology.errors import InvalidInput
from ontology.terms import PROJECT_BASE

PAGE = "text/html"
DIGITS = 9
ABSENT = {"description": "No record here has this name", "content": PROBLEM}
REFUSED = {"description": "A parameter does not fit", "content": PROBLEM}

router = APIRouter(tags=["linked data"])


@router.get(
    "/id/{path:path}",
    summary="A thing: 303 to its page or to the data of its record",
    status_code=303,
    response_class=Response,
    responses={400: REFUSED, 404: ABSENT},
    dependencies=[Depends(no_parameters)],
)
def thing(path: str, request: Request, served: Serving) -> Response:
    """Lead to a page, or to data in the format that the caller prefers."""
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
    responses={400: REFUSED, 404: ABSENT},
    dependencies=[Depends(no_parameters)],
)
def data(path: str, request: Request, served: Serving) -> Response:
    """The current version of a record."""
    code, dot, suffix = path.rpartition(".")
    if not dot or suffix not in SUFFIXES:
        raise HTTPException(404, f"give one of these suffixes: {', '.join(SUFFIXES)}")
    record = find_record(served, code)
    ledger = served.home.ledger
    if has_this(request, ledger.sequence):
        return unchanged(ledger.sequence)
    text = ledger.nquads(ledger.records()[record])
    kind = SUFFIXES[suffix]
    return Response(write_graph(text, kind), media_type=kind, headers=tag_of(ledger.sequence))


@router.get(
    "/v1/changes",
    summary="What changed since a sequence of the ledger",
    responses={400: REFUSED},
)
def changes(request: Request, served: Serving, since: str = "0") -> Response:
    """Rows of sequence, record, operation and version; `since` is a sequence."""
    refuse_unknown(given_once(request), "since")
    if not (since.isascii() and since.isdecimal() and len(since) <= DIGITS):
        msg = f"since is a sequence, a whole number, not {since!r}"
        raise InvalidInput(msg)
    served.engine()
    shown = served.home.visible(served.level)
    rows = served.home.changes(int(since))
    return json_response([row for row in rows if row["record"] in shown])


def find_record(served: Served, path: str) -> str:
    """The IRI of the record that `id/` and a path lead to, or that holds the node they name.

    Only what the default level shows is found; a 404 says that there is nothing.
    """
    served.engine()
    shown = served.home.visible(served.level)
    kind, _, rest = path.partition("/")
    for base in (served.home.region.base, PROJECT_BASE):
        record = f"{base}id/{kind}/{rest.partition('/')[0]}"
        if record in shown:
            return record
    raise HTTPException(404, f"no record here is called {path}")


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
