"""Queries under way in the engine process, the children that answer them, and whose turn it is."""

import os
import signal
import socket
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

CHILDREN = max(2, len(os.sched_getaffinity(0)))  # queries at work: one may be a runaway
WAITING = 16  # queries of outside callers that may wait
WAITING_EACH = 4  # of one caller
KEPT = CHILDREN  # children that have nothing to do, each for the next query of its session

_ABORTED = {
    -signal.SIGABRT: "memory",
    -signal.SIGKILL: "memory",
    -signal.SIGXCPU: "deadline",
    -signal.SIGSEGV: "depth",  # no room left on the stack
}


@dataclass(eq=False)
class Job:
    """A query on its way: its request as it came, and what of it matters in the engine process.

    `query` is the file of a long text. `session` names those that one child may answer one after
    the other, by their caller too; it is None for a query that gets a child of its own. `unread`
    are packets that wait until the caller reads; after them nothing comes if it is `done`.
    """

    packet: bytes
    reply: socket.socket
    query: Sequence[int]
    deadline: float
    caller: str
    session: tuple[str, str] | None = None
    unread: deque[bytes] = field(default_factory=deque)
    done: bool = False

    def close_query(self) -> None:
        """Let go of the file of its text."""
        for file in self.query:
            os.close(file)
        self.query = ()


@dataclass(eq=False)
class Child:
    """A process that answers a query, or waits for one; `word` is why it was stopped.

    `loads` is how often the graphs had changed when it was made, `session` whose queries alone it
    has read, `since` when it was ready for the next of them.
    """

    pid: int
    line: socket.socket
    loads: int
    session: tuple[str, str] | None = None
    job: Job | None = None
    word: str = ""
    since: float = 0.0


def over(kept: Sequence[Child]) -> Sequence[Child]:
    """Those to keep no longer, now that the last one is kept too.

    One is kept for a caller from outside, whose connections come and go; else the newest ones.
    """
    caller = kept[-1].session and kept[-1].session[0]
    others = [one for one in kept[:-1] if caller and one.session and one.session[0] == caller]
    return others or kept[:-KEPT]


def name_end(code: int) -> str:
    """Why a child ended without its last word, as a code of `graph.engine.answer.refusal`."""
    return _ABORTED.get(code, "crash")


def refusal_of(caller: str, waiting: Collection[Job]) -> str:
    """Why one more query of a caller may not wait, "" if it may; the owner's own always may."""
    outside = [job.caller for job in waiting if job.caller]
    if not caller:
        return ""
    if outside.count(caller) >= WAITING_EACH:
        return "callerBusy"
    return "busy" if len(outside) >= WAITING else ""


def choose_next(waiting: Collection[Job], running: Collection[Job]) -> Job | None:
    """What may start now, the owner's own first.

    Each caller has one query at work; runaways from outside take no place from the owner's own.
    """
    served = {job.caller for job in running if job.caller}
    full = len(served) >= CHILDREN
    own = len(running) - len(served) < CHILDREN
    ready = [
        job for job in waiting if (not full and job.caller not in served if job.caller else own)
    ]
    return min(ready, key=lambda job: bool(job.caller), default=None)
