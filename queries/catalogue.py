"""The catalogue: every reviewed question, read from the file that is its text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol

from ontology.errors import InvalidInput
from ontology.terms import VOCAB
from queries.given import KINDS, Given, Kind, write_term
from queries.header import read_header
from queries.twin import read_columns, read_parameters

Cell = None | bool | int | Decimal | str | tuple[str, ...]

FOLDER: Traversable = files("queries")
LIST_SEPARATOR = "\x1f"  # what GROUP_CONCAT puts between the members of a list column

_KEYS = frozenset({"summary", "given", "columns", "lists", "iris", "nullable"})
_SLOT = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}", re.IGNORECASE)
_COMMENT = re.compile(r"(?m)(?:^|(?<=\s))#.*$")
_SELECT = re.compile(
    r"(?is)(?<![?\w])SELECT\s+(?:DISTINCT\s+|REDUCED\s+)?(.*?)(?:(?<![?\w])(?:WHERE|FROM)\b|\{)"
)
_BRACKET = re.compile(r"\(([^()]*)\)")
_ALIAS = re.compile(r"(?i)\bAS\s+(\?\w+)\s*$")
_NOTATION = re.compile(re.escape(VOCAB) + r"[^/#?]+/([^/#?]+)")


@dataclass(frozen=True)
class Question:
    """A reviewed question: its SPARQL text, what may be given to it and what it answers with.

    `given` is parameter to kind; `lists` are the columns whose cells are sorted lists, `iris` those
    that name a thing, `nullable` those that may hold nothing because nobody says. `cypher` is the
    same question in Cypher, where it has been written.
    """

    name: str
    summary: str
    given: Mapping[str, Kind]
    columns: tuple[str, ...]
    text: str
    lists: frozenset[str] = frozenset()
    iris: frozenset[str] = frozenset()
    nullable: frozenset[str] = frozenset()
    cypher: str | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def languages(self) -> tuple[str, ...]:
        """The query languages that it can be put in."""
        return ("sparql", "cypher") if self.cypher else ("sparql",)


@dataclass(frozen=True)
class Rows:
    """An answer: a set of rows in a stable order; `truncated` says why some are missing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: str | None = None

    def by_column(self) -> list[dict[str, Cell]]:
        """Each row as column to cell."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Ask(Protocol):
    """Puts a question, or the question of that name, and gives its rows."""

    def __call__(self, question: Question | str, /, **given: Given) -> Rows:
        """The rows; InvalidInput for a parameter that does not fit."""
        ...


def questions(folder: Traversable = FOLDER) -> dict[str, Question]:
    """All questions of a folder by name, sorted; InvalidInput names a file that breaks a rule."""
    entries = {entry.name: entry for entry in folder.iterdir()}
    return {
        name: read_question(entries[f"{name}.rq"], entries.get(f"{name}.cypher"))
        for name in sorted(name.removesuffix(".rq") for name in entries if name.endswith(".rq"))
    }


@cache
def _packaged() -> Mapping[str, Question]:
    return questions()


def find_question(question: Question | str) -> Question:
    """The question itself, or the packaged one of that name; InvalidInput says which are near."""
    if isinstance(question, Question):
        return question
    known = _packaged()
    if question not in known:
        near = get_close_matches(question, known, n=3) or list(known)
        msg = f"no question is called {question!r}: choose from {', '.join(near)}"
        raise InvalidInput(msg)
    return known[question]


def read_question(entry: Traversable, twin: Traversable | None = None) -> Question:
    """The question of one file, and of the one beside it with the same question in Cypher.

    InvalidInput names the file and what is wrong in it.
    """
    with _naming(entry):
        question = _parse_question(entry.name.removesuffix(".rq"), entry.read_text("utf-8"))
    if twin is None:
        return question
    with _naming(twin):
        return replace(question, cypher=_check_twin(question, twin.read_text("utf-8")))


@contextmanager
def _naming(entry: Traversable) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        msg = f"{entry.name}: {error}"
        raise InvalidInput(msg) from error


def _check_twin(question: Question, text: str) -> str:
    if (columns := read_columns(text)) != question.columns:
        msg = f"RETURN gives {list(columns)}, not SELECT's {list(question.columns)}"
        raise ValueError(msg)
    if (taken := read_parameters(text)) != set(question.given):
        msg = f"it takes {sorted(taken)}, not the header's given, {sorted(question.given)}"
        raise ValueError(msg)
    return text


def _parse_question(name: str, text: str) -> Question:
    header = read_header(text)
    _check_header(header)
    query = _COMMENT.sub("", text)
    question = Question(
        name=name,
        summary=_summary(header),
        given=_kinds(header),
        columns=_columns(query),
        text=text,
        lists=frozenset(_names(header, "lists")),
        iris=frozenset(_names(header, "iris")),
        nullable=frozenset(_names(header, "nullable")),
    )
    _check_columns(question, _names(header, "columns"))
    _check_slots(question, set(_SLOT.findall(query)))
    return question


def _check_header(header: Mapping[str, object]) -> None:
    if "summary" not in header:
        msg = "the header lacks its summary: write '#+ summary: …'"
        raise ValueError(msg)
    if unknown := set(header) - _KEYS:
        msg = f"the header has {sorted(unknown)}: it may have {sorted(_KEYS)}"
        raise ValueError(msg)


def _summary(header: Mapping[str, object]) -> str:
    summary = header["summary"]
    if not isinstance(summary, str) or not summary.strip():
        msg = "the summary is one sentence"
        raise ValueError(msg)
    return summary.strip()


def _kinds(header: Mapping[str, object]) -> dict[str, Kind]:
    given = header.get("given") or {}
    if not isinstance(given, dict) or not all(str(kind) in KINDS for kind in given.values()):
        kinds = ", ".join(sorted(KINDS))
        msg = f"given is {{parameter: kind}}, a kind one of {kinds}, not {given!r}"
        raise ValueError(msg)
    return given


def _names(header: Mapping[str, object], key: str) -> tuple[str, ...]:
    names = header.get(key) or ()
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        msg = f"{key} is a list of column names, not {names!r}"
        raise ValueError(msg)
    return tuple(names)


def _columns(query: str) -> tuple[str, ...]:
    found = _SELECT.search(query)
    projection, brackets = found.group(1) if found else "", 1
    while brackets:
        projection, brackets = _BRACKET.subn(_alias, projection)
    columns = tuple(re.findall(r"\?(\w+)", projection))
    if not columns:
        msg = "a question is a SELECT that names its columns"
        raise ValueError(msg)
    return columns


def _alias(bracket: re.Match[str]) -> str:
    found = _ALIAS.search(bracket.group(1))
    return f" {found.group(1)} " if found else " "


def _check_columns(question: Question, declared: tuple[str, ...]) -> None:
    if declared and declared != question.columns:
        msg = f"the header's columns {list(declared)} are not SELECT's {list(question.columns)}"
        raise ValueError(msg)
    named = question.lists | question.iris | question.nullable
    if unknown := named - set(question.columns):
        msg = f"the header names {sorted(unknown)}, which SELECT lacks: {list(question.columns)}"
        raise ValueError(msg)


def _check_slots(question: Question, slots: set[str]) -> None:
    if missing := set(question.given) - slots:
        lines = " and ".join(f"VALUES ?{name} {{ UNDEF }}" for name in sorted(missing))
        msg = f"write {lines} first in the group that uses it"
        raise ValueError(msg)
    if undeclared := slots - set(question.given):
        msg = f"VALUES … UNDEF for {sorted(undeclared)}, which the header's given lacks"
        raise ValueError(msg)


def bind(question: Question, given: Mapping[str, Given]) -> str:
    """The question's text with the given values in the places of their UNDEF.

    A value is written as an N-Triples term, never as raw text; None leaves its parameter open, and
    a tuple is several values, for each of which the question is answered.
    InvalidInput names the question, the parameter and what would be right.
    """
    terms = {
        name: _term(question, name, value) for name, value in given.items() if value is not None
    }

    def fill(slot: re.Match[str]) -> str:
        name = slot.group(1)
        return f"VALUES ?{name} {{ {terms[name]} }}" if name in terms else slot.group()

    # In one pass: a value may itself look like the place of another parameter.
    return _SLOT.sub(fill, question.text)


def _term(question: Question, name: str, value: Given) -> str:
    kind = question.given.get(name)
    if kind is None:
        known = ", ".join(question.given) or "nothing"
        msg = f"the question {question} takes no {name!r}: it takes {known}"
        raise InvalidInput(msg)
    try:
        return write_term(kind, value)
    except ValueError as error:
        fix = "text without broken characters" if isinstance(error, UnicodeError) else error
        msg = f"the question {question} takes {name} as {kind}, not {value!r:.200}: give {fix}"
        raise InvalidInput(msg) from error


def shorten(iri: str) -> str:
    """An IRI as a cell: the notation of a code-list value, any other IRI in full."""
    found = _NOTATION.fullmatch(iri)
    return found.group(1) if found else iri


def sort_rows(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows as a set, in one order: nothing, booleans, numbers, text, lists."""
    distinct = {tuple(map(_rank, row)): row for row in rows}
    return tuple(distinct[key] for key in sorted(distinct))


def _rank(cell: Cell) -> tuple[int, bool | int | Decimal | str | tuple[str, ...]]:
    match cell:
        case None:
            return 0, 0
        case bool():
            return 1, cell
        case int() | Decimal():
            return 2, cell
        case str():
            return 3, cell
    return 4, cell
