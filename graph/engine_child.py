"""The child that answers one query for the engine process, confined before it reads the query."""

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
from typing import Any, NoReturn, Protocol

from pyoxigraph import NamedNode, Store

from graph.engine_document import Document
from graph.engine_store import UNION, Dataset, Lines, Refused, Send, answer_query
from graph.scratch import Change, apply_change


class Examine(Protocol):
    """Tells the graphs that a query names; Refused where it, or an update, calls out."""

    def __call__(self, text: str, *, update: bool) -> Sequence[str]:
        """Read a text."""
        ...


FILES = 4096  # what the engine process may have open at once: two for each query that waits
REQUEST = 2**16  # bytes of the longest request

_PIECE = 2**15  # bytes in one packet: well below what a socket's buffer holds
_NICE = 15  # how far queries from outside stand back behind the owner's own
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def run_child(
    store: Store, orders: socket.socket, parent: int, examine: Examine | None
) -> NoReturn:
    """Wait for a request, answer it and end: with 0 if the last word is said, else with another.

    The request comes as it came to the parent: JSON with `deadline` (on the clock of
    `time.monotonic`), `rows`, `size` (bytes of the answer) and `memory` (bytes beside the
    graphs), and two files, the socket for the answer and the query. One from outside has `asked`
    too, see `graph.outside`.
    """
    status = 1
    try:
        size = _settle(orders.fileno(), parent)
        answer_query(store, "ASK {}", Lines(0, 0, _ignore))  # touches early what every one touches
        packet, files, _, _ = socket.recv_fds(orders, REQUEST, 2)
        if packet:
            request = json.loads(packet)
            _confine(request, size)
            text = os.pread(files[1], os.fstat(files[1]).st_size, 0)
            _work(Task(store, request, text, examine), socket.socket(fileno=files[0]))
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's may be unwound here, errors included


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


def _settle(orders: int, parent: int) -> int:
    """Let go of what is the parent's; the bytes of memory that are mapped already."""
    os.dup2(1, 2)  # an aborting child is noisy, and its parent says what happened
    os.closerange(3, orders)
    os.closerange(orders + 1, FILES)
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    with contextlib.suppress(OSError):
        os.write(os.open("/proc/self/oom_score_adj", os.O_WRONLY), b"1000")
    pages = os.read(os.open("/proc/self/statm", os.O_RDONLY), 99).split()[0]
    return int(pages) * resource.getpagesize()


def _confine(request: Mapping[str, Any], size: int) -> None:
    if request["caller"]:
        os.nice(_NICE)
    seconds = max(1, math.ceil(request["deadline"] - time.monotonic()) + 1)
    for kind, limit in (
        (resource.RLIMIT_AS, size + int(request["memory"])),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),  # no socket, no file: a query cannot call out
    ):
        resource.setrlimit(kind, (limit, limit))


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
