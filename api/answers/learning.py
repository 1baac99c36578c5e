"""Lessons of places like one, at the edge: places compared, claims cited, changes since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from api.answers.asking import Citation, cite, place_of
from api.answers.card import TAKEN, WORKED
from api.answers.clusters import together
from api.answers.fit import compare_all, list_claims, state_of
from api.answers.fit_answer import RESULTS, Teller, likeness, list_named, name
from api.answers.gazetteer import Folders
from api.answers.table import page_of
from api.home import Home
from graph.engine.port import Engine
from queries.catalogue import Ask
from queries.fit.lessons import (
    TOP,
    Change,
    Learning,
    Learnt,
    Lesson,
    Like,
    Tried,
    learn,
    list_changes,
)
from queries.fit.place import read_here
from queries.outcomes.case import Case, Named

Json = dict[str, object]
NONE = "No figures of this place are held, so that nobody can say which places are like it."
NOTE = "Likeness picks whom to read first; it has not been shown to predict what works."


@dataclass(frozen=True)
class Lessons:
    """What there is to learn, what changed since, and the citations, as of a transaction."""

    learning: Learning
    since: int | None
    changes: Sequence[Change]
    citations: Mapping[str, Citation]
    sequence: int

    @property
    def note(self) -> str:
        """What must be known of the places that are listed."""
        return NOTE if self.learning.places else NONE


def ask_lessons(
    engine: Engine, home: Home, where: Folders, place: str, since: str | None = None
) -> Lessons:
    """Answer what places like one tried and learnt, and what of it is new since then.

    `since` is a sequence or a day. NotFound and InvalidInput for a name or a time that means
    nothing.
    """
    sequence = home.sequence_of(since)
    named = place_of(place, engine.ask)
    ask = together(engine, named)
    here = read_here(ask, named)
    alike = list_alike(ask, here.place.iri, where)
    learning = learn(ask, here, alike)
    changed = _changed(home, sequence) if sequence is not None else {}
    return Lessons(
        learning=learning,
        since=sequence,
        changes=list_changes(ask, alike, changed) if changed else (),
        citations=cite(ask, home.shelf, list_claims(learning)),
        sequence=engine.sequence,
    )


def list_alike(ask: Ask, place: str, where: Folders, top: int = TOP) -> list[Like]:
    """The places most like one of which enough is known, nearest first."""
    near = sorted(compare_all(place, where).items(), key=lambda one: one[1].rank)
    known = [one for one in near[:top] if one[1].enough]
    labels = {iri: ask("labels", thing=iri).rows for iri, _ in known}
    return [
        (Named(iri, str(rows[0][1]) if (rows := labels[iri]) else None), found)
        for iri, found in known
    ]


def _changed(home: Home, since: int) -> dict[str, tuple[int, str]]:
    """The last change of each record after a transaction."""
    return {
        change.record: (step.sequence, change.operation)
        for step in home.ledger.transactions(since)
        for change in step.changes
    }


def lessons_json(found: Lessons) -> Json:
    """The answer as programs get it."""
    teller, learning = Teller(found.citations), found.learning
    return {
        **name("place", learning.here.place),
        "sequence": found.sequence,
        "note": found.note,
        "similar": [
            {
                **list_named(one.place),
                "likeness": likeness(one.near),
                "tried": [_tried(teller, tried) for tried in one.tried],
                "lessons": [_lesson(teller, lesson) for lesson in one.lessons],
            }
            for one in learning.places
        ],
        "notYetHere": [
            {
                **name("innovation", one.innovation),
                "tried": [
                    {**name("place", place), **name("use", tried.case.use), **_results(tried)}
                    for place, tried in one.tried
                ],
            }
            for one in learning.untried
        ],
        "since": found.since,
        "news": [
            {
                **name("document", one.document),
                **name("place", one.place),
                "issued": one.issued,
                "sequence": one.sequence,
                "operation": one.operation,
            }
            for one in found.changes
        ],
    }


def _tried(teller: Teller, one: Tried) -> Json:
    return {
        **name("innovation", one.case.innovation),
        **name("use", one.case.use),
        "here": one.here,
        **_results(one),
        "effect": _axis(teller, one.effect),
        "adoption": _axis(teller, one.adoption),
        "documents": [document.iri for document in one.case.documents],
        "lessons": [_lesson(teller, lesson) for lesson in one.lessons],
    }


def _axis(teller: Teller, case: Case | None) -> Json | None:
    if case is None:
        return None
    return {
        "because": case.because,
        "outcomes": [teller.outcome(found) for found in case.findings],
        "citations": teller.cite(case.claims),
    }


def _results(one: Tried) -> Json:
    return {
        "result": RESULTS[one.effect.result] if one.effect else "unclear",
        "adoptionResult": RESULTS[one.adoption.result] if one.adoption else "unclear",
    }


def _lesson(teller: Teller, one: Lesson) -> Json:
    return {
        **name("lesson", one.lesson),
        "derivedFrom": list(one.derived_from),
        "concerns": list(one.concerns),
        "modality": one.modality,
        "citations": teller.cite(one.claims),
    }


def tell_use(one: Tried) -> str:
    """A use with both of its results in words."""
    worked = WORKED[one.effect.result] if one.effect else WORKED["unclear"]
    taken = TAKEN[one.adoption.result] if one.adoption else TAKEN["unclear"]
    here = "" if one.here else "; not yet here"
    return f"{one.case.use.called}: {worked.lower()}; {taken.lower()}{here}"


def print_lessons(console: Console, found: Lessons) -> None:
    """An answer for people: place by place, then what is new."""
    learning = found.learning
    console.print(
        Text(f"Places like {learning.here.place.called}, and what they tried"), style="bold"
    )
    for one in learning.places:
        console.print(
            Text(f"{one.near.rank}. {one.place.called}, likeness {one.near.similarity:.2f}")
        )
        if not (one.tried or one.lessons):
            console.print(Text("   nothing is on record"), style="dim")
        for tried in one.tried:
            console.print(Text(f"   {tell_use(tried)}"))
            _print_lessons(console, found, tried.lessons)
        _print_lessons(console, found, one.lessons)
    if found.since is not None:
        console.print(Text(f"\nNew since {found.since}"), style="bold")
        for change in found.changes:
            console.print(Text(f"  {change.document.called}, of {change.place.called}"))
    console.print(Text(found.note), style="dim")


def _print_lessons(console: Console, found: Lessons, lessons: Sequence[Lesson]) -> None:
    for one in lessons:
        cited = [found.citations[claim] for claim in one.claims if claim in found.citations]
        titles = "; ".join(
            dict.fromkeys(one_cited.title or one_cited.record for one_cited in cited)
        )
        console.print(Text(f"     lesson: {one.lesson.called} ({titles})"))


def view_lessons(engine: Engine, home: Home, where: Folders, place: str) -> dict[str, object]:
    """What places like one tried and learnt, as its page shows it."""
    found = ask_lessons(engine, home, where, place)
    return {
        "learnt": [_view(found, one) for one in found.learning.places],
        "untried": [
            {"name": one.innovation.called, "href": page_of(one.innovation.iri)}
            for one in found.learning.untried
        ],
        "note": found.note,
        "tables": state_of(where),
    }


def _view(found: Lessons, one: Learnt) -> dict[str, object]:
    near = one.near
    return {
        "name": one.place.called,
        "href": page_of(one.place.iri),
        "likeness": f"{near.similarity:.2f}",
        "differs": near.differences[0],
        "tried": [
            {
                "text": tell_use(tried),
                "href": page_of(tried.case.innovation.iri),
                "places": _places(found, tried.case.claims, tried.case.documents),
                "lessons": [_told(found, lesson) for lesson in tried.lessons],
            }
            for tried in one.tried
        ],
        "lessons": [_told(found, lesson) for lesson in one.lessons],
    }


def _told(found: Lessons, lesson: Lesson) -> dict[str, object]:
    return {"text": lesson.lesson.called, "places": _places(found, lesson.claims, ())}


def _places(
    found: Lessons, claims: Sequence[str], documents: Sequence[Named]
) -> list[dict[str, str]]:
    """Links to where claims stand, by the titles of their documents."""
    cited = [found.citations[claim] for claim in claims if claim in found.citations]
    links = {
        (page_of(one.record) or one.record)
        + (f"#o{one.start}" if one.start is not None else ""): one.title or one.record
        for one in cited
    } or {page_of(one.iri) or one.iri: one.called for one in documents}
    return [{"href": href, "title": title} for href, title in links.items()]
