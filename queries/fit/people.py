"""Whom to ask: posts and organisations as documents publish them, and none that they do not."""

from collections.abc import Sequence
from dataclasses import dataclass

from queries.catalogue import Ask
from queries.fit.place import Here
from queries.fit.precedents import ORDER
from queries.fit.readiness import Gap, named
from queries.outcomes.case import Case, Named

ROLES = ("contact", "runs", "lead", "participant", "publisher")  # the first that is named is asked


@dataclass(frozen=True)
class Person:
    """Whom a document names: a post or none, of an organisation, in a role.

    A publisher is named by the document itself, `source`, and by no claim in it.
    """

    post: Named | None
    organisation: Named
    role: str
    claims: tuple[str, ...] = ()
    source: Named | None = None


@dataclass(frozen=True)
class Asking:
    """A question with whom to ask; both are None where no document names anybody.

    `source` is the record that names them where no claim does: a document, or a register's body.
    """

    question: str
    post: Named | None = None
    organisation: Named | None = None
    role: str | None = None
    claims: tuple[str, ...] = ()
    source: Named | None = None


class People:
    """Those whom the documents on an innovation name, by document and by use."""

    def __init__(self, ask: Ask, innovation: str) -> None:
        """Read them all."""
        self._by: dict[str, list[Person]] = {}
        for cells in ask("contacts", innovation=innovation).by_column():
            body = named(cells, "organisation")
            if body:
                claims = (str(cells["claim"]),)
                person = Person(named(cells, "post"), body, "contact", claims)
                self._by.setdefault(str(cells["document"]), []).append(person)
        for cells in ask("participants", innovation=innovation).by_column():
            body = named(cells, "agent")
            if body:
                role = str(cells["role"]).replace("initialParticipant", "participant")
                person = Person(None, body, role, (str(cells["claim"]),))
                self._by.setdefault(str(cells["activity"]), []).append(person)
        self._publishers = {
            str(cells["document"]): str(cells["publisher"])
            for cells in ask("documents").by_column()
            if cells["publisher"]
        }
        self._ask = ask

    def find(self, case: Case) -> Person | None:
        """Whom to ask of a use: a contact of its documents, who ran it, or who tells of it."""
        keys = [*(document.iri for document in case.documents), case.use.iri]
        known = [person for key in keys for person in self._by.get(key, ())]
        if known:
            return min(known, key=lambda person: (ROLES.index(person.role), person.claims))
        return next(filter(None, map(self._publisher, case.documents)), None)

    def _publisher(self, document: Named) -> Person | None:
        publisher = self._publishers.get(document.iri)
        if publisher is None:
            return None
        label = next((str(row[1]) for row in self._ask("labels", thing=publisher).rows), None)
        return Person(None, Named(publisher, label), "publisher", source=document)


def list_asking(
    here: Here, gaps: Sequence[Gap], uses: tuple[Sequence[Case], Sequence[Case]], people: People
) -> list[Asking]:
    """What to ask and whom: of each condition that is open, and of each use whose result is.

    `uses` are those elsewhere, who are asked first, and those of the place's own past.
    """
    return [
        *_ask_here(here, gaps),
        *(_ask_need(gap, uses, people) for gap in gaps if gap.state == "unknown"),
        *(_ask_result(case, people) for case in uses[0] if case.result == "unclear"),
    ]


def _ask_here(here: Here, gaps: Sequence[Gap]) -> list[Asking]:
    """What the place's own body is to say, in one question."""
    open_ones = [gap.need.condition.called for gap in gaps if gap.state == "unknown"]
    if not open_ones:
        return []
    question = f"Which of these are there in {here.place.called}: {', '.join(open_ones)}?"
    if here.asked is None:
        return [Asking(question)]
    return [Asking(question, None, here.asked, "coversArea", source=here.asked)]


def _ask_need(gap: Gap, uses: Sequence[Sequence[Case]], people: People) -> Asking:
    """Those of a use that had the condition or did without, or of a document that names it."""
    condition = gap.need.condition
    question = f"What did it take to have {condition.called}, and would it work without?"
    told = [case for cases in uses for case in _telling(gap, cases)]
    return _asking(question, next(filter(None, map(people.find, told)), None))


def _telling(gap: Gap, cases: Sequence[Case]) -> list[Case]:
    """The uses that tell of a condition: those that worked first, then those named beside it."""
    assessed = [case for case in cases if gap.need.condition.iri in case.states]
    assessed.sort(key=lambda case: (ORDER.index(case.result), case.use.iri))
    return assessed + [case for case in cases if _names(case, gap)]


def _names(case: Case, gap: Gap) -> bool:
    named_in = {claim.rpartition("/")[0] for claim in gap.need.claims}
    return any(document.iri in named_in for document in case.documents)


def _ask_result(case: Case, people: People) -> Asking:
    return _asking(f"What came of {case.use.called}?", people.find(case))


def _asking(question: str, found: Person | None) -> Asking:
    if found is None:
        return Asking(question)
    return Asking(question, found.post, found.organisation, found.role, found.claims, found.source)
