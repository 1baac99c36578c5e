"""What OpenAPI says of the answers to would it work here, and of lessons of similar places."""

from api.schemas.words import (
    COUNT,
    FLAG,
    PERHAPS,
    SHARE,
    STATE,
    TEXT,
    TEXTS,
    UNIT_KIND,
    Schema,
    each,
    many,
    one,
    or_null,
    refer,
)

_RESULT: Schema = {"enum": ["worked", "didNot", "unclear"]}
_HELD: Schema = {"enum": ["have", "lack", "unknown"]}


CITED: Schema = {
    "type": "array",
    "items": {
        "allOf": [refer("Citation"), one(claim=TEXT)],
    },
}
NEAR: Schema = one(
    level=TEXT,
    similarity=SHARE,
    low=SHARE,
    high=SHARE,
    coverage=SHARE,
    rank=COUNT,
    of=COUNT,
    enough=FLAG,
    similar=FLAG,
    differences=TEXTS,
)
_OUTCOMES = each(
    outcome=TEXT,
    outcomeLabel=PERHAPS,
    measure=PERHAPS,
    measureLabel=PERHAPS,
    level=PERHAPS,
    result=_RESULT,
    because=TEXT,
    facts={"type": "object"},
    citations=CITED,
)
USES: Schema = each(
    use=TEXT,
    useLabel=PERHAPS,
    result=_RESULT,
    because=TEXT,
    places=each(id=TEXT, name=PERHAPS),
    unit=TEXT,
    unitKind=UNIT_KIND,
    likeness=or_null(NEAR),
    outcomes=_OUTCOMES,
    conditions=each(condition=TEXT, conditionLabel=PERHAPS, state=STATE, citations=CITED),
    documents=TEXTS,
    citations=CITED,
)
_COUNTS: Schema = one(
    worked=COUNT,
    didNot=COUNT,
    unclear=COUNT,
    similar=COUNT,
    unitsWorked=COUNT,
    unitsDidNot=COUNT,
)
_AXIS = {"counts": _COUNTS, "own": USES, "around": USES, "precedents": USES}
_FOUND: Schema = one(
    state=STATE,
    assessedFor=TEXT,
    assessedForLabel=PERHAPS,
    assessedOn=PERHAPS,
    issued=PERHAPS,
    assessor=PERHAPS,
    assessorLabel=PERHAPS,
    citations=CITED,
)
_GAPS = each(
    condition=TEXT,
    conditionLabel=PERHAPS,
    state=_HELD,
    statedBy=many({"enum": ["record", "asker"]}),
    contradicted=FLAG,
    asker=or_null(_HELD),
    recorded=or_null(_FOUND),
    older=many(_FOUND),
    weight={"enum": ["all", "most", "named"]},
    successes=COUNT,
    successesWith=COUNT,
    failures=COUNT,
    failuresWithout=COUNT,
    neededBy=CITED,
    citations=CITED,
)
FIT: Schema = {
    "description": "A verdict by rules that count, and all it rests on; what is unknown first",
    **one(
        innovation=TEXT,
        innovationLabel=PERHAPS,
        place=TEXT,
        placeLabel=PERHAPS,
        sequence=COUNT,
        axis={"const": "effect"},
        verdict={"enum": ["favourable", "unfavourable", "cannotSay"]},
        rule=TEXT,
        reason=TEXT,
        unknowns=each(
            what=TEXT,
            basis={"enum": ["documents", "counted", "figures"]},
            documents=TEXTS,
            citations=CITED,
        ),
        **_AXIS,
        gaps=_GAPS,
        adaptations=each(
            adaptation=TEXT,
            adaptationLabel=PERHAPS,
            use=TEXT,
            useLabel=PERHAPS,
            own=FLAG,
            fromContext=PERHAPS,
            toContext=PERHAPS,
            citations=CITED,
        ),
        adoption=one(**_AXIS),
        ask=each(
            question=TEXT,
            post=PERHAPS,
            organisation=PERHAPS,
            organisationIri=PERHAPS,
            role=PERHAPS,
            source=PERHAPS,
            citations=CITED,
        ),
    ),
}

_LESSONS = each(
    lesson=TEXT,
    lessonLabel=PERHAPS,
    derivedFrom=TEXTS,
    concerns=TEXTS,
    modality=TEXT,
    citations=CITED,
)
_SIDE = or_null(one(because=TEXT, outcomes=_OUTCOMES, citations=CITED))
LESSONS: Schema = {
    "description": "What places like one tried, what came of it, and what they learnt",
    **one(
        place=TEXT,
        placeLabel=PERHAPS,
        sequence=COUNT,
        note=TEXT,
        similar=each(
            id=TEXT,
            name=PERHAPS,
            likeness=NEAR,
            tried=each(
                innovation=TEXT,
                innovationLabel=PERHAPS,
                use=TEXT,
                useLabel=PERHAPS,
                here=FLAG,
                result=_RESULT,
                adoptionResult=_RESULT,
                effect=_SIDE,
                adoption=_SIDE,
                documents=TEXTS,
                lessons=_LESSONS,
            ),
            lessons=_LESSONS,
        ),
        notYetHere=each(
            innovation=TEXT,
            innovationLabel=PERHAPS,
            tried=each(
                place=TEXT,
                placeLabel=PERHAPS,
                use=TEXT,
                useLabel=PERHAPS,
                result=_RESULT,
                adoptionResult=_RESULT,
            ),
        ),
        since={"type": ["integer", "null"]},
        news=each(
            document=TEXT,
            documentLabel=PERHAPS,
            place=TEXT,
            placeLabel=PERHAPS,
            issued=PERHAPS,
            sequence=COUNT,
            operation=TEXT,
        ),
    ),
}
