"""What OpenAPI says of SPARQL over HTTP."""

from typing import Any

from fastapi import Response

from api.description import CUT, UNCHANGED, parameter
from graph.engine.document import GRAPHS, ROWS

_TEXT = {"type": "string"}


def _schema(kind: str) -> dict[str, object]:
    return {"schema": {} if kind.endswith("json") else _TEXT}


KEPT = {"ETag": {"description": "Of a whole answer to a GET; not of one cut", "schema": _TEXT}}
_IRI = {"type": "string", "format": "uri"}
_GRAPHS = {"type": "array", "items": _IRI, "maxItems": 100}
_ASK = {"type": "string", "examples": ["ASK { ?s ?p ?o }"]}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Rows or a boolean, or triples; the description where nothing is asked",
        "content": {kind: _schema(kind) for kind in (*ROWS, *GRAPHS, "text/html")},
        "headers": {**CUT["headers"], **KEPT},
    },
    304: UNCHANGED["304"],
    403: {"description": "SERVICE, LOAD, or a change outside a scratch dataset"},
    406: {"description": "No format that is accepted has this kind of answer"},
    413: {"description": "The text is too long"},
    415: {"description": "The body is of no kind that is taken"},
    429: {"description": "Too many queries of this caller wait already"},
}
_NAMED = [
    parameter(name, "query", "an IRI of a graph; may be repeated", _GRAPHS)
    for name in ("default-graph-uri", "named-graph-uri")
]
QUERY_BY_GET: dict[str, Any] = {
    "parameters": [parameter("query", "query", "a SPARQL 1.1 query", _ASK), *_NAMED]
}
QUERY_BY_POST: dict[str, Any] = {
    "parameters": _NAMED,
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {"query": _ASK},
                    "required": ["query"],
                    "additionalProperties": False,
                }
            },
            "application/sparql-query": {"schema": _ASK, "example": "ASK { ?s ?p ?o }"},
        },
    },
}
ENDPOINT: dict[str, Any] = {
    "summary": "A SPARQL 1.1 query; without one, the description of the service",
    "response_class": Response,
    "responses": _ANSWER,
}
_WHICH = [parameter("graph", "query", "the IRI of a graph; or else ?default", _IRI)]
GRAPH: dict[str, Any] = {"parameters": _WHICH}
READ: dict[str, Any] = {
    "summary": "A graph (SPARQL 1.1 Graph Store Protocol)",
    "response_class": Response,
    "responses": {
        200: {
            "description": "Its triples",
            "content": {kind: _schema(kind) for kind in GRAPHS},
            "headers": {**CUT["headers"], **KEPT},
        },
        304: UNCHANGED["304"],
        406: {"description": "No format of triples is accepted"},
        429: {"description": "Too many queries of this caller wait already"},
    },
}
WRITE: dict[str, Any] = {
    "summary": "A change of a graph, refused outside a scratch dataset",
    "response_class": Response,
    "status_code": 204,
    "responses": {
        201: {"description": "The graph is new"},
        204: {"description": "It is done"},
        403: {"description": "The graphs are only read here"},
        413: {"description": "The text is too long"},
        415: {"description": "The body is of no kind that is taken"},
    },
}
