"""The pages for people: server-made, without JavaScript, each saying what is not known."""

from http import HTTPStatus

from fastapi import APIRouter, Depends, Request, Response

from api.answering import describe, given_once, has_this, no_parameters, tag_of, unchanged
from api.answers.figures import show_figures
from api.answers.gazetteer import folders_of
from api.answers.learning import view_lessons
from api.answers.places import view_place
from api.answers.table import shape
from api.answers.views import (
    INNOVATION,
    PLACE,
    Values,
    cited,
    count_all,
    list_silence,
    view_record,
    view_thing,
)
from api.served import Served, Serving
from api.templates import environment
from ontology.errors import InvalidInput, NotFound
from queries.catalogue import questions

ASKS = ("worked", "unmeasured", "lessons")
PAGE = "text/html; charset=utf-8"
BARE = [Depends(no_parameters)]

router = APIRouter(include_in_schema=False)


def draw(
    request: Request, served: Served, template: str, values: Values, status: int = HTTPStatus.OK
) -> Response:
    """A page, unless the caller has it already."""
    sequence = served.engine().sequence
    state = served.state(sequence) + str(values.get("tables", ""))
    if status == HTTPStatus.OK and has_this(request, state):
        return unchanged(state)
    frame = {"region": served.home.region.name, "sequence": sequence}
    headers = tag_of(state) if status == HTTPStatus.OK else None
    return Response(_render(request, template, frame, values), status, headers, PAGE)


def draw_problem(request: Request, status: int, detail: str) -> Response:
    """The page of an error; it asks nothing of the repository, which may be what fails."""
    values = {"heading": HTTPStatus(status).phrase, "detail": detail}
    frame = {"region": "", "sequence": None}
    return Response(_render(request, "problem.html", frame, values), status, media_type=PAGE)


def _render(request: Request, template: str, frame: Values, values: Values) -> str:
    here = "/" + request.url.path.split("/")[1]
    return environment().get_template(template).render(here=here, **frame, **values)


@router.get("/", dependencies=BARE)
def home(request: Request, served: Serving) -> Response:
    """What is here, what is not known, and three questions."""
    values = {
        "counts": count_all(served),
        "asks": [questions()[name] for name in ASKS],
        "silence": list_silence(served),
    }
    return draw(request, served, "home.html", values)


@router.get("/questions", dependencies=BARE)
def catalogue(request: Request, served: Serving) -> Response:
    """All questions."""
    return draw(request, served, "questions.html", {"questions": list(questions().values())})


@router.get("/questions/{name}")
def question(name: str, request: Request, served: Serving) -> Response:
    """A question as a form, with its answer."""
    if name not in questions():
        msg = f"no question is called {name!r}"
        raise NotFound(msg)
    given = {key: value for key, value in given_once(request).items() if value}
    query = f"?{request.url.query}" if request.url.query else ""
    values: Values = {
        "question": questions()[name],
        "values": given,
        "csv": f"/v1/questions/{name}.csv{query}",
        "json": f"/v1/questions/{name}{query}",
    }
    try:
        answered = served.ask(name, dict(given))
    except InvalidInput as error:
        found: Values = {"table": None, "problem": str(error), "citations": []}
        return draw(request, served, "question.html", {**values, **found}, describe(error)[0])
    found = {"table": shape(answered), "problem": None, "citations": cited(answered)}
    return draw(request, served, "question.html", {**values, **found})


@router.get("/innovations", dependencies=BARE)
def innovations(request: Request, served: Serving) -> Response:
    """All innovations."""
    return _list(request, served, "innovations", "Innovations")


@router.get("/places", dependencies=BARE)
def places(request: Request, served: Serving) -> Response:
    """All places."""
    return _list(request, served, "places", "Places")


@router.get("/records", dependencies=BARE)
def records(request: Request, served: Serving) -> Response:
    """All documents."""
    return _list(request, served, "documents", "Documents")


@router.get("/innovations/{code}", dependencies=BARE)
def innovation(code: str, request: Request, served: Serving) -> Response:
    """All that is on record of an innovation."""
    values = view_thing(served, f"innovation/{code}", "innovation", INNOVATION)
    figures = show_figures(served.engine().ask, str(values["iri"]), code)
    return draw(request, served, "innovation.html", {**values, "figures": figures, "code": code})


@router.get("/places/{code}", dependencies=BARE)
def place(code: str, request: Request, served: Serving) -> Response:
    """All that is on record of a place."""
    values = view_thing(served, f"area/{code}", "place", PLACE)
    engine, where = served.engine(), folders_of(served.home.settings)
    numbers = view_place(engine, str(values["iri"]))
    learnt = view_lessons(engine, served.home, where, str(values["iri"]))
    return draw(request, served, "place.html", {**values, **numbers, **learnt})


@router.get("/records/{slug}", dependencies=BARE)
def record(slug: str, request: Request, served: Serving) -> Response:
    """What a document says and does not say, in its text where that is held."""
    return draw(request, served, "record.html", view_record(served, f"source/{slug}"))


def _list(request: Request, served: Served, name: str, heading: str) -> Response:
    table = shape(served.ask(name))
    return draw(request, served, "list.html", {"heading": heading, "table": table})
