"""HTTP over one repository: the questions of the catalogue, as JSON and CSV, and its health."""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.asking import Answered, put_question
from api.home import Home
from api.present import answer_csv, answer_json, list_questions, problem, to_json
from graph.engine import SparqlEngine
from ontology.errors import InvalidInput, WhatworkedError
from ontology.terms import WW
from queries.catalogue import questions

STATUS = {2: 400, 5: 409, 6: 500, 7: 501, 8: 503}
AS_OF = "asOf"


def create_app(home: Home, engine: SparqlEngine) -> FastAPI:
    """The application of one repository, answering from an engine that follows its ledger."""
    app = FastAPI(title="whatworked", version="1", docs_url=None, redoc_url=None)
    _tell_problems(app)

    @app.get("/v1/", summary="What there is")
    def index() -> Response:
        sequence = home.follow(engine)
        links = {
            "questions": "/v1/questions",
            "health": "/health/ready",
            "openapi": "/openapi.json",
        }
        return _json({"region": home.region.name, "sequence": sequence, "links": links})

    @app.get("/v1/questions", summary="The questions that can be asked")
    def catalogue() -> Response:
        return _json(list_questions())

    @app.get("/v1/questions/{name}", summary="The answer to a question of the catalogue")
    def question(name: str, request: Request) -> Response:
        bare = name.removesuffix(".csv")
        if bare not in questions():
            raise HTTPException(404, f"no question is called {bare!r}: /v1/questions lists them")
        given = _given(request)
        sequence = home.follow(engine)
        if tag := _unchanged(request, sequence, given):
            return Response(status_code=304, headers={"etag": tag})
        answered = _ask(home, engine, bare, given)
        wants_csv = name.endswith(".csv") or "text/csv" in request.headers.get("accept", "")
        return _answer(answered, as_csv=wants_csv)

    @app.get("/health/live", summary="The server runs")
    def live() -> Response:
        return _json({"status": "live"})

    @app.get("/health/ready", summary="The engine holds what the ledger holds")
    def ready() -> Response:
        return _json({"status": "ready", "sequence": home.follow(engine)})

    return app


def _given(request: Request) -> dict[str, str]:
    pairs = request.query_params.multi_items()
    given = dict(pairs)
    if len(given) < len(pairs):
        msg = "a parameter is given twice: give it once"
        raise InvalidInput(msg)
    return given


def _unchanged(request: Request, sequence: int, given: dict[str, str]) -> str | None:
    """The entity tag, where the caller has the answer of this very state."""
    tag = f'"{sequence}"'
    return tag if AS_OF not in given and request.headers.get("if-none-match") == tag else None


def _ask(home: Home, engine: SparqlEngine, name: str, given: dict[str, str]) -> Answered:
    as_of = home.sequence_of(given.pop(AS_OF, None))
    if as_of is None:
        return put_question(engine, home.shelf, name, given)
    with home.engine(as_of) as past:
        return put_question(past, home.shelf, name, given)


def _answer(answered: Answered, *, as_csv: bool) -> Response:
    headers = {"etag": f'"{answered.sequence}"', "vary": "accept"}
    if as_csv:
        return Response(answer_csv(answered), media_type="text/csv", headers=headers)
    return _json(answer_json(answered), headers)


def _json(
    value: object, headers: dict[str, str] | None = None, status: int = 200, kind: str = "json"
) -> Response:
    return Response(to_json(value), status, headers, media_type=f"application/{kind}")


def _tell_problems(app: FastAPI) -> None:
    """Every error as an RFC 9457 problem."""

    def told(_: Request, error: Exception) -> Response:
        if isinstance(error, WhatworkedError):
            status = STATUS.get(error.exit_code, 500)
            return _json({"status": status, **problem(error)}, None, status, "problem+json")
        status = error.status_code if isinstance(error, HTTPException) else 400
        detail = error.detail if isinstance(error, HTTPException) else str(error)
        code = HTTPStatus(status).phrase
        found = {"type": f"{WW}problem-http", "title": code, "status": status, "detail": detail}
        return _json({**found, "code": f"http{status}"}, None, status, "problem+json")

    kinds: tuple[type[Exception], ...] = (WhatworkedError, HTTPException, RequestValidationError)
    handle: Callable[[Request, Exception], Response] = told
    for kind in kinds:
        app.add_exception_handler(kind, handle)
