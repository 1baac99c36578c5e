"""What OpenAPI says of the answer to why an innovation transferred."""

from api.schemas.words import (
    AXIS,
    COUNT,
    FLAG,
    PERHAPS,
    RESULT,
    SHARE,
    TEXT,
    TEXTS,
    UNIT_KIND,
    Schema,
    by_name,
    each,
    many,
    one,
    or_null,
    refer,
)

_GRADE: Schema = {"enum": ["tooFew", "notDistinguishableFromChance", "associated"]}
_CELL_STATE: Schema = {"enum": ["Present", "Partly", "Absent", "Conflicting", None]}


_CONTRASTS = each(
    success=TEXT,
    failure=TEXT,
    differing=TEXTS,
    agreeing=TEXTS,
    unknown=TEXTS,
    known=COUNT,
    similarity=SHARE,
    comparable=FLAG,
    strict=FLAG,
)
_ROWS = each(
    implementation=TEXT,
    unit=TEXT,
    unitKind=UNIT_KIND,
    result=RESULT,
    because=TEXT,
    states=many(_CELL_STATE),
    claims=TEXTS,
    stateClaims=many(TEXTS),
)
_SAID = each(
    claim=TEXT,
    text=TEXT,
    subject=TEXT,
    predicate=TEXT,
    object=TEXT,
    modality=TEXT,
    polarity=TEXT,
    asserter=PERHAPS,
    asserterRole=TEXT,
    citation=or_null(refer("Citation")),
)
WHY: Schema = {
    "description": "What is said, what the cases bear, and what to record next; never a cause",
    **one(
        innovation=TEXT,
        axis=AXIS,
        outcome=PERHAPS,
        sequence=COUNT,
        grade=_GRADE,
        words=TEXT,
        reason=TEXT,
        analysis=one(number=COUNT, ofInnovation=COUNT, text=TEXT),
        cases=COUNT,
        units=COUNT,
        successes=COUNT,
        failures=COUNT,
        unclear=COUNT,
        transfers=one(attempts=COUNT, completed=COUNT),
        unitsByResult=by_name(COUNT),
        said=_SAID,
        matrix=one(conditions=TEXTS, unknownShare=many(SHARE), rows=_ROWS),
        contrasts=_CONTRASTS,
        notComparable=_CONTRASTS,
        lifts=many({"type": "object"}),
        agreement=many({"type": "object"}),
        necessity=many({"type": "object"}),
        configurations={"type": "object"},
        compared=many({"type": "object"}),
        adaptations=many({"type": "object"}),
        narrative=each(about=TEXT, text=TEXT, clauses=each(text=TEXT, claims=TEXTS)),
        wouldNeed=TEXTS,
        labels=by_name(TEXT),
        citations=by_name(refer("Citation")),
    ),
}
