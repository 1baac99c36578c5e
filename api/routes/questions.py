"""The questions of the catalogue over HTTP, each with its own parameters in the description."""

from collections.abc import Callable

from fastapi import APIRouter, Depends, Request, Response

from api.answering import given_once, has_this, json_response, no_parameters, tag_of, unchanged
from api.answers.printed import answer_csv, answer_json
from api.description import TAGGED, UNCHANGED, answers_with, parameter
from api.present import list_questions
from api.schemas.words import refer
from api.served import AS_OF, REVIEWED, Served, Serving
from graph.ledger import SHARING
from ontology.errors import InvalidInput, NotFound
from ontology.fields import REVIEW_STATES
from queries.catalogue import Question, questions

CSV = "text/csv"
SCHEMAS: dict[str, dict[str, object]] = {  # of a kind of parameter; any other is text
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
}
LEVEL, ENGINE = "sharing", "engine"

router = APIRouter(tags=["questions"])


@router.get(
    "/v1/questions",
    summary="The questions that can be asked",
    responses=answers_with("Questions"),
    dependencies=[Depends(no_parameters)],
)
def catalogue() -> Response:
    """Every question with what may be given to it and what it answers with."""
    return json_response(list_questions())


def _endpoint(question: Question, *, as_csv: bool) -> Callable[[Request, Served], Response]:
    def answer(request: Request, served: Serving) -> Response:
        given = given_once(request)
        level = given.pop(LEVEL, None)
        language = given.pop(ENGINE, "sparql")
        if language not in question.languages:
            msg = f"{ENGINE} is one of {', '.join(question.languages)}, not {language!r:.40}"
            raise InvalidInput(msg)
        to_csv = as_csv or CSV in request.headers.get("accept", "")
        form = (".cypher" if language == "cypher" else "") + (".csv" if to_csv else "")
        state = served.state(served.engine(level).sequence) + form
        if AS_OF not in given and has_this(request, state):
            return unchanged(state)
        answered = served.ask(question.name, given, level, language)
        headers = tag_of(served.state(answered.sequence) + form)
        if to_csv:
            return Response(answer_csv(answered), media_type=CSV, headers=headers)
        return json_response(answer_json(answered), headers)

    return answer


def describe(question: Question, *, as_csv: bool) -> dict[str, object]:
    """A question as OpenAPI has it."""
    given = [
        parameter(name, "query", _hint(kind), SCHEMAS.get(kind, {"type": "string"}))
        for name, kind in question.given.items()
    ]
    moment = {"anyOf": [{"pattern": "^[0-9]{1,18}$"}, {"format": "date"}], "type": "string"}
    as_of = parameter(AS_OF, "query", "a sequence, or a date whose end counts", moment)
    levels = {"enum": list(SHARING)}
    level = parameter(LEVEL, "query", "a sharing level that is switched on here", levels)
    states = {"enum": list(REVIEW_STATES)}
    reviewed = parameter(REVIEWED, "query", "the review state that a claim has at least", states)
    languages = {"enum": list(question.languages)}
    language = parameter(ENGINE, "query", "the language that it is asked in", languages)
    content: dict[str, object] = {CSV: {"schema": {"type": "string"}}}
    if not as_csv:
        content["application/json"] = {"schema": refer("Answer")}
    answer = {"description": "The rows", "content": content, "headers": TAGGED}
    return {
        "parameters": [*given, as_of, reviewed, level, language],
        "responses": {"200": answer, **UNCHANGED},
    }


def _hint(kind: str) -> str:
    return "a name, a code or an IRI" if kind == "iri" else kind


for _question in questions().values():
    for _suffix in (".csv", ""):
        router.add_api_route(
            f"/v1/questions/{_question.name}{_suffix}",
            _endpoint(_question, as_csv=bool(_suffix)),
            name=_question.name + _suffix,
            summary=_question.summary,
            openapi_extra=describe(_question, as_csv=bool(_suffix)),
            response_class=Response,
        )


@router.get("/v1/questions/{name}", include_in_schema=False)
def unknown(name: str) -> Response:
    """Answer that there is no such question."""
    msg = f"no question is called {name!r}: /v1/questions lists them"
    raise NotFound(msg)
