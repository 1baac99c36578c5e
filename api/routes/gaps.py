"""What is not known, over HTTP."""

from fastapi import APIRouter, Depends, Request, Response

from api.answering import has_this, json_response, no_parameters, tag_of, unchanged
from api.description import TAGGED, UNCHANGED, answers_with
from api.served import Serving
from queries.gaps import find_gaps

router = APIRouter(tags=["questions"], dependencies=[Depends(no_parameters)])


@router.get(
    "/v1/gaps",
    summary="What is not known",
    responses=answers_with("Gaps", headers=TAGGED),
    openapi_extra={"responses": UNCHANGED},
)
def gaps(request: Request, served: Serving) -> Response:
    """The map of evidence, what is missing from it, and how lopsided the record is."""
    engine = served.engine()
    state = str(engine.sequence)
    if has_this(request, state):
        return unchanged(state)
    found = find_gaps(engine.ask)
    return json_response({"sequence": engine.sequence, **found.as_json()}, tag_of(state))
