"""What OpenAPI says of the answers: their schemas, and the problems that every route may have."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI

Schema = Mapping[str, object]

_TEXT: Schema = {"type": "string"}
_PERHAPS: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_PLACE: Schema = {"type": ["integer", "null"], "minimum": 0}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def refer(name: str) -> Schema:
    """A reference to one of the schemas."""
    return {"$ref": f"#/components/schemas/{name}"}


SCHEMAS: Mapping[str, Schema] = {
    "Problem": {
        "description": "RFC 9457; code is the short name of the kind of problem",
        **_object(
            type={"type": "string", "format": "uri"},
            title=_TEXT,
            status={"type": "integer", "minimum": 400, "maximum": 599},
            detail=_TEXT,
            instance=_TEXT,
            code=_TEXT,
        ),
    },
    "Cell": {
        "description": "Null where no document says it; a list where there may be several",
        "type": ["null", "boolean", "number", "string", "array"],
        "items": _TEXT,
    },
    "Citation": {
        "description": "Where a claim stands; quote is null where the words are not held here",
        **_object(
            record=_TEXT,
            document=_TEXT,
            title=_PERHAPS,
            address=_PERHAPS,
            start=_PLACE,
            end=_PLACE,
            quote=_PERHAPS,
            licence=_PERHAPS,
            coverage={"enum": ["whole", "part", "secondHand"]},
            retrieved=_PERHAPS,
        ),
    },
    "Answer": _object(
        question=_TEXT,
        given={"type": "object", "additionalProperties": _TEXT},
        engine=_TEXT,
        sequence=_COUNT,
        columns=_list(_TEXT),
        rows=_list(_list(refer("Cell"))),
        truncated={"type": "boolean"},
        citations={"type": "object", "additionalProperties": refer("Citation")},
    ),
    "Questions": _list(
        _object(
            name=_TEXT,
            summary=_TEXT,
            given={"type": "object", "additionalProperties": _TEXT},
            columns=_list(_TEXT),
            engines=_list(_TEXT),
        )
    ),
    "Changes": _list(
        _object(
            sequence=_COUNT,
            time={"type": "string", "format": "date-time"},
            record=_TEXT,
            operation=_TEXT,
            version=_PERHAPS,
        )
    ),
    "Start": _object(
        region=_TEXT,
        base=_TEXT,
        sequence=_COUNT,
        levels=_list(_TEXT),
        questions=_TEXT,
        openapi=_TEXT,
    ),
    "Live": _object(status={"const": "live"}),
    "Ready": _object(
        status={"const": "ready"},
        sequence=_COUNT,
        levels={"type": "object", "additionalProperties": _COUNT},
    ),
}
TAGGED = {"ETag": {"description": "The sequence of the ledger in quotes", "schema": _TEXT}}
UNCHANGED = {"304": {"description": "The caller has it already (If-None-Match)"}}
_PROBLEMS = {
    "400": "What is given does not fit, or is not known here",
    "404": "Nothing has the name that is given",
    "500": "A fault of the program, or of what it has stored",
    "501": "Not available here",
    "503": "A limit was reached; another try may do",
}


def answers_with(name: str, **more: Schema) -> dict[int | str, dict[str, Any]]:
    """The documented answer of a route: JSON of a schema."""
    content = {"application/json": {"schema": refer(name)}}
    return {200: {"description": "The answer", "content": content, **more}}


def parameter(name: str, where: str, description: str, schema: Schema) -> dict[str, object]:
    """A parameter as OpenAPI has it."""
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "description": description,
        "schema": schema,
    }


class Application(FastAPI):
    """An application whose description has our schemas, and the problems of every route."""

    def openapi(self) -> dict[str, Any]:
        """The description, made once."""
        if self.openapi_schema is None:
            found = super().openapi()
            found["components"] = {"schemas": SCHEMAS}
            content = {"application/problem+json": {"schema": refer("Problem")}}
            for path in found["paths"].values():
                for status, text in _PROBLEMS.items():
                    path["get"]["responses"][status] = {"description": text, "content": content}
        return super().openapi()
