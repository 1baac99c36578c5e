"""Why it transferred, at the edge: names into things, places compared, claims cited and counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from api.answers.asking import Citation, cite, find_thing
from api.answers.axes import read_axis, read_outcome
from api.answers.clusters import together
from api.answers.gazetteer import Folders, find_place, load_table
from api.home import Home
from graph.engine.port import Engine
from ingest.documents import Shelf
from ontology.errors import InvalidInput, NotAvailable, NotFound
from queries.similarity.differences import tell_differences
from queries.similarity.likeness import compare
from queries.similarity.profile import DEFAULT
from queries.transfer.moves import Apart, Compare
from queries.transfer.narrative import Sentence, narrate
from queries.transfer.why import Wanted, Why, explain


@dataclass(frozen=True)
class Counted:
    """Which analysis this is: of this outcome, and of this innovation on any axis or outcome."""

    number: int
    of_innovation: int


@dataclass(frozen=True)
class Answer:
    """The answer with its sentences and the citation of each claim, as of a transaction."""

    why: Why
    sentences: tuple[Sentence, ...]
    citations: Mapping[str, Citation]
    sequence: int


def ask_why(engine: Engine, shelf: Shelf, where: Folders, wanted: Wanted) -> Answer:
    """Answer why an innovation transferred, as far as records bear it.

    NotFound and InvalidInput for names that mean nothing or several things, and for an outcome that
    is none of the axis.
    """
    why = explain(together(engine, wanted.innovation), wanted, compare_in(where))
    sentences = narrate(why)
    claims = dict.fromkeys(
        claim for one in sentences for clause in one.clauses for claim in clause.claims
    )
    claims |= dict.fromkeys(one.claim for one in why.said)
    for case in why.analysis.matrix.cases:
        claims |= dict.fromkeys(case.claims)
        claims |= dict.fromkeys(it for state in case.states.values() for it in state.claims)
    return Answer(why, sentences, cite(engine.ask, shelf, list(claims)), engine.sequence)


def read_wanted(
    engine: Engine, innovation: str, outcome: str | None = None, axis: str = "effect"
) -> Wanted:
    """What the words of a call ask for; see `ask_why`."""
    chosen = read_axis(axis)
    named = find_thing(innovation, engine.ask, kind="innovation")
    return Wanted(named, read_outcome(outcome, engine.ask), chosen)


def count_analysis(home: Home, answer: Answer) -> Counted:
    """Keep that this was asked; the very same at the same sequence is no new analysis."""
    wanted = answer.why.wanted
    kept = (wanted.innovation, wanted.axis, wanted.outcome or "", answer.sequence)
    return Counted(*home.count_analysis(kept))


def compare_in(where: Folders) -> Compare:
    """How two places differ by the tables at hand; None where one is in none of them."""

    @cache
    def differ(one: str, other: str) -> Apart | None:
        try:
            level, row = find_place(one, None, where)
            beside, at = find_place(other, level, where)
            table = load_table(beside, DEFAULT, where)
        except (NotFound, NotAvailable, InvalidInput):
            return None
        profile = table.profile
        found = compare(profile, profile.weigh(), (table.context(row), table.context(at)))
        return Apart(found.similarity, found.coverage, tell_differences(profile, found))

    return differ
