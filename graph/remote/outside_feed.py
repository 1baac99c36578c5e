"""The thread that passes an answer of a SPARQL server on, in the packets of the engine process."""

import select
import socket
import time
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import Final

from graph.engine.answer import DeadlinePassed, EngineFailed, Message
from graph.engine.document import Document
from graph.engine.outside import Asked, ServerGaveUp
from graph.engine.port import Limits
from graph.engine.store import BOOLEAN, END, Refused, say
from graph.remote.line import Line
from graph.remote.server import Reply, SparqlServer
from graph.remote.wire import cut_messages, read_messages
from ontology.errors import InvalidInput, WhatworkedError

_PIECE: Final = 2**15  # bytes in one packet, and of rows that go on together
_SOON: Final = 0.1  # seconds in which rows go on
_GRACE: Final = 2.0  # seconds for the last word, where the caller reads slowly
_AROUND: Final = 2**20  # bytes of JSON around a row


@dataclass
class Feed:
    """A query under way: where it is put, its limits, and the socket that its answer goes to."""

    server: SparqlServer
    asked: Asked
    limits: Limits
    deadline: float  # on the clock of time.monotonic
    reply: socket.socket
    line: Line = field(default_factory=Line)
    late: bool = False

    def run(self, turn: AbstractContextManager[object]) -> None:
        """Pass all on, up to the last word; the turn ends with it."""
        watch = Thread(target=self._watch, daemon=True)
        with turn, self.reply:
            watch.start()
            with suppress(OSError):  # the caller has left
                self._pass_on()
            with suppress(OSError):
                self.reply.shutdown(socket.SHUT_RDWR)  # which wakes the watch too
            watch.join()

    def _watch(self) -> None:
        """Cut the line when the time is over, or the caller has left."""
        left = max(0.0, self.deadline - time.monotonic())
        self.late = not select.select([self.reply], [], [], left)[0]
        self.line.cut()

    def _pass_on(self) -> None:
        document = Document(self.asked.rows, self.asked.graph, self._send)
        try:
            for tag, lines in self._gather():
                document.take(tag, lines)
        except Refused as error:
            self._say(error.code, error.message)
        except WhatworkedError as error:
            self._say(*self._last_word(error))

    def _gather(self) -> Iterator[Message]:
        """The messages of the server, of which many are one."""
        held: list[bytes] = []
        kind, size, since = b"", 0, time.monotonic()
        fault: WhatworkedError | None = None
        try:
            for tag, line in self._messages():
                if tag in (END, BOOLEAN):
                    yield from _joined(kind, held)
                    yield tag, line
                    return
                kind, size = tag, size + len(line)
                held.append(line)
                if size >= _PIECE or time.monotonic() - since > _SOON:
                    yield from _joined(kind, held)
                    held, size, since = [], 0, time.monotonic()
        except WhatworkedError as error:
            fault = error
        yield from _joined(kind, held)
        if fault:
            raise fault
        yield END, say("done")

    def _messages(self) -> Iterator[Message]:
        asked = self.asked
        base = f"BASE <{asked.base}> " if asked.base else ""
        graphs = [("default-graph-uri", graph) for graph in asked.default or ()]
        graphs += [("named-graph-uri", graph) for graph in asked.named or ()]
        left = max(0.0, self.deadline - time.monotonic())
        with self.server.asking_alone(base + asked.text, left, graphs, self.line) as reply:
            yield from cut_messages(self._read(reply), self.limits)

    def _read(self, reply: Reply) -> Generator[Message]:
        """What the server sends, a row of which may not be much longer than the whole answer."""
        reply.room = most = 2 * self.limits.size + _AROUND
        for message in read_messages(reply):
            yield message
            reply.room = most

    def _last_word(self, error: WhatworkedError) -> tuple[str, str]:
        if self.late or isinstance(error, DeadlinePassed):
            return DeadlinePassed.code, ""
        match error:
            case EngineFailed():
                told = f"it was given up ({error}): ask for less at a time"
                return ServerGaveUp.code, told
            case InvalidInput():
                return "syntax", str(error).removeprefix("the query does not parse: ")
        return error.code, str(error)

    def _send(self, tag: bytes, data: bytes) -> None:
        """Send a piece of a document: a tag in a small letter says that it goes on."""
        while len(data) > _PIECE:
            self._put(tag.lower() + data[:_PIECE])
            data = data[_PIECE:]
        self._put(tag + data)

    def _say(self, code: str, message: str) -> None:
        self._put(END + say(code, message), _GRACE)

    def _put(self, packet: bytes, grace: float = 0.0) -> None:
        self.reply.settimeout(max(self.deadline - time.monotonic(), grace, 0.001))
        try:
            self.reply.sendall(packet)
        except TimeoutError:
            raise DeadlinePassed("the caller reads too slowly") from None


def _joined(kind: bytes, held: list[bytes]) -> Iterator[Message]:
    if held:
        yield kind, b"".join(held)
