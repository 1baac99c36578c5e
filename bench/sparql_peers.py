"""The same questions to two SPARQL servers over HTTP: their times, and their cells compared."""

import json
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import httpx

from graph.engine.port import SparqlEngine
from ontology.terms import XSD
from queries.catalogue import LIST_SEPARATOR, Question, bind, questions

RUNS = 5
LIMIT = 60.0  # seconds that an answer may take
ENOUGH = 2.0  # seconds; what takes longer is asked less often
SOURCES = {  # where a value of a parameter comes from that is no column of its question
    "asAt": ("boards", "validFrom"),
    "document": ("documents", "document"),
    "innovation": ("innovations", "innovation"),
    "name": ("find", "matched"),
    "organisation": ("successions", "predecessor"),
    "place": ("places", "place"),
}
_NUMBERS = {XSD + kind for kind in ("integer", "decimal", "double", "float")}

Cells = frozenset[tuple[object, ...]]


@dataclass(frozen=True)
class Asking:
    """A question of the catalogue with a value for one of its parameters, as a query."""

    name: str
    text: str
    lists: frozenset[str]


@dataclass(frozen=True)
class Measured:
    """Median seconds of an answer, and its cells; `problem` where there was none."""

    seconds: float
    cells: Cells = frozenset()
    problem: str = ""


def askings(engine: SparqlEngine) -> list[Asking]:
    """Each question once for each of its parameters, bound, and once where it has none.

    The values are the first with which it has an answer in an engine that holds the same.
    """
    return [one for question in questions().values() for one in _bound(engine, question)]


def _bound(engine: SparqlEngine, question: Question) -> Iterator[Asking]:
    if not question.given:
        yield Asking(question.name, question.text, question.lists)
    for key in question.given:
        name, column = (question.name, key) if key in question.columns else SOURCES[key]
        answer = engine.ask(name)
        for value in dict.fromkeys(row[answer.columns.index(column)] for row in answer.rows):
            given = {key: None if value is None else str(value)}
            if value is not None and engine.ask(question, **given).rows:
                text = bind(question, given)
                yield Asking(f"{question.name} {key}", text, question.lists)
                break


def ask(client: httpx.Client, address: str, asking: Asking, limit: float = LIMIT) -> Measured:
    """The median of some runs after a first one, which warms."""
    headers = {"Accept": "application/sparql-results+json"}
    times: list[float] = []
    content = b""
    while len(times) <= RUNS and sum(times) < ENOUGH * RUNS:
        start = time.perf_counter()
        try:
            answer = client.post(
                address, data={"query": asking.text}, headers=headers, timeout=limit
            )
        except httpx.TimeoutException:
            return Measured(limit, problem="no answer in time")
        times.append(time.perf_counter() - start)
        if answer.status_code != httpx.codes.OK:
            return Measured(limit, problem=f"{answer.status_code} {answer.text[:200]}")
        content = answer.content
    try:
        cells = _cells(json.loads(content), asking.lists)
    except ValueError:  # what gives up in the middle of an answer cannot say so
        return Measured(limit, problem="an answer that is cut off")
    return Measured(statistics.median(times[1:] or times), cells)


def _cells(found: dict[str, object], lists: frozenset[str]) -> Cells:
    """The rows as a set; numbers by value to nine places, members of lists in their order.

    Where an answer was cut, that is a row too.
    """
    head, results = found["head"], found["results"]
    assert isinstance(head, dict) and isinstance(results, dict)  # noqa: S101, PT018 — types
    rows = {
        tuple(_cell(row.get(name), is_list=name in lists) for name in head["vars"])
        for row in results["bindings"]
    }
    return frozenset(rows | ({("cut",)} if "truncated" in found else set()))


def _cell(term: Mapping[str, str] | None, *, is_list: bool) -> object:
    if term is None:
        return ("",) if is_list else None
    value, kind = term["value"], term.get("datatype", "")
    if is_list:
        return tuple(sorted(value.split(LIST_SEPARATOR)))
    if kind in _NUMBERS:
        return round(Decimal(value), 9)
    return term["type"] == "uri", value, term.get("xml:lang", "")
