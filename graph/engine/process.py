"""The engine of record: a process of its own, which holds the graphs and forks for each query."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from threading import Lock
from typing import ClassVar, Literal, Self, TextIO

from graph.engine.answer import Answer, Message, refusal
from graph.engine.outside import Asked
from graph.engine.port import Limits, Update, ask_in_sparql
from graph.engine.scratch import Change
from graph.engine.store import END, say
from ontology.errors import InvalidInput, NotAvailable
from queries.catalogue import Question, Rows
from queries.given import Given

_ROOT = Path(__file__).parents[2]
_PACKET = 2**16
_INLINE = 2**16  # bytes of a query that goes along with its request; of a longer one a file does
_GRACE = 5.0  # seconds past a deadline in which the engine process says so itself
_OWN = "own"  # the session of the owner's own queries: no text of a caller goes into it
_PATIENCE = 5.0  # seconds to let the engine process end by itself


class ProcessEngine:
    """The engine process of this program. It may be used by several threads; close it."""

    name: ClassVar[str] = "process"
    language: ClassVar[Literal["sparql", "cypher"]] = "sparql"
    cannot: ClassVar[Mapping[str, str]] = {}

    def __init__(self, limits: Limits, *, outside: bool = False) -> None:
        """Start the process; `start_engine` says where that is possible."""
        self.sequence = 0
        self._limits = limits
        self._loading = Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            module = "graph.engine.outside_server" if outside else "graph.engine.server"
            self._process = _start_process(module, theirs.fileno())

    def load(self, update: Update) -> None:
        """Replace whole graphs; see `Engine`."""
        with self.loading(update):
            pass

    @contextmanager
    def loading(self, update: Update) -> Iterator[None]:
        """Load while something else is done; that it could not be loaded is said at the end."""
        with self._loading:
            if update.sequence < self.sequence:
                yield
                return
            texts = (text for _, text in update.texts() if text)
            with closing(self._put_quads(texts, update.graphs)) as reply:
                yield
                _confirm(reply)
            self.sequence = update.sequence

    def replace(self, nquads: str) -> None:
        """Hold these quads and nothing else: a scratch dataset, which has no ledger."""
        with self._loading:
            _confirm(self._put_quads((nquads,), anew=True))
            self.sequence += 1

    def _put_quads(
        self, texts: Iterable[str], graphs: Iterable[str] = (), *, anew: bool = False
    ) -> socket.socket:
        """Send quads behind a line with the graphs that are replaced."""
        with _body() as body:
            body.write(json.dumps(list(graphs)) + "\n")
            body.writelines(texts)
            return self._send(json.dumps({"anew": anew}).encode(), body)

    def ask(self, question: Question | str, /, **given: Given) -> Rows:
        """The rows of a question; see `Engine`."""
        return ask_in_sparql(self, question, given)

    def answer(self, query: str, limits: Limits | None = None) -> Answer:
        """The answer as it arrives; see `SparqlEngine`."""
        limits = limits or self._limits
        request = asdict(limits if limits.caller else replace(limits, session=_OWN))
        request["deadline"] = deadline = time.monotonic() + request.pop("seconds")
        return Answer(_read(self._request(request, query), deadline))

    def send(self, asked: Asked, limits: Limits) -> socket.socket:
        """Put a query from outside; its answer comes on a socket, packet by packet.

        The packets are those of `graph.engine.outside.Asked`, the last one an END.
        """
        request = asdict(limits if limits.caller else replace(limits, session=""))
        request["deadline"] = time.monotonic() + request.pop("seconds")
        return self._request({**request, "asked": asked.as_json()}, asked.text)

    def change(self, change: Change, text: str, limits: Limits) -> str:
        """Change a scratch dataset; whether something was "created", "changed" or "missing".

        One at a time, by its only user. The errors are those of `answer`.
        """
        request = asdict(replace(limits, session=""))  # its child is no copy of the graphs any more
        request["deadline"] = deadline = time.monotonic() + request.pop("seconds")
        request["change"] = change.as_json()
        *pieces, (_, last) = _read(self._request(request, text), deadline)
        word = json.loads(last)
        if word["code"] != "done":
            raise refusal(**word)
        self.replace(b"".join(piece for _, piece in pieces).decode())
        return str(word["message"])

    def close(self) -> None:
        """End the process, and every query in it."""
        self._control.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _request(self, request: Mapping[str, object], text: str) -> socket.socket:
        packet = json.dumps(request).encode()
        if len(inline := text.encode()) <= _INLINE:
            return self._send(packet + b"\n" + inline)
        with _body() as body:
            body.write(text)
            return self._send(packet, body)

    def _send(self, packet: bytes, body: TextIO | None = None) -> socket.socket:
        files = []
        if body is not None:
            body.flush()
            body.seek(0)
            files = [body.fileno()]
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                socket.send_fds(self._control, [packet], [theirs.fileno(), *files])
            except OSError as error:
                ours.close()
                raise refusal("gone") from error
        return ours


def _body() -> TextIO:
    """A file in memory for what is longer than a packet."""
    return os.fdopen(os.memfd_create("request"), "w", encoding="utf-8", newline="")


def _confirm(reply: socket.socket) -> None:
    """Wait for the word on a load; InvalidInput where its quads do not parse."""
    word = json.loads(next(_read(reply, None))[1])
    if word["code"] == "quads":
        msg = f"the quads to load do not parse: {word['message']}"
        raise InvalidInput(msg)
    if word["code"] != "done":
        raise refusal(**word)


def _start_process(module: str, control: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-P", "-m", module, str(control)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[control],
        process_group=0,  # what interrupts the terminal ends the starter, and so this
        env=os.environ
        | {"PYTHONPATH": str(_ROOT), "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"},  # cheaper forks
    )


def _read(reply: socket.socket, deadline: float | None) -> Generator[Message]:
    with reply:
        tag = b""
        while tag != END:
            reply.settimeout(deadline and max(0.0, deadline - time.monotonic()) + _GRACE)
            try:
                packet = reply.recv(_PACKET) or END + say("gone")
            except ConnectionError:
                packet = END + say("gone")
            except TimeoutError:
                packet = END + say("deadline")
            tag = packet[:1]
            yield tag, packet[1:]


def start_engine(limits: Limits | None = None, *, outside: bool = False) -> ProcessEngine:
    """Start an empty engine process, whose queries have these limits unless they bring others.

    One for queries from `outside` examines them, and has more to import before it starts.

    NotAvailable where processes cannot be forked and confined: anywhere but on Linux.
    """
    if sys.platform != "linux":
        msg = "the engine process needs Linux or WSL: reviewed questions work here in memory"
        raise NotAvailable(msg)
    return ProcessEngine(limits or Limits(), outside=outside)
