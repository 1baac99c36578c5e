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
from functools import partial
from typing import NoReturn

from pyoxigraph import Store

from graph.engine_store import answer_query

FILES = 4096  # what the engine process may have open at once: two for each query that waits
REQUEST = 2**16  # bytes of the longest request

_PIECE = 2**15  # bytes in one packet: well below what a socket's buffer holds
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def run_child(store: Store, orders: socket.socket, parent: int) -> NoReturn:
    """Wait for a request, answer it and end: with 0 if the last word is said, else with another.

    The request comes as it came to the parent: JSON with `deadline` (on the clock of
    `time.monotonic`), `rows`, `size` (bytes of the answer) and `memory` (bytes beside the
    graphs), and two files, the socket for the answer and the query.
    """
    status = 1
    try:
        size = _settle(orders.fileno(), parent)
        answer_query(store, "ASK {}", 0, 0, _ignore)  # touches early what every query touches
        packet, files, _, _ = socket.recv_fds(orders, REQUEST, 2)
        if packet:
            request = json.loads(packet)
            _confine(request, size)
            query = os.pread(files[1], os.fstat(files[1]).st_size, 0).decode()
            reply = socket.socket(fileno=files[0])
            answer_query(store, query, request["rows"], request["size"], partial(_send, reply))
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's may be unwound here, errors included


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


def _confine(request: dict[str, float], size: int) -> None:
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


def _ignore(_tag: bytes, _data: bytes) -> None:
    pass
