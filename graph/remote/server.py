"""A SPARQL server of the user's: the one place that knows HTTP, its errors and its retries."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import RawIOBase
from typing import Final

import httpx

from graph.engine.answer import DeadlinePassed, EngineFailed, refusal
from graph.remote.endpoint import Endpoint
from graph.remote.line import Line
from ontology.errors import InvalidInput, NotAvailable, StorageFailure, WhatworkedError

ROWS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"

_CONNECT = 5.0  # seconds to reach a server
_LONG = 3600.0  # seconds for what writes
_PAUSES = (0.2, 0.8, 2.0)  # seconds before each new try
_AT_ONCE = 2.0  # seconds; a server that says 503 later than this has tried to answer
_WORDS = 300  # characters of a server's own words that are passed on
_FIXES: Mapping[int, str] = {
    httpx.codes.UNAUTHORIZED: "set its user and password, or its token",
    httpx.codes.FORBIDDEN: "let this user read and write there, or give another",
    httpx.codes.NOT_FOUND: "correct the address",
    httpx.codes.METHOD_NOT_ALLOWED: "correct the address",
    httpx.codes.SERVICE_UNAVAILABLE: "try again later",
}


class SparqlServer:
    """Connections to one server. It may be used by several threads; close it."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Nothing is tried yet."""
        self.endpoint = endpoint
        self._client = _client_of(endpoint)

    @contextmanager
    def asking(self, query: str, seconds: float) -> Iterator["Reply"]:
        """The answer to a query, as it arrives: ROWS for solutions and booleans, else TRIPLES.

        InvalidInput where the query does not parse, DeadlinePassed where no answer comes in time,
        NotAvailable or EngineFailed where there is none; `Reply.read` raises the last three too.
        """
        with self._ask(self._client, _Asked(self.endpoint.query, query), seconds) as reply:
            yield reply

    @contextmanager
    def asking_alone(
        self, query: str, seconds: float, graphs: Sequence[tuple[str, str]], line: Line
    ) -> Iterator["Reply"]:
        """The same on a connection of its own, which is the one of `line`.

        `graphs` are the parameters that name the dataset (SPARQL 1.1 Protocol §2.1.4).
        """
        address = str(httpx.URL(self.endpoint.query).copy_merge_params(list(graphs)))
        try:
            with (
                _client_of(self.endpoint) as client,
                self._ask(client, _Asked(address, query, line), seconds) as reply,
            ):
                yield reply
        finally:
            line.close()

    @contextmanager
    def _ask(self, client: httpx.Client, asked: "_Asked", seconds: float) -> Iterator["Reply"]:
        headers = {"Content-Type": "application/sparql-query", "Accept": f"{ROWS}, {TRIPLES}"}
        deadline = time.monotonic() + seconds
        response = _send(client, asked, headers, deadline)
        with Reply(response, deadline) as reply:
            if response.status_code != httpx.codes.OK:
                raise _refusal(self.endpoint.query, response.status_code, reply.words())
            yield reply

    def update(self, text: str) -> None:
        """Carry out an update that may come twice, for it is sent again where no word comes back.

        StorageFailure where the server does not take it, NotAvailable where it does not answer.
        """
        headers = {"Content-Type": "application/sparql-update"}
        address, deadline = self.endpoint.update, time.monotonic() + _LONG
        sent = _send(self._client, _Asked(address, text), headers, deadline)
        with Reply(sent, deadline) as reply:
            if reply.status >= httpx.codes.MULTIPLE_CHOICES:
                words = reply.words()
                error = _refusal(address, reply.status, words)
                if isinstance(error, NotAvailable):
                    raise error
                msg = f"the SPARQL server at {address} does not take an update: {words}"
                raise StorageFailure(msg) from error

    def close(self) -> None:
        """Let go of the connections; it may be called twice."""
        self._client.close()


@dataclass(frozen=True)
class _Asked:
    """What is posted, and where to."""

    address: str
    text: str
    line: Line | None = None


def _client_of(endpoint: Endpoint) -> httpx.Client:
    return httpx.Client(
        auth=(endpoint.user, endpoint.password) if endpoint.user else None,
        headers={"Authorization": f"Bearer {endpoint.token}"} if endpoint.token else None,
        follow_redirects=False,  # a name and a password go where they were meant for
    )


def _send(
    client: httpx.Client, asked: _Asked, headers: Mapping[str, str], deadline: float
) -> httpx.Response:
    address, line = asked.address, asked.line
    for pause in (*_PAUSES, None):
        started = time.monotonic()
        patience = httpx.Timeout(max(deadline - started, 0.001), connect=_CONNECT)
        last = pause is None or started + pause > deadline
        try:
            request = client.build_request(
                "POST",
                address,
                content=asked.text.encode(),
                headers=dict(headers),
                timeout=patience,
                extensions={"trace": line} if line else None,
            )
            response = client.send(request, stream=True)
        except (httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout) as error:
            raise _too_late(address) from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            if last or (line and line.is_cut):
                raise _silent(address, error) from error
        else:
            busy = response.status_code == httpx.codes.SERVICE_UNAVAILABLE
            if last or not busy or time.monotonic() - started > _AT_ONCE:
                return response
            response.close()
        time.sleep(pause or 0)
    raise AssertionError  # the last turn returns or raises


class Reply(RawIOBase):
    """What a server sends, as a file to be read; it is to be closed, or used in a `with`."""

    def __init__(self, response: httpx.Response, deadline: float) -> None:
        """Nothing is read yet."""
        super().__init__()
        self.status = response.status_code
        self.kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        self._response, self._deadline = response, deadline
        self._pieces = response.iter_bytes()
        self._rest = memoryview(b"")
        self.room: int | None = None  # bytes that may come before whoever reads says more

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill a buffer as far as the next piece goes."""
        if not self._rest:
            self._rest = memoryview(self._next())
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def words(self) -> str:
        """The beginning of a refusal, in one line."""
        text = self.read(4 * _WORDS) or b""
        return " ".join(text.decode("utf-8", "replace").split())[:_WORDS] or "it gives no reason"

    def close(self) -> None:
        """Want no more of it."""
        self._response.close()
        super().close()

    def _next(self) -> bytes:
        address = str(self._response.url)
        if time.monotonic() > self._deadline:
            raise _too_late(address)
        try:
            piece = next(filter(None, self._pieces), b"")
        except httpx.TimeoutException as error:
            raise _too_late(address) from error
        except httpx.TransportError as error:
            msg = f"the SPARQL server at {address} broke off its answer ({error}): ask again"
            raise EngineFailed(msg) from error
        if self.room is not None:
            self.room -= len(piece)
            if self.room < 0:
                raise refusal("size")
        return piece


def _refusal(address: str, status: int, words: str) -> WhatworkedError:
    where, codes = f"the SPARQL server at {address}", httpx.codes
    slow = status == codes.SERVICE_UNAVAILABLE and "time" in words.lower()
    if slow or status == codes.GATEWAY_TIMEOUT:
        return _too_late(address)
    if status == codes.BAD_REQUEST:
        return InvalidInput(f"the query does not parse: {words}")
    if codes.is_redirect(status):
        return NotAvailable(f"{where} points elsewhere: give the address it points to")
    if status in _FIXES:
        return NotAvailable(f"{where} answers {status} ({words}): {_FIXES[status]}")
    return EngineFailed(f"{where} failed ({status}): {words}")


def _too_late(address: str) -> DeadlinePassed:
    msg = f"no answer from {address} within the time limit: ask for less, or allow more time"
    return DeadlinePassed(msg)


def _silent(address: str, error: Exception) -> NotAvailable:
    reason = str(error).split("\n", 1)[0] or type(error).__name__
    return NotAvailable(
        f"the SPARQL server does not answer at {address} ({reason}): start it, correct the "
        "address, or take WHATWORKED_SPARQL_URI away"
    )
