"""The engine outside: any SPARQL 1.1 server, where one machine's memory is not enough.

It is written by SPARQL 1.1 Update alone. In a graph of its own, one statement notes whose graphs
the server holds, and as of which transaction: no question of the catalogue sees it.
"""

import hashlib
from collections.abc import Callable, Generator, Iterator, Mapping
from importlib.resources import files
from itertools import chain, islice
from pathlib import Path
from threading import Lock
from typing import ClassVar, Final, Literal, Self

from pyoxigraph import Literal as RdfLiteral

from graph.engine.answer import Answer, DeadlinePassed, EngineFailed, Message
from graph.engine.port import Limits, Update, ask_in_sparql
from graph.engine.store import END, say
from graph.files import hold_lock, storage_failures
from graph.ledger import Ledger
from graph.remote.endpoint import Endpoint
from graph.remote.server import SparqlServer
from graph.remote.wire import cut_messages, parts_of, read_messages, write_update
from ontology.errors import Conflict, NotAvailable, StorageFailure
from ontology.terms import RDF
from queries.catalogue import Question, Rows
from queries.given import Given

STANDING: Final = "urn:whatworked:standing"  # the graph of its own, and what that speaks of

_ALONE = 300.0  # seconds to wait for another who loads
_HALF, _WHOLE = "half", "whole"  # what is noted until all parts of a load have come, and then


_LOST = "has lost what it held: ask again, and it is loaded anew"
_OTHER = (
    "holds another repository, another sharing level or what was before a backup was restored: "
    "give it an empty dataset"
)


class RemoteEngine:
    """A dataset of a SPARQL server, ours alone. It may be used by several threads; close it.

    `identify` gives the mark of a transaction of the ledger that is meant; who holds the file
    `lock` loads. `sequence` is 0 where the server holds no whole graph of it. What is half loaded
    answers nothing and is loaded anew.
    """

    name: ClassVar[str] = "remote"
    language: ClassVar[Literal["sparql", "cypher"]] = "sparql"
    cannot: ClassVar[Mapping[str, str]] = {
        "memory": "how much memory a query may take is for the server's own settings to say",
        "stop": "what the server does after a query's time has passed is for its own settings",
        "outside": "its queries are the owner's own: see graph.remote.outside",
    }
    sequence: int
    held: str  # nothing, half or whole

    def __init__(
        self,
        endpoint: Endpoint,
        identify: Callable[[int], str],
        lock: Path,
        limits: Limits | None = None,
    ) -> None:
        """Reach the server and see what it holds.

        NotAvailable says why it cannot be reached, or that its default graph is not the union of
        all graphs; Conflict that it holds what is not ours.
        """
        self._identify, self._lock, self._limits = identify, lock, limits or Limits()
        self._server, self._loading = SparqlServer(endpoint), Lock()
        try:
            self.look()
        except BaseException:
            self.close()
            raise

    def load(self, update: Update) -> None:
        """Replace whole graphs; see `Engine`.

        Where the server holds no whole graph, all its named graphs are dropped first: the update
        is taken for everything. A small one is one request; of a larger one readers see nothing
        until its last part has come. StorageFailure and NotAvailable say why it could not be.
        """
        with self._loading, storage_failures(), hold_lock(self._lock, "loading", _ALONE):
            self.look()
            if self.sequence < update.since:
                raise NotAvailable(self._tell(_LOST))
            if update.sequence < self.sequence or not (update.sequence or update.graphs):
                return
            for request in _requests(self._steps(update)):
                self._server.update(request)
                self.look()
            if (self.held, self.sequence) != (_WHOLE, update.sequence):
                raise StorageFailure(self._tell("has not kept what was loaded: empty its dataset"))

    def look(self) -> None:
        """See what the server holds now: `sequence` and `held`; the same errors as at the start."""
        noted, union = next(iter(self._read_standing()), ("nothing 0 ", ""))
        held, sequence, mark = noted.split(" ", 2)
        if held == "nothing":
            if self._has_anything():
                raise Conflict(self._tell("holds what is not ours: give it an empty dataset"))
        elif mark != self._identify(int(sequence)):
            raise Conflict(self._tell(_OTHER))
        elif not union:
            msg = "does not answer from the union of all graphs: switch that on (docs/scale.md)"
            raise NotAvailable(self._tell(msg))
        self.held, self.sequence = held, int(sequence) if held == _WHOLE else 0

    def ask(self, question: Question | str, /, **given: Given) -> Rows:
        """The rows of a question; see `Engine`."""
        return ask_in_sparql(self, question, given)

    def answer(self, query: str, limits: Limits | None = None) -> Answer:
        """The answer as it arrives; see `SparqlEngine`.

        NotAvailable where the server holds half a graph, or less than it did.
        """
        self.require_whole()
        limits = limits or self._limits
        return Answer(cut_messages(self._messages(query, limits.seconds), limits))

    def require_whole(self) -> None:
        """Raise NotAvailable where the server holds half a graph, or less than it did."""
        before = self.sequence
        self.look()
        if self.held == _HALF:
            raise NotAvailable(self._tell("is being loaded, or was left so: ask again later"))
        if self.sequence < before:
            raise NotAvailable(self._tell(_LOST))

    def close(self) -> None:
        """Let go of the connections; the server goes on."""
        self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _tell(self, what: str) -> str:
        return f"the SPARQL server at {self._server.endpoint.query} {what}"

    def _read_standing(self) -> list[tuple[str, str]]:
        with self._answer_file("standing.rq") as answer:
            rows = answer.cells().rows
        return [(str(noted), str(union or "")) for noted, union in rows]

    def _has_anything(self) -> bool:
        with self._answer_file("anything.rq") as answer:
            return answer.truth()

    def _answer_file(self, name: str) -> Answer:
        text = (files("graph.remote") / name).read_text("utf-8")
        return Answer(self._messages(text, self._limits.seconds))

    def _messages(self, query: str, seconds: float) -> Generator[Message]:
        """What comes, told in messages; where it breaks off after the first row, so it says."""
        code, some = "done", False
        with self._server.asking(query, seconds) as reply:
            try:
                for message in read_messages(reply):
                    yield message
                    some = True
            except (DeadlinePassed, EngineFailed) as error:
                if not some:
                    raise
                code = error.code
        yield END, say(code)

    def _steps(self, update: Update) -> Iterator[str]:
        """What is to be carried out, one after the other."""
        clear = "" if self.held == _WHOLE else "DROP NAMED ;\n"
        yield clear + self._note(_HALF, update.sequence)
        for part in parts_of(update.texts()):
            yield write_update(part)
        yield self._note(_WHOLE, update.sequence)

    def _note(self, held: str, sequence: int) -> str:
        noted = RdfLiteral(f"{held} {sequence} {self._identify(sequence)}")
        return (
            f"DROP SILENT GRAPH <{STANDING}> ;\n"
            f"INSERT DATA {{ GRAPH <{STANDING}> {{ <{STANDING}> <{RDF}value> {noted} }} }} ;\n"
        )


def mark_of(ledger: Ledger, level: str, sequence: int) -> str:
    """The mark of a transaction as seen at a sharing level; none where the ledger lacks it."""
    ledger.refresh()
    if not 0 < sequence <= ledger.sequence:
        return ""
    (step,) = ledger.transactions(sequence - 1, sequence)
    said = f"{step.sequence} {step.time.isoformat()} {step.author}"
    return f"{level} {hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _requests(steps: Iterator[str]) -> Iterator[str]:
    """The three steps of a small load in one request, those of a larger one each in its own."""
    *small, more = *islice(steps, 3), next(steps, None)
    if more is None:
        yield "".join(small)
    else:
        yield from chain(small, (more,), steps)
