"""The pages of readers: upload, queue, document and item; they write, and need no JavaScript."""

import re
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.answering import describe
from api.guarding import FormSent, Sent, Upload, read_form
from api.progress import silent
from api.review.changing import name_thing, relate_items, undo
from api.review.deciding import Ruling, decide
from api.review.desk import Desk, open_desk
from api.review.pages import changes_in, document_values, item_values, queue_values
from api.review.proposing import Terms, find_with_own_names, review_file
from api.review.publishing import publish
from api.review.sheets import apply_sheets, export_sheets
from api.review.view import Wanted, chosen, views
from api.routes.pages import BARE, draw
from api.served import Served, Serving
from ingest.review.item import Item, verdict_of
from ingest.review.workbook import read_sheets, write_sheets
from ontology.errors import InvalidInput, WhatworkedError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
router = APIRouter(include_in_schema=False)


@router.get("/review", dependencies=BARE)
def queue(request: Request, served: Serving) -> Response:
    """The queue: documents, uploads, the workbook, agreement."""
    return draw(request, served, "review.html", queue_values(open_desk(served.home)))


@router.post("/review/documents")
def upload(request: Request, served: Serving, sent: FormSent) -> Response:
    """Take a document in and bring what it says into the queue."""
    try:
        name = _take(served, sent)
    except WhatworkedError as error:
        return _queue_again(request, served, error)
    return _to(f"/review/documents/{quote(name)}")


def _take(served: Served, sent: Sent) -> str:
    file = _file(sent, "file")
    terms = Terms(
        sent.text("record") or None,
        sent.text("licence") or None,
        sent.text("address") or None,
        sent.text("coverage") or "whole",
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / re.sub(r"[\x00-\x1f]", "", file.name)
        path.write_bytes(file.data)
        taken = review_file(served.home, path, terms, find_with_own_names(served.engine().ask))
    return taken.document


def _file(sent: Sent, name: str) -> Upload:
    file = sent.files.get(name)
    if file is None or not file.name or not file.data:
        msg = "choose a file first"
        raise InvalidInput(msg)
    return file


def _queue_again(request: Request, served: Served, error: WhatworkedError) -> Response:
    values = {**queue_values(open_desk(served.home)), "problem": str(error)}
    return draw(request, served, "review.html", values, describe(error)[0])


def _to(path: str) -> Response:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


@router.get("/review/workbook.xlsx", dependencies=BARE)
def workbook(served: Serving) -> Response:
    """What waits for the reader, as a workbook."""
    data = write_sheets(export_sheets(open_desk(served.home), Wanted()))
    named = {"content-disposition": 'attachment; filename="review.xlsx"'}
    return Response(data, media_type=XLSX, headers=named)


@router.post("/review/workbook")
def apply(request: Request, served: Serving, sent: FormSent) -> Response:
    """Take the decisions of a workbook in, and tell what became of each row."""
    try:
        file = _file(sent, "workbook")
        applied = apply_sheets(served.home, read_sheets(file.name, file.data))
    except WhatworkedError as error:
        return _queue_again(request, served, error)
    values = {**queue_values(open_desk(served.home)), "applied": applied}
    status = HTTPStatus.BAD_REQUEST if applied.errors else HTTPStatus.OK
    return _fresh(draw(request, served, "review.html", values, status))


def _fresh(response: Response) -> Response:
    """An answer to a form is of that form alone, and not to be kept."""
    if "etag" in response.headers:
        del response.headers["etag"]
    response.headers["cache-control"] = "no-store"
    return response


@router.get("/review/documents/{name}", dependencies=BARE)
def document(name: str, request: Request, served: Serving) -> Response:
    """What waits in a document, and what would be published of it."""
    values = document_values(open_desk(served.home), name)
    return draw(request, served, "review_document.html", values)


@router.post("/review/documents/{name}/accept")
def accept_all(name: str, served: Serving, sent: FormSent) -> Response:
    """Accept all that waits of one class."""
    desk = open_desk(served.home)
    found = chosen(desk, Wanted(document=name, kind=sent.text("class")))
    decide(served.home, [Ruling(item.key, "accept") for item in found])
    return _to(f"/review/documents/{quote(name)}")


@router.post("/review/documents/{name}/name")
def add_thing(name: str, request: Request, served: Serving, sent: FormSent) -> Response:
    """Add a thing that no rule has seen."""
    try:
        words = sent.text("words")
        text = open_desk(served.home).text(name).text
        start = text.find(words) if words else -1
        if start < 0:
            msg = "copy the words exactly as they stand in the document"
            raise InvalidInput(msg)
        span = (start, start + len(words))
        label = sent.text("label") or words
        _, key = name_thing(served.home, name, sent.text("class"), label, span)
    except WhatworkedError as error:
        return _document_again(request, served, name, error)
    return _to(f"/review/items/{key}#here")


def _document_again(
    request: Request, served: Served, name: str, error: WhatworkedError
) -> Response:
    values = {**document_values(open_desk(served.home), name), "problem": str(error)}
    return draw(request, served, "review_document.html", values, describe(error)[0])


@router.post("/review/documents/{name}/publish", dependencies=[Depends(read_form)])
def publish_document(name: str, request: Request, served: Serving) -> Response:
    """Put what was accepted into the ledger, and tell what is held."""
    try:
        done = publish(served.home, name, silent())
    except WhatworkedError as error:
        return _document_again(request, served, name, error)
    values = document_values(open_desk(served.home), name, done)
    return _fresh(draw(request, served, "review_document.html", values))


@router.get("/review/items/{key}", dependencies=BARE)
def item(key: str, request: Request, served: Serving) -> Response:
    """An item in its text."""
    desk = open_desk(served.home)
    return draw(request, served, "review_item.html", item_values(desk, desk.item(key)))


@router.post("/review/items/{key}")
def rule(key: str, request: Request, served: Serving, sent: FormSent) -> Response:
    """Decide on an item, and go on to the next one that waits."""
    desk = open_desk(served.home)
    found = desk.item(key)
    after = _after(desk, found)
    try:
        if sent.text("decision") == "undo":
            undo(served.home, [key])
            return _to(f"/review/items/{found.key}#here")
        decide(served.home, [_ruling(desk, found, sent)])
    except WhatworkedError as error:
        return _item_again(request, served, found.key, error)
    return _to(f"/review/items/{after}#here" if after else f"/review/documents/{found.document}")


def _item_again(request: Request, served: Served, key: str, error: WhatworkedError) -> Response:
    desk = open_desk(served.home)
    values = {**item_values(desk, desk.item(key)), "problem": str(error)}
    return draw(request, served, "review_item.html", values, describe(error)[0])


def _after(desk: Desk, item: Item) -> str | None:
    """The item that waits next, or the first that waits."""
    keys = [one.key for one in chosen(desk, Wanted(document=item.document))]
    at = keys.index(item.key) + 1 if item.key in keys else 0
    return next((key for key in (*keys[at:], *keys[:at]) if key != item.key), None)


def _ruling(desk: Desk, item: Item, sent: Sent) -> Ruling:
    """What the form says; whoever changed a field and accepts, edits."""
    changes = changes_in(views(desk, [item])[0], sent.fields)
    verdict = verdict_of(sent.text("decision"))
    verdict = "edit" if verdict == "accept" and changes else verdict
    return Ruling(item.key, verdict, sent.text("reason"), changes, sent.text("version"))


@router.post("/review/items/{key}/relate")
def relate(key: str, request: Request, served: Serving, sent: FormSent) -> Response:
    """Say what is between this thing and another of the document."""
    try:
        relate_items(served.home, key, sent.text("predicate"), sent.text("object"))
    except WhatworkedError as error:
        return _item_again(request, served, key, error)
    return _to(f"/review/items/{key}#here")
