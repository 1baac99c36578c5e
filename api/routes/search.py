"""Search over HTTP."""

from urllib.parse import urlencode

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
from api.answers.finding import (
    LONGEST,
    MOST,
    Searched,
    Sought,
    read_kinds,
    read_text,
    read_whole,
    search,
)
from api.answers.views import Values
from api.description import TAGGED, UNCHANGED, answers_with, parameter
from api.routes.pages import draw
from api.served import Served, Serving
from ontology.errors import InvalidInput
from queries.search.index import KINDS

FARTHEST = 10_000  # the first hit of a part
_TYPE = "|".join(KINDS)

router = APIRouter(tags=["questions"])


@router.get(
    "/v1/search",
    summary="Things by words of their names",
    responses=answers_with("Searched", headers=TAGGED),
    openapi_extra={
        "parameters": [
            {
                **parameter("q", "query", "words of a name, or a code",
                            {"type": "string", "maxLength": LONGEST, "pattern": r"\S"}),
                "required": True,
            },
            parameter("type", "query", "kinds of things, with commas between them",
                      {"type": "string", "pattern": f"^({_TYPE})(,({_TYPE}))*$"}),
            parameter("limit", "query", "how many are listed",
                      {"type": "integer", "minimum": 1, "maximum": MOST}),
            parameter("offset", "query", "how many are passed over",
                      {"type": "integer", "minimum": 0, "maximum": FARTHEST}),
        ],
        "responses": UNCHANGED,
    },
)  # fmt: skip
def find(request: Request, served: Serving) -> Response:
    """The hits, best first; what matched and where it leads with each."""
    sought = read_sought(given_once(request))
    _, sequence = served.index()
    state = served.state(sequence)
    if has_this(request, state):
        return unchanged(state)
    return json_response(run_search(served, sought).as_json(), tag_of(state))


def read_sought(given: dict[str, str]) -> Sought:
    """What the parameters of a call ask for; InvalidInput where they do not fit."""
    refuse_unknown(given, "q", "type", "limit", "offset")
    return Sought(
        text=read_text(given.get("q", "")),
        kinds=read_kinds(given.get("type")),
        limit=read_whole("limit", given.get("limit", "20"), (1, MOST)),
        offset=read_whole("offset", given.get("offset", "0"), (0, FARTHEST)),
    )


def run_search(served: Served, sought: Sought) -> Searched:
    """Search what is served."""
    index, sequence = served.index()
    return search(index, sequence, sought, (served.engine().ask, served.home.shelf))


@router.get("/search", include_in_schema=False)
def page(request: Request, served: Serving) -> Response:
    """The form, and the hits where there is something to search for."""
    given = {name: text for name, text in given_once(request).items() if text}
    values: Values = {
        "query": given.get("q", ""),
        "kinds": KINDS,
        "chosen": given.get("type", ""),
        "problem": None,
        "found": None,
        "before": None,
        "after": None,
    }
    if "q" not in given and given.keys() <= {"type"}:
        return draw(request, served, "search.html", values)
    try:
        searched = run_search(served, read_sought(given))
    except InvalidInput as error:
        told = {**values, "problem": str(error)}
        return draw(request, served, "search.html", told, describe(error)[0])
    parts = {"found": searched.as_json(), **_neighbours(given, searched)}
    return draw(request, served, "search.html", {**values, **parts})


def _neighbours(given: dict[str, str], searched: Searched) -> dict[str, str | None]:
    """The addresses of the part before this and of the part after it, where there are any."""
    sought = searched.sought
    ends = {"before": sought.offset - sought.limit, "after": sought.offset + sought.limit}
    there = {"before": sought.offset > 0, "after": ends["after"] < len(searched.found.hits)}
    return {
        name: f"/search?{urlencode({**given, 'offset': max(0, at)})}" if there[name] else None
        for name, at in ends.items()
    }
