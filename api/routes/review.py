"""Review over HTTP: the queue, an item, a decision, a publication; for scripts on this machine."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from api.answering import given_once, json_response, refuse_unknown
from api.guarding import JsonSent
from api.progress import silent
from api.review.changing import undo
from api.review.deciding import Ruling, decide
from api.review.desk import open_desk
from api.review.publishing import publish
from api.review.view import Wanted, agreement_json, list_json, views
from api.served import Serving
from ingest.review.item import VERDICTS
from ontology.errors import InvalidInput
from ontology.values import Value

FIELDS = ("label", "class", "modality", "of", "attributes", "at")
router = APIRouter(include_in_schema=False)


@router.get("/v1/review")
def queue(request: Request, served: Serving) -> Response:
    """What waits for whoever started the server, or what the parameters ask for."""
    given = given_once(request)
    refuse_unknown(given, "document", "status", "state", "class", "all")
    wanted = Wanted(
        given.get("document"),
        given.get("status"),
        given.get("state"),
        given.get("class"),
        given.get("all") == "true",
    )
    return json_response(list_json(open_desk(served.home), wanted))


@router.get("/v1/review/agreement")
def agreement(served: Serving) -> Response:
    """Cohen's kappa with its n."""
    return json_response(agreement_json(open_desk(served.home)))


@router.post("/v1/review/documents/{name}/publish")
def publish_document(name: str, served: Serving, sent: JsonSent) -> Response:
    """Put what was accepted into the ledger."""
    refuse_unknown(dict.fromkeys(sent, ""))
    return json_response(publish(served.home, name, silent()).as_json())


@router.get("/v1/review/{key}")
def item(key: str, served: Serving) -> Response:
    """One item as its reader may see it."""
    desk = open_desk(served.home)
    return json_response(views(desk, [desk.item(key)])[0])


@router.post("/v1/review/{key}")
def rule(key: str, served: Serving, sent: JsonSent) -> Response:
    """Decide on one item: {decision, reason, version} and, to edit, what is to be changed."""
    refuse_unknown(dict.fromkeys(sent, ""), "decision", "reason", "version", *FIELDS)
    if sent.get("decision") == "undo":
        desk = undo(served.home, [key])
    else:
        desk = decide(served.home, [ruling_of(key, sent)])
    return json_response(views(desk, [desk.item(key)])[0])


def ruling_of(key: str, sent: Mapping[str, Any]) -> Ruling:
    """A decision as JSON has it."""
    named = {"class": "kind"}
    if wrong := [name for name in FIELDS if name in sent and not _fits(name, sent[name])]:
        msg = (
            f"{wrong[0]} is no such value: at is [start, end], attributes an object, all else text"
        )
        raise InvalidInput(msg)
    changes = {named.get(name, name): sent[name] for name in FIELDS if name in sent}
    texts = (sent.get("reason", ""), sent.get("version", ""))
    for verdict in VERDICTS:
        if sent.get("decision") == verdict and all(isinstance(one, str) for one in texts):
            return Ruling(key, verdict, *texts[:1], changes, texts[1])
    msg = f"decision is one of {', '.join(VERDICTS)} or undo; reason and version are texts"
    raise InvalidInput(msg)


def _fits(name: str, value: object) -> bool:
    """Whether a value is of the kind that its field takes."""
    match name, value:
        case "at", [int(), int()]:
            return True
        case "attributes", dict():
            return all(isinstance(one, Value) for one in value.values())
    return name not in ("at", "attributes") and isinstance(value, str)
