"""Queries from outside over HTTP: put to the engine process, and passed on as their answer comes.

Nothing here waits in a thread: packets are read as they arrive, and where the caller goes away the
socket is closed, which ends the work.
"""

import asyncio
import json
import socket
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from hashlib import sha256
from typing import IO, Self

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from graph.engine.document import end_document, says_truncated
from graph.engine.outside import Asked, may_call_out, refuse
from graph.engine.outside_document import is_bare
from graph.engine.port import Limits, SparqlEngine
from graph.engine.process import ProcessEngine
from graph.engine.store import BOOLEAN, END, TRIPLES, names_graphs, say
from graph.remote.outside import OutsideRemoteEngine
from ontology.errors import NotAvailable

_PACKET = 2**16
_GRACE = 5.0  # seconds past a deadline in which the engine process says so itself
_WHOLE = 2**16  # bytes up to which an answer is sent in one go, with its length
_SOON = 0.02  # seconds for the rest of a short answer to come
_KEPT = 1.0  # and of one that a caller may keep, which only the end of it shows to be whole
_IN_MEMORY = 2**20  # bytes of a table that is held back; what is more waits in a file
_REMEMBERED = 4096  # texts

DONE = "done"
LEFT = 499  # the status in the log where nobody waited for an answer
TRUNCATED = "x-result-truncated"
VARY = {"vary": "accept"}


class Examined:
    """The texts that have been found to stay inside, by their digests; the oldest are forgotten."""

    def __init__(self) -> None:
        self._seen: dict[bytes, None] = {}

    def needs(self, text: str) -> bool:
        """Whether the second parser has to read a text."""
        return may_call_out(text) and self._digest(text) not in self._seen

    def keep(self, text: str) -> None:
        """Remember a text that has got an answer."""
        if "\\u" not in text.lower() and not names_graphs(text):  # else looked up again
            self._seen[self._digest(text)] = None
            if len(self._seen) > _REMEMBERED:
                del self._seen[next(iter(self._seen))]

    def _digest(self, text: str) -> bytes:
        return sha256(text.encode()).digest()


class Reply:
    """An answer from the engine process, read without blocking; close it."""

    def __init__(self, reply: socket.socket, seconds: float) -> None:
        reply.setblocking(False)
        self._socket = reply
        self._loop = asyncio.get_running_loop()
        self._end = self._loop.time() + seconds + _GRACE
        self._held: list[bytes] = []

    async def read(self) -> tuple[bytes, bytes]:
        """The next piece: its tag, and what it holds; of one that is cut off nothing comes."""
        while True:
            packet = await self._receive()
            tag, data = packet[:1], packet[1:]
            if tag == END:
                return tag, data
            self._held.append(data)
            if tag.isupper():
                piece, self._held = b"".join(self._held), []
                return tag, piece

    async def _receive(self) -> bytes:
        try:
            while True:
                with suppress(BlockingIOError):
                    return self._socket.recv(_PACKET) or END + say("gone")
                await self._wait()
        except ConnectionError:
            return END + say("gone")
        except TimeoutError:
            return END + say("deadline")

    async def _wait(self) -> None:
        """Until there is something to read; who is called off meanwhile leaves it there to read.

        `loop.sock_recv` takes it out first, and loses it with a task that is cancelled then.
        """
        ready = asyncio.Event()
        self._loop.add_reader(self._socket, ready.set)
        try:
            async with asyncio.timeout_at(self._end):
                await ready.wait()
        finally:
            self._loop.remove_reader(self._socket)

    def close(self) -> None:
        """Want no more of it: the work is stopped."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


async def answer_asked(
    request: Request,
    engine: SparqlEngine,
    asked: Asked,
    limits: Limits,
    tag: Mapping[str, str] | None = None,
) -> Response:
    """The answer to a query, as it arrives; its status is that of its first row or triple.

    An answer that is known to be whole bears the headers `tag`. The errors are those of
    `graph.engine.outside.refuse`, and NotAvailable where the engine cannot keep a query in.
    """
    reply = Reply(await _send(engine, asked, limits), limits.seconds)
    answering = asyncio.ensure_future(_respond(reply, asked, tag or {}))
    leaving = asyncio.ensure_future(_leave(request))
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            answering.cancel()
            await asyncio.wait({answering})  # a socket is closed when nobody waits on it any more
            reply.close()
            return Response(status_code=LEFT)
        return answering.result()
    finally:
        for task in (answering, leaving):
            task.cancel()


async def _send(engine: SparqlEngine, asked: Asked, limits: Limits) -> socket.socket:
    match engine:
        case ProcessEngine():
            return engine.send(asked, limits)
        case OutsideRemoteEngine():  # which asks the server first
            return await run_in_threadpool(engine.send, asked, limits)
    why = engine.cannot.get("outside", "its process cannot be confined")
    msg = f"queries of your own are not answered here: {why}"
    raise NotAvailable(msg)


async def read_whole(response: Response) -> bytes:
    """The body of an answer, all of it."""
    if isinstance(response, StreamingResponse):
        return b"".join([bytes(part) async for part in response.body_iterator])  # type: ignore[arg-type]
    return bytes(response.body)


async def _leave(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _respond(reply: Reply, asked: Asked, tag: Mapping[str, str]) -> Response:
    try:
        kind, first = await reply.read()
        if kind == END:
            raise refuse(**json.loads(first))  # noqa: TRY301 - the reply is closed below
        media = asked.graph if kind == TRIPLES else asked.rows
        if kind == BOOLEAN:
            await reply.read()  # the last word: who leaves before it ends a child
            reply.close()
            return _whole(first, media, DONE, tag)
        begun, code = await _read_some(reply, first, media, _KEPT if tag else _SOON)
        if code:
            return _whole(begun + _end(media, code), media, code, tag)
        if not says_truncated(media):
            return await _hold_back(reply, begun, media, tag)
    except BaseException:
        reply.close()
        raise
    return StreamingResponse(_stream(reply, begun, media), headers=VARY, media_type=media)


async def _read_some(reply: Reply, begun: bytes, media: str, soon: float) -> tuple[bytes, str]:
    """What comes in some seconds, and the last word if that is among it.

    A head alone is no answer: what follows it is waited for, and raised where it is a refusal.
    """
    bare = is_bare(media, begun)
    with suppress(TimeoutError):
        async with asyncio.timeout(None if bare else soon) as patience:
            while len(begun) < _WHOLE:
                tag, piece = await reply.read()
                if tag == END:
                    reply.close()
                    word = json.loads(piece)
                    if bare and word["code"] != DONE:
                        raise refuse(**word)
                    return begun, word["code"]
                begun += piece
                if bare:
                    bare = False
                    patience.reschedule(asyncio.get_running_loop().time() + soon)
    return begun, ""


def _end(media: str, code: str) -> bytes:
    return end_document(media, None if code == DONE else code)


def _whole(body: bytes, media: str, code: str, tag: Mapping[str, str]) -> Response:
    cut = tag if code == DONE else {TRUNCATED: "true"}
    return Response(body, headers={**VARY, **cut}, media_type=media)


async def _stream(reply: Reply, begun: bytes, media: str) -> AsyncIterator[bytes]:
    with reply:
        yield begun
        while True:
            tag, piece = await reply.read()
            if tag == END:
                yield _end(media, json.loads(piece)["code"])
                return
            yield piece


async def _hold_back(reply: Reply, begun: bytes, media: str, tag: Mapping[str, str]) -> Response:
    """A table cannot say itself that it is cut, so that its head waits for its end."""
    with reply:
        held = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when it is sent
        held.write(begun)
        kind, piece = await reply.read()
        while kind != END:
            held.write(piece)
            kind, piece = await reply.read()
    cut = tag if json.loads(piece)["code"] == DONE else {TRUNCATED: "true"}
    headers = {**VARY, **cut, "content-length": str(held.tell())}
    return StreamingResponse(_each(held), headers=headers, media_type=media)


async def _each(held: IO[bytes]) -> AsyncIterator[bytes]:
    with held:
        held.seek(0)
        while piece := held.read(_PACKET):
            yield piece
