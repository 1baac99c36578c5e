"""The child that answers for the engine process, confined before it reads its first query.

It answers one query, or those of one session. What it reads of the graphs is copied page by page,
so that a second query costs a fraction of the first; it ends when the copies, and the memory that
its queries have left behind, have come to much.
"""

import contextlib
import ctypes
import json
import math
import os
import resource
import signal
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, Protocol

from pyoxigraph import NamedNode, Store

from graph.engine.document import Document
from graph.engine.scratch import Change, apply_change
from graph.engine.store import UNION, Dataset, Lines, Refused, Send, answer_query


class Examine(Protocol):
    """Tells the graphs that a query names; Refused where it, or an update, calls out."""

    def __call__(self, text: str, *, update: bool) -> Sequence[str]:
        """Read a text."""
        ...


FILES = 4096  # what the engine process may have open at once: two for each query that waits
REQUEST = 2**17  # bytes of the longest packet: a request, with a query of up to 2¹⁶ behind it
READY = b"R"  # what a child says when it can take another query
WORN = 192 * 2**20  # bytes that a child may have come to own: with more it answers no other query

_PIECE = 2**15  # bytes in one packet: well below what a socket's buffer holds
_NICE = 15  # how far queries from outside stand back behind the owner's own
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def run_child(store: Store, line: socket.socket, parent: int, examine: Examine | None) -> NoReturn:
    """Answer the requests of one session, or a single one, and end: with 0 if all is said.

    A request comes as it came to the parent: JSON with `deadline` (on the clock of
    `time.monotonic`), `rows`, `size` (bytes of the answer) and `memory` (bytes beside the
    graphs) and `session`, and behind a line's end the query, or else a file with it. One from
    outside has `asked` too, see `graph.engine.outside`. The answer goes back the same way, message
    by message; READY after it says that the child can take another of its session.
    """
    status = 1
    try:
        memory = _settle(line.fileno(), parent)
        _touch(store)
        while request := _receive(line):
            memory.confine(request[0])
            _work(Task(store, *request, examine), line)
            if not request[0]["session"] or memory.worn() > WORN:
                break
            line.sendall(READY)
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's may be unwound here, errors included


def _receive(line: socket.socket) -> tuple[Mapping[str, Any], bytes] | None:
    packet, files, _, _ = socket.recv_fds(line, REQUEST, 1)
    if not packet:
        return None
    request, _, text = packet.partition(b"\n")
    for file in files:
        text = os.pread(file, os.fstat(file).st_size, 0)
        os.close(file)
    return json.loads(request), text


def _touch(store: Store) -> None:
    """Copy ahead of the first query what every one touches."""
    document = Document("application/sparql-results+json", "text/turtle", _ignore)
    lines = Lines(2, 2**16, document.take)
    answer_query(store, "SELECT * { ?s ?p ?o } LIMIT 1", lines)


def _work(task: "Task", reply: socket.socket) -> None:
    request = task.request
    if change := request.get("change"):
        whole = partial(_send_whole, reply)
        apply_change(task.store, Change(**change), task.text, task.examine_update, whole)
        return
    asked = request.get("asked")
    send: Send
    if asked:
        send = Document(asked["rows"], asked["graph"], partial(_send_whole, reply)).take
    else:
        send = partial(_send, reply)
    lines = Lines(request["rows"], request["size"], send)
    answer_query(task.store, task.text.decode(), lines, task.admit if asked else UNION)


@dataclass(frozen=True)
class Task:
    """A request with what it is put to."""

    store: Store
    request: Mapping[str, Any]
    text: bytes
    examine: Examine | None

    def admit(self) -> Dataset:
        """The dataset of a query from outside; Refused where it wants what is not here."""
        asked, text = self.request["asked"], self.text.decode()
        dataset = Dataset(asked["default"], asked["named"], asked["base"], asked["union"])
        if asked["exists"] and not self._holds(asked["exists"]):
            raise Refused("noGraph", asked["exists"])
        if not asked["examine"] or self.examine is None:
            return dataset
        try:
            graphs = self.examine(text, update=False)
        except Refused as error:
            if error.code == "unread":
                dataset.query(self.store, text)  # where neither reads it, this one says so better
            raise
        if dataset.default is None and dataset.named is None:
            for graph in graphs:
                if not self._holds(graph):
                    raise Refused("unknownGraph", graph)
        return dataset

    def examine_update(self, text: str) -> None:
        """Refused where an update calls out, SyntaxError or Refused where it cannot be read."""
        if self.examine is None:
            raise Refused("unread")
        try:
            self.examine(text, update=True)
        except Refused as error:
            if error.code == "unread":
                self.store.update(text)  # where neither reads it, this one says so better
            raise

    def _holds(self, graph: str) -> bool:
        return self.store.contains_named_graph(NamedNode(graph))


def _settle(line: int, parent: int) -> "Limited":
    """Let go of what is the parent's, and look at the memory that is mapped already."""
    os.dup2(1, 2)  # an aborting child is noisy, and its parent says what happened
    os.closerange(3, line)
    os.closerange(line + 1, FILES)
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_bytes(b"1000")
    return Limited(os.open("/proc/self/statm", os.O_RDONLY))


class Limited:
    """What this process may use, as far as the system is told, and what it has come to own."""

    def __init__(self, statm: int) -> None:
        """Read /proc/self/statm by a file that is open: none can be opened later on."""
        self._statm = statm
        self._mapped, self._copied = self._count_mapped(), self._count_copied()

    def confine(self, request: Mapping[str, Any]) -> None:
        """Set the limits of a query beside what there is; not even this process can lift the first.

        The others count on from what earlier queries of the session took.
        """
        if request["caller"]:
            os.setpriority(os.PRIO_PROCESS, 0, _NICE)
        left = max(0.0, request["deadline"] - time.monotonic())
        for kind, limit in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, 0),  # no socket, no file: a query cannot call out
        ):
            resource.setrlimit(kind, (limit, limit))
        for kind, limit in (
            (resource.RLIMIT_AS, self._count_mapped() + int(request["memory"])),
            (resource.RLIMIT_CPU, math.ceil(time.process_time() + left) + 1),
        ):
            resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1]))

    def worn(self) -> int:
        """Bytes that were copied, or taken and not given back."""
        return self._count_copied() - self._copied + self._count_mapped() - self._mapped

    def _count_mapped(self) -> int:
        return int(os.pread(self._statm, 99, 0).split()[0]) * resource.getpagesize()

    def _count_copied(self) -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_minflt * resource.getpagesize()


def _send(reply: socket.socket, tag: bytes, data: bytes) -> None:
    for start in range(0, max(1, len(data)), _PIECE):
        reply.sendall(tag + data[start : start + _PIECE])


def _send_whole(reply: socket.socket, tag: bytes, data: bytes) -> None:
    """Send a piece of a document: a tag in a small letter says that it goes on."""
    while len(data) > _PIECE:
        reply.sendall(tag.lower() + data[:_PIECE])
        data = data[_PIECE:]
    reply.sendall(tag + data)


def _ignore(_tag: bytes, _data: bytes) -> None:
    pass
