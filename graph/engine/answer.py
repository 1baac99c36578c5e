"""An answer to a SPARQL query, as it arrives from whoever works it out."""

import json
import re
from collections.abc import Generator, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Literal, Self

from pyoxigraph import (
    BlankNode,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)
from pyoxigraph import Literal as RdfLiteral

from graph.engine.store import BOOLEAN, END, SOLUTIONS
from ontology.errors import HeldByPolicy, InvalidInput, LimitReached, NotFound, WhatworkedError
from ontology.terms import XSD
from queries.catalogue import LIST_SEPARATOR, Cell, Rows, shorten, sort_rows

Message = tuple[bytes, bytes]  # tag and payload, as graph.engine.store writes them

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(E[+-]?[0-9]+)?", re.IGNORECASE)


class DeadlinePassed(LimitReached):
    """The query ran, or waited, for all its seconds."""

    code = "deadline"


class MemoryExceeded(LimitReached):
    """The query needed more memory than it may use."""

    code = "memory"


class AnswerTooLong(LimitReached):
    """Not even one row has room in an answer."""

    code = "size"


class EngineBusy(LimitReached):
    """Too many queries wait already."""

    code = "busy"


class CallerBusy(LimitReached):
    """Too many queries of this caller wait already."""

    code = "callerBusy"


class Unparsed(InvalidInput):
    """The query breaks the grammar, at a place where that is known."""

    code = "syntax"

    def __init__(self, message: str) -> None:
        super().__init__(f"the query does not parse: {_place(message)}")
        found = _PLACE.fullmatch(message)
        self.line = int(found[1]) if found else None
        self.column = int(found[2]) if found else None


class TooDeep(InvalidInput):
    """The query is nested too deeply."""

    code = "depth"


class Unread(InvalidInput):
    """The second parser cannot tell that a query stays inside."""

    code = "unread"


class UnknownGraph(InvalidInput):
    """The query names a graph that is not here."""

    code = "unknownGraph"


class NotAcceptable(InvalidInput):
    """The caller takes no format that an answer of this kind has."""

    code = "notAcceptable"


class FederationDisabled(HeldByPolicy):
    """The query calls another server."""

    code = "federationDisabled"


class EngineFailed(WhatworkedError):
    """The process of the query, or of the engine, ended by itself."""

    code = "crash"


_LESS = "ask for less, with a narrower pattern or a LIMIT"
_REFUSALS: Mapping[str, tuple[type[WhatworkedError], str]] = {
    "deadline": (DeadlinePassed, f"no answer within the time limit: {_LESS}, or allow more time"),
    "memory": (MemoryExceeded, f"the query needs more memory than it may use: {_LESS}"),
    "size": (AnswerTooLong, f"one row is longer than an answer may be: {_LESS}"),
    "busy": (EngineBusy, "too many queries wait already: try again in a moment"),
    "callerBusy": (CallerBusy, "too many of your queries wait already: let one finish first"),
    "crash": (EngineFailed, "the query made its process fail: nest it less deeply or split it"),
    "gone": (EngineFailed, "the engine process has ended: start it again"),
    "depth": (TooDeep, "the query is nested too deeply, or has too many parts: split it"),
    "unread": (
        Unread,
        "a query in which SERVICE, FROM or an escape occurs is read by a second parser too, and "
        "that cannot read this one: write it in SPARQL 1.1, without the word",
    ),
    "unknownGraph": (UnknownGraph, "no graph here has this name, and none is fetched"),
    "form": (NotAcceptable, "an answer of this kind has no format that you accept: it is of"),
    "using": (InvalidInput, "the request names the graphs already: leave out this word"),
    "noGraph": (NotFound, "there is no graph of this name here"),
    "xml": (NotAcceptable, "XML cannot say this answer, ask for JSON or Turtle: it has"),
    "federation": (
        FederationDisabled,
        "queries do not call other servers from here: leave out this word",
    ),
    "refused": (InvalidInput, "the query asks for what the graph cannot give (a call-out, say)"),
}


def refusal(code: str, message: str = "") -> WhatworkedError:
    """The error for the last word of an answer that gives nothing."""
    if code == "syntax":
        return Unparsed(message)
    kind, text = _REFUSALS[code]
    return kind(f"{text}: {message}" if message else text)


def _place(message: str) -> str:
    found = _PLACE.fullmatch(message)
    if not found:
        return message
    line, column, expected = found.groups()
    words = re.split(r",? \[['_]", expected)[0]  # what follows are ranges of characters
    return f"line {line}, column {column}: {words[:200]}"


class Answer:
    """An answer as it arrives; it is to be closed, or used in a `with`.

    `form` is "solutions" (TSV lines, the first names the variables), "triples" (N-Triples lines)
    or "boolean". When all is read, `truncated` says why something is missing, or is None.
    """

    def __init__(self, messages: Generator[Message]) -> None:
        """Read as far as the first row; where none comes, the reason is raised here."""
        self._messages = messages
        self._head: list[Message] = []
        self.truncated: str | None = None
        lines = 0
        for tag, payload in messages:
            self._head.append((tag, payload))
            lines += payload.count(b"\n")
            if tag == END or lines > (tag == SOLUTIONS):
                break
        self._tag, word = self._head[0][0], self._head[-1]
        if word[0] == END and lines <= (self._tag == SOLUTIONS):
            self._check(**json.loads(word[1]))

    def _check(self, code: str, message: str) -> None:
        if code not in {"done", "rows"}:
            self._messages.close()
            raise refusal(code, message)

    @property
    def form(self) -> Literal["solutions", "triples", "boolean"]:
        """What kind of answer it is."""
        if self._tag == SOLUTIONS:
            return "solutions"
        return "boolean" if self._tag == BOOLEAN else "triples"

    def __iter__(self) -> Iterator[bytes]:
        """Pieces of whole lines; once only."""
        held: list[bytes] = []
        for tag, payload in chain(self._head, self._messages):
            if tag == END:
                code = json.loads(payload)["code"]
                self.truncated = None if code == "done" else code
                return
            whole, newline, rest = payload.rpartition(b"\n")
            if newline:
                yield b"".join((*held, whole, newline))
                held = []
            held.append(rest)

    def read(self) -> bytes:
        """All lines that came."""
        return b"".join(self)

    def truth(self) -> bool:
        """The answer of form "boolean"."""
        return self._head[0][1] == b"true"

    def json(self) -> bytes:
        """SPARQL 1.1 Query Results JSON; it says "truncated" where something is missing."""
        if self.form == "boolean":
            return json.dumps({"head": {}, "boolean": self.truth()}).encode()
        document = self._solutions().serialize(None, QueryResultsFormat.JSON)
        assert document is not None  # noqa: S101 - a type: without a file the bytes come back
        if self.truncated:
            document = document[:-1] + b',"truncated":' + json.dumps(self.truncated).encode() + b"}"
        return document

    def cells(self, lists: frozenset[str] = frozenset()) -> Rows:
        """The rows of form "solutions" in the form of a question's rows."""
        found = self._solutions()
        names = tuple(variable.value for variable in found.variables)
        rows = (
            tuple(_cell(term, is_list=name in lists) for name, term in zip(names, row, strict=True))
            for row in found
        )
        return Rows(names, sort_rows(rows), self.truncated)

    def _solutions(self) -> QuerySolutions:
        if self.form != "solutions":
            msg = "this query answers with triples or a boolean: write a SELECT for rows"
            raise InvalidInput(msg)
        found = parse_query_results(self.read(), QueryResultsFormat.TSV)
        assert isinstance(found, QuerySolutions)  # noqa: S101 - a type: TSV holds nothing else
        return found

    def close(self) -> None:
        """Want no more of it: the work is stopped."""
        self._messages.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _cell(term: NamedNode | BlankNode | RdfLiteral | Triple | None, *, is_list: bool) -> Cell:
    if is_list:
        members = term.value.split(LIST_SEPARATOR) if isinstance(term, RdfLiteral) else []
        return tuple(sorted(shorten(member) for member in members if member))
    if isinstance(term, NamedNode):
        return shorten(term.value)
    if isinstance(term, RdfLiteral):
        return _native(term.value, term.datatype.value)
    return None if term is None else str(term)


def _native(text: str, datatype: str) -> Cell:
    kind = datatype.removeprefix(XSD)
    if kind == "boolean" and text in {"true", "false"}:
        return text == "true"
    if kind == "integer" and re.fullmatch(r"[+-]?[0-9]{1,1000}", text):
        return int(text)
    if kind in {"decimal", "double", "float"} and _NUMBER.fullmatch(text):
        return Decimal(text)
    return text
