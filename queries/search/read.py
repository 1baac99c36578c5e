"""What can be searched for, read from the graph and the catalogue."""

import re
from collections.abc import Iterator, Mapping

from ontology.terms import WW
from queries.catalogue import Ask, questions
from queries.search.index import Entry, Index, Kind, Name, Naming, make_index

_KINDS: Mapping[str, Kind] = {
    "Innovation": "innovation",
    "Area": "place",
    "Lesson": "lesson",
    "Programme": "programme",
    "Condition": "condition",
    "Organisation": "organisation",
    "Document": "document",
    "Implementation": "use",
}
_NAMINGS: dict[str, Naming] = {
    "label": "label",
    "other": "other",
    "code": "code",
    "former": "former",
    "said": "said",
}
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def read_index(ask: Ask) -> Index:
    """An index of all that an engine holds, and of the questions that can be put to it."""
    return make_index([*_questions(), *_things(ask)])


def _questions() -> Iterator[Entry]:
    for question in questions().values():
        names = (Name(question.summary, "label"), Name(_HUMP.sub(" ", question.name), "other"))
        yield Entry(question.name, "question", question.summary, names)


def _things(ask: Ask) -> Iterator[Entry]:
    kinds: dict[str, Kind] = {}
    labels: dict[str, str] = {}
    names: dict[str, set[Name]] = {}
    for cells in ask("searchable").by_column():
        thing = str(cells["thing"])
        kinds[thing] = _KINDS[str(cells["kind"]).removeprefix(WW)]
        labels.setdefault(thing, str(cells["label"] or thing.rsplit("/", 1)[-1]))
        naming = _NAMINGS[str(cells["naming"])]
        claim = cells["claim"]
        told = Name(str(cells["name"]), naming, claim if isinstance(claim, str) else None)
        kind = _HUMP.sub(" ", str(cells["class"]).removeprefix(WW)).lower()
        names.setdefault(thing, {Name(kind, "class")}).add(told)
    for thing, some in names.items():
        ordered = sorted(some, key=lambda one: (one.naming, one.text, one.claim or ""))
        yield Entry(thing, kinds[thing], labels[thing], tuple(ordered))
