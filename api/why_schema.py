"""What OpenAPI says of the answer to why an innovation transferred."""

from collections.abc import Mapping

Schema = Mapping[str, object]

_TEXT: Schema = {"type": "string"}
_PERHAPS: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_FIT: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_NAMES: Schema = {"type": "object", "additionalProperties": _TEXT}
_CITATION: Schema = {"$ref": "#/components/schemas/Citation"}
_GRADE: Schema = {"enum": ["tooFew", "notDistinguishableFromChance", "associated"]}
_STATE: Schema = {"enum": ["Present", "Partly", "Absent", "Conflicting", None]}


def _each(**properties: Schema) -> Schema:
    return {"type": "array", "items": _one(**properties)}


def _one(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


_CONTRASTS = _each(
    success=_TEXT,
    failure=_TEXT,
    differing=_TEXTS,
    agreeing=_TEXTS,
    unknown=_TEXTS,
    known=_COUNT,
    similarity=_FIT,
    comparable={"type": "boolean"},
    strict={"type": "boolean"},
)
_ROWS = _each(
    implementation=_TEXT,
    unit=_TEXT,
    unitKind={"enum": ["programme", "source"]},
    result={"enum": ["succeeded", "failed", "unclear"]},
    because=_TEXT,
    states={"type": "array", "items": _STATE},
    claims=_TEXTS,
    stateClaims={"type": "array", "items": _TEXTS},
)
_SAID = _each(
    claim=_TEXT,
    text=_TEXT,
    subject=_TEXT,
    predicate=_TEXT,
    object=_TEXT,
    modality=_TEXT,
    polarity=_TEXT,
    asserter=_PERHAPS,
    asserterRole=_TEXT,
    citation={"anyOf": [_CITATION, {"type": "null"}]},
)
WHY: Schema = {
    "description": "What is said, what the cases bear, and what to record next; never a cause",
    **_one(
        innovation=_TEXT,
        axis={"enum": ["effect", "adoption"]},
        outcome=_PERHAPS,
        sequence=_COUNT,
        grade=_GRADE,
        words=_TEXT,
        reason=_TEXT,
        analysis=_one(number=_COUNT, ofInnovation=_COUNT, text=_TEXT),
        cases=_COUNT,
        units=_COUNT,
        successes=_COUNT,
        failures=_COUNT,
        unclear=_COUNT,
        transfers=_one(attempts=_COUNT, completed=_COUNT),
        unitsByResult={"type": "object", "additionalProperties": _COUNT},
        said=_SAID,
        matrix=_one(conditions=_TEXTS, unknownShare={"type": "array", "items": _FIT}, rows=_ROWS),
        contrasts=_CONTRASTS,
        notComparable=_CONTRASTS,
        lifts={"type": "array", "items": {"type": "object"}},
        agreement={"type": "array", "items": {"type": "object"}},
        necessity={"type": "array", "items": {"type": "object"}},
        configurations={"type": "object"},
        compared={"type": "array", "items": {"type": "object"}},
        adaptations={"type": "array", "items": {"type": "object"}},
        narrative=_each(about=_TEXT, text=_TEXT, clauses=_each(text=_TEXT, claims=_TEXTS)),
        wouldNeed=_TEXTS,
        labels=_NAMES,
        citations={"type": "object", "additionalProperties": _CITATION},
    ),
}
