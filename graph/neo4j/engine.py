"""The engine that takes Cypher: the property graph in a Neo4j database, ours or the user's."""

import math
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal, Self, cast

from graph.engine.port import Limits, Update
from graph.neo4j.bolt import OUTSIDE, Address, Bolt, Run
from graph.neo4j.bolt_meter import Meter
from graph.neo4j.bolt_values import Plain, Writer
from graph.neo4j.own_queries import OwnRows, Wanted, ask_own, write_own
from graph.neo4j.project import Node, PropertyGraph, Relationship, Value, digest_of
from graph.neo4j.property_names import GRAPH, IRI, RESOURCE
from graph.neo4j.property_values import write_number
from graph.neo4j.write import (
    CLEAR,
    CONSTRAINT,
    ROWS,
    in_parts,
    replace_graphs,
    write_nodes,
    write_relationships,
    write_standing,
)
from ontology.errors import InvalidInput, LimitReached, NotAvailable
from queries.catalogue import Cell, Question, Rows, bind, find_question, shorten, sort_rows
from queries.given import Given, Kind

_PATIENCE = 3.0, 9.0  # seconds in which a server that is well says what runs
_LITTLE = 2**20  # bytes
_RECORDS = 500  # that are replaced in one transaction
_STANDING = "MATCH (l:Ledger) RETURN l.sequence, l.mark"
_NODES = "MATCH (n:Resource) RETURN labels(n), properties(n)"
_LONGEST = """
SHOW TRANSACTIONS YIELD metaData, elapsedTime WHERE metaData.whatworked = $whatworked
RETURN coalesce(max(elapsedTime.seconds), 0)
"""
_COUNT = "MATCH ()-[r]->() RETURN count(r)"
_RELATIONSHIPS = "MATCH (a:Resource)-[r]->(b:Resource) RETURN r.id, type(r), a.iri, b.iri, r.graph"


class CypherEngine:
    """A Neo4j database that holds the property graph. It may be used by several threads; close it.

    `mark` says which ledger is meant, at which sharing level, in which mapping; `held` is the mark
    of what the database holds, None where it holds no whole graph. `sequence` is 0 where the two
    differ.
    """

    name: ClassVar[str] = "neo4j"
    language: ClassVar[Literal["sparql", "cypher"]] = "cypher"
    cannot: ClassVar[Mapping[str, str]] = {
        "memory": "how much memory a query may take is for the server's own settings to say",
        "snapshot": "a query sees what others commit while it runs",
    }

    def __init__(self, address: Address, *, mark: str = "", limits: Limits | None = None) -> None:
        """Reach the server; NotAvailable says why it cannot be reached."""
        self.mark, self.sequence = mark, 0
        self.held: str | None = None
        self._limits = limits or Limits()
        self._address = address
        self._bolt = Bolt(address)
        try:
            self.look()
        except BaseException:
            self.close()
            raise

    @property
    def is_whole(self) -> bool:
        """Whether the database holds what `mark` means, as of `sequence`."""
        return self.held == self.mark

    def look(self) -> None:
        """See what the database holds now: `sequence` and `held`."""
        with self._bolt.reading(self._limits.seconds) as run:
            self._stand(run)

    def load(self, update: Update) -> None:
        """Replace whole graphs; see `Engine`.

        More than some hundred are replaced in several transactions: until the last of them, the
        database holds no whole graph and answers nothing.
        """
        if not self.is_whole:
            self._command(CLEAR)
            self._command(CONSTRAINT)
        elif update.sequence < self.sequence:
            return
        parts = list(in_parts(update.texts(), _RECORDS)) or [[]]
        for part in parts[:-1]:
            self._replace(dict(part), None)
        self._replace(dict(parts[-1]), update.sequence)

    def fill(self, graph: PropertyGraph, sequence: int) -> None:
        """Hold this graph and nothing else of ours; see `load` for what readers see meanwhile."""
        self._command(CLEAR)
        self._command(CONSTRAINT)
        self.add(graph)
        self.finish(sequence)

    def add(self, graph: PropertyGraph) -> None:
        """Write a graph beside what is there, part by part."""
        for nodes in in_parts(graph.nodes.values(), ROWS):
            with self._bolt.writing() as run:
                write_nodes(run, nodes)
        for found in in_parts(graph.relationships.values(), ROWS):
            with self._bolt.writing() as run:
                write_relationships(run, found)

    def finish(self, sequence: int) -> None:
        """Say that the database holds the whole graph as of this transaction of the ledger."""
        self._command(CONSTRAINT)
        self._replace({}, sequence)

    def _replace(self, graphs: Mapping[str, str | None], sequence: int | None) -> None:
        with self._bolt.writing() as run:
            if graphs:
                replace_graphs(run, graphs)
            write_standing(run, {"sequence": sequence, "mark": self.mark})
        self.sequence, self.held = sequence or 0, None if sequence is None else self.mark

    def _command(self, texts: tuple[str, ...]) -> None:
        for text in texts:
            self._bolt.command(text)

    def ask(self, question: Question | str, /, **given: Given) -> Rows:
        """The rows of a question, from its text in Cypher; see `Engine`."""
        found = find_question(question)
        if found.cypher is None:
            msg = f"the question {found} has no Cypher text: ask it in sparql"
            raise NotAvailable(msg)
        bind(found, given)  # refuses what does not fit
        parameters = {key: _parameter(kind, given.get(key)) for key, kind in found.given.items()}
        rows = self._read(found.cypher, parameters, found.lists)
        if rows.columns != found.columns:
            msg = f"{found}.cypher answers with {list(rows.columns)}, not {list(found.columns)}"
            raise InvalidInput(msg)
        return Rows(rows.columns, sort_rows(rows.rows), rows.truncated)

    def _read(self, text: str, given: Mapping[str, object], lists: frozenset[str]) -> Rows:
        with self._bolt.reading(self._limits.seconds) as run:
            self._stand(run)
            self._require_whole()
            found = run(text, given)
            cells = _cells(found.rows, [name in lists for name in found.columns])
            rows, truncated = _take(cells, self._limits)
        return Rows(found.columns, rows, truncated)

    def answer(
        self,
        text: str,
        given: Mapping[str, object],
        limits: Limits | None = None,
        write: Writer = write_own,
    ) -> OwnRows:
        """The rows of a query of a user's own, in its own order; see `ask_own`.

        They are of no older state than `sequence`.
        """
        self._require_whole()
        return ask_own(self._address, Wanted(text, given, write), limits or self._limits)

    def is_stuck(self, seconds: float) -> bool:
        """Whether a query of a user's own has run for longer, or the server answers nobody.

        One that does not answer at once is asked a second time: it may be the machine that is busy.
        """
        for patience in _PATIENCE:
            with suppress(NotAvailable, LimitReached):
                return self._find_longest(patience) > seconds
        return True

    def _find_longest(self, patience: float) -> float:
        """Seconds that the longest query of a user's own has run."""
        with Meter(self._address.uri, _LITTLE, patience) as meter, ExitStack() as stack:
            bolt = Bolt(replace(self._address, uri=meter.uri))
            stack.callback(bolt.close)
            run = stack.enter_context(bolt.reading(patience))
            ((longest,),) = run(_LONGEST, OUTSIDE).rows
        return float(str(longest))

    def graph(self) -> PropertyGraph:
        """All that the database holds of ours, read back."""
        with self._bolt.reading() as run:
            nodes = {node.iri: node for node in map(_node, run(_NODES, {}).rows)}
            rows = run(_RELATIONSHIPS, {}).rows
            found = [Relationship(*map(str, row)) for row in rows]
        return PropertyGraph(nodes, {one.id: one for one in found})

    def count_relationships(self) -> int:
        """How many relationships there are: two that say the same are two."""
        with self._bolt.reading() as run:
            ((count,),) = run(_COUNT, {}).rows
        return int(str(count))

    def digest(self) -> str:
        """The dataset digest of what the database holds."""
        return digest_of(self.graph())

    def close(self) -> None:
        """Let go of the connections; the server goes on."""
        self._bolt.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _stand(self, run: Run) -> None:
        sequence, mark = next(run(_STANDING, {}).rows, (None, None))
        self.held = None if sequence is None else str(mark)
        self.sequence = sequence if self.is_whole and isinstance(sequence, int) else 0

    def _require_whole(self) -> None:
        if self.held is None:
            msg = "Neo4j is empty or being loaded: load it (whatworked neo4j load)"
            raise NotAvailable(msg)
        if not self.is_whole:
            msg = "Neo4j holds another repository, level or mapping: whatworked neo4j load"
            raise NotAvailable(msg)


def _parameter(kind: Kind, value: Given) -> str | int | float | date | list[str] | None:
    """A given value as what the property graph holds, so that the two can be compared."""
    if value is None:
        return None
    if isinstance(value, tuple):  # of IRIs: a text that takes several unwinds them
        return list(value)
    match kind:
        case "integer":
            return int(str(value))
        case "number":
            return float(str(value))
        case "date":
            return date.fromisoformat(str(value))
    return str(value)


def _cells(rows: Iterator[list[Plain]], lists: list[bool]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        yield tuple(map(_cell, row, lists))


def _cell(value: Plain, is_list: bool) -> Cell:
    if is_list:
        members = value if isinstance(value, list) else []
        return tuple(sorted(shorten(str(member)) for member in members))
    match value:
        case None | bool() | int():
            return value
        case float() if math.isfinite(value):
            return Decimal(write_number(value))
        case date():
            return value.isoformat()
        case list():
            return tuple(map(str, value))
    return shorten(str(value))


def _take(
    rows: Iterator[tuple[Cell, ...]], limits: Limits
) -> tuple[tuple[tuple[Cell, ...], ...], str | None]:
    """As many rows as the limits allow, and which of them cut the answer."""
    taken: list[tuple[Cell, ...]] = []
    room = limits.size
    for row in rows:
        room -= sum(len(str(cell)) for cell in row)
        if len(taken) == limits.rows or room < 0:
            return tuple(taken), "rows" if room >= 0 else "size"
        taken.append(row)
    return tuple(taken), None


def _node(row: list[Plain]) -> Node:
    labels, properties = row
    assert isinstance(labels, list)  # noqa: S101 - types: what _NODES asks for
    assert isinstance(properties, dict)  # noqa: S101
    iri, graph = str(properties.pop(IRI)), properties.pop(GRAPH, None)
    names = tuple(sorted(str(label) for label in labels if label != RESOURCE))
    values = cast("dict[str, Value]", properties)  # nothing but ours is written
    return Node(iri, None if graph is None else str(graph), names, values)
