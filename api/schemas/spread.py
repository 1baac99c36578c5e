"""What OpenAPI says of spread, figures, briefs and search."""

from collections.abc import Mapping

from api.schemas.words import (
    COUNT,
    FLAG,
    NAMED,
    PART,
    PERHAPS,
    TEXT,
    TEXTS,
    Schema,
    by_name,
    many,
    one,
    or_null,
    refer,
)
from queries.search.index import KINDS, WORTH
from queries.spread.moves import BECAME

_BECAME: Schema = {"enum": [*dict.fromkeys(BECAME.values()), "unknown"]}


_NAMED = {"iri": TEXT, "label": PERHAPS}  # to which more is added
_WHEN: Schema = {
    "description": "The first and the last day it can fall on; null where a bound is not known",
    "anyOf": [
        one(earliest=PERHAPS, latest=PERHAPS, basis=TEXT, words=PERHAPS),
        {"type": "null"},
    ],
}
_MOVE = {
    **_NAMED,
    "planned": FLAG,
    "statuses": TEXTS,
    "when": _WHEN,
    "asOf": _WHEN,
    "issued": PERHAPS,
    "organisations": many(NAMED),
    "places": many(NAMED),
    "claims": TEXTS,
    "documents": TEXTS,
}
_ENDS = {"from": many(NAMED), "to": many(NAMED)}
_BROKERS = many(one(**_NAMED, betweenness=PART, pairs=COUNT, n=COUNT))

SPREAD: Mapping[str, Schema] = {
    "Spread": one(
        sequence=COUNT,
        innovation=TEXT,
        label=PERHAPS,
        note=TEXT,
        counts=by_name(COUNT),
        attempts=many(one(**_MOVE, became=_BECAME, **_ENDS)),
        uses=many(one(**_MOVE)),
        reach=many(
            one(
                use=NAMED,
                direct=many(NAMED),
                indirect=many(NAMED),
                steps=by_name(COUNT),
            )
        ),
        brokers=one(
            reason=PERHAPS,
            uses=_BROKERS,
            organisations=_BROKERS,
            carriers=many(one(**_NAMED, attempts=TEXTS)),
        ),
        ends=many(
            one(
                thing=NAMED,
                why={"enum": ["abandoned", "notAdopted", "stopped", "lastKnown"]},
                claims=TEXTS,
            )
        ),
        circles=many(many(NAMED)),
        outOfOrder=many(many(NAMED)),
        graph={"type": "object", "description": "node-link JSON, as networkx and D3 read it"},
        citations=by_name(refer("Citation")),
    ),
    "Figure": {
        "description": "A specification in Vega-Lite, and the table of the same values",
        **one(
            name=TEXT,
            spec={"type": "object"},
            table=one(columns=TEXTS, rows=many(many(refer("Cell")))),
        ),
    },
    "Brief": one(
        sequence=COUNT,
        innovation=TEXT,
        title=TEXT,
        sections=many(
            one(
                heading=TEXT,
                sentences=many(one(text=TEXT, sources=many(COUNT))),
            )
        ),
        sources=many(
            one(
                number=COUNT,
                document=TEXT,
                title=TEXT,
                address=PERHAPS,
                licence=PERHAPS,
                coverage=TEXT,
                claims=TEXTS,
            )
        ),
        citations=by_name(refer("Citation")),
    ),
    "Searched": one(
        query=TEXT,
        type=many({"enum": list(KINDS)}),
        sequence=COUNT,
        total=COUNT,
        limit=COUNT,
        offset=COUNT,
        advice=PERHAPS,
        hits=many(
            one(
                kind={"enum": list(KINDS)},
                iri=PERHAPS,
                label=TEXT,
                snippet=TEXT,
                matched={"enum": list(WORTH)},
                score=PART,
                href=TEXT,
                claim=PERHAPS,
                citation=or_null(refer("Citation")),
            )
        ),
    ),
}
