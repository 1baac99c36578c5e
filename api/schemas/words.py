"""The words that schemas of answers are made of (JSON Schema 2020-12, as OpenAPI 3.1 has it)."""

from collections.abc import Mapping

Schema = Mapping[str, object]

TEXT: Schema = {"type": "string"}
PERHAPS: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
PART: Schema = {"type": "number", "minimum": 0}
SHARE: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
AXIS: Schema = {"enum": ["effect", "adoption"]}
RESULT: Schema = {"enum": ["succeeded", "failed", "unclear"]}
STATE: Schema = {"enum": ["present", "partly", "absent", "conflicting"]}
UNIT_KIND: Schema = {"enum": ["programme", "source"]}


def one(**properties: Schema) -> Schema:
    """A thing with these properties, all of which are there."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def many(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def each(**properties: Schema) -> Schema:
    """A list of things with these properties."""
    return many(one(**properties))


def by_name(values: Schema) -> Schema:
    """A mapping whose keys are not known beforehand."""
    return {"type": "object", "additionalProperties": values}


def or_null(schema: Schema) -> Schema:
    """What a schema says, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def refer(name: str) -> Schema:
    """A reference to one of the schemas of the description."""
    return {"$ref": f"#/components/schemas/{name}"}


TEXTS = many(TEXT)
NAMED = one(iri=TEXT, label=PERHAPS)
