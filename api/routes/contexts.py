"""Similar contexts over HTTP: of a place, or of a context that somebody describes."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.answering import (
    given_once,
    has_this,
    json_response,
    no_parameters,
    refuse_unknown,
    tag_of,
    unchanged,
)
from api.answers.described import MOST, as_raw, read_described, read_pairs
from api.answers.gazetteer import Folders, folders_of, stamp
from api.answers.similar_answer import answer_csv, answer_json, profile_json
from api.answers.similarity import TOP, Alike, Wanted, compare_level
from api.description import TAGGED, UNCHANGED, answers_with, parameter
from api.schemas.words import refer
from api.served import Served, Serving
from ingest.contexts.places import LEVELS
from ontology.errors import InvalidInput, NotAvailable
from queries.similarity.profile import DEFAULT, profiles

CSV, JSON = "text/csv", "application/json"
LARGEST = 100_000  # bytes of a description
DIGITS = 9
PAIR = r"[A-Za-z0-9]{1,40}=[0-9]{1,5}(\.[0-9]{1,4})?"
WEIGHTS = f"{PAIR}(,{PAIR})*"

router = APIRouter(tags=["contexts"])


@router.get(
    "/v1/contexts",
    summary="The levels of places, and the profiles in which they can be compared",
    responses=answers_with("Contexts"),
    dependencies=[Depends(no_parameters)],
)
def contexts(served: Serving) -> Response:
    """Each level with whether its figures are here, each profile with its features and sources."""
    where = folders_of(served.home.settings)
    return json_response(
        {
            "levels": [{"name": level, "available": _is_here(level, where)} for level in LEVELS],
            "profiles": [profile_json(profile) for profile in profiles().values()],
        }
    )


def _is_here(level: str, where: Folders) -> bool:
    try:
        return stamp(level, where) > 0
    except NotAvailable:
        return False


def _endpoint(*, as_csv: bool) -> Callable[[Request, Served], Response]:
    def answer(request: Request, served: Serving) -> Response:
        given = given_once(request)
        refuse_unknown(given, "level", "profile", "top", "weights")
        where = folders_of(served.home.settings)
        tag = _tag(where)
        if has_this(request, tag):
            return unchanged(tag)
        wanted = Wanted(
            subject=request.path_params["id"],
            level=given.get("level"),
            profile=given.get("profile", DEFAULT),
            top=_top(given.get("top", str(TOP))),
            weights=_weights(given.get("weights")),
        )
        found = compare_level(where, wanted)
        if as_csv or CSV in request.headers.get("accept", ""):
            return Response(answer_csv(found), media_type=CSV, headers=tag_of(tag))
        return _respond(found, tag_of(tag))

    return answer


def _respond(found: Alike, headers: Mapping[str, str] | None = None) -> Response:
    """An answer in JSON; it has no decimals to keep, so the fast writer will do."""
    return Response(json.dumps(answer_json(found), ensure_ascii=False), 200, headers, JSON)


def _tag(where: Folders) -> str:
    """What changes when a profile or a table does."""
    versions = "-".join(profile.version for profile in profiles().values())
    written = sum(stamp(level, where) for level in LEVELS if _is_here(level, where))
    return f"contexts-{versions}-{written}"


def _weights(text: str | None) -> tuple[tuple[str, float], ...]:
    if text is None:
        return ()
    if not re.fullmatch(WEIGHTS, text):
        msg = f"weights is feature=weight,… with numbers such as 1.5, not {text!r:.80}"
        raise InvalidInput(msg)
    return read_pairs(text, "weights")


def _top(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS and 1 <= int(text) <= MOST):
        msg = f"top is a whole number from 1 to {MOST}, not {text!r:.40}"
        raise InvalidInput(msg)
    return int(text)


def _describe(*, as_csv: bool) -> dict[str, object]:
    schemas: Mapping[str, Mapping[str, object]] = {
        "level": {"enum": list(LEVELS)},
        "profile": {"enum": list(profiles())},
        "top": {"type": "integer", "minimum": 1, "maximum": MOST},
        "weights": {"type": "string", "pattern": f"^{WEIGHTS}$"},
    }
    hints = {
        "level": "which places are compared",
        "profile": "in what they are compared",
        "top": "how many places are listed",
        "weights": "feature=weight,… instead of the profile's",
    }
    place = {"type": "string", "minLength": 1, "examples": ["QYG"]}
    content: dict[str, object] = {CSV: {"schema": {"type": "string"}}}
    if not as_csv:
        content[JSON] = {"schema": refer("Similar")}
    answer = {"description": "The places, nearest first", "content": content, "headers": TAGGED}
    return {
        "parameters": [
            parameter("id", "path", "a place: IRI, ONS or ODS code, or label", place),
            *(parameter(name, "query", hints[name], schema) for name, schema in schemas.items()),
        ],
        "responses": {"200": answer, **UNCHANGED},
    }


for _suffix in (".csv", ""):
    router.add_api_route(
        f"/v1/contexts/{{id:path}}/similar{_suffix}",
        _endpoint(as_csv=bool(_suffix)),
        name=f"similar{_suffix}",
        summary="The places most like one",
        openapi_extra=_describe(as_csv=bool(_suffix)),
        response_class=Response,
    )


async def read_body(request: Request) -> bytes:
    """The body of a request that describes a context; InvalidInput where it is no JSON or long."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != JSON:
        msg = f"describe the context in JSON: content-type {JSON}"
        raise InvalidInput(msg)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            msg = f"the description is longer than {LARGEST} bytes: give fewer features"
            raise InvalidInput(msg)
    return bytes(body)


@router.post(
    "/v1/contexts/similar",
    summary="The places most like a context that is described",
    responses=answers_with("Similar"),
    openapi_extra={
        "requestBody": {"required": True, "content": {JSON: {"schema": refer("Described")}}}
    },
    dependencies=[Depends(no_parameters)],
)
def similar_to_described(body: Annotated[bytes, Depends(read_body)], served: Serving) -> Response:
    """What is not given is not known, and lowers the coverage."""
    described = read_described(body)
    wanted = Wanted(
        given={name: as_raw(told) for name, told in described.given.items()},
        level=described.level,
        profile=described.profile,
        top=int(described.top),
        weights=tuple(described.weights.items()),
    )
    return _respond(compare_level(folders_of(served.home.settings), wanted))
