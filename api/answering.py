"""How HTTP answers: JSON, problems as RFC 9457 has them, entity tags for what stands still."""

import logging
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from secrets import randbelow

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.present import problem, to_json
from ontology.errors import InvalidInput, WhatworkedError
from ontology.terms import WW

STATUS = {
    "notFound": 404,
    "gone": 410,
    "notAcceptable": 406,
    "conflict": 409,
    "tooLong": 413,
    "mediaType": 415,
    "operatorNotAllowed": 403,
    "callerBusy": 429,
    "storage": 500,
    "notAvailable": 501,
    "internal": 500,
}
BY_EXIT = {2: 400, 3: 403, 4: 403, 5: 409, 6: 500, 7: 501, 8: 503}
CODES = {400: "invalid", 404: "notFound", 405: "methodNotAllowed", 500: "internal"}
WORDS = {404: "nothing is at this address", 405: "this address is only read: use GET or HEAD"}
LATEST = 4  # seconds after which a caller who was refused is asked to come back
LOG = logging.getLogger("whatworked.http")
POLICY = {
    "content-security-policy": "default-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
Page = Callable[[Request, int, str], Response]


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


def tag_of(state: str) -> dict[str, str]:
    """The entity tag of an answer made in a state: the ledger's sequence, and what else counts."""
    return {"etag": f'"{state}"', "vary": "accept"}


def has_this(request: Request, state: str) -> bool:
    """Whether the caller already has the answer of this very state."""
    tags = request.headers.get("if-none-match", "").split(",")
    return not {"*", f'"{state}"'}.isdisjoint(tag.strip().removeprefix("W/") for tag in tags)


def unchanged(state: str) -> Response:
    """The answer to a caller who has it already."""
    return Response(status_code=304, headers=tag_of(state))


class AnswerHead:
    """Lets HEAD be answered as GET is; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on."""
        head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self.app({**scope, "method": "GET"} if head else scope, receive, send)


def watch_over(app: FastAPI, page: Page) -> None:
    """Tell every error, keep browsers safe, and log one JSON line for each answer."""

    def told(request: Request, error: Exception) -> Response:
        return tell(request, error, page)

    for kind in (WhatworkedError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, told)
    app.add_middleware(Watch, told=told)


class Watch:
    """Adds what keeps browsers safe, logs each answer as it begins, tells an unforeseen error."""

    def __init__(self, app: ASGIApp, told: Callable[[Request, Exception], Response]) -> None:
        """Stand before an application."""
        self.app, self.told = app, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = Begun(scope, send)
        try:
            await self.app(scope, receive, begun.send)
        except Exception as error:
            LOG.exception("unforeseen")
            if begun.status:
                raise
            await self.told(Request(scope, receive), error)(scope, receive, begun.send)


class Begun:
    """An answer on its way, of which nothing has been sent at first."""

    def __init__(self, scope: Scope, send: Send) -> None:
        """Start to count the time."""
        self.scope, self.passed_on, self.status = scope, send, 0
        self.start = time.perf_counter()

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(raw=message["headers"])
            for name, value in POLICY.items():
                headers.setdefault(name, value)
            self._log()
        await self.passed_on(message)

    def _log(self) -> None:
        line = {
            "method": self.scope["method"],
            "path": Request(self.scope).url.path,
            "status": self.status,
            "milliseconds": round((time.perf_counter() - self.start) * 1000, 1),
        }
        LOG.info("answered", extra={"line": line})


def come_later() -> dict[str, str]:
    """When to ask again, in seconds: not all who are refused together come back together."""
    return {"retry-after": str(1 + randbelow(LATEST))}


def tell(request: Request, error: Exception, page: Page) -> Response:
    """An error as an RFC 9457 problem, or as a page where a browser asks for one."""
    status, found = describe(error)
    headers = dict(getattr(error, "headers", None) or {})
    if "Allow" in headers:
        headers["Allow"] += ", HEAD"
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        headers |= come_later()
    if "text/html" in request.headers.get("accept", ""):
        response = page(request, status, str(found["detail"]))
    else:
        found["instance"] = request.url.path
        response = json_response(found, None, status, "problem+json")
    response.headers.update({**headers, "vary": "accept"})
    return response


def describe(error: Exception) -> tuple[int, dict[str, object]]:
    """The status of an error, and what there is to say of it."""
    match error:
        case WhatworkedError():
            status = STATUS.get(error.code) or BY_EXIT.get(error.exit_code, 500)
            return status, {**problem(error), "status": status}
        case HTTPException():
            status = error.status_code
            detail = WORDS.get(status, error.detail)
        case RequestValidationError():
            status, detail = 400, "; ".join(str(one["msg"]) for one in error.errors())
        case _:
            status, detail = 500, "this is a fault of the program, please report it"
    code = CODES.get(status, f"http{status}")
    title = HTTPStatus(status).phrase
    kind = f"{WW}problem-{code}"
    return status, {"type": kind, "title": title, "code": code, "detail": detail, "status": status}
