"""The readiness card of an innovation in a place: parts of lines, each with its sources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from api.answers.asking import Citation
from api.answers.fit import Answer
from api.answers.table import page_of
from queries.fit.answer import Adapted, Axis, Fit
from queries.fit.people import Asking
from queries.fit.precedents import Counts, Precedent
from queries.fit.readiness import Found, Gap
from queries.outcomes.case import Named, Result

SHOWN = 6  # lines of a part that stand on the printed page; the rest are folded away
VERDICTS: Mapping[str, str] = {
    "favourable": "Favourable",
    "unfavourable": "Unfavourable",
    "cannotSay": "Cannot say",
}
WORKED: Mapping[Result, str] = {
    "succeeded": "Worked",
    "failed": "Did not work",
    "unclear": "Not clear",
}
TAKEN: Mapping[Result, str] = {
    "succeeded": "Taken up",
    "failed": "Given up or not taken up",
    "unclear": "Not clear",
}
HELD = {"have": "there", "lack": "lacking", "unknown": "not known: ask"}
BASES = {
    "counted": "counted over what is held",
    "figures": "by the figures held",
    "asker": "as the asker says",
}
WEIGHTS = {"all": "all", "most": "most"}


@dataclass(frozen=True)
class Source:
    """A document of the card, by its number."""

    number: int
    title: str
    href: str
    coverage: str | None


@dataclass(frozen=True)
class Mark:
    """A place in a numbered source; `quote` is None where its words are not held."""

    number: int
    href: str
    quote: str | None


@dataclass(frozen=True)
class Line:
    """What a card says, with the places in documents that say so, or else what it rests on."""

    text: str
    marks: Sequence[Mark] = ()
    basis: str | None = None


@dataclass(frozen=True)
class Part:
    """Lines under a heading; `silence` is said where there are none."""

    heading: str
    lines: Sequence[Line]
    silence: str
    lead: str | None = None


@dataclass(frozen=True)
class Card:
    """A readiness card."""

    innovation: str
    place: str
    verdict: str
    reason: str
    rule: str
    parts: Sequence[Part]
    sources: Sequence[Source]

    @property
    def quotes(self) -> list[Mark]:
        """The words that its lines stand on, each once, where they are held."""
        marks = (mark for part in self.parts for line in part.lines for mark in line.marks)
        return list(dict.fromkeys(mark for mark in marks if mark.quote))


@dataclass
class _Sources:
    """The documents of a card, numbered as they come."""

    citations: Mapping[str, Citation]
    found: dict[str, Source] = field(default_factory=dict)

    def mark(self, claims: Iterable[str], documents: Iterable[Named] = ()) -> list[Mark]:
        """The places of claims, or where there is none those documents as a whole."""
        cited = [self.citations[claim] for claim in claims if claim in self.citations]
        marks = [
            Mark(
                self._number(one.record, one.title, one.coverage),
                self._href(one.record) + (f"#o{one.start}" if one.start is not None else ""),
                one.quote,
            )
            for one in cited
        ]
        marks = marks or [
            Mark(self._number(one.iri, one.label, None), self._href(one.iri), None)
            for one in documents
        ]
        return list(dict.fromkeys(marks))

    def _number(self, record: str, title: str | None, coverage: str | None) -> int:
        known = self.found.get(record)
        number = known.number if known else len(self.found) + 1
        told = title or (known.title if known else record.rpartition("/")[2])
        read = coverage or (known.coverage if known else None)
        self.found[record] = Source(number, told, self._href(record), read)
        return number

    def _href(self, record: str) -> str:
        return page_of(record) or record


def make_card(answer: Answer) -> Card:
    """The card of an answer: what is not known first, then here, elsewhere, needs and people."""
    fit, sources = answer.fit, _Sources(answer.citations)
    parts = (*_known(fit, sources), *_needed(fit, sources))
    return Card(
        innovation=fit.innovation.called,
        place=fit.here.place.called,
        verdict=VERDICTS[fit.judged.verdict],
        reason=fit.judged.reason,
        rule=fit.judged.rule,
        parts=parts,
        sources=sorted(sources.found.values(), key=lambda one: one.number),
    )


def _known(fit: Fit, sources: _Sources) -> Iterator[Part]:
    """What is not known, and what was done here and elsewhere."""
    place = fit.here.place.called
    unknowns = [
        Line(one.what, sources.mark(one.claims, one.documents), BASES.get(one.basis))
        for one in fit.unknowns
    ]
    yield Part("What is not known", unknowns, "Nothing is open.")
    here = _here(fit.effect, fit.adoption, sources)
    yield Part("Here already", here, f"Nothing of it is on record in {place}.")
    yield Part(
        "Whether it worked elsewhere",
        _uses(fit.effect.precedents, WORKED, sources),
        "No use elsewhere is on record.",
        tell_counts(fit.effect.counts, place),
    )
    sizes = list(_sizes(fit.effect, sources))
    yield Part("How much, each as its source has it", sizes, "No size of an effect is on record.")


def _needed(fit: Fit, sources: _Sources) -> Iterator[Part]:
    """Conditions, adaptations, who took it up, and whom to ask."""
    gaps = [_gap(gap, sources) for gap in fit.gaps]
    silence = "No document names a condition that it needs."
    yield Part("What it needs, and what this place has", gaps, silence)
    adapted = [_adapted(one, sources) for one in fit.adaptations]
    yield Part("How it was adapted", adapted, "No adaptation is on record.")
    yield Part(
        "Taken up or given up elsewhere",
        _uses(fit.adoption.precedents, TAKEN, sources),
        "Nobody elsewhere is on record as having taken it up or given it up.",
    )
    asked = [
        Line(
            _question(one),
            sources.mark(one.claims, [one.source] if one.source else []),
            BASES["counted"],
        )
        for one in fit.ask
    ]
    yield Part("Whom to ask", asked, "No document names anybody.")


def tell_counts(found: Counts, place: str) -> str:
    """The counts in a sentence."""
    told = found.worked + found.did_not
    if not told:
        return f"Of {found.unclear} uses elsewhere none has a result that can be told."
    return (
        f"It worked in {found.worked} of {told} uses elsewhere that have a result, {found.similar} "
        f"of them in places like {place}; in {found.unclear} more it is not clear. Programmes and "
        f"sources count once: it worked in {found.units_worked} and did not in "
        f"{found.units_did_not}."
    )


def _here(effect: Axis, adoption: Axis, sources: _Sources) -> list[Line]:
    own = _uses((*effect.own, *effect.around), WORKED, sources)
    return [*own, *_uses((*adoption.own, *adoption.around), TAKEN, sources)]


def _uses(uses: Iterable[Precedent], words: Mapping[Result, str], sources: _Sources) -> list[Line]:
    return [
        Line(
            f"{words[one.case.result]}: {one.case.use.called}{_like(one)}",
            sources.mark(one.case.claims, one.case.documents),
        )
        for one in uses
    ]


def _like(one: Precedent) -> str:
    near = one.near
    if near is None or near.similarity is None:
        return ""
    between = f" ({near.low:.2f} to {near.high:.2f})" if near.coverage < 1 else ""
    return (
        f" – likeness {near.similarity:.2f}{between}, number {near.rank} of {near.of}"
        f"{', similar' if near.similar else ''}; {near.differences[0]}"
    )


def _sizes(axis: Axis, sources: _Sources) -> Iterator[Line]:
    for one in axis.precedents:
        for found in one.case.findings:
            measure = (found.measure or found.node).called
            text = f"{measure} ({found.level or 'level not stated'}): {found.because}"
            yield Line(text, sources.mark(found.claims, found.documents))


def _gap(gap: Gap, sources: _Sources) -> Line:
    need = gap.need
    told = [f"{need.condition.called}: {HELD[gap.state]}"]
    if gap.recorded:
        told.append(_found(gap.recorded))
    if gap.asker:
        told.append(f"the asker says {HELD[gap.asker]}")
    told += [f"before that {_found(one)}" for one in gap.older]
    if need.weight in WEIGHTS:
        told.append(f"{need.successes_with} of {need.successes} independent successes had it")
    if need.failures_without:
        told.append(f"{need.failures_without} of {need.failures} independent failures lacked it")
    older = [claim for one in gap.older for claim in one.claims]
    return Line("; ".join(told), sources.mark((*gap.claims, *older, *need.claims)))


def _found(one: Found) -> str:
    """What was found, when and by whom."""
    day = one.on or (f"told on {one.told}" if one.told else "day not stated")
    by = f", by {one.assessor.called}" if one.assessor else ""
    return f"found {one.state} in {one.of.called} ({day}{by})"


def _adapted(one: Adapted, sources: _Sources) -> Line:
    ends = " to ".join(filter(None, (one.from_context, one.to_context)))
    here = ", here" if one.own else ""
    text = f"{one.adaptation.called}{f' ({ends})' if ends else ''}, in {one.use.called}{here}"
    return Line(text, sources.mark(one.claims))


def _question(one: Asking) -> str:
    known = [thing.called for thing in (one.post, one.organisation) if thing]
    role = {"publisher": " (tells of it)", "coversArea": " (covers the place)"}.get(one.role or "")
    return f"{one.question} – {', '.join(known) or 'no document names anybody'}{role or ''}"
