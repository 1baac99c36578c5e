"""What worked where, at the edge: names into things, claims cited."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from api.answers.asking import Citation, cite, find_thing, place_of
from api.answers.axes import AXES, read_axis, read_outcome
from api.answers.clusters import together
from graph.engine.port import Engine
from ingest.documents import Shelf
from ontology.errors import InvalidInput
from queries.catalogue import Ask
from queries.outcomes.answer import Asked, Worked, find_worked
from queries.outcomes.case import Case, Finding

DIRECTIONS = {"IMPROVED": "asWanted", "NO_CHANGE": "noChange", "WORSENED": "otherWay",
              "UNKNOWN": None}  # fmt: skip
TAKEN = ("innovation", "place", "outcome", "axis", "direction")


@dataclass(frozen=True)
class Answer:
    """The answer with the citation of each of its claims, as of a transaction.

    `cases` are those that were asked for, or of these the ones with a finding of a direction; what
    is counted beside them is of all.
    """

    worked: Worked
    cases: tuple[Case, ...]
    direction: str | None
    citations: Mapping[str, Citation]
    sequence: int


def ask_worked(engine: Engine, shelf: Shelf, given: Mapping[str, str]) -> Answer:
    """Answer what worked where; `given` has names for what of TAKEN is asked.

    NotFound and InvalidInput for names that mean nothing or several things, and for an outcome or
    a direction that there is not.
    """
    asked, direction = _read(engine.ask, given)
    ask = together(engine, asked.innovation, asked.place)
    worked = find_worked(ask, asked)
    if asked.place and not worked.cases:
        # a board stands for its area where nothing is said of the board
        worked = find_worked(ask, replace(asked, place=place_of(asked.place, engine.ask)))
    cases = [case for case in worked.cases if direction is None or _went(case, direction)]
    citations = cite(engine.ask, shelf, list(_claims(worked)))
    return Answer(worked, tuple(cases), direction, citations, engine.sequence)


def _read(ask: Ask, given: Mapping[str, str]) -> tuple[Asked, str | None]:
    axis = read_axis(given.get("axis", AXES[0]))
    direction = given.get("direction")
    if direction is not None and direction not in DIRECTIONS:
        msg = f"there is no direction {direction!r:.40}: choose from {', '.join(DIRECTIONS)}"
        raise InvalidInput(msg)
    asked = Asked(
        innovation=find_thing(given["innovation"], ask, "innovation")
        if "innovation" in given
        else None,
        place=find_thing(given["place"], ask, "area") if "place" in given else None,
        outcome=read_outcome(given.get("outcome"), ask),
        axis=axis,
    )
    return asked, direction


def _went(case: Case, direction: str) -> bool:
    ways = {one.way for one in case.findings if one.measure} or {None}
    return DIRECTIONS[direction] in ways


def _claims(worked: Worked) -> Mapping[str, None]:
    """Every claim of the answer, once, in order."""
    findings: list[Finding] = [one for case in worked.cases for one in case.findings]
    findings += [one for _, one in worked.negatives]
    claims = dict.fromkeys(claim for one in findings for claim in one.claims)
    claims |= dict.fromkeys(claim for case in worked.cases for claim in case.stated)
    for case in worked.cases:
        claims |= dict.fromkeys(claim for told in case.told for claim in told.claims)
        claims |= dict.fromkeys(it for state in case.states.values() for it in state.claims)
    claims |= dict.fromkeys(str(row["claim"]) for row in worked.never_reported)
    return claims
