"""The engine in this process: for tests, for the past, and where no process can be forked."""

from collections.abc import Generator, Mapping
from threading import Lock
from typing import ClassVar, Literal, Self

from pyoxigraph import Store

from graph.engine.answer import Answer, Message
from graph.engine.port import Limits, Update, ask_in_sparql
from graph.engine.store import Lines, answer_query, replace_graphs
from graph.text_stream import TextStream
from ontology.errors import InvalidInput
from queries.catalogue import Question, Rows
from queries.given import Given


class MemoryEngine:
    """An Oxigraph store in memory, asked where it stands. It may be used by several threads."""

    name: ClassVar[str] = "memory"
    language: ClassVar[Literal["sparql", "cypher"]] = "sparql"
    cannot: ClassVar[Mapping[str, str]] = {
        "deadline": "a query in this process cannot be stopped",
        "memory": "a query in this process takes what it needs",
        "outside": "a query in this process can call out: only its owner's queries are taken",
    }

    def __init__(self) -> None:
        self.sequence = 0
        self._store = Store()
        self._loading = Lock()

    def load(self, update: Update) -> None:
        """Replace whole graphs; see `Engine`."""
        with self._loading:
            if update.sequence < self.sequence:
                return
            quads = TextStream(text for _, text in update.texts() if text)
            try:
                self._store = replace_graphs(self._store, update.graphs, quads)
            except SyntaxError as error:
                msg = f"the quads to load do not parse: {error}"
                raise InvalidInput(msg) from error
            self.sequence = update.sequence

    def ask(self, question: Question | str, /, **given: Given) -> Rows:
        """The rows of a question; see `Engine`."""
        return ask_in_sparql(self, question, given)

    def answer(self, query: str, limits: Limits | None = None) -> Answer:
        """The answer, worked out whole; of the limits it keeps that of rows."""
        messages: list[Message] = []
        limits = limits or Limits()

        def keep(tag: bytes, data: bytes) -> None:
            messages.append((tag, data))

        answer_query(self._store, query, Lines(limits.rows, limits.size, keep))
        return Answer(_each(messages))

    def close(self) -> None:
        """Let go of the graphs."""
        self._store = Store()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _each(messages: list[Message]) -> Generator[Message]:
    yield from messages
