"""What places like one tried and learnt, over HTTP."""

from fastapi import APIRouter, Request, Response

from api.answering import (
    given_once,
    has_this,
    json_response,
    refuse_unknown,
    tag_of,
    unchanged,
)
from api.answers.fit import state_of
from api.answers.gazetteer import folders_of
from api.answers.learning import ask_lessons, lessons_json
from api.description import TAGGED, UNCHANGED, answers_with, parameter
from api.served import Serving

router = APIRouter(tags=["contexts"])

_PARAMETERS = [
    parameter("id", "path", "a place: IRI, ONS or ODS code, or label",
              {"type": "string", "minLength": 1, "examples": ["E54000026"]}),
    parameter("since", "query", "what is new since a sequence or a date",
              {"type": "string", "examples": ["0", "2024-01-01"]}),
]  # fmt: skip


@router.get(
    "/v1/contexts/{id:path}/lessons",
    summary="What places like one tried, what came of it, and what they learnt",
    responses=answers_with("Lessons", headers=TAGGED),
    openapi_extra={"parameters": _PARAMETERS, "responses": UNCHANGED},
)
def lessons(request: Request, served: Serving) -> Response:
    """From a place to those like it, to what they tried, to its results, to their lessons."""
    given = given_once(request)
    refuse_unknown(given, "since")
    engine, where = served.engine(), folders_of(served.home.settings)
    state = f"{served.state(engine.sequence)}-{state_of(where)}"
    if has_this(request, state):
        return unchanged(state)
    place = request.path_params["id"]
    found = ask_lessons(engine, served.home, where, place, given.get("since"))
    return json_response(lessons_json(found), tag_of(state))
