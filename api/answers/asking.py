"""Asking: names made into IRIs, a question put to an engine, and the words behind its claims."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.answers.clusters import widened
from api.home import Home
from graph.engine.port import Engine
from ingest.documents import Shelf
from ontology.errors import InvalidInput, NotFound
from queries.catalogue import Ask, Cell, Question, Rows, find_question
from queries.given import Given, write_term
from queries.identity.matches import cluster, read_matches

KINDS = {"document": "source", "place": "area", "agent": "organisation"}  # as IRIs have them
BY_NAME = 500  # more things than this are looked up by one question over all of them
LISTED = 10  # candidates that an ambiguous name lists


@dataclass(frozen=True)
class Citation:
    """Where a claim stands in its document; `quote` is None where the words are not at hand."""

    record: str
    document: str
    title: str | None
    address: str | None
    start: int | None
    end: int | None
    quote: str | None
    licence: str | None
    coverage: str
    basis: str
    retrieved: str | None = None


@dataclass(frozen=True)
class Answered:
    """A question with what was given, the rows, and the citation of each claim in them."""

    question: Question
    given: Mapping[str, Given]
    engine: str
    sequence: int
    rows: Rows
    citations: Mapping[str, Citation]
    labels: Mapping[str, str]


def ask_question(
    home: Home,
    name: str,
    given: Mapping[str, str],
    as_of: int | None = None,
    reviewed: str | None = None,
) -> Answered:
    """Put a question of the catalogue to the repository, now or as it was.

    `reviewed` is the review state that a claim must have come to, to be counted at all.
    Names, register codes and local identifiers stand for IRIs; NotFound where nothing has one,
    InvalidInput lists the candidates where one means several things.
    """
    find_question(name)  # before an engine is started for nothing
    with home.reviewed_engine(reviewed, as_of) if reviewed else home.engine(as_of) as engine:
        return put_question(engine, home.shelf, name, given)


def put_question(engine: Engine, shelf: Shelf, name: str, given: Mapping[str, str]) -> Answered:
    """Put a question to an engine; see `ask_question`.

    A board given as the place stands for its last area where nothing is said of the board. What
    was decided to be the same as a thing that is given is asked for with it.
    """
    question = find_question(name)
    terms = {key: _term(question, key, value, engine.ask) for key, value in given.items()}
    ask = widened(engine) if "iri" in {question.given.get(key) for key in terms} else engine.ask
    rows = ask(question, **terms)
    if not rows.rows and (area := _area_of(terms.get("place", ""), engine.ask)):
        terms["place"] = area
        rows = ask(question, **terms)
    return Answered(
        question=question,
        given=terms,
        engine=engine.language,
        sequence=engine.sequence,
        rows=rows,
        citations=cite(engine.ask, shelf, column(rows, "claim")),
        labels=label(engine.ask, rows),
    )


def _term(question: Question, key: str, value: str, ask: Ask) -> str:
    if question.given.get(key) != "iri":
        return value
    return find_thing(value, ask, kind=KINDS.get(key, key))


def place_of(name: str, ask: Ask) -> str:
    """The place that a name means; a board stands for the area that it covers, or covered last."""
    place = find_thing(name, ask, kind="area")
    return _area_of(place, ask) or place


def _area_of(board: str, ask: Ask) -> str | None:
    """The area that a board covers, or covered last; None where it is no board."""
    if "/id/organisation/" not in board:
        return None
    rows = ask("boards", place=board).by_column()
    areas = [row for row in rows if row["board"] == board and row["area"]]
    last = max(areas, key=lambda row: str(row["validFrom"] or ""), default={})
    return _text(last.get("area"))


def find_thing(name: str, ask: Ask, kind: str = "") -> str:
    """The IRI of a thing by its IRI, local identifier, register code or exact label.

    Where several fit, an exact match goes before one in other letters, and a record of the kind
    that is wanted before others; InvalidInput lists the candidates of what is still ambiguous,
    NotFound says that there are none.
    """
    if "://" in name:
        return name
    rows = ask("find", name=name).rows
    found = {str(row[0]) for row in rows}
    for choice in (
        {str(row[0]) for row in rows if row[3] == name},
        {thing for thing in found if re.search(f"/id/{re.escape(kind)}/[^/]+$", thing)},
    ):
        found = found & choice or found
    if len(found) == 1 or _are_one(found, ask):
        return min(found)
    if not found:
        msg = f"nothing is called {name!r} here: give a label, a code or an IRI (see: ask find)"
        raise NotFound(msg)
    more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
    listed = ", ".join(sorted(found)[:LISTED])
    msg = f"{name!r} means several things, give one of: {listed}{more}"
    raise InvalidInput(msg)


def _are_one(things: set[str], ask: Ask) -> bool:
    """Whether it was decided that all of them are the same."""
    return bool(things) and things <= {*cluster(read_matches(ask)).of(min(things))}


def column(rows: Rows, name: str) -> list[str]:
    """The distinct texts of one column, in order; nothing where the answer lacks it."""
    if name not in rows.columns:
        return []
    at = rows.columns.index(name)
    return list(dict.fromkeys(cell for row in rows.rows if isinstance(cell := row[at], str)))


def cite(ask: Ask, shelf: Shelf, claims: Sequence[str]) -> dict[str, Citation]:
    """The citation of each claim, with the words where the document is held."""
    texts: dict[str, str | None] = {}
    found = _look_up(ask, "cite", "claim", claims)
    return {claim: _citation(cells, shelf, texts) for claim, cells in found.items()}


def label(ask: Ask, rows: Rows) -> dict[str, str]:
    """The labels of all things that an answer names by IRI."""
    cells = (cell for row in rows.rows for cell in row if isinstance(cell, str))
    named = {cell for cell in cells if "://" in cell and _is_given(cell)}
    found = _look_up(ask, "labels", "thing", sorted(named))
    return {thing: str(cells["label"]) for thing, cells in found.items()}


def _is_given(text: str) -> bool:
    """Whether a text can be given as an IRI: one that has an address in it is none."""
    try:
        write_term("iri", text)
    except ValueError:
        return False
    return True


def _look_up(
    ask: Ask, question: str, key: str, wanted: Sequence[str]
) -> dict[str, Mapping[str, Cell]]:
    """The row of a question for each of some things; what has none is left out."""
    if not wanted:
        return {}
    found = ask(question, **({key: tuple(wanted)} if len(wanted) <= BY_NAME else {}))
    known = set(wanted)
    return {str(row[key]): row for row in found.by_column() if row[key] in known}


def _citation(cells: Mapping[str, Cell], shelf: Shelf, texts: dict[str, str | None]) -> Citation:
    name = _text(cells["textSha256"]) or ""
    held = shelf.find(name) if name and name not in texts else None
    text = texts.setdefault(name, held.text if held else None)
    start, end = _number(cells["start"]), _number(cells["end"])
    document = str(cells["document"])
    return Citation(
        record=document,
        document=document,
        title=_text(cells["title"]),
        address=(held and held.address) or _text(cells["address"]) or _text(cells["collection"]),
        start=start,
        end=end,
        quote=text[start:end] if text and end else None,
        licence=_text(cells["licence"]),
        coverage=str(cells["coverage"]),
        basis=str(cells["basis"]),
    )


def _text(cell: Cell) -> str | None:
    return cell if isinstance(cell, str) else None


def _number(cell: Cell) -> int | None:
    return cell if isinstance(cell, int) else None
