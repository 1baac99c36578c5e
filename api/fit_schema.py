"""What OpenAPI says of the answers to would it work here, and of lessons of similar places."""

from collections.abc import Mapping

Schema = Mapping[str, object]

_TEXT: Schema = {"type": "string"}
_PERHAPS: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_FLAG: Schema = {"type": "boolean"}
_SHARE: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_RESULT: Schema = {"enum": ["worked", "didNot", "unclear"]}
_HELD: Schema = {"enum": ["have", "lack", "unknown"]}
_STATE: Schema = {"enum": ["present", "partly", "absent", "conflicting"]}


def _one(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _each(**properties: Schema) -> Schema:
    return {"type": "array", "items": _one(**properties)}


def _perhaps(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


CITED: Schema = {
    "type": "array",
    "items": {
        "allOf": [{"$ref": "#/components/schemas/Citation"}, _one(claim=_TEXT)],
    },
}
NEAR: Schema = _one(
    level=_TEXT,
    similarity=_SHARE,
    low=_SHARE,
    high=_SHARE,
    coverage=_SHARE,
    rank=_COUNT,
    of=_COUNT,
    enough=_FLAG,
    similar=_FLAG,
    differences=_TEXTS,
)
_OUTCOMES = _each(
    outcome=_TEXT,
    outcomeLabel=_PERHAPS,
    measure=_PERHAPS,
    measureLabel=_PERHAPS,
    level=_PERHAPS,
    result=_RESULT,
    because=_TEXT,
    facts={"type": "object"},
    citations=CITED,
)
USES: Schema = _each(
    use=_TEXT,
    useLabel=_PERHAPS,
    result=_RESULT,
    because=_TEXT,
    places=_each(id=_TEXT, name=_PERHAPS),
    unit=_TEXT,
    unitKind={"enum": ["programme", "source"]},
    likeness=_perhaps(NEAR),
    outcomes=_OUTCOMES,
    conditions=_each(condition=_TEXT, conditionLabel=_PERHAPS, state=_STATE, citations=CITED),
    documents=_TEXTS,
    citations=CITED,
)
_COUNTS: Schema = _one(
    worked=_COUNT,
    didNot=_COUNT,
    unclear=_COUNT,
    similar=_COUNT,
    unitsWorked=_COUNT,
    unitsDidNot=_COUNT,
)
_AXIS = {"counts": _COUNTS, "own": USES, "around": USES, "precedents": USES}
_FOUND: Schema = _one(
    state=_STATE,
    assessedFor=_TEXT,
    assessedForLabel=_PERHAPS,
    assessedOn=_PERHAPS,
    issued=_PERHAPS,
    assessor=_PERHAPS,
    assessorLabel=_PERHAPS,
    citations=CITED,
)
_GAPS = _each(
    condition=_TEXT,
    conditionLabel=_PERHAPS,
    state=_HELD,
    statedBy={"type": "array", "items": {"enum": ["record", "asker"]}},
    contradicted=_FLAG,
    asker=_perhaps(_HELD),
    recorded=_perhaps(_FOUND),
    older={"type": "array", "items": _FOUND},
    weight={"enum": ["all", "most", "named"]},
    successes=_COUNT,
    successesWith=_COUNT,
    failures=_COUNT,
    failuresWithout=_COUNT,
    neededBy=CITED,
    citations=CITED,
)
FIT: Schema = {
    "description": "A verdict by rules that count, and all it rests on; what is unknown first",
    **_one(
        innovation=_TEXT,
        innovationLabel=_PERHAPS,
        place=_TEXT,
        placeLabel=_PERHAPS,
        sequence=_COUNT,
        axis={"const": "effect"},
        verdict={"enum": ["favourable", "unfavourable", "cannotSay"]},
        rule=_TEXT,
        reason=_TEXT,
        unknowns=_each(
            what=_TEXT,
            basis={"enum": ["documents", "counted", "figures"]},
            documents=_TEXTS,
            citations=CITED,
        ),
        **_AXIS,
        gaps=_GAPS,
        adaptations=_each(
            adaptation=_TEXT,
            adaptationLabel=_PERHAPS,
            use=_TEXT,
            useLabel=_PERHAPS,
            own=_FLAG,
            fromContext=_PERHAPS,
            toContext=_PERHAPS,
            citations=CITED,
        ),
        adoption=_one(**_AXIS),
        ask=_each(
            question=_TEXT,
            post=_PERHAPS,
            organisation=_PERHAPS,
            organisationIri=_PERHAPS,
            role=_PERHAPS,
            source=_PERHAPS,
            citations=CITED,
        ),
    ),
}

_LESSONS = _each(
    lesson=_TEXT,
    lessonLabel=_PERHAPS,
    derivedFrom=_TEXTS,
    concerns=_TEXTS,
    modality=_TEXT,
    citations=CITED,
)
_SIDE = _perhaps(_one(because=_TEXT, outcomes=_OUTCOMES, citations=CITED))
LESSONS: Schema = {
    "description": "What places like one tried, what came of it, and what they learnt",
    **_one(
        place=_TEXT,
        placeLabel=_PERHAPS,
        sequence=_COUNT,
        note=_TEXT,
        similar=_each(
            id=_TEXT,
            name=_PERHAPS,
            likeness=NEAR,
            tried=_each(
                innovation=_TEXT,
                innovationLabel=_PERHAPS,
                use=_TEXT,
                useLabel=_PERHAPS,
                here=_FLAG,
                result=_RESULT,
                adoptionResult=_RESULT,
                effect=_SIDE,
                adoption=_SIDE,
                documents=_TEXTS,
                lessons=_LESSONS,
            ),
            lessons=_LESSONS,
        ),
        notYetHere=_each(
            innovation=_TEXT,
            innovationLabel=_PERHAPS,
            tried=_each(
                place=_TEXT,
                placeLabel=_PERHAPS,
                use=_TEXT,
                useLabel=_PERHAPS,
                result=_RESULT,
                adoptionResult=_RESULT,
            ),
        ),
        since={"type": ["integer", "null"]},
        news=_each(
            document=_TEXT,
            documentLabel=_PERHAPS,
            place=_TEXT,
            placeLabel=_PERHAPS,
            issued=_PERHAPS,
            sequence=_COUNT,
            operation=_TEXT,
        ),
    ),
}
