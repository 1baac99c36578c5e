"""Would it work here, at the edge: names into things, places compared, claims cited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass

from api.answers.asking import Citation, cite, find_thing, place_of
from api.answers.clusters import together
from api.answers.gazetteer import Folders, find_place, load_table, stamp
from graph.engine.port import Engine
from ingest.contexts.places import LEVELS, SMALL
from ingest.documents import Shelf
from ontology.errors import InvalidInput, NotAvailable, NotFound
from queries.catalogue import Ask
from queries.fit.answer import Fit, Known, answer_fit
from queries.fit.near import Near, list_nearness
from queries.fit.place import read_here
from queries.fit.readiness import Told
from queries.outcomes.case import Axis
from queries.outcomes.read import read_cases
from queries.similarity.profile import DEFAULT


@dataclass(frozen=True)
class Question:
    """What is asked: an innovation, a place, and what the asker says the place has and lacks."""

    innovation: str
    place: str
    have: Sequence[str] = ()
    lack: Sequence[str] = ()


@dataclass(frozen=True)
class Answer:
    """The answer with the citation of each of its claims, as of a transaction."""

    fit: Fit
    citations: Mapping[str, Citation]
    sequence: int


def ask_fit(engine: Engine, shelf: Shelf, where: Folders, question: Question) -> Answer:
    """Answer whether an innovation would work in a place.

    NotFound and InvalidInput for names that mean nothing or several things, and for a condition
    that is given both as had and as lacking.
    """
    innovation = find_thing(question.innovation, engine.ask, kind="innovation")
    place = place_of(question.place, engine.ask)
    ask = together(engine, innovation, place)
    here = read_here(ask, place)
    axes: tuple[Axis, ...] = ("effect", "adoption")
    effect, adoption = (read_cases(ask, innovation=innovation, axis=axis) for axis in axes)
    told = _told(question, ask)
    nearness = compare_all(here.place.iri, where)
    fit = answer_fit(ask, innovation, here, Known(effect, adoption, nearness, told))
    return Answer(fit, cite(ask, shelf, list_claims(fit)), engine.sequence)


def compare_all(place: str, where: Folders) -> dict[str, Near]:
    """How near all places of its level are, by IRI; nothing where its figures are not held.

    Small areas are left out: documents tell of larger ones.
    """
    try:
        level, row = find_place(place, None, where)
        if level == SMALL:
            return {}
        table = load_table(level, DEFAULT, where)
    except (NotFound, NotAvailable):
        return {}
    iris = {
        one: codes.get("iri", one)
        for one, codes in zip(table.places.ids, table.places.codes, strict=True)
    }
    return {iris[one]: near for one, near in list_nearness(table, level, row).items()}


def state_of(where: Folders) -> int:
    """What changes when a table of places does."""
    return sum(map(_stamp, LEVELS, [where] * len(LEVELS)))


def _stamp(level: str, where: Folders) -> int:
    try:
        return stamp(level, where)
    except NotAvailable:
        return 0


def _told(question: Question, ask: Ask) -> Told:
    have, lack = (
        frozenset(find_thing(name, ask, kind="condition") for name in names)
        for names in (question.have, question.lack)
    )
    if both := have & lack:
        msg = f"{min(both)} is given both as had and as lacking: give it once"
        raise InvalidInput(msg)
    return Told(have, lack)


def list_claims(value: object) -> list[str]:
    """All claims that a value of dataclasses, tuples and mappings names, each once, in order."""
    found: dict[str, None] = {}
    _collect(value, found)
    return list(found)


def _collect(value: object, found: dict[str, None]) -> None:
    if is_dataclass(value):
        for one in fields(value):
            part = getattr(value, one.name)
            if one.name == "claims":
                found.update(dict.fromkeys(part))
            else:
                _collect(part, found)
    elif isinstance(value, Mapping):
        for part in value.values():
            _collect(part, found)
    elif isinstance(value, tuple | list):
        for part in value:
            _collect(part, found)
