"""What worked where, over HTTP and as a page with its filters."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from api.answering import (
    describe,
    given_once,
    has_this,
    json_response,
    refuse_unknown,
    tag_of,
    unchanged,
)
from api.answers.axes import AXES
from api.answers.views import Values
from api.answers.worked import DIRECTIONS, TAKEN, ask_worked
from api.answers.worked_answer import answer_csv, answer_json
from api.answers.worked_view import view_worked
from api.description import TAGGED, UNCHANGED, parameter
from api.routes.pages import draw
from api.schemas.words import refer
from api.served import Served, Serving
from ontology.errors import InvalidInput
from queries.outcomes.rules import LEVELS

CSV, JSON = "text/csv", "application/json"

router = APIRouter()
_LEVELS = "; ".join(f"{axis}: {', '.join(sorted(levels))}" for axis, levels in LEVELS.items())
_PARAMETERS = [
    parameter("innovation", "query", "an innovation: IRI, code or label",
              {"type": "string", "minLength": 1, "examples": ["periprem"]}),
    parameter("place", "query", "an area or a board: IRI, code or label",
              {"type": "string", "minLength": 1, "examples": ["E40000006"]}),
    parameter("outcome", "query", f"a measure, or a level of the axis: {_LEVELS}",
              {"type": "string", "minLength": 1}),
    parameter("axis", "query", "whether it worked, or whether it spread", {"enum": list(AXES)}),
    parameter("direction", "query", "only cases with a finding that went so; counts are of all",
              {"enum": list(DIRECTIONS)}),
]  # fmt: skip


def _endpoint(*, as_csv: bool) -> Callable[[Request, Served], Response]:
    def answer(request: Request, served: Serving) -> Response:
        given = given_once(request)
        refuse_unknown(given, *TAKEN)
        wants_csv = as_csv or CSV in request.headers.get("accept", "")
        state = served.state(served.engine().sequence) + ("-csv" if wants_csv else "")
        if has_this(request, state):
            return unchanged(state)
        found = ask_worked(served.engine(), served.home.shelf, given)
        if wants_csv:
            return Response(answer_csv(found), media_type=CSV, headers=tag_of(state))
        return json_response(answer_json(found), tag_of(state))

    return answer


def _describe(*, as_csv: bool) -> dict[str, object]:
    content: dict[str, object] = {CSV: {"schema": {"type": "string"}}}
    if not as_csv:
        content[JSON] = {"schema": refer("Worked")}
    told = {"description": "The cases, and what tempers them", "content": content}
    return {
        "parameters": _PARAMETERS,
        "responses": {"200": told | {"headers": TAGGED}, **UNCHANGED},
    }


for _suffix in (".csv", ""):
    router.add_api_route(
        f"/v1/what-worked{_suffix}",
        _endpoint(as_csv=bool(_suffix)),
        name=f"what-worked{_suffix}",
        tags=["innovations"],
        summary="What worked where, what did not, and what is unclear",
        openapi_extra=_describe(as_csv=bool(_suffix)),
        response_class=Response,
    )


@router.get("/worked", include_in_schema=False)
def worked_page(request: Request, served: Serving) -> Response:
    """The filters as a form, and the answer below it."""
    given = given_once(request)
    refuse_unknown(given, *TAKEN)
    given = {name: value for name, value in given.items() if value.strip()}
    query = f"?{request.url.query}" if request.url.query else ""
    values: Values = {
        "values": given,
        "axes": AXES,
        "directions": list(DIRECTIONS),
        "levels": _LEVELS,
        "csv": f"/v1/what-worked.csv{query}",
        "json": f"/v1/what-worked{query}",
        "problem": None,
        "found": None,
    }
    try:
        answer = ask_worked(served.engine(), served.home.shelf, given)
    except InvalidInput as error:
        refused = {**values, "problem": str(error)}
        return draw(request, served, "worked.html", refused, describe(error)[0])
    return draw(request, served, "worked.html", {**values, "found": view_worked(answer)})
