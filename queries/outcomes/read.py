"""The cases of an innovation, or of all, each with its result on one axis."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ontology.errors import InvalidInput
from queries.catalogue import Ask
from queries.outcomes.case import Axis, Case, Finding, Named, State, Told, UnitKind
from queries.outcomes.estimates import count_once
from queries.outcomes.facts import Fact, Thing, read_things
from queries.outcomes.findings import conclude, find_outcome, find_status
from queries.outcomes.rules import LEVELS, OTHER


@dataclass(frozen=True)
class Known:
    """All that is stated, and how to get from a use to what hangs on it."""

    things: Mapping[str, Thing]
    outcomes: Mapping[str, tuple[Thing, ...]]
    attempts: Mapping[str, tuple[Thing, ...]]
    assessments: Mapping[str, tuple[Thing, ...]]


def read_cases(
    ask: Ask,
    innovation: str | None = None,
    place: str | None = None,
    outcome: str | None = None,
    axis: Axis = "effect",
) -> list[Case]:
    """The cases in order of their innovation and use, each judged on one axis.

    `outcome` is a level of outcomes or a measure, `place` an area or an organisation. Uses with no
    finding on the axis are there as well, as unclear. InvalidInput where the outcome belongs to the
    other axis, or is neither a level nor a measure of these uses. An estimate that is told again of
    another use counts with the first alone.
    """
    things = read_things(ask, innovation)
    check_outcome(things, outcome, axis)
    known = _known(things)
    cases = [
        case
        for use in things.values()
        if use.kind == "Implementation" or _never_used(use)
        for case in _cases(known, use, outcome, axis)
    ]
    return sorted(
        (case for case in count_once(cases) if place is None or place in _where(case)),
        key=lambda case: (case.innovation.iri, case.use.iri),
    )


def check_outcome(things: Mapping[str, Thing], outcome: str | None, axis: Axis) -> None:
    """Raise InvalidInput for an outcome of the other axis, naming that, or for an unknown one."""
    if axis not in LEVELS:
        msg = f"there is no axis {axis!r}: choose effect or adoption"
        raise InvalidInput(msg)
    if outcome is None or outcome in LEVELS[axis]:
        return
    measure = things.get(outcome)
    level = measure.text("outcomeLevel") if measure and measure.kind == "OutcomeMeasure" else None
    if outcome in LEVELS[OTHER[axis]] or level in LEVELS[OTHER[axis]]:
        of = f"{outcome!r} is" if level is None else f"{outcome!r}, of level {level}, is"
        msg = f"{of} an outcome of {OTHER[axis]} and not of {axis}: ask for axis {OTHER[axis]}"
        raise InvalidInput(msg)
    if measure is None or measure.kind != "OutcomeMeasure":
        levels = ", ".join(sorted(LEVELS[axis]))
        msg = f"{outcome!r} is neither a level ({levels}) nor a measure of any use asked about"
        raise InvalidInput(msg)


def _known(things: Mapping[str, Thing]) -> Known:
    def hanging(kind: str, predicate: str) -> dict[str, tuple[Thing, ...]]:
        found: dict[str, list[Thing]] = {}
        for thing in things.values():
            if thing.kind == kind:
                for on in thing.things(predicate):
                    found.setdefault(on.iri, []).append(thing)
        return {on: tuple(those) for on, those in found.items()}

    return Known(
        things=things,
        outcomes=hanging("OutcomeObservation", "ofImplementation"),
        attempts=hanging("TransferAttempt", "toImplementation"),
        assessments=hanging("ConditionAssessment", "assessedFor"),
    )


def _never_used(thing: Thing) -> bool:
    """Whether it is an attempt that no use came of: one that failed is a case of its own."""
    return thing.kind == "TransferAttempt" and not thing.of("toImplementation")


def _where(case: Case) -> set[str]:
    return {named.iri for named in (*case.places, *case.organisations)}


def _cases(known: Known, use: Thing, outcome: str | None, axis: Axis) -> Iterator[Case]:
    launched = use.text("implementationStatus") == "launched" and use.iri not in known.outcomes
    if axis == "effect" and (launched or use.kind != "Implementation"):
        return
    for innovation in use.things("implements") or use.things("ofInnovation"):
        if innovation.iri not in use.innovations:
            continue
        findings = tuple(_findings(known, use, innovation, outcome, axis))
        result, because = conclude(findings, _called(known, outcome) or axis)
        unit, kind = _unit(use, innovation)
        yield Case(
            use=use.named,
            innovation=innovation,
            unit=unit,
            unit_kind=kind,
            result=result,
            because=because,
            findings=findings,
            places=use.things("inArea"),
            organisations=use.things("byOrganisation"),
            contexts=_contexts(use),
            documents=_documents(use, findings),
            states=_states(known.assessments.get(use.iri, ())),
            conditions=_conditions(known.assessments.get(use.iri, ())),
            told=tuple(_told(known, use)),
            populations=_populations(use, findings),
            focus=_focus(known, use, innovation, findings),
            aggregation=use.text("aggregation"),
            launched_only=launched,
            stated=use.claims(("implements", "ofInnovation")),
        )


def _findings(
    known: Known, use: Thing, innovation: Named, outcome: str | None, axis: Axis
) -> Iterator[Finding]:
    for seen in known.outcomes.get(use.iri, ()):
        measure = _measure(known, seen)
        found = find_outcome(seen, measure, use)
        if _wanted(found, outcome, axis):
            yield found
    if axis == "adoption" and outcome in (None, *LEVELS["adoption"]):
        attempts = (use,) if use.kind == "TransferAttempt" else known.attempts.get(use.iri, ())
        yield from find_status(use, "implementationStatus")
        for attempt in attempts:
            if innovation in attempt.things("ofInnovation"):
                yield from find_status(attempt, "transferStatus")


def _wanted(found: Finding, outcome: str | None, axis: Axis) -> bool:
    """Whether a finding is on the axis; where no level is known it is told under effect."""
    on_axis = found.level in LEVELS[axis] or (found.level is None and axis == "effect")
    measure = found.measure.iri if found.measure else None
    return on_axis and outcome in (None, found.level, measure)


def _called(known: Known, outcome: str | None) -> str | None:
    """An outcome asked for as people call it: a measure by its label, a level by its name."""
    measure = known.things.get(outcome or "")
    return measure.label if measure and measure.label else outcome


def _measure(known: Known, seen: Thing) -> Thing | None:
    measures = [known.things.get(named.iri) for named in seen.things("measure")]
    return next((one for one in measures if one), None)


def _unit(use: Thing, innovation: Named) -> tuple[Named, UnitKind]:
    if programmes := use.things("underProgramme"):
        return programmes[0], "programme"
    if innovation.iri in use.programmes:
        return innovation, "programme"
    titles = {document.iri: document for document in use.documents()}
    return titles.get(use.record, Named(use.record)), "source"


def _contexts(use: Thing) -> tuple[Named, ...]:
    return use.things("inContextOf") or use.things("toContext")


def _documents(use: Thing, findings: Iterable[Finding]) -> tuple[Named, ...]:
    found = {*use.documents(), *(one for finding in findings for one in finding.documents)}
    return tuple(sorted(found, key=lambda named: named.iri))


def _states(assessments: Iterable[Thing]) -> dict[str, State]:
    """The state of each condition: one, or conflicting where documents do not agree."""
    stated: dict[str, list[Fact]] = {}
    for one in assessments:
        for condition in one.things("condition"):
            stated.setdefault(condition.iri, []).extend(one.of("state"))
    return {condition: _state(stated[condition]) for condition in sorted(stated)}


def _state(facts: list[Fact]) -> State:
    claims = tuple(sorted(fact.claim for fact in facts))
    match {fact.value for fact in facts}:
        case values if values == {"present"}:
            return State("present", claims)
        case values if values == {"partly"}:
            return State("partly", claims)
        case values if values == {"absent"}:
            return State("absent", claims)
    return State("conflicting", claims)


def _conditions(assessments: Iterable[Thing]) -> dict[str, str | None]:
    found = {named for one in assessments for named in one.things("condition")}
    return {named.iri: named.label for named in sorted(found, key=lambda named: named.iri)}


def _told(known: Known, use: Thing) -> Iterator[Told]:
    for fact in use.of("hasOutcome"):
        outcome = known.things.get(str(fact.value))
        yield Told(
            node=fact.named,
            level=outcome.text("outcomeLevel") if outcome else None,
            direction=outcome.text("direction") if outcome else None,
            claims=(fact.claim, *(outcome.claims(("direction",)) if outcome else ())),
            documents=(fact.document,),
        )


def _populations(use: Thing, findings: Iterable[Finding]) -> tuple[Named, ...]:
    found = {*use.things("inPopulation"), *(p for one in findings for p in one.populations)}
    return tuple(sorted(found, key=lambda named: named.iri))


def _focus(
    known: Known, use: Thing, innovation: Named, findings: Iterable[Finding]
) -> tuple[str, ...]:
    """The parts of Core20PLUS5 that the use, its innovation or its people are said to be of."""
    people = _populations(use, findings)
    near = [use, *(known.things.get(one.iri) for one in (innovation, *people))]
    facts = [fact for thing in near if thing for fact in thing.of("inequalityFocus")]
    return tuple(sorted({str(fact.value) for fact in facts}))
