"""What OpenAPI says of Cypher over HTTP."""

from typing import Any

from fastapi import Response

from api.description import CUT, PROBLEMS, parameter
from api.endpoints.cypher_request import JSON, TYPED
from api.schemas.words import refer


def _body(**kinds: str) -> dict[str, Any]:
    return {kind: {"schema": refer(name)} for kind, name in kinds.items()}


_REFUSED = {
    403: "It does more than read, or would run as somebody else",
    413: "The text is too long",
    415: "The body is of no kind that is taken",
    429: "Too many queries of this caller wait already",
}
_STATUSES = {
    **{int(status): text for status, text in PROBLEMS.items()},
    **_REFUSED,
    404: "There is no database of this name",
    406: "No form that is accepted can be had",
    408: "The query ran, or waited, for all its time",
}
_FAULT = _body(**{JSON: "QueryApiErrors", "application/problem+json": "Problem"})
_EXAMPLE = {"statement": "RETURN 1 AS one", "parameters": {"n": 3}}

ASK: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {JSON: {"schema": refer("CypherQuery"), "example": _EXAMPLE}},
    }
}
ANSWER: dict[str, Any] = {
    "summary": "A Cypher query that only reads",
    "response_class": Response,
    "responses": {
        200: {"description": "Its rows", "content": _body(**{JSON: "CypherAnswer"}), **CUT},
        **{status: {"description": text} for status, text in _REFUSED.items()},
    },
}
QUERY_API: dict[str, Any] = {
    "parameters": [
        parameter("database", "path", "the one there is", {"type": "string", "examples": ["neo4j"]})
    ],
    "requestBody": {
        "required": True,
        "content": {
            JSON: {"schema": refer("QueryApiQuery"), "example": _EXAMPLE},
            TYPED: {
                "schema": refer("QueryApiTypedQuery"),
                "example": {
                    "statement": "RETURN 1 AS one",
                    "parameters": {"n": {"$type": "Integer", "_value": "3"}},
                },
            },
        },
    },
}
QUERY_API_ANSWER: dict[str, Any] = {
    "summary": "The same in the form of Neo4j's Query API",
    "response_class": Response,
    "status_code": 202,
    "responses": {
        202: {
            "description": "Its rows",
            "content": _body(**{JSON: "QueryApiAnswer", TYPED: "QueryApiTypedAnswer"}),
            **CUT,
        },
        **{
            status: {"description": text, "content": _body(**{JSON: "QueryApiErrors"})}
            for status, text in _STATUSES.items()
        },
        500: {"description": PROBLEMS["500"], "content": _FAULT},
    },
}
