"""What OpenAPI says of every route: its answer, its parameters, and the problems it may have."""

from typing import Any

from fastapi import FastAPI

from api.schemas.answers import SCHEMAS
from api.schemas.words import TEXT, Schema, refer

TAGGED = {"ETag": {"description": "The sequence of the ledger in quotes", "schema": TEXT}}
UNCHANGED = {"304": {"description": "The caller has it already (If-None-Match)"}}
CUT = {"headers": {"X-Result-Truncated": {"description": "true: there is more", "schema": TEXT}}}
LATER = {"Retry-After": {"description": "Seconds to wait", "schema": TEXT}}
PROBLEMS = {
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
            for path in found["paths"].values():
                for operation in path.values():
                    _tell_problems(operation["responses"])
        return super().openapi()


def _tell_problems(responses: dict[str, Any]) -> None:
    """Say what every route may answer, and that what it refuses is told as a problem."""
    for status, text in PROBLEMS.items():
        responses.setdefault(status, {"description": text})
    for status, told in responses.items():
        if status >= "400":
            told.setdefault("content", {"application/problem+json": {"schema": refer("Problem")}})
        if status in ("429", "503"):
            told.setdefault("headers", LATER)
