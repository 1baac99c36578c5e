"""The gate before Neo4j: a query of a user's own may only read, and must be small enough to plan.

Two looks decide. The text is looked at first, for what the planner itself would do or choke on:
options before the statement, a second statement, functions of plug-ins, thousands of brackets in
each other (its parser works on those for minutes, and no limit of time holds there). Then the plan
that `EXPLAIN` gives, in which nothing can hide: every operator and every procedure must be one
that reads.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from itertools import pairwise

from ontology.errors import InvalidInput

LONGEST = 32 * 1024  # bytes of a statement
TOKENS = 4_000
DEEPEST = 60  # brackets in each other
BRACES = 8  # subqueries in each other: planning takes twice as long for each
MOST_ROWS = 1e9  # that a plan may expect anywhere
OPTIONS = frozenset({"CYPHER", "EXPLAIN", "PROFILE", "USE"})

_LINES = (files("graph.neo4j") / "cypher_reading.txt").read_text("utf-8").splitlines()
_READING = {tuple(line.split()) for line in _LINES if not line.startswith("#")}

_TOKEN = re.compile(
    r"""(?P<gap>\s+|//[^\r\n]*|/\*.*?\*/)
    |(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    |(?P<name>`(?:[^`]|``)*`|[^\W\d]\w*)
    |(?P<number>\d\w*)
    |(?P<open>/\*|['"`])
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\[uU]+[0-9A-Fa-f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_NESTS = {"CASE": 1, "END": -1}

Token = tuple[str, str]  # kind and text


class NotAllowed(InvalidInput):
    """The query asks for what the graph is not open to: it may only read."""

    code = "operatorNotAllowed"


class QueryTooLong(InvalidInput):
    """The text of the query is longer than it may be."""

    code = "tooLong"


class TooManyRows(InvalidInput):
    """The plan of the query expects more rows than could ever be worked through."""

    code = "estimate"


def check_statement(text: str) -> None:
    """Raise InvalidInput, with the reason, where a text need not even be planned."""
    if len(text.encode("utf-8", "replace")) > LONGEST:
        msg = f"the query is longer than {LONGEST // 1024} KiB: give long lists as parameters"
        raise QueryTooLong(msg)
    if found := _CONTROL.search(text):
        msg = f"the query has the character U+{ord(found[0]):04X} in it: give it as a parameter"
        raise InvalidInput(msg)
    if _ESCAPE.search(text):
        msg = "the query has a \\u escape in it: write the character itself, or give a parameter"
        raise InvalidInput(msg)
    tokens = list(_read(text))
    _check_beginning(tokens)
    _check_size(tokens)
    for name in _called(tokens):
        if _READING.isdisjoint({("function", name.lower()), ("procedure", name)}):
            msg = f"{name}() is not allowed: it is no function or procedure of those that read"
            raise NotAllowed(msg)


def check_plan(plan: Mapping[str, object] | None, kind: str | None) -> None:
    """Raise NotAllowed naming an operator that does not read, TooManyRows for a plan too large.

    `kind` is what Neo4j says of the statement: "r" where it reads.
    """
    for operator in _operators(plan or {}):
        name = str(operator.get("operatorType")).partition("@")[0]
        details = operator.get("args")
        details = details if isinstance(details, Mapping) else {}
        if ("operator", name) not in _READING:
            msg = f"the query may only read: {name} is not allowed"
            raise NotAllowed(msg)
        called = str(details.get("Details")).partition("(")[0]
        if name == "ProcedureCall" and ("procedure", called) not in _READING:
            msg = f"the query may only read: the procedure {called} is not allowed"
            raise NotAllowed(msg)
        if float(details.get("EstimatedRows", 0)) > MOST_ROWS:
            msg = f"its plan expects more than {MOST_ROWS:.0e} rows ({name}): join the patterns"
            raise TooManyRows(msg)
    if kind != "r":
        msg = "the query may only read: a statement of another kind is not allowed"
        raise NotAllowed(msg)


def check_parameters(given: Mapping[str, object]) -> None:
    """Raise InvalidInput naming a parameter whose value Neo4j cannot hold."""
    for name, value in given.items():
        _check_value(name, name)
        waiting = [(value, 0)]
        while waiting:
            one, depth = waiting.pop()
            if depth > DEEPEST:
                msg = (
                    f"the parameter {name!a} is nested too deeply: {DEEPEST} lists and maps at most"
                )
                raise InvalidInput(msg)
            _check_value(name, one)
            waiting += [(inner, depth + 1) for inner in _inner(one)]


def _inner(value: object) -> Iterable[object]:
    match value:
        case dict():
            return [*value, *value.values()]
        case list():
            return value
    return ()


def _check_value(name: str, value: object) -> None:
    match value:
        case int() if not -(2**63) <= value < 2**63:
            msg = f"the parameter {name!a} is too large a number: an integer has 64 bits"
            raise InvalidInput(msg)
        case str() if _SURROGATE.search(value):
            msg = f"the parameter {name!a} has half a character in it (a lone surrogate)"
            raise InvalidInput(msg)


def _read(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "gap":
            yield str(found.lastgroup), found[0]


def _check_beginning(tokens: list[Token]) -> None:
    first = tokens[0][1].upper() if tokens else ""
    if first in OPTIONS:
        msg = f"the query begins with {first}, which is not allowed here: give the statement alone"
        raise NotAllowed(msg)
    if any(kind == "open" for kind, _ in tokens):
        msg = "a comment, a text or a name is not closed"
        raise InvalidInput(msg)
    for (_, sign), _more in pairwise(tokens):
        if sign == ";":
            msg = "there are two statements: give one"
            raise InvalidInput(msg)


def _check_size(tokens: list[Token]) -> None:
    if len(tokens) > TOKENS:
        msg = f"the query has more than {TOKENS} words and signs: give long lists as parameters"
        raise InvalidInput(msg)
    depth = braces = 0
    for kind, text in tokens:
        step = _NESTS.get(text.upper(), 0) if kind == "name" else (text in _OPEN) - (text in _CLOSE)
        depth += step
        braces += step if text in "{}" else 0
        if depth > DEEPEST or braces > BRACES:
            msg = f"the query is nested too deeply ({DEEPEST} brackets, {BRACES} braces): split it"
            raise InvalidInput(msg)


def _called(tokens: list[Token]) -> Iterator[str]:
    """The names with a dot in them that stand before a bracket."""
    parts: list[str] = []
    for (kind, text), (_, after) in pairwise(tokens):
        if kind == "name":
            parts = [*(parts if parts[-1:] == ["."] else []), text.strip("`")]
            if after == "(" and len(parts) > 1:
                yield "".join(parts)
        elif text == "." and parts and parts[-1] != ".":
            parts.append(text)
        else:
            parts = []


def _operators(plan: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    waiting = [plan]
    while waiting:
        operator = waiting.pop()
        yield operator
        children = operator.get("children")
        waiting += children if isinstance(children, list) else []
