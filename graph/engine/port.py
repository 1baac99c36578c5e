"""The port: what the published graphs are loaded into and questions are put to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from graph.engine.answer import Answer
from ontology.errors import InvalidInput
from queries.catalogue import Question, Rows, bind, find_question
from queries.given import Given


@dataclass(frozen=True)
class Update:
    """A change of whole named graphs, as far as commit `sequence` of the ledger.

    `graphs` is graph IRI to all its quads in canonical N-Quads, None where the graph is gone;
    `since` the commit that an engine must have come to for this to be all that it lacks.
    """

    sequence: int
    graphs: Mapping[str, str | None]
    since: int = 0

    def texts(self) -> Iterator[tuple[str, str | None]]:
        """Each graph with its text, which is read once: of a ledger, from the disk.

        InvalidInput names a graph whose text holds anything but lines of that graph.
        """
        for graph, text in self.graphs.items():
            lines = text.count("\n") + (not text.endswith("\n")) if text else 0
            if text and text.count(f" <{graph}> .\n") != lines:
                msg = f"the quads of <{graph}> are not all lines of that graph: write them anew"
                raise InvalidInput(msg)
            yield graph, text


class Engine(Protocol):
    """A place the published graphs are loaded into and questions are put to.

    `cannot` is what it lacks, each with the reason; `sequence` the last commit loaded.
    """

    name: ClassVar[str]
    language: ClassVar[Literal["sparql", "cypher"]]
    cannot: ClassVar[Mapping[str, str]]
    sequence: int

    def load(self, update: Update) -> None:
        """Replace whole graphs, all at once for every reader.

        An update older than what is loaded changes nothing, so that one may come twice.
        """
        ...

    def ask(self, question: Question | str, /, **given: Given) -> Rows:
        """The rows of a question; InvalidInput, LimitReached or NotAvailable say why not."""
        ...

    def close(self) -> None:
        """Give back memory and processes; it may be called twice."""
        ...


@dataclass(frozen=True)
class Limits:
    """What one query may use: seconds from its arrival, and bytes of memory beside the graphs.

    Its answer may have so many rows, and be so many bytes long (`size`).

    `caller` names an outside person or program: one query of a caller runs at a time, and few may
    wait. The owner's own queries have no caller; they go first and are never refused. Queries of
    one `session` of a caller may be answered by the same process, one after the other; without it,
    a query gets a process of its own.
    """

    seconds: float = 30.0
    rows: int = 100_000
    size: int = 256 * 2**20
    memory: int = 512 * 2**20
    caller: str = ""
    session: str = ""


class SparqlEngine(Engine, Protocol):
    """An engine that also takes arbitrary SPARQL queries."""

    def answer(self, query: str, limits: Limits | None = None) -> Answer:
        """The answer as it arrives, over the union of all graphs; the same errors as `ask`."""
        ...


def ask_in_sparql(
    engine: SparqlEngine, question: Question | str, given: Mapping[str, Given]
) -> Rows:
    """The rows of a question from an engine that takes SPARQL."""
    found = find_question(question)
    with engine.answer(bind(found, given)) as answer:
        return answer.cells(found.lists)
