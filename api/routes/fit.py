"""Would it work here, over HTTP and as a readiness card that prints on one page."""

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
from api.answers.card import SHOWN, make_card
from api.answers.fit import Answer, Question, ask_fit, state_of
from api.answers.fit_answer import answer_json
from api.answers.gazetteer import folders_of
from api.description import TAGGED, UNCHANGED, answers_with, parameter
from api.routes.pages import draw
from api.served import Served, Serving
from ontology.errors import InvalidInput, NotFound

router = APIRouter()

_PARAMETERS = [
    parameter("id", "path", "an innovation: IRI, code or label",
              {"type": "string", "minLength": 1, "examples": ["feno-testing"]}),
    {**parameter("context", "query", "a place: IRI, ONS or ODS code, or label",
                 {"type": "string", "minLength": 1, "examples": ["E54000043"]}), "required": True},
    parameter("have", "query", "conditions that the place has, by commas",
              {"type": "string", "examples": ["clinical-champion,staff-training"]}),
    parameter("lack", "query", "conditions that it lacks, by commas",
              {"type": "string", "examples": ["dedicated-funding"]}),
]  # fmt: skip


@router.get(
    "/v1/innovations/{id:path}/fit",
    summary="Whether an innovation would work in a place",
    tags=["innovations"],
    responses=answers_with("Fit", headers=TAGGED),
    openapi_extra={"parameters": _PARAMETERS, "responses": UNCHANGED},
)
def fit(request: Request, served: Serving) -> Response:
    """Counts, nearest precedents, conditions, people to ask, and what nobody knows."""
    given = given_once(request)
    refuse_unknown(given, "context", "have", "lack")
    if "context" not in given:
        msg = "say where: context is a place by IRI, code or label"
        raise InvalidInput(msg)
    state = _state(served)
    if has_this(request, state):
        return unchanged(state)
    return json_response(answer_json(_ask(served, request.path_params["id"], given)), tag_of(state))


def _state(served: Served) -> str:
    """What an answer depends on: the ledger, the texts, and the tables of places."""
    return f"{served.state(served.engine().sequence)}-{state_of(folders_of(served.home.settings))}"


def _ask(served: Served, innovation: str, given: dict[str, str]) -> Answer:
    have, lack = (split(given.get(name, "")) for name in ("have", "lack"))
    question = Question(innovation, given["context"], have, lack)
    where = folders_of(served.home.settings)
    return ask_fit(served.engine(), served.home.shelf, where, question)


def split(names: str) -> list[str]:
    """Names given by commas."""
    return [name.strip() for name in names.split(",") if name.strip()]


@router.get("/innovations/{code}/fit", include_in_schema=False)
def card(code: str, request: Request, served: Serving) -> Response:
    """A form that asks for the place, and the card once it is given."""
    given = given_once(request)
    refuse_unknown(given, "context", "have", "lack")
    given = {name: value for name, value in given.items() if value.strip()}
    tables = state_of(folders_of(served.home.settings))
    values = {
        "tables": tables,
        "code": code,
        "values": given,
        "shown": SHOWN,
        "card": None,
        "problem": None,
    }
    if "context" not in given:
        return draw(request, served, "card.html", values)
    try:
        answer = _ask(served, f"innovation/{code}", given)
    except (InvalidInput, NotFound) as error:
        values["problem"] = str(error)
        return draw(request, served, "card.html", values, describe(error)[0])
    data = f"/v1/innovations/{code}/fit?{request.url.query}"
    return draw(request, served, "card.html", {**values, "card": make_card(answer), "data": data})
