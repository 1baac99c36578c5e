"""What OpenAPI says of the answer to what worked where."""

from collections.abc import Mapping

from api.schemas.gaps import KNOWN
from api.schemas.words import (
    AXIS,
    COUNT,
    FLAG,
    NAMED,
    PERHAPS,
    RESULT,
    STATE,
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

_WAY: Schema = {"enum": ["asWanted", "noChange", "otherWay", None]}
_CELLS: Schema = by_name(refer("Cell"))


_NAMES: Schema = many(NAMED)
_CITATION = or_null(refer("Citation"))
_CITED = each(claim=TEXT, citation=_CITATION)
_TALLY = one(all=COUNT, succeeded=COUNT, failed=COUNT, unclear=COUNT)
_EVIDENCE = one(design=PERHAPS, independence=PERHAPS, assertedBy=TEXTS, comparator=PERHAPS)
_FINDING_FIELDS: Mapping[str, Schema] = {
    "outcome": NAMED,
    "measure": or_null(NAMED),
    "level": PERHAPS,
    "result": RESULT,
    "way": _WAY,
    "because": TEXT,
    "figures": _CELLS,
    "evidence": or_null(_EVIDENCE),
    "populations": _NAMES,
    "sameEstimateAs": TEXTS,
    "documents": _NAMES,
    "citations": _CITED,
}
_CASES = each(
    use=NAMED,
    innovation=NAMED,
    unit=one(iri=TEXT, label=PERHAPS, kind=UNIT_KIND),
    aggregation=PERHAPS,
    launchedOnly=FLAG,
    result=RESULT,
    mixed=FLAG,
    because=TEXT,
    places=_NAMES,
    organisations=_NAMES,
    contexts=_NAMES,
    populations=_NAMES,
    inequalityFocus=TEXTS,
    documents=_NAMES,
    citations=_CITED,
    findings=each(**_FINDING_FIELDS),
    told=each(outcome=NAMED, level=PERHAPS, direction=PERHAPS, citations=_CITED),
    conditions=each(
        condition=NAMED,
        state=STATE,
        citations=_CITED,
    ),
)
_SIDE = one(use=NAMED, unit=NAMED, places=_NAMES, outcomes=TEXTS)
_CONTRADICTIONS = each(
    innovation=NAMED,
    level=TEXT,
    likeness={"enum": ["sameContext", "otherContext", "notRecorded"]},
    succeeded=_SIDE,
    failed=_SIDE,
    sameUnit=FLAG,
    sameMeasure=FLAG,
    conditions=each(condition=NAMED, succeeded=TEXT, failed=TEXT),
    unknownConditions=_NAMES,
    onlyWhereSucceeded=_NAMES,
    onlyWhereFailed=_NAMES,
    evidence=by_name(one(succeeded=TEXTS, failed=TEXTS)),
)
_GAP_MAP = one(
    contexts=TEXTS,
    levels=TEXTS,
    conditions=by_name(TEXT),
    known=KNOWN,
    missing=many(TEXTS),
)
WORKED: Schema = {
    "description": "Cases with their results on one axis, and what tempers them; never a grade",
    **one(
        innovation=PERHAPS,
        place=PERHAPS,
        outcome=PERHAPS,
        axis=AXIS,
        direction=PERHAPS,
        sequence=COUNT,
        counts=by_name(_TALLY),
        cases=_CASES,
        matrix=each(
            use=TEXT,
            innovation=TEXT,
            places=TEXTS,
            levels=by_name(TEXT),
        ),
        contradictions=_CONTRADICTIONS,
        negatives=each(use=NAMED, innovation=NAMED, **_FINDING_FIELDS),
        neverReported=many({"type": "object"}),
        forWhom=many({"type": "object"}),
        sameEstimates=many(TEXTS),
        perhapsTheSame=each(outcomes=_NAMES, value=refer("Cell"), unit=PERHAPS),
        gapMap=_GAP_MAP,
        shares=by_name(refer("Share")),
    ),
}
