"""What other regions read: the feed of an audience, file by file, as `publish` writes it."""

from hashlib import sha256

from fastapi import APIRouter, Depends, Request, Response

from api.answering import has_this, no_parameters
from api.description import UNCHANGED, parameter
from api.served import Served, Serving
from graph.exchange.feed import AUDIENCES
from graph.exchange.pages import ROOT
from graph.exchange.publishing import CATALOGUE, KEYS, PAGE, File, describe, list_files
from ontology.errors import NotFound

PUBLIC = AUDIENCES[-1]
TURTLE, JSON = "text/turtle", "application/json"
MEDIA = {
    ".ttl": TURTLE,
    ".nq": "application/n-quads",
    ".jws": "application/jose",
    ".txt": "text/plain",
    ".json": JSON,
}
NAMED = {  # of each name without an ending: the file, what it is, what it answers, its media type
    "feed": (
        ROOT,
        "The feed for the public: a Linked Data Event Stream, and where its pages are",
        "The root of the feed",
        TURTLE,
    ),
    "catalogue": (CATALOGUE, "What is shared with the public (DCAT-AP)", "The catalogue", TURTLE),
    "keys": (
        KEYS,
        "The public keys that verify what is shared (JSON Web Key Set): trust them only where "
        "their owner has handed them over",
        "The keys",
        JSON,
    ),
}
FINAL, FRESH = "max-age=604800, immutable", "max-age=60"  # seconds: a week for what stays

TEXT = {"schema": {"type": "string"}}
KEPT = {
    "ETag": {"description": "A word in quotes, another where the bytes are", **TEXT},
    "Cache-Control": {"description": "A full page stays as it is; all else is fresh", **TEXT},
}
PATH = {"type": "string", "minLength": 1, "examples": ["checkpoint.json", "0/000001.nq"]}
BELOW = "a file below the feed; before it, in lower case, an audience other than the public"

router = APIRouter(tags=["exchange"], dependencies=[Depends(no_parameters)])


class Gone(NotFound):
    """It was here, and something in it was erased since."""

    code = "gone"


def described(text: str, *kinds: str) -> dict[int | str, dict[str, object]]:
    """The documented answer: bytes of some media types."""
    content = {kind: {"schema": {"type": "object"}} if kind == JSON else TEXT for kind in kinds}
    return {200: {"description": text, "content": content, "headers": KEPT}}


def send_named(request: Request, served: Serving) -> Response:
    """The bytes that `publish` writes; its links are relative."""
    return send_file(request, served, request.url.path.rpartition("/")[2])


for name, (_, summary, told, media) in NAMED.items():
    router.add_api_route(
        f"/exchange/{name}",
        send_named,
        name=name,
        summary=summary,
        response_class=Response,
        responses=described(told, media),
        openapi_extra={"responses": UNCHANGED},
    )


@router.get(
    "/.well-known/void",
    summary="What is shared with the public (VoID)",
    response_class=Response,
    responses=described("The description", TURTLE),
    openapi_extra={"responses": UNCHANGED},
)
def void(request: Request, served: Serving) -> Response:
    """How much there is, as it reads from here."""
    data = describe(served.release(PUBLIC), "../exchange/")
    return send(request, data, TURTLE, f"public, {FRESH}")


@router.get(
    "/exchange/{path:path}",
    summary="A file of a feed: a page, the checkpoint and its signature, the chain",
    response_class=Response,
    responses=described("The file", *MEDIA.values())
    | {410: {"description": "The page held something that was erased: begin at the root"}},
    openapi_extra={
        "parameters": [parameter("path", "path", BELOW, PATH)],
        "responses": UNCHANGED,
    },
)
def file(request: Request, served: Serving) -> Response:
    """The bytes that `publish` writes at this path."""
    return send_file(request, served, request.path_params["path"])


def send_file(request: Request, served: Served, path: str) -> Response:
    """Send a file of the feed of the audience that stands first in its path, else of the public."""
    first, _, rest = path.partition("/")
    audience = next((one for one in AUDIENCES if one.lower() == first), None)
    found = find_file(served, audience or PUBLIC, rest if audience else path)
    who = "private" if audience and audience != PUBLIC else "public"
    how = FINAL if found.is_final else FRESH
    return send(request, found.write(), media_of(found.path), f"{who}, {how}")


def find_file(served: Served, audience: str, path: str) -> File:
    """The file at a path of a feed; Gone where it is a page from before an erasure."""
    made = served.release(audience)
    wanted = NAMED[path][0] if path in NAMED else path
    found = next((one for one in list_files(made) if one.path == wanted), None)
    if found:
        return found
    if PAGE.fullmatch(path) and int(path.partition("/")[0]) < made.feed.epoch:
        msg = f"{path} held something that was erased: begin again at the root of the feed"
        raise Gone(msg)
    msg = f"the feed has no file {path!r:.200}"
    raise NotFound(msg)


def send(request: Request, data: bytes, media: str, cached: str) -> Response:
    """Send bytes, or say that the caller has them; the tag tells nothing but the bytes."""
    state = sha256(data).hexdigest()
    headers = {"etag": f'"{state}"', "cache-control": cached}
    if has_this(request, state):
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=media, headers=headers)


def media_of(path: str) -> str:
    """The media type of a file by its ending; what has none is Turtle."""
    return next((media for ending, media in MEDIA.items() if path.endswith(ending)), TURTLE)
