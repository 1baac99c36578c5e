"""From a place to what places like it tried, what came of that, and what they learnt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from queries.catalogue import Ask
from queries.fit.near import Near
from queries.fit.place import Here
from queries.fit.readiness import text
from queries.outcomes.case import Axis, Case, Named
from queries.outcomes.read import read_cases

TOP = 10  # places that lessons are looked for in

Like = tuple[Named, Near]


@dataclass(frozen=True)
class Lesson:
    """What a document holds to be learnt, what it derives that from, and how it says so."""

    lesson: Named
    derived_from: tuple[str, ...]
    concerns: tuple[str, ...]
    modality: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """A use with its result on both axes, the lessons drawn from it, and whether it is here too.

    `adoption` is None where nothing tells whether it was taken up or given up.
    """

    effect: Case | None
    adoption: Case | None
    lessons: tuple[Lesson, ...]
    here: bool

    @property
    def case(self) -> Case:
        """The use on the axis on which it is known."""
        found = self.effect or self.adoption
        assert found is not None  # noqa: S101 — a use is told of on one axis or both
        return found


@dataclass(frozen=True)
class Learnt:
    """A place like the one in question: what it tried, and lessons of documents that speak of it.

    `lessons` are those that are drawn from none of its uses.
    """

    place: Named
    near: Near
    tried: tuple[Tried, ...]
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Untried:
    """An innovation that similar places tried and of which nothing is on record here."""

    innovation: Named
    tried: tuple[tuple[Named, Tried], ...]


@dataclass(frozen=True)
class Change:
    """A record that changed since, and tells of a similar place."""

    document: Named
    place: Named
    issued: str | None
    sequence: int
    operation: str


@dataclass(frozen=True)
class Learning:
    """What there is to learn from places like one, nearest first."""

    here: Here
    places: tuple[Learnt, ...]
    untried: tuple[Untried, ...]


def learn(ask: Ask, here: Here, alike: Sequence[Like]) -> Learning:
    """What similar places tried, what came of it, and what was learnt: three steps in one."""
    axes: tuple[Axis, ...] = ("effect", "adoption")
    effect, adoption = (read_cases(ask, axis=axis) for axis in axes)
    known = {case.innovation.iri for case in (*effect, *adoption) if _is_in(case, here.inside)}
    places = tuple(
        _learn_of(ask, like, (_in(effect, like), _in(adoption, like)), known) for like in alike
    )
    return Learning(here, places, tuple(_list_untried(places)))


def _is_in(case: Case, places: Iterable[str]) -> bool:
    return not {one.iri for one in (*case.places, *case.organisations)}.isdisjoint(places)


def _in(cases: Iterable[Case], like: Like) -> dict[tuple[str, str], Case]:
    """The uses in a place, by use and innovation."""
    return {
        (case.use.iri, case.innovation.iri): case for case in cases if _is_in(case, {like[0].iri})
    }


def _learn_of(
    ask: Ask,
    like: Like,
    cases: tuple[Mapping[tuple[str, str], Case], Mapping[tuple[str, str], Case]],
    known: set[str],
) -> Learnt:
    place, near = like
    effect, adoption = cases
    lessons = list_lessons(ask, place.iri)
    uses = {use for use, _ in (*effect, *adoption)}
    tried = tuple(
        Tried(
            effect=effect.get((use, innovation)),
            adoption=adoption.get((use, innovation)),
            lessons=tuple(one for one in lessons if use in one.derived_from),
            here=innovation in known,
        )
        for use, innovation in sorted({*effect, *adoption})
    )
    rest = tuple(one for one in lessons if uses.isdisjoint(one.derived_from))
    return Learnt(place, near, tried, rest)


def list_lessons(ask: Ask, place: str) -> list[Lesson]:
    """The lessons of documents that speak of a place, each once."""
    found: dict[str, list[Mapping[str, object]]] = {}
    for cells in ask("lessons", place=place).by_column():
        found.setdefault(str(cells["lesson"]), []).append(cells)
    return [_lesson(iri, rows) for iri, rows in sorted(found.items())]


def _lesson(iri: str, rows: Sequence[Mapping[str, object]]) -> Lesson:
    def distinct(name: str) -> tuple[str, ...]:
        return tuple(sorted({str(row[name]) for row in rows if row[name] is not None}))

    label = rows[0]["label"]
    return Lesson(
        lesson=Named(iri, str(label) if label is not None else None),
        derived_from=distinct("derivedFrom"),
        concerns=distinct("concerns"),
        modality=str(rows[0]["modality"]),
        claims=distinct("claim"),
    )


def _list_untried(places: Iterable[Learnt]) -> Iterable[Untried]:
    found: dict[Named, list[tuple[Named, Tried]]] = {}
    for learnt in places:
        for one in learnt.tried:
            if not one.here:
                found.setdefault(one.case.innovation, []).append((learnt.place, one))
    for innovation in sorted(found, key=lambda named: (-len(found[named]), named.iri)):
        yield Untried(innovation, tuple(found[innovation]))


def list_changes(
    ask: Ask, alike: Iterable[Like], changed: Mapping[str, tuple[int, str]]
) -> list[Change]:
    """The records that changed since and tell of similar places, the latest first.

    `changed` has the last sequence and operation of each record; what was withdrawn tells of
    nothing any more.
    """
    found = [
        Change(
            document=Named(document, text(cells["title"])),
            place=place,
            issued=text(cells["issued"]),
            sequence=changed[document][0],
            operation=changed[document][1],
        )
        for place, _ in alike
        for cells in ask("telling", place=place.iri).by_column()
        if (document := str(cells["document"])) in changed
    ]
    return sorted(found, key=lambda one: (-one.sequence, one.document.iri, one.place.iri))
