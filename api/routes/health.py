"""Whether the server runs, and whether it holds what the ledger holds."""

from fastapi import APIRouter, Depends, Response

from api.answering import json_response, no_parameters
from api.description import answers_with
from api.served import Serving

router = APIRouter(tags=["state"], dependencies=[Depends(no_parameters)])


@router.get("/v1/", summary="What there is", responses=answers_with("Start"))
def index(served: Serving) -> Response:
    """The repository, its sequence, and where to go on."""
    region = served.home.region
    return json_response(
        {
            "region": region.name,
            "base": region.base,
            "sequence": served.engine().sequence,
            "levels": list(served.engines),
            "questions": "/v1/questions",
            "openapi": "/openapi.json",
        }
    )


@router.get("/health/live", summary="The server runs", responses=answers_with("Live"))
def live() -> Response:
    """Nothing is looked at."""
    return json_response({"status": "live"})


@router.get(
    "/health/ready",
    summary="The engines hold what the ledger holds",
    responses=answers_with("Ready"),
)
def ready(served: Serving) -> Response:
    """Every engine has followed the ledger."""
    levels = {level: served.engine(level).sequence for level in served.engines}
    return json_response({"status": "ready", "sequence": min(levels.values()), "levels": levels})
