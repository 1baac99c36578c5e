"""How an innovation spread, and the figures of innovations, places and gaps, over HTTP."""

from collections.abc import Callable, Mapping

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
from api.answers.asking import find_thing
from api.answers.clusters import together
from api.answers.figures import (
    FORMS,
    INNOVATION,
    figure_contributions,
    figure_gaps,
    figure_innovation,
    write_figure,
)
from api.answers.finding import read_whole
from api.answers.gazetteer import folders_of
from api.answers.spread import ask_spread
from api.description import TAGGED, UNCHANGED, answers_with, parameter
from api.schemas.words import refer
from api.served import Served, Serving
from ingest.contexts.places import LEVELS
from queries.figures.figure import Figure
from queries.spread.answer import trace_spread
from queries.spread.links import write_graphml

GRAPHML = "application/graphml+xml"
FARTHEST = 100  # place that a figure is of
Get = Callable[[Request, Served], Figure]

router = APIRouter(tags=["innovations"])
_INNOVATION = parameter(
    "id",
    "path",
    "an innovation: IRI, code or label",
    {"type": "string", "minLength": 1, "examples": ["periprem"]},
)


@router.get(
    "/v1/innovations/{id:path}/spread.graphml",
    summary="Uses of an innovation and attempts to take it elsewhere, as GraphML",
    openapi_extra={
        "parameters": [_INNOVATION],
        "responses": {
            "200": {
                "description": "The graph",
                "content": {GRAPHML: {"schema": {"type": "string"}}},
                "headers": TAGGED,
            },
            **UNCHANGED,
        },
    },
    response_class=Response,
    dependencies=[Depends(no_parameters)],
)
def graph(request: Request, served: Serving) -> Response:
    """The same nodes and links as in the JSON."""
    engine = served.engine()
    state = f"{engine.sequence}.graphml"
    if has_this(request, state):
        return unchanged(state)
    innovation = find_thing(request.path_params["id"], engine.ask, kind="innovation")
    text = write_graphml(trace_spread(together(engine, innovation), innovation).moves)
    return Response(text, media_type=GRAPHML, headers=tag_of(state))


@router.get(
    "/v1/innovations/{id:path}/spread",
    summary="Who took an innovation from whom and when, how far it got and where it stopped",
    responses=answers_with("Spread", headers=TAGGED),
    openapi_extra={"parameters": [_INNOVATION], "responses": UNCHANGED},
    dependencies=[Depends(no_parameters)],
)
def spread(request: Request, served: Serving) -> Response:
    """Uses and attempts, with the claims that they stand on."""
    engine = served.engine()
    state = served.state(engine.sequence)
    if has_this(request, state):
        return unchanged(state)
    found = ask_spread(engine, served.home.shelf, request.path_params["id"])
    return json_response(found.as_json(), tag_of(state))


def _of_innovation(name: str) -> Get:
    def get(request: Request, served: Served) -> Figure:
        engine = served.engine()
        innovation = find_thing(request.path_params["id"], engine.ask, kind="innovation")
        return figure_innovation(together(engine, innovation), name, innovation)

    return get


def _of_gaps(_: Request, served: Served) -> Figure:
    return figure_gaps(served.engine().ask)


def _of_place(request: Request, served: Served) -> Figure:
    given = given_once(request)
    nearest = read_whole("nearest", given.get("nearest", "1"), (1, FARTHEST))
    where = folders_of(served.home.settings)
    return figure_contributions(where, request.path_params["id"], nearest, given.get("level"))


def _endpoint(get: Get, form: str, known: tuple[str, ...]) -> Callable[[Request, Served], Response]:
    def answer(request: Request, served: Serving) -> Response:
        refuse_unknown(given_once(request), *known)
        state = f"{served.engine().sequence}.{form}"
        if not known and has_this(request, state):  # tables of places change without the ledger
            return unchanged(state)
        figure = get(request, served)
        headers = None if known else tag_of(state)
        if form == "json":
            return json_response(figure.as_json(), headers)
        return Response(write_figure(figure, form), media_type=FORMS[form], headers=headers)

    return answer


def _describe(form: str, parameters: list[dict[str, object]]) -> dict[str, object]:
    schema: Mapping[str, object] = refer("Figure") if form == "json" else {"type": "string"}
    answer = {"description": "The figure", "content": {FORMS[form]: {"schema": schema}}}
    return {"parameters": parameters, "responses": {"200": answer, **UNCHANGED}}


def _add(path: str, title: str, get: Get, parameters: list[dict[str, object]]) -> None:
    known = tuple(str(one["name"]) for one in parameters if one["in"] == "query")
    for form in ("svg", "csv", "json"):
        suffix = "" if form == "json" else f".{form}"
        router.add_api_route(
            path + suffix,
            _endpoint(get, form, known),
            name=f"{title} {form}",
            summary=f"{title}, as {'data' if form == 'json' else form.upper()}",
            openapi_extra=_describe(form, parameters),
            response_class=Response,
        )


TITLES = {
    "matrix": "Conditions of the uses of an innovation by result",
    "contrast": "A use that succeeded beside one that failed",
    "timeline": "An innovation in time and place",
}
for _name in INNOVATION:
    _path = f"/v1/innovations/{{id:path}}/figures/{_name}"
    _add(_path, TITLES[_name], _of_innovation(_name), [_INNOVATION])
_add("/v1/figures/gaps", "Where there is evidence and where none", _of_gaps, [])
_add(
    "/v1/contexts/{id:path}/figures/contributions",
    "What makes a place unlike one of those most like it",
    _of_place,
    [
        parameter("id", "path", "a place: IRI, ONS or ODS code, or label",
                  {"type": "string", "minLength": 1, "examples": ["QYG"]}),
        parameter("nearest", "query", "which of the places alike, 1 being the nearest",
                  {"type": "integer", "minimum": 1, "maximum": FARTHEST}),
        parameter("level", "query", "which places are compared", {"enum": list(LEVELS)}),
    ],
)  # fmt: skip
