"""What a request with Cypher asks for: in our own form, and in that of Neo4j's Query API."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request

from api.endpoints.sparql_request import WrongMediaType, decode, read_body
from api.negotiating import choose_type
from graph.engine.answer import NotAcceptable
from graph.neo4j.bolt_values import Writer, read_typed, write_json, write_typed
from ontology.errors import HeldByPolicy, InvalidInput

BODY = 2**20  # bytes
JSON, TYPED = "application/json", "application/vnd.neo4j.query"
WRITERS: Mapping[str, Writer] = {JSON: write_json, TYPED: write_typed}
OURS = {"statement", "parameters"}
THEIRS = OURS | {"accessMode", "includeCounters", "bookmarks", "impersonatedUser"}
MODES = {"READ", "WRITE"}


class NobodyElse(HeldByPolicy):
    """The query is to run as somebody else."""

    code = "impersonation"


@dataclass(frozen=True)
class Query:
    """A statement with its parameters; `media` is the form that the answer is to have."""

    statement: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    media: str = JSON
    counters: bool = False


async def read_query(request: Request) -> Query:
    """The query of a request in our own form; InvalidInput says what is wrong with it."""
    found = await _read(request, (JSON,), OURS)
    return Query(_statement(found), _parameters(found))


async def read_query_api(request: Request) -> Query:
    """The query of a request in the form of the Query API.

    Everything runs as a reader, whatever access mode is asked for, and sees all that is committed,
    whatever bookmarks are given.
    """
    media = choose_type(request.headers.get("accept", JSON), {JSON: JSON, TYPED: TYPED})
    if not media:
        msg = f"nothing that is accepted can be had: take {JSON} or {TYPED}"
        raise NotAcceptable(msg)
    found = await _read(request, (JSON, TYPED), THEIRS)
    _check_options(found)
    given = _parameters(found)
    if _media_type(request) == TYPED:
        given = {name: read_typed(value) for name, value in given.items()}
    return Query(_statement(found), given, media, bool(found.get("includeCounters")))


def _check_options(found: Mapping[str, object]) -> None:
    """Refuse an option that is none: what changes nothing here would be wrong elsewhere too."""
    if str(found.get("accessMode", "READ")).upper() not in MODES:
        msg = "accessMode is Read or Write"
        raise InvalidInput(msg)
    if found.get("impersonatedUser") not in (None, ""):
        msg = "there are no users here: leave impersonatedUser out"
        raise NobodyElse(msg)
    if not isinstance(found.get("includeCounters"), bool | None):
        msg = "includeCounters is true or false"
        raise InvalidInput(msg)
    bookmarks = found.get("bookmarks")
    if not isinstance(bookmarks, list | None) or not all(
        isinstance(one, str) for one in bookmarks or ()
    ):
        msg = "bookmarks is a list of texts"
        raise InvalidInput(msg)


async def _read(request: Request, kinds: tuple[str, ...], known: set[str]) -> dict[str, object]:
    if _media_type(request) not in kinds:
        msg = f"a body of another type is not taken: give {' or '.join(kinds)}"
        raise WrongMediaType(msg)
    text = decode(await read_body(request, BODY))
    try:
        found = json.loads(text, parse_constant=_refuse)
    except RecursionError:
        msg = "the body is nested too deeply"
        raise InvalidInput(msg) from None
    except ValueError as error:
        msg = f"the body is no JSON ({error})"
        raise InvalidInput(msg) from None
    if not isinstance(found, dict):
        msg = 'the body is no object: give {"statement": …, "parameters": {…}}'
        raise InvalidInput(msg)
    if unknown := sorted(found.keys() - known):
        msg = f"unknown member {unknown[0]!a:.60}: this takes {', '.join(sorted(known))}"
        raise InvalidInput(msg)
    return found


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _refuse(word: str) -> None:
    msg = f"{word} is no number of JSON"
    raise ValueError(msg)


def _statement(found: Mapping[str, object]) -> str:
    statement = found.get("statement")
    if not isinstance(statement, str) or not statement.strip():
        msg = "statement is missing: give a query as text"
        raise InvalidInput(msg)
    return statement


def _parameters(found: Mapping[str, object]) -> dict[str, object]:
    given = found.get("parameters")
    if given is None:
        return {}
    if not isinstance(given, dict):
        msg = "parameters is no object: give a value for each name"
        raise InvalidInput(msg)
    return given
