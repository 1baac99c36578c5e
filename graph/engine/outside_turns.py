"""Turns: how many queries of outside callers run at once, and how many may wait for it."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from graph.engine.answer import refusal
from graph.engine.jobs import WAITING, WAITING_EACH

AT_ONCE = 2  # that run


class Turns:
    """A queue in which each caller has one query running, and a few waiting."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        """Let so many run at once."""
        self._at_once = at_once
        self._running: set[str] = set()
        self._waiting: Counter[str] = Counter()
        self._changed = Condition()

    @contextmanager
    def take(self, caller: str, seconds: float) -> Iterator[float]:
        """Wait for a turn; the seconds that are left of it.

        Raises CallerBusy or EngineBusy where too many wait, DeadlinePassed where none came.
        """
        deadline = time.monotonic() + seconds
        with self._changed:
            self._wait(caller, seconds)
            self._running.add(caller)
        try:
            yield deadline - time.monotonic()
        finally:
            with self._changed:
                self._running.remove(caller)
                self._changed.notify_all()

    def _wait(self, caller: str, seconds: float) -> None:
        if self._may_run(caller):
            return
        if self._waiting[caller] >= WAITING_EACH:
            raise refusal("callerBusy")
        if self._waiting.total() >= WAITING:
            raise refusal("busy")
        self._waiting[caller] += 1
        try:
            if not self._changed.wait_for(lambda: self._may_run(caller), seconds):
                raise refusal("deadline")
        finally:
            self._waiting[caller] -= 1
            self._waiting += Counter()  # forgets those of whom none waits

    def _may_run(self, caller: str) -> bool:
        return caller not in self._running and len(self._running) < self._at_once
