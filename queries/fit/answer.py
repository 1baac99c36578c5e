"""Would it work here: one answer of counts, nearest precedents, gaps, people and unknowns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from queries.catalogue import Ask
from queries.fit.people import Asking, People, list_asking
from queries.fit.place import Here, split_cases
from queries.fit.precedents import Counts, Nearness, Precedent, count, place_cases, weigh
from queries.fit.readiness import (
    Gap,
    Told,
    list_gaps,
    list_needs,
    named,
    read_findings,
    text,
)
from queries.fit.rules import Judged, judge
from queries.fit.unknowns import Unknown, list_unknowns
from queries.outcomes.case import Case, Named


@dataclass(frozen=True)
class Adapted:
    """How an innovation was changed in a use, the place's own or another, for which context."""

    adaptation: Named
    use: Named
    own: bool
    from_context: str | None
    to_context: str | None
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Axis:
    """The uses told of on one axis: here, in larger areas that hold the place, and elsewhere.

    Only those elsewhere are counted.
    """

    counts: Counts
    own: tuple[Precedent, ...]
    around: tuple[Precedent, ...]
    precedents: tuple[Precedent, ...]


@dataclass(frozen=True)
class Fit:
    """Whether an innovation would work in a place: the verdict by rules, and all it rests on.

    `effect` tells whether it worked, `adoption` who took it up or gave it up; they share no count.
    """

    innovation: Named
    here: Here
    judged: Judged
    effect: Axis
    adoption: Axis
    gaps: tuple[Gap, ...]
    adaptations: tuple[Adapted, ...]
    ask: tuple[Asking, ...]
    unknowns: tuple[Unknown, ...]


@dataclass(frozen=True)
class Known:
    """What an answer is made of: uses on both axes, how near their places are, and the asker."""

    effect: Sequence[Case]
    adoption: Sequence[Case]
    nearness: Nearness = field(default_factory=dict)
    told: Told = field(default_factory=Told)


def answer_fit(ask: Ask, innovation: str, here: Here, known: Known) -> Fit:
    """Put the answer together; what is left open by its other parts comes out as unknown."""
    effect = _see(ask, here, known.effect, known.nearness)
    elsewhere = [one.case for one in effect.precedents]
    past = [one.case for one in (*effect.own, *effect.around)]
    needs = list_needs(ask, innovation, here.place.iri, elsewhere)
    gaps = list_gaps(needs, read_findings(ask, here.place.iri), known.told)
    label = next((str(row[1]) for row in ask("labels", thing=innovation).rows), None)
    return Fit(
        innovation=Named(innovation, label),
        here=here,
        judged=judge(weigh(effect.precedents, gaps)),
        effect=effect,
        adoption=_see(ask, here, known.adoption, known.nearness),
        gaps=tuple(gaps),
        adaptations=tuple(_list_adaptations(ask, innovation, effect.own)),
        ask=tuple(list_asking(here, gaps, (elsewhere, past), People(ask, innovation))),
        unknowns=tuple(list_unknowns(ask, innovation, here, effect.precedents, gaps)),
    )


def _see(ask: Ask, here: Here, cases: Sequence[Case], nearness: Nearness) -> Axis:
    split = split_cases(ask, here, cases)
    precedents = place_cases(split.elsewhere, nearness)
    return Axis(
        counts=count(precedents),
        own=place_cases(split.own, {}),
        around=place_cases(split.around, {}),
        precedents=precedents,
    )


def _list_adaptations(ask: Ask, innovation: str, own: Iterable[Precedent]) -> Iterable[Adapted]:
    here = {one.case.use.iri for one in own}
    for cells in ask("adapted", innovation=innovation).by_column():
        adaptation, use = named(cells, "adaptation"), named(cells, "use")
        if adaptation and use:
            yield Adapted(
                adaptation,
                use,
                use.iri in here,
                text(cells["fromContextLabel"]),
                text(cells["toContextLabel"]),
                (str(cells["claim"]),),
            )
