"""A scratch dataset: empty at the start, gone at the end, open for writing; never a ledger."""

from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from api.endpoints.queries import Examined
from api.served import Served
from api.settings import OUTSIDE
from graph.engine.port import Limits
from graph.engine.process import ProcessEngine
from graph.engine.scratch import Change
from ontology.errors import HeldByPolicy

_PASSED_ON = ("via", "forwarded", "x-forwarded-for")


class ReadOnly(HeldByPolicy):
    """What is served here is only read."""

    code = "readOnly"


@dataclass(frozen=True)
class Scratch:
    """A dataset in an engine process of its own, changed by one caller at a time."""

    kept: ProcessEngine
    outside: Limits = OUTSIDE
    examined: Examined = field(default_factory=Examined)
    _changing: Lock = field(default_factory=Lock)

    def engine(self) -> ProcessEngine:
        """The engine that holds it."""
        return self.kept

    def change(self, change: Change, text: str, caller: str) -> str:
        """Change it; see `ProcessEngine.change`."""
        with self._changing:
            return self.kept.change(change, text, replace(self.outside, caller=caller))


async def dataset_of(request: Request) -> Served | Scratch:
    """What the application of this request puts queries to."""
    found = request.app.state.served
    assert isinstance(found, Served | Scratch)  # noqa: S101 - a type: the application has set it
    return found


Queried = Annotated[Served | Scratch, Depends(dataset_of)]


def writable(queried: Served | Scratch) -> Scratch:
    """The dataset, where it is open for writing; else ReadOnly."""
    if isinstance(queried, Scratch):
        return queried
    msg = "the graphs are only read here: records change them; `serve --scratch` is a sandbox"
    raise ReadOnly(msg)


def caller_of(request: Request) -> str:
    """Whose limits a call counts for: the address it comes from."""
    return request.client.host if request.client else "unknown"


def session_of(request: Request) -> str:
    """The connection of a call, "" where somebody between passes on the calls of many."""
    if request.client is None or any(name in request.headers for name in _PASSED_ON):
        return ""
    return str(request.client.port)
