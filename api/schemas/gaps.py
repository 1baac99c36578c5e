"""What OpenAPI says of what is not known."""

from api.schemas.words import COUNT, PERHAPS, TEXT, TEXTS, Schema, by_name, each, many, one, refer

KNOWN = each(
    context=PERHAPS,
    level=PERHAPS,
    condition=PERHAPS,
    uses=COUNT,
    first=PERHAPS,
    last=PERHAPS,
)
SHARES: Schema = one(count=COUNT, of=COUNT, share={"type": ["null", "number"]})
GAPS: Schema = one(
    sequence=COUNT,
    contexts=TEXTS,
    levels=TEXTS,
    conditions=by_name(TEXT),
    known=KNOWN,
    missing=many(TEXTS),
    unassessed=by_name(TEXT),
    unreported=many(by_name(refer("Cell"))),
    shares=by_name(refer("Share")),
)
