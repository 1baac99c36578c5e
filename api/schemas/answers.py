"""All schemas of the description by name, and those that have no module of their own."""

from collections.abc import Mapping

from api.answers.described import Described
from api.schemas.cypher_bodies import CYPHER
from api.schemas.fit import FIT, LESSONS
from api.schemas.gaps import GAPS, SHARES
from api.schemas.spread import SPREAD
from api.schemas.why import WHY
from api.schemas.words import (
    COUNT,
    FLAG,
    PART,
    PERHAPS,
    SHARE,
    TEXT,
    TEXTS,
    Schema,
    by_name,
    each,
    many,
    one,
    refer,
)
from api.schemas.worked import WORKED

_PLACE: Schema = {"type": ["integer", "null"], "minimum": 0}
_RAW: Schema = {"type": ["number", "string", "array"]}
_FEATURE: Schema = one(
    name=TEXT,
    label=TEXT,
    kind=TEXT,
    columns=TEXTS,
    group=TEXT,
    weight=PART,
    frame={"type": "object"},
    source=TEXT,
    version=TEXT,
    year=TEXT,
    unit=TEXT,
    computed=TEXT,
)


SCHEMAS: Mapping[str, Schema] = {
    "Problem": {
        "description": "RFC 9457; code is the short name of the kind of problem",
        **one(
            type={"type": "string", "format": "uri"},
            title=TEXT,
            status={"type": "integer", "minimum": 400, "maximum": 599},
            detail=TEXT,
            instance=TEXT,
            code=TEXT,
        ),
    },
    "Cell": {
        "description": "Null where no document says it; a list where there may be several",
        "type": ["null", "boolean", "number", "string", "array"],
        "items": TEXT,
    },
    "Citation": {
        "description": "Where a claim stands; quote is null where the words are not held here",
        **one(
            record=TEXT,
            document=TEXT,
            title=PERHAPS,
            address=PERHAPS,
            start=_PLACE,
            end=_PLACE,
            quote=PERHAPS,
            licence=PERHAPS,
            coverage={"enum": ["whole", "part", "secondHand"]},
            basis={"enum": ["span", "address", "curatorReading"]},
            retrieved=PERHAPS,
        ),
    },
    "Answer": one(
        question=TEXT,
        given=by_name(TEXT),
        engine=TEXT,
        sequence=COUNT,
        columns=TEXTS,
        rows=many(many(refer("Cell"))),
        truncated=FLAG,
        citations=by_name(refer("Citation")),
    ),
    "Questions": each(
        name=TEXT,
        summary=TEXT,
        given=by_name(TEXT),
        columns=TEXTS,
        engines=TEXTS,
    ),
    "Contexts": one(
        levels=each(name=TEXT, available=FLAG),
        profiles=each(
            name=TEXT,
            version=TEXT,
            summary=TEXT,
            groups=by_name(PART),
            features=many(_FEATURE),
        ),
    ),
    "Similar": one(
        method=TEXT,
        version=TEXT,
        profile=TEXT,
        level=PERHAPS,
        subject=PERHAPS,
        name=TEXT,
        note=TEXT,
        weights=by_name(PART),
        given={"type": "object"},
        unknown=TEXTS,
        frame=by_name({"type": "object"}),
        compared=COUNT,
        ranks={"enum": ["exact", "bounds"]},
        stabilityOf=one(draws=COUNT, among=COUNT),
        results=many(refer("Alike")),
    ),
    "Alike": {
        "description": "A place like the subject; contributions sum up to 1 - similarity",
        **one(
            id=TEXT,
            name=TEXT,
            similarity=SHARE,
            coverage=PART,
            low=PART,
            high=PART,
            rank=COUNT,
            rankBest=COUNT,
            rankWorst=COUNT,
            stability=PART,
            belowLine=FLAG,
            differences=TEXTS,
            contributions=each(
                feature=TEXT,
                weight=PART,
                a=_RAW,
                b=_RAW,
                distance=PART,
                contribution=PART,
            ),
            unknown=TEXTS,
        ),
    },
    "Described": Described.model_json_schema(),
    "Changes": each(
        sequence=COUNT,
        time={"type": "string", "format": "date-time"},
        record=TEXT,
        operation=TEXT,
        version=PERHAPS,
    ),
    "Share": SHARES,
    "Gaps": GAPS,
    "Worked": WORKED,
    "Why": WHY,
    "Fit": FIT,
    "Lessons": LESSONS,
    **SPREAD,
    **CYPHER,
    "Start": one(
        region=TEXT,
        base=TEXT,
        sequence=COUNT,
        levels=TEXTS,
        questions=TEXT,
        openapi=TEXT,
    ),
    "Live": one(status={"const": "live"}),
    "Ready": one(
        status={"const": "ready"},
        sequence=COUNT,
        levels=by_name(COUNT),
    ),
}
