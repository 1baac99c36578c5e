"""The page for a query of one's own: a form, the stored questions as examples, and the answer."""

import json
from dataclasses import replace

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.answering import describe
from api.answers.table import NOTHING, Shape, Shown, page_of
from api.endpoints.queries import TRUNCATED, answer_asked, read_whole
from api.endpoints.scratch import caller_of
from api.routes.pages import draw
from api.served import Served
from graph.engine.outside import Asked
from ontology.errors import InvalidInput, WhatworkedError
from queries.catalogue import questions

ROWS, SIZE = 1000, 2**20  # what a page shows
JSON = "application/sparql-results+json"


async def draw_query(request: Request, served: Served, asked: Asked | None) -> Response:
    """The form, with the answer to what is asked beneath it."""
    example = request.query_params.get("example", "")
    if example and example not in questions():
        msg = f"no question is called {example!r}"
        raise InvalidInput(msg)
    text = asked.text if asked else questions()[example].text if example else ""
    values: dict[str, object] = {
        "text": text,
        "questions": list(questions().values()),
        **{"table": None, "document": "", "problem": None, "cut": False},
    }
    status = 200
    if asked:
        try:
            values |= await _answer(request, served, asked)
        except WhatworkedError as error:
            values["problem"], status = str(error), describe(error)[0]
    return await run_in_threadpool(draw, request, served, "sparql.html", values, status)


async def _answer(request: Request, served: Served, asked: Asked) -> dict[str, object]:
    asked = replace(asked, rows=JSON, graph="text/turtle")
    limits = replace(served.outside, caller=caller_of(request), rows=ROWS, size=SIZE)
    engine = await run_in_threadpool(served.engine)
    response = await answer_asked(request, engine, asked, limits)
    body = await read_whole(response)
    if response.media_type != JSON:
        return {"document": body.decode(), "cut": TRUNCATED in response.headers}
    found = json.loads(body)
    if "boolean" in found:
        return {"document": "yes" if found["boolean"] else "no"}
    return {"table": _shape(found), "cut": "truncated" in found}


def _shape(found: dict[str, dict[str, list[dict[str, dict[str, str]]]]]) -> Shape:
    names = [str(name) for name in found["head"]["vars"]]
    rows = [[_show(row.get(name)) for name in names] for row in found["results"]["bindings"]]
    return Shape(names, rows, NOTHING)


def _show(term: dict[str, str] | None) -> Shown:
    if term is None:
        return Shown("not stated", silent=True)
    href = page_of(term["value"]) if term["type"] == "uri" else None
    return Shown(str(term["value"]), href)
