"""The engine process: it holds the graphs, and forks a child for each query.

It is started by `graph.engine.process` with one end of a socket as its only argument, and ends
when the other end is closed, as it is when the starter dies. One thread, because it forks. Each
packet on the socket is a request in JSON, with the query behind it, and a socket for the answer; a
query that has no room there, and quads, are a second file. This process passes the packets of an
answer on as its caller reads them, kills the child at the deadline or when the caller has left, and
says the last word where the child cannot.

A child costs a copy of each page of the graphs that it reads, many times what most queries cost.
So one that has answered is kept for the next query of its session, which is one connection of one
caller, or all of the owner's own questions; and for nothing else. It goes when the graphs change,
when another needs its place, or when it has had nothing to do for a while.
"""

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from pyoxigraph import Store

from graph.engine.child import FILES, READY, REQUEST, Examine, run_child
from graph.engine.jobs import Child, Job, choose_next, name_end, over, refusal_of
from graph.engine.store import END, replace_graphs, say

IDLE = 10.0  # seconds that they are kept


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
    loads: int = 0
    spare: Child | None = None
    kept: list[Child] = field(default_factory=list)
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
            self._stop(child, "gone")

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
        late += [child.since + IDLE for child in self.kept]
        return max(0.0, min(late) - time.monotonic()) if late else None

    def _receive(self) -> None:
        packet, files, _, _ = socket.recv_fds(self.control, REQUEST, 2)
        if not packet:
            self.open = False
        elif len(files) + (b"\n" in packet) < 2:  # noqa: PLR2004 - it may open no more files
            for file in files:
                os.close(file)
        else:
            self._take(packet, socket.socket(fileno=files[0]), files[1:])

    def _take(self, packet: bytes, reply: socket.socket, more: Sequence[int]) -> None:
        request = json.loads(packet.partition(b"\n")[0])
        if "anew" not in request:
            caller, session = request["caller"], request["session"]
            key = (caller, session) if session and not more else None
            self._queue(Job(packet, reply, more, request["deadline"], caller, key))
        else:
            with reply, contextlib.suppress(OSError):  # who asked may be gone
                reply.send(END + self._load(more[0], anew=request["anew"]))

    def _load(self, file: int, *, anew: bool) -> bytes:
        with os.fdopen(file, "rb") as body:
            graphs = json.loads(body.readline())
            try:
                store = Store() if anew else self.store
                self.store = replace_graphs(store, graphs, body, known=True)
            except SyntaxError as error:
                return say("quads", str(error))
        for child in [*self.kept, self.spare]:
            if child:
                self._stop(child, "old")
        self.spare, self.kept, self.loads = None, [], self.loads + 1
        return say("done")

    def _queue(self, job: Job) -> None:
        if refusal := refusal_of(job.caller, self.waiting):
            self._finish(job, refusal)
            return
        self.waiting.append(job)
        self._watch(job.reply.fileno(), 0, partial(self._leave, job))

    def _start_next(self) -> None:
        while job := choose_next(self.waiting, self.running):
            self._start(job)

    def _start(self, job: Job) -> None:
        self.waiting.remove(job)
        child = self._choose(job)
        if child is None:
            self._finish(job, "busy")
            return
        child.job, child.session = job, job.session
        self.running[job] = child
        with contextlib.suppress(OSError):  # a dead child is reaped with a word
            socket.send_fds(child.line, [job.packet], job.query)
        job.close_query()
        self.spare = self.spare or self._fork()  # while this one works, for the next

    def _choose(self, job: Job) -> Child | None:
        """One that has read queries of the same session alone, or a new one."""
        for child in self.kept:
            if job.session and child.session == job.session:
                self.kept.remove(child)
                return child
        spare, self.spare = self.spare, None
        return spare or self._fork()

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
        child = Child(pid, ours, self.loads)
        self._watch(ours.fileno(), select.EPOLLIN, partial(self._hear, child))
        return child

    def _hear(self, child: Child) -> None:
        try:
            packet = child.line.recv(REQUEST)
        except ConnectionError:
            return  # it has left a query unread: what it said, and its end, come next
        if not packet:
            self._reap(child)
        elif packet == READY:
            self._keep(child)
        elif job := child.job:
            self._take_from(child, job, packet)

    def _take_from(self, child: Child, job: Job, packet: bytes) -> None:
        last = packet[:1] == END
        if last:
            child.job = None
            del self.running[job]
        if not job.done:  # else its caller has left
            job.unread.append(packet)
            job.done = last
            self._pass_on(job)
        if job.unread and not job.done and not child.word:
            self._forget(child.line.fileno())  # until the caller has read

    def _keep(self, child: Child) -> None:
        if child.word or child.loads != self.loads or not child.session:
            self._stop(child, "old")
            return
        child.since = time.monotonic()
        self.kept.append(child)
        for other in over(self.kept):
            self.kept.remove(other)
            self._stop(other, "old")

    def _pass_on(self, job: Job) -> None:
        blocked = False
        try:
            while job.unread:
                job.reply.send(job.unread[0], socket.MSG_DONTWAIT)
                job.unread.popleft()
        except BlockingIOError:
            blocked = True
        except OSError:
            self._leave(job)
            return
        if blocked:
            self._watch(job.reply.fileno(), select.EPOLLOUT, partial(self._go_on, job))
        elif job.done:
            self._end(job)

    def _go_on(self, job: Job) -> None:
        """The caller has read, so that there is room for more."""
        self._pass_on(job)
        if not job.unread and (child := self.running.get(job)):
            self._watch(job.reply.fileno(), 0, partial(self._leave, job))
            self._watch(child.line.fileno(), select.EPOLLIN, partial(self._hear, child))

    def _stop(self, child: Child, word: str) -> None:
        """End a child, to be heard of by the end of its line; the first reason stands."""
        child.word = child.word or word
        os.kill(child.pid, signal.SIGKILL)
        self._watch(child.line.fileno(), select.EPOLLIN, partial(self._hear, child))

    def _reap(self, child: Child) -> None:
        self._forget(child.line.fileno())
        child.line.close()
        code = os.waitstatus_to_exitcode(os.waitpid(child.pid, 0)[1])
        if child is self.spare:
            self.spare = None
        if child in self.kept:
            self.kept.remove(child)
        if job := child.job:
            del self.running[job]
            if not job.done:
                self._finish(job, child.word or name_end(code))

    def _leave(self, job: Job) -> None:
        if job in self.running:
            self._stop(self.running[job], "left")
        elif job in self.waiting:
            self.waiting.remove(job)
        job.done = True
        self._end(job)

    def _stop_late(self) -> None:
        now = time.monotonic()
        for job in [job for job in self.waiting if job.deadline < now]:
            self.waiting.remove(job)
            self._finish(job, "deadline")
        for job, child in self.running.items():
            if job.deadline < now and not child.word:
                self._stop(child, "deadline")
        while self.kept and self.kept[0].since + IDLE < now:
            self._stop(self.kept.pop(0), "old")

    def _finish(self, job: Job, word: str) -> None:
        job.unread.append(END + say(word))
        job.done = True
        self._pass_on(job)

    def _end(self, job: Job) -> None:
        self._forget(job.reply.fileno())
        job.reply.close()
        job.close_query()


def serve_starter(examine: Examine | None = None) -> None:
    """Serve the starter whose socket has the number given as argument."""
    with contextlib.suppress(ValueError):
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, most), most))
    gc.freeze()  # what is there now is never collected, nor its pages copied to look at it
    control = socket.socket(fileno=int(sys.argv[1]))
    EngineServer(control, examine).serve()


if __name__ == "__main__":
    serve_starter()
