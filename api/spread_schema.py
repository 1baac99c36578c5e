"""What OpenAPI says of spread, figures, briefs and search."""

from collections.abc import Mapping

from queries.search.index import KINDS, WORTH
from queries.spread.moves import BECAME

Schema = Mapping[str, object]

_TEXT: Schema = {"type": "string"}
_PERHAPS: Schema = {"type": ["string", "null"]}
_YES: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_PART: Schema = {"type": "number", "minimum": 0}
_CELL: Schema = {"$ref": "#/components/schemas/Cell"}
_CITATION: Schema = {"$ref": "#/components/schemas/Citation"}
_BECAME: Schema = {"enum": [*dict.fromkeys(BECAME.values()), "unknown"]}


def _one(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _each(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_TEXTS = _each(_TEXT)
_NAMED = {"iri": _TEXT, "label": _PERHAPS}
_WHEN: Schema = {
    "description": "The first and the last day it can fall on; null where a bound is not known",
    "anyOf": [
        _one(earliest=_PERHAPS, latest=_PERHAPS, basis=_TEXT, words=_PERHAPS),
        {"type": "null"},
    ],
}
_MOVE = {
    **_NAMED,
    "planned": _YES,
    "statuses": _TEXTS,
    "when": _WHEN,
    "asOf": _WHEN,
    "issued": _PERHAPS,
    "organisations": _each(_one(**_NAMED)),
    "places": _each(_one(**_NAMED)),
    "claims": _TEXTS,
    "documents": _TEXTS,
}
_ENDS = {"from": _each(_one(**_NAMED)), "to": _each(_one(**_NAMED))}
_BROKERS = _each(_one(**_NAMED, betweenness=_PART, pairs=_COUNT, n=_COUNT))

SPREAD: Mapping[str, Schema] = {
    "Spread": _one(
        sequence=_COUNT,
        innovation=_TEXT,
        label=_PERHAPS,
        note=_TEXT,
        counts={"type": "object", "additionalProperties": _COUNT},
        attempts=_each(_one(**_MOVE, became=_BECAME, **_ENDS)),
        uses=_each(_one(**_MOVE)),
        reach=_each(
            _one(
                use=_one(**_NAMED),
                direct=_each(_one(**_NAMED)),
                indirect=_each(_one(**_NAMED)),
                steps={"type": "object", "additionalProperties": _COUNT},
            )
        ),
        brokers=_one(
            reason=_PERHAPS,
            uses=_BROKERS,
            organisations=_BROKERS,
            carriers=_each(_one(**_NAMED, attempts=_TEXTS)),
        ),
        ends=_each(
            _one(
                thing=_one(**_NAMED),
                why={"enum": ["abandoned", "notAdopted", "stopped", "lastKnown"]},
                claims=_TEXTS,
            )
        ),
        circles=_each(_each(_one(**_NAMED))),
        outOfOrder=_each(_each(_one(**_NAMED))),
        graph={"type": "object", "description": "node-link JSON, as networkx and D3 read it"},
        citations={"type": "object", "additionalProperties": _CITATION},
    ),
    "Figure": {
        "description": "A specification in Vega-Lite, and the table of the same values",
        **_one(
            name=_TEXT,
            spec={"type": "object"},
            table=_one(columns=_TEXTS, rows=_each(_each(_CELL))),
        ),
    },
    "Brief": _one(
        sequence=_COUNT,
        innovation=_TEXT,
        title=_TEXT,
        sections=_each(
            _one(
                heading=_TEXT,
                sentences=_each(_one(text=_TEXT, sources=_each(_COUNT))),
            )
        ),
        sources=_each(
            _one(
                number=_COUNT,
                document=_TEXT,
                title=_TEXT,
                address=_PERHAPS,
                licence=_PERHAPS,
                coverage=_TEXT,
                claims=_TEXTS,
            )
        ),
        citations={"type": "object", "additionalProperties": _CITATION},
    ),
    "Searched": _one(
        query=_TEXT,
        type=_each({"enum": list(KINDS)}),
        sequence=_COUNT,
        total=_COUNT,
        limit=_COUNT,
        offset=_COUNT,
        advice=_PERHAPS,
        hits=_each(
            _one(
                kind={"enum": list(KINDS)},
                iri=_PERHAPS,
                label=_TEXT,
                snippet=_TEXT,
                matched={"enum": list(WORTH)},
                score=_PART,
                href=_TEXT,
                claim=_PERHAPS,
                citation={"anyOf": [_CITATION, {"type": "null"}]},
            )
        ),
    ),
}
