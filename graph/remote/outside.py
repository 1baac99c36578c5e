"""Queries from outside on a SPARQL server of the user's: examined here, then passed on.

The server may call out wherever a query says so, and has other words for it than SPARQL 1.1. So a
text goes on only where two parsers have read it as SPARQL 1.1 and found no SERVICE in it, and where
nothing in it could be read otherwise by a third. What the server does beside, only its owner can
switch off (docs/scale.md).
"""

import json
import re
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from threading import Lock, Thread
from typing import ClassVar, Final

from graph.engine.answer import refusal
from graph.engine.outside import Asked
from graph.engine.outside_turns import Turns
from graph.engine.port import Limits
from graph.engine.process import ProcessEngine, start_engine
from graph.engine.store import END, names_graphs, say
from graph.remote.endpoint import Endpoint
from graph.remote.engine import RemoteEngine
from graph.remote.outside_feed import Feed

JSON, TURTLE = "application/sparql-results+json", "text/turtle"

_PACKET: Final = 2**16
_GRACE: Final = 5.0  # seconds past a deadline in which the engine process says so itself
_ELSEWHERE: Sequence[tuple[re.Pattern[str], str]] = (
    # escapes are read before anything else by some servers, and in the end by others
    (re.compile(r"\\u", re.IGNORECASE), "an escape by \\u: write the character itself"),
    (re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"), "a control character"),
    (re.compile(r"java:", re.IGNORECASE), "java:, which Jena loads a class by"),
)
_FROM: Final = "FROM: name the graphs by default-graph-uri and named-graph-uri"
_HELD: Final = (files("graph.remote") / "held.rq").read_text("utf-8")


class OutsideRemoteEngine(RemoteEngine):
    """A dataset of a SPARQL server that callers from outside ask too; close it."""

    cannot: ClassVar[Mapping[str, str]] = {
        what: why for what, why in RemoteEngine.cannot.items() if what != "outside"
    }

    def __init__(
        self,
        endpoint: Endpoint,
        identify: Callable[[int], str],
        lock: Path,
        limits: Limits | None = None,
    ) -> None:
        """Reach the server; see `RemoteEngine`."""
        self._turns, self._starting = Turns(), Lock()
        self._examiner: ProcessEngine | None = None
        super().__init__(endpoint, identify, lock, limits)

    def send(self, asked: Asked, limits: Limits) -> socket.socket:
        """Put a query from outside; its answer comes as that of `ProcessEngine.send` does.

        It waits for its turn, for the parsers, and to see that the server holds all that is meant
        and the graphs that are named; the errors are those of `graph.engine.outside.refuse`.
        """
        with ExitStack() as stack:
            left = stack.enter_context(self._turns.take(limits.caller, limits.seconds))
            deadline = time.monotonic() + left
            self._examine(asked, replace(limits, seconds=left, caller=""))
            self.require_whole()
            self._require_graphs(asked, limits)
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            feed = Feed(self._server, asked, limits, deadline, theirs)
            Thread(target=feed.run, args=(stack.pop_all(),), daemon=True).start()
            return ours

    def close(self) -> None:
        """Let go of the connections, and of the process that examines."""
        super().close()
        if self._examiner is not None:
            self._examiner.close()

    def _empty_engine(self) -> ProcessEngine:
        """An engine that holds nothing, whose child reads a text with both parsers."""
        with self._starting:
            self._examiner = self._examiner or start_engine(outside=True)
            return self._examiner

    def _examine(self, asked: Asked, limits: Limits) -> None:
        for pattern, what in _ELSEWHERE:
            if pattern.search(asked.text):
                raise refusal("refused", what)
        if names_graphs(asked.text):
            raise refusal("refused", _FROM)
        alone = replace(asked, rows=JSON, graph=TURTLE, examine=True, exists="")
        with self._empty_engine().send(alone, limits) as reply:
            reply.settimeout(limits.seconds + _GRACE)
            packet = _receive(reply)
        if packet[:1] == END and (word := json.loads(packet[1:]))["code"] != "done":
            raise refusal("refused", _FROM) if word["code"] == "unknownGraph" else refusal(**word)

    def _require_graphs(self, asked: Asked, limits: Limits) -> None:
        """Refuse a graph that the server lacks: it might fetch it."""
        wanted = {*(asked.default or ()), *(asked.named or ()), *filter(None, [asked.exists])}
        if not wanted:
            return
        text = _HELD.replace("UNDEF", " ".join(f"<{graph}>" for graph in sorted(wanted)))
        with self.answer(text, replace(limits, size=2**20)) as answer:
            held = {line.strip(b"<>").decode() for line in answer.read().split(b"\n")[1:]}
        for graph in sorted(wanted - held):
            raise refusal("noGraph" if graph == asked.exists else "unknownGraph", graph)


def _receive(reply: socket.socket) -> bytes:
    try:
        return reply.recv(_PACKET) or END + say("gone")
    except ConnectionError:
        return END + say("gone")
    except TimeoutError:
        return END + say("deadline")
