"""How HTTP answers: JSON, problems as RFC 9457 has them, entity tags for what stands still."""

import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.present import problem, to_json
from ontology.errors import InvalidInput, WhatworkedError
from ontology.terms import WW

STATUS = {"notFound": 404, "conflict": 409, "storage": 500, "notAvailable": 501, "internal": 500}
BY_EXIT = {2: 400, 5: 409, 6: 500, 7: 501, 8: 503}
LOG = logging.getLogger("whatworked.http")
POLICY = {
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def json_response(
    value: object, headers: dict[str, str] | None = None, status: int = 200, kind: str = "json"
) -> Response:
    """A value as JSON; decimals keep their digits."""
    return Response(to_json(value), status, headers, media_type=f"application/{kind}")


def given_once(request: Request) -> dict[str, str]:
    """The parameters of a call; InvalidInput where one is given twice."""
    pairs = request.query_params.multi_items()
    given = dict(pairs)
    if len(given) < len(pairs):
        msg = "a parameter is given twice: give it once"
        raise InvalidInput(msg)
    return given


def refuse_unknown(given: Mapping[str, str], *known: str) -> None:
    """Raise InvalidInput naming a parameter that a route does not take."""
    if unknown := sorted(given.keys() - set(known)):
        msg = f"unknown parameter {unknown[0]!r}: this takes {', '.join(known) or 'none'}"
        raise InvalidInput(msg)


def no_parameters(request: Request) -> None:
    """For routes that take none: a parameter that changes nothing would be a silent mistake."""
    refuse_unknown(given_once(request))


def tag_of(sequence: int) -> dict[str, str]:
    """The entity tag of an answer made at a sequence of the ledger."""
    return {"etag": f'"{sequence}"', "vary": "accept"}


def has_this(request: Request, sequence: int) -> bool:
    """Whether the caller already has the answer of this very state."""
    tags = request.headers.get("if-none-match", "").split(",")
    return f'"{sequence}"' in (tag.strip().removeprefix("W/") for tag in tags)


def unchanged(sequence: int) -> Response:
    """The answer to a caller who has it already."""
    return Response(status_code=304, headers=tag_of(sequence))


def tell_problems(app: FastAPI, page: Callable[[Request, int, str], Response]) -> None:
    """Answer every error as an RFC 9457 problem, or as a page where a browser asks for one."""

    def told(request: Request, error: Exception) -> Response:
        found, status = describe(error)
        found = {**found, "instance": request.url.path}
        if "text/html" in request.headers.get("accept", ""):
            return page(request, status, str(found["detail"]))
        headers = {"retry-after": "1"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
        return json_response(found, headers, status, "problem+json")

    kinds: tuple[type[Exception], ...] = (
        WhatworkedError,
        HTTPException,
        RequestValidationError,
        Exception,
    )
    for kind in kinds:
        app.add_exception_handler(kind, told)


def describe(error: Exception) -> tuple[dict[str, object], int]:
    """An error as a problem, and its status."""
    match error:
        case WhatworkedError():
            status = STATUS.get(error.code) or BY_EXIT.get(error.exit_code, 500)
            return {"status": status, **problem(error)}, status
        case HTTPException():
            status, detail = error.status_code, str(error.detail)
        case RequestValidationError():
            status, detail = 400, "; ".join(str(one["msg"]) for one in error.errors())
        case _:
            LOG.error("unforeseen", exc_info=error)
            status, detail = 500, "this is a fault of the program, please report it"
    title = HTTPStatus(status).phrase
    found = {"type": f"{WW}problem-http", "title": title, "status": status, "detail": detail}
    return {**found, "code": f"http{status}"}, status


def keep_safe_and_log(app: FastAPI) -> None:
    """Give every answer the headers that keep a browser safe, and log one JSON line for it."""

    @app.middleware("http")
    async def watch(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        start = time.perf_counter()
        response = await answer(request)
        for name, value in POLICY.items():
            response.headers.setdefault(name, value)
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "method": request.method,
            "path": request.url.path,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - start) * 1000, 1),
        }
        LOG.info(json.dumps(line, ensure_ascii=False))
        return response
