"""What OpenAPI says of the answers: their schemas, and the problems that every route may have."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from fastapi import FastAPI

from api.described import Described
from api.fit_schema import FIT, LESSONS
from api.spread_schema import SPREAD
from api.why_schema import WHY
from api.worked_schema import WORKED

Schema = Mapping[str, object]

_TEXT: Schema = {"type": "string"}
_PERHAPS: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_PLACE: Schema = {"type": ["integer", "null"], "minimum": 0}
_NAMES: Schema = {"type": "object", "additionalProperties": _TEXT}


_PART: Schema = {"type": "number", "minimum": 0}
_RAW: Schema = {"type": ["number", "string", "array"]}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_FEATURE: Schema = _object(
    name=_TEXT,
    label=_TEXT,
    kind=_TEXT,
    columns=_list(_TEXT),
    group=_TEXT,
    weight=_PART,
    frame={"type": "object"},
    source=_TEXT,
    version=_TEXT,
    year=_TEXT,
    unit=_TEXT,
    computed=_TEXT,
)


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
            basis={"enum": ["span", "address", "curatorReading"]},
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
    "Contexts": _object(
        levels=_list(_object(name=_TEXT, available={"type": "boolean"})),
        profiles=_list(
            _object(
                name=_TEXT,
                version=_TEXT,
                summary=_TEXT,
                groups={"type": "object", "additionalProperties": _PART},
                features=_list(_FEATURE),
            )
        ),
    ),
    "Similar": _object(
        method=_TEXT,
        version=_TEXT,
        profile=_TEXT,
        level=_PERHAPS,
        subject=_PERHAPS,
        name=_TEXT,
        note=_TEXT,
        weights={"type": "object", "additionalProperties": _PART},
        given={"type": "object"},
        unknown=_list(_TEXT),
        frame={"type": "object", "additionalProperties": {"type": "object"}},
        compared=_COUNT,
        ranks={"enum": ["exact", "bounds"]},
        stabilityOf=_object(draws=_COUNT, among=_COUNT),
        results=_list(refer("Alike")),
    ),
    "Alike": {
        "description": "A place like the subject; contributions sum up to 1 - similarity",
        **_object(
            id=_TEXT,
            name=_TEXT,
            similarity={"type": ["number", "null"], "minimum": 0, "maximum": 1},
            coverage=_PART,
            low=_PART,
            high=_PART,
            rank=_COUNT,
            rankBest=_COUNT,
            rankWorst=_COUNT,
            stability=_PART,
            belowLine={"type": "boolean"},
            differences=_list(_TEXT),
            contributions=_list(
                _object(
                    feature=_TEXT,
                    weight=_PART,
                    a=_RAW,
                    b=_RAW,
                    distance=_PART,
                    contribution=_PART,
                )
            ),
            unknown=_list(_TEXT),
        ),
    },
    "Described": Described.model_json_schema(),
    "Changes": _list(
        _object(
            sequence=_COUNT,
            time={"type": "string", "format": "date-time"},
            record=_TEXT,
            operation=_TEXT,
            version=_PERHAPS,
        )
    ),
    "Share": _object(count=_COUNT, of=_COUNT, share={"type": ["null", "number"]}),
    "Gaps": _object(
        sequence=_COUNT,
        contexts=_list(_TEXT),
        levels=_list(_TEXT),
        conditions=_NAMES,
        known=_list(
            _object(
                context=_PERHAPS,
                level=_PERHAPS,
                condition=_PERHAPS,
                uses=_COUNT,
                first=_PERHAPS,
                last=_PERHAPS,
            )
        ),
        missing=_list(_list(_TEXT)),
        unassessed=_NAMES,
        unreported=_list({"type": "object", "additionalProperties": refer("Cell")}),
        shares={"type": "object", "additionalProperties": refer("Share")},
    ),
    "Worked": WORKED,
    "Why": WHY,
    "Fit": FIT,
    "Lessons": LESSONS,
    **SPREAD,
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
                for operation, (status, text) in product(path.values(), _PROBLEMS.items()):
                    operation["responses"][status] = {"description": text, "content": content}
        return super().openapi()
