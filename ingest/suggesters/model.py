"""A model asked over HTTP in the form of OpenAI: the one place of this room that knows HTTP."""

import json
import time
from collections.abc import Mapping

import httpx

from ingest.suggesters.endpoint import Endpoint
from ontology.errors import LimitReached, NotAvailable

MOST_BYTES = 1_000_000  # of one answer
_CONNECT = 5.0  # seconds
_PAUSES = (0.5, 2.0)  # seconds before each new try
_BUSY = frozenset({429, 500, 502, 503, 504})


def ask_model(endpoint: Endpoint, request: Mapping[str, object], deadline: float) -> str:
    """What the model writes in answer to a chat request; `deadline` is of `time.monotonic`.

    Raises NotAvailable where there is no answer, LimitReached where it is too late or too long.
    """
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    address = f"{endpoint.address.rstrip('/')}/chat/completions"
    with httpx.Client(headers=headers, follow_redirects=False) as client:
        for pause in (*_PAUSES, None):
            try:
                status, body = _post(client, address, request, deadline)
            except httpx.TimeoutException:
                raise _too_late(endpoint) from None
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                status, body = 0, str(error).encode()
            if status == httpx.codes.OK:
                return _content(endpoint, body)
            if pause is None or (status and status not in _BUSY):
                raise _refused(endpoint, status, body)
            if time.monotonic() + pause > deadline:
                raise _too_late(endpoint)
            time.sleep(pause)
    raise AssertionError  # the last turn returns or raises


def _post(
    client: httpx.Client, address: str, request: Mapping[str, object], deadline: float
) -> tuple[int, bytes]:
    """Status and body, read piece by piece: a server may drip, or never end."""
    left = max(deadline - time.monotonic(), 0.001)
    patience = httpx.Timeout(left, connect=min(left, _CONNECT))
    body = b""
    with client.stream("POST", address, json=request, timeout=patience) as response:
        for piece in response.iter_bytes():
            body += piece
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout(address)
            if len(body) > MOST_BYTES:
                msg = f"{address}: more than {MOST_BYTES:,} bytes: give another model"
                raise LimitReached(msg)
    return response.status_code, body


def _content(endpoint: Endpoint, body: bytes) -> str:
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        content = None
    if not isinstance(content, str):
        msg = f"{endpoint.address}: does not answer as a chat endpoint does: correct the address"
        raise NotAvailable(msg)
    return content


def _refused(endpoint: Endpoint, status: int, body: bytes) -> NotAvailable:
    words = " ".join(body.decode("utf-8", "replace").split())[:200]
    told = f"answers {status}" if status else "does not answer"
    return NotAvailable(
        f"{endpoint.address}: {told} ({words}): start it, correct its address, model or key, "
        "or read without it"
    )


def _too_late(endpoint: Endpoint) -> LimitReached:
    return LimitReached(
        f"{endpoint.address}: no answer within {endpoint.seconds:g} s: give it more time"
    )
