"""What OpenAPI says of the answer to what worked where."""

from collections.abc import Mapping

Schema = Mapping[str, object]

_TEXT: Schema = {"type": "string"}
_PERHAPS: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_TRUTH: Schema = {"type": "boolean"}
_RESULT: Schema = {"enum": ["succeeded", "failed", "unclear"]}
_WAY: Schema = {"enum": ["asWanted", "noChange", "otherWay", None]}
_AXIS: Schema = {"enum": ["effect", "adoption"]}
_CELL: Schema = {"$ref": "#/components/schemas/Cell"}
_CELLS: Schema = {"type": "object", "additionalProperties": _CELL}


def _one(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _each(**properties: Schema) -> Schema:
    return {"type": "array", "items": _one(**properties)}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_NAMED = _one(iri=_TEXT, label=_PERHAPS)
_NAMES: Schema = {"type": "array", "items": _NAMED}
_CITATION = _or_null({"$ref": "#/components/schemas/Citation"})
_CITED = _each(claim=_TEXT, citation=_CITATION)
_TALLY = _one(all=_COUNT, succeeded=_COUNT, failed=_COUNT, unclear=_COUNT)
_EVIDENCE = _one(design=_PERHAPS, independence=_PERHAPS, assertedBy=_TEXTS, comparator=_PERHAPS)
_FINDING_FIELDS: Mapping[str, Schema] = {
    "outcome": _NAMED,
    "measure": _or_null(_NAMED),
    "level": _PERHAPS,
    "result": _RESULT,
    "way": _WAY,
    "because": _TEXT,
    "figures": _CELLS,
    "evidence": _or_null(_EVIDENCE),
    "populations": _NAMES,
    "sameEstimateAs": _TEXTS,
    "documents": _NAMES,
    "citations": _CITED,
}
_CASES = _each(
    use=_NAMED,
    innovation=_NAMED,
    unit=_one(iri=_TEXT, label=_PERHAPS, kind={"enum": ["programme", "source"]}),
    aggregation=_PERHAPS,
    launchedOnly=_TRUTH,
    result=_RESULT,
    mixed=_TRUTH,
    because=_TEXT,
    places=_NAMES,
    organisations=_NAMES,
    contexts=_NAMES,
    populations=_NAMES,
    inequalityFocus=_TEXTS,
    documents=_NAMES,
    citations=_CITED,
    findings=_each(**_FINDING_FIELDS),
    told=_each(outcome=_NAMED, level=_PERHAPS, direction=_PERHAPS, citations=_CITED),
    conditions=_each(
        condition=_NAMED,
        state={"enum": ["present", "partly", "absent", "conflicting"]},
        citations=_CITED,
    ),
)
_SIDE = _one(use=_NAMED, unit=_NAMED, places=_NAMES, outcomes=_TEXTS)
_CONTRADICTIONS = _each(
    innovation=_NAMED,
    level=_TEXT,
    likeness={"enum": ["sameContext", "otherContext", "notRecorded"]},
    succeeded=_SIDE,
    failed=_SIDE,
    sameUnit=_TRUTH,
    sameMeasure=_TRUTH,
    conditions=_each(condition=_NAMED, succeeded=_TEXT, failed=_TEXT),
    unknownConditions=_NAMES,
    onlyWhereSucceeded=_NAMES,
    onlyWhereFailed=_NAMES,
    evidence={"type": "object", "additionalProperties": _one(succeeded=_TEXTS, failed=_TEXTS)},
)
_GAP_MAP = _one(
    contexts=_TEXTS,
    levels=_TEXTS,
    conditions={"type": "object", "additionalProperties": _TEXT},
    known=_each(
        context=_PERHAPS,
        level=_PERHAPS,
        condition=_PERHAPS,
        uses=_COUNT,
        first=_PERHAPS,
        last=_PERHAPS,
    ),
    missing={"type": "array", "items": _TEXTS},
)
WORKED: Schema = {
    "description": "Cases with their results on one axis, and what tempers them; never a grade",
    **_one(
        innovation=_PERHAPS,
        place=_PERHAPS,
        outcome=_PERHAPS,
        axis=_AXIS,
        direction=_PERHAPS,
        sequence=_COUNT,
        counts={"type": "object", "additionalProperties": _TALLY},
        cases=_CASES,
        matrix=_each(
            use=_TEXT,
            innovation=_TEXT,
            places=_TEXTS,
            levels={"type": "object", "additionalProperties": _TEXT},
        ),
        contradictions=_CONTRADICTIONS,
        negatives=_each(use=_NAMED, innovation=_NAMED, **_FINDING_FIELDS),
        neverReported={"type": "array", "items": {"type": "object"}},
        forWhom={"type": "array", "items": {"type": "object"}},
        sameEstimates={"type": "array", "items": _TEXTS},
        perhapsTheSame=_each(outcomes=_NAMES, value=_CELL, unit=_PERHAPS),
        gapMap=_GAP_MAP,
        shares={"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Share"}},
    ),
}
