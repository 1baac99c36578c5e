"""The names that are held, under every form by which a text may call them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import cast

from ingest.read import CORPUS, raw_documents, read_files, register_files
from ingest.suggesters.names.words import Node, find_names, grow
from ontology.record import Entity, Record

KNOWN = Path(__file__).parent / "known.yaml"
AREAS = "Area"
BODIES = frozenset(
    {
        "HealthInnovationNetwork",
        "IntegratedCareBoard",
        "IntegratedCareSystem",
        "NationalBody",
        "NhsRegion",
        "Organisation",
        "SubIcbLocation",
        "Team",
    }
)
WORKS = frozenset({"Innovation", "InnovationBundle", "Programme", "ReferenceModel"})
_NAMED = BODIES | WORKS | {AREAS, "LearningSystem"}
_APART = re.compile(r" \(|, as |, County of|, City of")  # what follows tells a name from its likes


@dataclass(frozen=True)
class Name:
    """One form of names: its class, the labels of what it may mean, and what it is short for."""

    kind: str
    candidates: tuple[str, ...] = ()
    full: str | None = None


@dataclass(frozen=True)
class Names:
    """All forms of names that are held, and a tree to find them by."""

    forms: Mapping[str, Name]
    tree: Node
    doubtful: frozenset[str]
    before: frozenset[str]

    def find(self, text: str) -> Iterator[tuple[int, int, Name]]:
        """Each longest name of a text: start, end, and what is held of it."""
        for start, end, form in find_names(text, self.tree):
            yield start, end, self.forms[form]

    def find_first(self, text: str) -> Iterator[tuple[int, Name]]:
        """Each shorter name that a name begins with: its length, and what is held of it."""
        for space in re.finditer(r"\s", text):
            if name := self.forms.get(" ".join(text[: space.start()].split())):
                yield space.start(), name


@cache
def shipped_names() -> Names:
    """The names of the registers and entities that come with the program."""
    entities = sorted((CORPUS / "entities").glob("*.yaml"))
    return read_names(read_files([*register_files(), *entities]))


@cache
def read_known() -> Mapping[str, object]:
    """What `known.yaml` says."""
    (known,) = raw_documents(KNOWN)
    return cast("Mapping[str, object]", known)


def read_names(records: Iterable[Record]) -> Names:
    """The names of records, with those that every reader of the field knows."""
    known = read_known()
    forms: dict[str, Name] = {}
    held = (record for record in records if isinstance(record, Entity) and record.is_ in _NAMED)
    for form, name in chain(chain.from_iterable(map(_forms, held)), _known(known)):
        for spelling in _spellings(form):
            forms[spelling] = _merge(forms.get(spelling), name)
    for form in [one for one in forms if one.startswith("The ") and one[4:] in forms]:
        forms[form] = _merge(forms[form], forms[form[4:]])
    doubtful, before = (cast("tuple[str, ...]", known[key]) for key in ("doubtful", "before"))
    return Names(forms, grow(forms), frozenset(doubtful), frozenset(before))


def _merge(held: Name | None, name: Name) -> Name:
    """One form of two names: the first says its class, both are candidates."""
    if held is None:
        return name
    return Name(held.kind, tuple(dict.fromkeys(held.candidates + name.candidates)), held.full)


def _spellings(form: str) -> Iterator[str]:
    yield form
    if " and " in form:
        yield form.replace(" and ", " & ")
        yield ", and ".join(form.rsplit(" and ", 1))


def _known(known: Mapping[str, object]) -> Iterator[tuple[str, Name]]:
    for kind in ("NationalBody", "Organisation"):
        for label, others in cast("Mapping[str, tuple[str, ...]]", known[kind]).items():
            yield label, Name(kind, (label,))
            yield from ((other, Name(kind, (label,), label)) for other in others)
    yield from ((label, Name(AREAS)) for label in cast("tuple[str, ...]", known[AREAS]))


def _forms(entity: Entity) -> Iterator[tuple[str, Name]]:
    """The label and other labels of an entity, and what its class makes of them."""
    others = entity.facts.get("altLabel", ())
    label, candidates = _bare(entity.label), _candidates(entity)
    yield from _shown(label, Name(entity.is_, candidates))
    for other in (others,) if isinstance(others, str) else cast("tuple[str, ...]", others):
        yield from _shown(_bare(other), Name(entity.is_, candidates, label))
    yield from _shortened(entity, label)


def _candidates(entity: Entity) -> tuple[str, ...]:
    """The label, unless it tells codes: a number that no text states is none to suggest."""
    return () if any(map(str.isdigit, entity.label)) else (entity.label,)


def _shown(form: str, name: Name) -> Iterator[tuple[str, Name]]:
    if form[:1].isupper() or " " in form:
        yield form, name


def _bare(label: str) -> str:
    """A label without what tells it from others of its name."""
    return _APART.split(label, maxsplit=1)[0]


def _shortened(entity: Entity, label: str) -> Iterator[tuple[str, Name]]:
    """How texts call a body of this class, and the area that is named as the body is."""
    for short in _tables("short"):
        if entity.is_ == short["of"] and label.endswith(short["ending"]):
            stem = label.removesuffix(short["ending"]).removeprefix(short["before"])
            for kind, ending in (pair.split("=") for pair in short["forms"].split("|")):
                yield stem + ending, Name(kind, _candidates(entity))


def _tables(key: str) -> tuple[Mapping[str, str], ...]:
    return cast("tuple[Mapping[str, str], ...]", read_known()[key])
