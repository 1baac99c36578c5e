"""The engine process: it holds the graphs, and forks a child for each query.

It is started by `graph.engine_process` with one end of a socket as its only argument, and ends
when the other end is closed, as it is when the starter dies. One thread, because it forks. Each
packet on the socket is a request in JSON and two files: a socket for the answer, and the query or
the quads. The answer goes from the child straight to the caller; this process only watches, kills
at the deadline or when the caller has left, and says the last word where the child cannot.
"""

import contextlib
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from pyoxigraph import Store

from graph.engine_child import FILES, REQUEST, Examine, run_child
from graph.engine_store import END, replace_graphs, say

CHILDREN = max(2, len(os.sched_getaffinity(0)))  # queries at work: one may be a runaway
WAITING = 16  # queries of outside callers that may wait
WAITING_EACH = 4  # of one caller

_ABORTED = {
    -signal.SIGABRT: "memory",
    -signal.SIGKILL: "memory",
    -signal.SIGXCPU: "deadline",
    -signal.SIGSEGV: "depth",  # no room left on the stack
}


@dataclass(eq=False)
class Job:
    """A query on its way: its request as it came, and what of it matters here."""

    packet: bytes
    reply: socket.socket
    query: int
    deadline: float
    caller: str


@dataclass(eq=False)
class Child:
    """A process that answers one query, or waits for one; `word` is why it was stopped."""

    pid: int
    orders: socket.socket
    job: Job | None = None
    word: str = ""

    def stop(self, word: str) -> None:
        """End it; the first reason stands."""
        self.word = self.word or word
        os.kill(self.pid, signal.SIGKILL)


@dataclass
class EngineServer:
    """The loop of the process: requests, children that end, callers that leave, deadlines."""

    control: socket.socket
    examine: Examine | None = None
    store: Store = field(default_factory=Store)
    events: select.epoll = field(default_factory=select.epoll)
    handlers: dict[int, Callable[[], None]] = field(default_factory=dict)
    waiting: list[Job] = field(default_factory=list)
    running: dict[Job, Child] = field(default_factory=dict)
    spare: Child | None = None
    open: bool = True

    def serve(self) -> None:
        """Work until the other end of the control socket is closed."""
        self._watch(self.control.fileno(), select.EPOLLIN, self._receive)
        while self.open:
            # One event at a time: the next may be of a file that this one closes.
            for file, _ in self.events.poll(self._patience(), 1):
                self.handlers[file]()
            self._stop_late()
            self._start_next()
        for child in self.running.values():
            child.stop("gone")

    def _watch(self, file: int, events: int, handler: Callable[[], None]) -> None:
        if file in self.handlers:
            self.events.modify(file, events)
        else:
            self.events.register(file, events)
        self.handlers[file] = handler

    def _forget(self, file: int) -> None:
        if self.handlers.pop(file, None):
            self.events.unregister(file)

    def _patience(self) -> float | None:
        late = [job.deadline for job in self.waiting]
        late += [job.deadline for job, child in self.running.items() if not child.word]
        return max(0.0, min(late) - time.monotonic()) if late else None

    def _receive(self) -> None:
        packet, files, _, _ = socket.recv_fds(self.control, REQUEST, 2)
        if not packet:
            self.open = False
        elif len(files) < 2:  # noqa: PLR2004 - this process may open no more files
            for file in files:
                os.close(file)
        else:
            self._take(packet, socket.socket(fileno=files[0]), files[1])

    def _take(self, packet: bytes, reply: socket.socket, file: int) -> None:
        request = json.loads(packet)
        if request:
            self._queue(Job(packet, reply, file, request["deadline"], request["caller"]))
        else:
            with reply:
                _say(reply, self._load(file))

    def _load(self, file: int) -> bytes:
        with os.fdopen(file, "rb") as body:
            header = json.loads(body.readline())
            try:
                store = Store() if header.get("anew") else self.store
                self.store = replace_graphs(store, header["graphs"], body, header["quads"])
            except SyntaxError as error:
                return say("quads", str(error))
        if self.spare:
            self.spare.stop("old")
            self.spare = None
        return say("done")

    def _queue(self, job: Job) -> None:
        if refusal := self._refusal(job.caller):
            self._finish(job, refusal)
            return
        self.waiting.append(job)
        self._watch(job.reply.fileno(), 0, partial(self._leave, job))

    def _refusal(self, caller: str) -> str:
        outside = [job.caller for job in self.waiting if job.caller]
        if not caller:
            return ""
        if outside.count(caller) >= WAITING_EACH:
            return "callerBusy"
        return "busy" if len(outside) >= WAITING else ""

    def _start_next(self) -> None:
        while ready := self._ready():
            self._start(min(ready, key=lambda job: bool(job.caller)))

    def _ready(self) -> list[Job]:
        """What may start now: runaways from outside take no place from the owner's own."""
        served = {job.caller for job in self.running if job.caller}
        full = len(served) >= CHILDREN
        own = len(self.running) - len(served) < CHILDREN
        return [
            job
            for job in self.waiting
            if (not full and job.caller not in served if job.caller else own)
        ]

    def _start(self, job: Job) -> None:
        self.waiting.remove(job)
        child = self.spare or self._fork()
        if child is None:
            self._finish(job, "busy")
            return
        child.job = job
        self.running[job] = child
        with child.orders, contextlib.suppress(OSError):  # a dead child is reaped with a word
            socket.send_fds(child.orders, [job.packet], [job.reply.fileno(), job.query])
        self.spare = self._fork()  # while this one works, for the next

    def _fork(self) -> Child | None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        parent = os.getpid()
        with theirs:
            try:
                pid = os.fork()
            except OSError:
                ours.close()
                return None
            if not pid:
                run_child(self.store, theirs, parent, self.examine)
        child, ended = Child(pid, ours), os.pidfd_open(pid)
        self._watch(ended, select.EPOLLIN, partial(self._reap, child, ended))
        return child

    def _reap(self, child: Child, ended: int) -> None:
        self._forget(ended)
        os.close(ended)
        code = os.waitstatus_to_exitcode(os.waitpid(child.pid, 0)[1])
        child.orders.close()
        if child is self.spare:
            self.spare = None
        if child.job:
            del self.running[child.job]
            self._finish(child.job, (child.word or _ABORTED.get(code, "crash")) if code else "")

    def _leave(self, job: Job) -> None:
        if job in self.running:
            self._forget(job.reply.fileno())
            self.running[job].stop("left")
        else:
            self.waiting.remove(job)
            self._finish(job, "")

    def _stop_late(self) -> None:
        now = time.monotonic()
        for job in [job for job in self.waiting if job.deadline < now]:
            self.waiting.remove(job)
            self._finish(job, "deadline")
        for job, child in self.running.items():
            if job.deadline < now and not child.word:
                child.stop("deadline")

    def _finish(self, job: Job, word: str) -> None:
        if word and not _say(job.reply, say(word)):  # the caller reads slowly: again, with room
            self._watch(job.reply.fileno(), select.EPOLLOUT, partial(self._finish, job, word))
            return
        self._forget(job.reply.fileno())
        job.reply.close()
        os.close(job.query)


def _say(reply: socket.socket, word: bytes) -> bool:
    try:
        reply.send(END + word, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True  # the caller has left
    return True


def serve_starter(examine: Examine | None = None) -> None:
    """Serve the starter whose socket has the number given as argument."""
    with contextlib.suppress(ValueError):
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, most), most))
    control = socket.socket(fileno=int(sys.argv[1]))
    EngineServer(control, examine).serve()


if __name__ == "__main__":
    serve_starter()
