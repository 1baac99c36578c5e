"""Forms that write: taken from a page of this server alone, and only on this machine.

There is no login, so a server listens on a loopback address. What is left to fear is another page
in the same browser: it cannot read the token of our forms, cannot send JSON without being asked
first, and cannot come under a name that is not ours.
"""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from email.parser import BytesParser
from email.policy import HTTP
from hmac import compare_digest
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request

from api.endpoints.sparql_request import WrongMediaType, decode, read_body
from ingest.documents import MOST_BYTES
from ontology.errors import HeldByPolicy, InvalidInput

TOKEN = secrets.token_urlsafe(24)  # of this process: a page from before a restart is loaded again
MOST = MOST_BYTES + 100_000  # bytes of a body: a document, and what is said of it
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_LOOPBACK = re.compile(r"(localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]{1,5})?")


@dataclass(frozen=True)
class Upload:
    """A file that a form brought."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Sent:
    """What a form brought: the text of each field, and the files."""

    fields: Mapping[str, str]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A field without space around it; empty where it is not there."""
        return self.fields.get(name, "").strip()


def refuse_others(request: Request) -> None:
    """Raise HeldByPolicy where a call did not come by our own name, or from another's page."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    # our pages send no referrer, and so browsers say null for their origin
    known = {None: True, "null": site == "same-origin"}
    own = known.get(origin, urlsplit(origin or "").netloc == host)
    if not _LOOPBACK.fullmatch(host) or not own or site not in (None, "same-origin", "none"):
        msg = "only a page of this server, on this machine, may write: open it at its own address"
        raise HeldByPolicy(msg)


async def read_form(request: Request) -> Sent:
    """The fields of a form of ours; HeldByPolicy where another page sent it."""
    refuse_others(request)
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() not in FORMS:
        msg = f"a form is wanted, not {kind!r:.80}"
        raise WrongMediaType(msg)
    body = await read_body(request, MOST)
    sent = _parts(kind, body) if "multipart" in kind.lower() else Sent(dict(_pairs(body)))
    if not compare_digest(sent.text("token").encode(), TOKEN.encode()):
        msg = "the page was made before the server was started again: load it anew"
        raise HeldByPolicy(msg)
    return sent


async def read_json(request: Request) -> Mapping[str, Any]:
    """A body of JSON, one object; HeldByPolicy where another page sent it."""
    refuse_others(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        msg = "send JSON: content-type: application/json"
        raise WrongMediaType(msg)
    try:
        found = json.loads(decode(await read_body(request, MOST)), parse_float=Decimal)
    except (json.JSONDecodeError, RecursionError) as error:
        msg = f"the body is no JSON ({error})"
        raise InvalidInput(msg) from None
    if not isinstance(found, dict):
        msg = "the body is one object: {…}"
        raise InvalidInput(msg)
    return found


def _pairs(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(decode(body), keep_blank_values=True, max_num_fields=1000)


def _parts(kind: str, body: bytes) -> Sent:
    head = b"content-type: " + kind.encode("latin-1", "replace") + b"\r\n\r\n"
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for part in BytesParser(policy=HTTP).parsebytes(head + body).walk():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(payload, bytes):
            continue
        if (file := part.get_filename()) is not None:
            files[name] = Upload(re.split(r"[/\\]", file)[-1], payload)
        else:
            fields[name] = decode(payload)
    return Sent(fields, files)


FormSent = Annotated[Sent, Depends(read_form)]
JsonSent = Annotated[Mapping[str, Any], Depends(read_json)]
