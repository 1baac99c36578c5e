"""Bundles over HTTP: what an audience gets in one file; and a file that comes into quarantine."""

import re
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Annotated
from zipfile import ZipFile

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse

from api.answering import has_this, json_response, no_parameters
from api.description import UNCHANGED, parameter
from api.endpoints.sparql_request import WrongMediaType, read_body
from api.exchange.import_log import find_import, list_imports, quarantine_of
from api.exchange.importing import import_file
from api.guarding import refuse_others
from api.progress import silent
from api.routes.exchange import FRESH, JSON, PUBLIC, Gone, described
from api.served import Serving
from graph.exchange.bag import SIGNATURE
from graph.exchange.feed import AUDIENCES
from ontology.errors import NotFound

ZIP, JOSE = "application/zip", "application/jose"
MOST = 200_000_000  # bytes of a bundle that is sent to us
NAME = parameter("name", "path", "the sequence of the feed, .zip; see the list", {"type": "string"})
PARTIAL = {
    "206": {
        "description": "A part of it (Range)",
        "content": {ZIP: {"schema": {"type": "string"}}},
    },
    "410": {"description": "There is a newer one: the list names it"},
    "416": {"description": "It has no such part"},
}

router = APIRouter(tags=["exchange"], dependencies=[Depends(no_parameters)])


def audience_of(request: Request) -> str:
    """The audience in the path, in lower case; the public where there is none."""
    word = request.path_params.get("audience", PUBLIC.lower())
    found = next((one for one in AUDIENCES if one.lower() == word), None)
    if found is None:
        msg = f"nothing is shared with {word!r:.40}"
        raise NotFound(msg)
    return found


Audience = Annotated[str, Depends(audience_of)]


def newest(request: Request, served: Serving, audience: Audience) -> Path:
    """The file that `export` writes today, where the path means that one.

    Raises Gone where a newer bundle has taken the place of what is meant, NotFound for other names.
    """
    name, sequence = request.path_params["name"], served.release(audience).point.sequence
    wanted = re.fullmatch(r"([0-9]{1,18})\.zip", name)
    if wanted is None or int(wanted[1]) > sequence or wanted[1] != str(int(wanted[1])):
        msg = f"there is no bundle {name!r:.100}: the newest is {sequence}.zip"
        raise NotFound(msg)
    if int(wanted[1]) < sequence:
        msg = f"{name} has made place for {sequence}.zip, which has all that stands"
        raise Gone(msg)
    return served.bundle(audience, datetime.now(UTC).date())


Newest = Annotated[Path, Depends(newest)]


@router.get("/exchange/{audience}/bundles", include_in_schema=False)
@router.get(
    "/exchange/bundles",
    summary="The bundles that can be had: what is shared, in one signed file",
    response_class=Response,
    responses=described("The list; there is one, which has all that stands", JSON),
)
def bundles(served: Serving, audience: Audience) -> Response:
    """The one bundle that there is: who wants what came before follows the feed."""
    point = served.release(audience).point
    one = {
        "audience": audience,
        "epoch": point.epoch,
        "sequence": point.sequence,
        "records": point.records,
        "digest": point.digest,
        "href": f"bundles/{point.sequence}.zip",
    }
    return json_response({"bundles": [one]}, {"cache-control": _kept(audience)})


@router.get("/exchange/{audience}/bundles/{name}", include_in_schema=False)
@router.get(
    "/exchange/bundles/{name}",
    summary="A bundle: a bag around a crate, signed",
    response_class=Response,
    responses=described("The file", ZIP),
    openapi_extra={"parameters": [NAME], "responses": UNCHANGED | PARTIAL},
)
def bundle(request: Request, audience: Audience, path: Newest) -> Response:
    """The file that `export` writes today."""
    headers = {"etag": f'"{path.stem}"', "cache-control": _kept(audience)}
    if has_this(request, path.stem):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    name = f"whatworked-{audience.lower()}-{request.path_params['name']}"
    return FileResponse(path, headers=headers, media_type=ZIP, filename=name)


@router.get("/exchange/{audience}/bundles/{name}/signature", include_in_schema=False)
@router.get(
    "/exchange/bundles/{name}/signature",
    summary="The signature of a bundle: a detached JSON Web Signature over its tag manifest",
    response_class=Response,
    responses=described("The signature", JOSE),
    openapi_extra={"parameters": [NAME], "responses": {"410": PARTIAL["410"]}},
)
def signature(audience: Audience, path: Newest) -> Response:
    """The signature as it stands in the file."""
    with ZipFile(path) as archive:
        data = archive.read(SIGNATURE)
    return Response(data, media_type=JOSE, headers={"cache-control": _kept(audience)})


async def read_bundle(request: Request) -> bytes:
    """A bundle that is sent: from this machine, and by no page of another server.

    A browser asks first before it sends a zip for another page, and is not answered.
    """
    refuse_others(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != ZIP:
        msg = f"send a bundle: content-type: {ZIP}"
        raise WrongMediaType(msg)
    return await read_body(request, MOST)


@router.post("/exchange/imports", include_in_schema=False)
def bring(served: Serving, sent: Annotated[bytes, Depends(read_bundle)]) -> Response:
    """Bring a bundle into quarantine; the same one twice is one import."""
    home = served.home
    with quarantine_of(home).workshop() as workshop:
        path = workshop / "bundle.zip"
        path.write_bytes(sent)
        one = import_file(home, path, datetime.now(UTC).date(), silent())
    where = {"location": f"/exchange/imports/{one.import_id}"}
    return json_response(one.as_json(), where, HTTPStatus.ACCEPTED)


@router.get("/exchange/imports", include_in_schema=False, dependencies=[Depends(refuse_others)])
def imports(served: Serving) -> Response:
    """What arrived, and what became of it."""
    return json_response({"imports": [one.as_json() for one in list_imports(served.home)]})


@router.get(
    "/exchange/imports/{name}", include_in_schema=False, dependencies=[Depends(refuse_others)]
)
def find(served: Serving, name: str) -> Response:
    """One import as it stands."""
    return json_response(find_import(served.home, name).as_json())


def _kept(audience: str) -> str:
    return f"{'public' if audience == PUBLIC else 'private'}, {FRESH}"
