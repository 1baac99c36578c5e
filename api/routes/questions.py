"""The questions of the catalogue over HTTP, each with its own parameters in the description."""

from collections.abc import Callable

from fastapi import APIRouter, Depends, Request, Response
from starlette.exceptions import HTTPException

from api.answering import given_once, has_this, json_response, no_parameters, tag_of, unchanged
from api.present import answer_csv, answer_json, list_questions
from api.served import AS_OF, Served, Serving
from queries.catalogue import Question, questions

SHARING = "sharing"
PROBLEM = {"application/problem+json": {"schema": {"type": "object"}}}
REFUSED = {
    "400": {"description": "A parameter does not fit", "content": PROBLEM},
    "404": {"description": "Nothing has the name that is given", "content": PROBLEM},
    "501": {"description": "Not available here", "content": PROBLEM},
    "503": {"description": "A limit was reached", "content": PROBLEM},
}

router = APIRouter(tags=["questions"])


@router.get(
    "/v1/questions",
    summary="The questions that can be asked",
    dependencies=[Depends(no_parameters)],
)
def catalogue() -> Response:
    """Every question with what may be given to it and what it answers with."""
    return json_response(list_questions())


def _endpoint(question: Question, *, as_csv: bool) -> Callable[[Request, Served], Response]:
    def answer(request: Request, served: Serving) -> Response:
        given = given_once(request)
        level = given.pop(SHARING, None)
        sequence = served.engine(level).sequence
        if AS_OF not in given and has_this(request, sequence):
            return unchanged(sequence)
        answered = served.ask(question.name, given, level)
        headers = tag_of(answered.sequence)
        if as_csv or "text/csv" in request.headers.get("accept", ""):
            return Response(answer_csv(answered), media_type="text/csv", headers=headers)
        return json_response(answer_json(answered), headers)

    return answer


def describe(question: Question, media_type: str) -> dict[str, object]:
    """A question as OpenAPI has it."""
    given = {
        **{name: _hint(kind) for name, kind in question.given.items()},
        AS_OF: "a sequence, or a date whose end counts",
        SHARING: "a sharing level that is switched on",
    }
    parameters = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": hint,
            "schema": {"type": "string"},
        }
        for name, hint in given.items()
    ]
    answer = {"description": "The rows", "content": {media_type: {}}}
    return {"parameters": parameters, "responses": {"200": answer, **REFUSED}}


def _hint(kind: str) -> str:
    return "a name, a code or an IRI" if kind == "iri" else kind


for _question in questions().values():
    for _suffix, _kind in ((".csv", "text/csv"), ("", "application/json")):
        router.add_api_route(
            f"/v1/questions/{_question.name}{_suffix}",
            _endpoint(_question, as_csv=bool(_suffix)),
            name=_question.name + _suffix,
            summary=_question.summary,
            openapi_extra=describe(_question, _kind),
            response_class=Response,
        )


@router.get("/v1/questions/{name}", include_in_schema=False)
def unknown(name: str) -> Response:
    """Answer that there is no such question."""
    raise HTTPException(404, f"no question is called {name!r}: /v1/questions lists them")
