"""The brief of an innovation over HTTP: JSON, Markdown and a page to print."""

from fastapi import APIRouter, Depends, Request, Response

from api.answering import has_this, json_response, no_parameters, tag_of, unchanged
from api.answers.brief import brief_innovation, describe_source
from api.answers.table import page_of
from api.description import TAGGED, UNCHANGED, parameter
from api.routes.pages import draw
from api.schemas.words import refer
from api.served import Serving

MARKDOWN = "text/markdown"

router = APIRouter(tags=["innovations"], dependencies=[Depends(no_parameters)])


@router.get(
    "/v1/innovations/{id:path}/brief",
    summary="What is known of an innovation and what is not, each sentence with its sources",
    openapi_extra={
        "parameters": [
            parameter("id", "path", "an innovation: IRI, code or label",
                      {"type": "string", "minLength": 1, "examples": ["periprem"]})
        ],
        "responses": {
            "200": {
                "description": "The brief",
                "content": {
                    "application/json": {"schema": refer("Brief")},
                    MARKDOWN: {"schema": {"type": "string"}},
                },
                "headers": TAGGED,
            },
            **UNCHANGED,
        },
    },
    response_class=Response,
)  # fmt: skip
def brief(request: Request, served: Serving) -> Response:
    """Fixed sentences filled from rows: nothing is written freely."""
    as_markdown = MARKDOWN in request.headers.get("accept", "")
    engine = served.engine()
    state = served.state(engine.sequence) + (".md" if as_markdown else "")
    if has_this(request, state):
        return unchanged(state)
    found = brief_innovation(engine, served.home.shelf, request.path_params["id"])
    if as_markdown:
        return Response(found.as_markdown(), media_type=MARKDOWN, headers=tag_of(state))
    return json_response(found.as_json(), tag_of(state))


@router.get("/innovations/{code}/brief", include_in_schema=False)
def page(code: str, request: Request, served: Serving) -> Response:
    """The brief to read, and to print."""
    engine = served.engine()
    found = brief_innovation(engine, served.home.shelf, f"innovation/{code}")
    sections = [
        {
            "heading": section.heading,
            "sentences": [
                {"text": one.text, "silent": one.silent, "sources": found.numbers(one)}
                for one in section.sentences
            ],
        }
        for section in found.brief.sections
    ]
    sources = [
        {"number": one.number, "text": describe_source(one), "href": page_of(one.document)}
        for one in found.sources
    ]
    values = {"title": found.brief.title, "code": code, "sections": sections, "sources": sources}
    return draw(request, served, "brief.html", values)
