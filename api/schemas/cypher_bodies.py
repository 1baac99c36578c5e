"""The bodies of Cypher over HTTP, in our own form and in that of Neo4j's Query API."""

from collections.abc import Mapping

from api.schemas.words import COUNT, FLAG, TEXT, TEXTS, Schema, by_name, each, many, one

_STATEMENT: Schema = {
    "type": "string",
    "minLength": 1,
    "description": "one statement that only reads, of at most 32 KiB",
    "examples": ["RETURN 1 AS one"],
}
_GIVEN: Schema = {"type": ["object", "null"], "examples": [{"n": 3}]}
_TYPED: Schema = one(**{"$type": TEXT, "_value": {}})
_ANYTHING: Schema = {}

CYPHER: Mapping[str, Schema] = {
    "CypherQuery": {
        "type": "object",
        "properties": {"statement": _STATEMENT, "parameters": _GIVEN},
        "required": ["statement"],
        "additionalProperties": False,
    },
    "CypherAnswer": {
        "description": "Nodes and relationships as their IRIs; truncated says that there is more",
        **one(columns=TEXTS, rows=many(many(_ANYTHING)), truncated=FLAG, sequence=COUNT),
    },
    "QueryApiQuery": {
        "description": "Whatever the mode, it may only read; bookmarks change nothing",
        "type": "object",
        "properties": {
            "statement": _STATEMENT,
            "parameters": _GIVEN,
            "accessMode": {"enum": ["Read", "Write", "READ", "WRITE"]},
            "includeCounters": {"type": ["boolean", "null"]},
            "bookmarks": {"type": ["array", "null"], "items": TEXT},
            "impersonatedUser": {"enum": [None, ""], "description": "there are no users here"},
        },
        "required": ["statement"],
        "additionalProperties": False,
    },
    "QueryApiAnswer": {
        **one(data=one(fields=TEXTS, values=many(many(_ANYTHING))), bookmarks=TEXTS),
        "description": "counters where they are asked for, notifications where there is more",
    },
    "QueryApiTypedQuery": {
        "description": "QueryApiQuery, with the type of each parameter",
        "type": "object",
        "properties": {
            "statement": _STATEMENT,
            "parameters": {**by_name(_TYPED), "type": ["object", "null"]},
            "accessMode": {"enum": ["Read", "Write", "READ", "WRITE"]},
        },
        "required": ["statement"],
    },
    "QueryApiTypedAnswer": {
        "description": "QueryApiAnswer, with the type of each value",
        **one(data=one(fields=TEXTS, values=many(many(_TYPED))), bookmarks=TEXTS),
    },
    "QueryApiErrors": {
        "description": "In the words of Neo4j; the status of the answer says the same",
        **one(errors=each(code=TEXT, message=TEXT)),
    },
}
