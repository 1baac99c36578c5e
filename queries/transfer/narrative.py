"""The narrative: fixed sentences filled from the analysis, each clause with the claims it rests on.

What rests on no claim, such as that nothing is known, is told elsewhere and not here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from queries.configurations.guard import ASSOCIATED
from queries.outcomes.case import Case
from queries.transfer.contrasts import Agreement, Contrast
from queries.transfer.matrix import Matrix, know
from queries.transfer.moves import Move
from queries.transfer.said import Adapting, Saying
from queries.transfer.why import Analysis, Why, name_of

VERBS = {
    "asserted": "says", "reported": "is reported to say", "attributed": "is said to hold",
    "intended": "intends", "planned": "plans", "expected": "expects",
    "recommended": "recommends", "illustrative": "gives as an example",
    "possible": "thinks possible",
}  # fmt: skip
PREDICATES = {
    "explains": "explains",
    "citesMechanism": "rests on",
    "contributesTo": "contributes to",
    "enabled": "enabled",
    "attributedCause": "is put down to",
    "condition": "starts from",
}
Result = {"succeeded": "succeeded", "failed": "failed", "unclear": "is unclear"}


@dataclass(frozen=True)
class Clause:
    """Part of a sentence, and the claims that it rests on: at least one."""

    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """Clauses of one matter: said, result, contrast, agreement, association, move, adaptation."""

    about: str
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        """The sentence as a whole."""
        told = "; ".join(clause.text for clause in self.clauses)
        return f"{told[0].upper()}{told[1:]}."


def narrate(why: Why) -> tuple[Sentence, ...]:
    """The sentences of an answer, in its order."""
    matrix = why.analysis.matrix
    told = [
        *(Sentence("said", (tell_saying(one),)) for one in why.said),
        *(Sentence("result", (_result(case),)) for case in matrix.cases),
        *(_contrast(one, matrix) for one in why.analysis.contrasts if one.comparable),
        *(Sentence("agreement", (_agree(one, matrix),)) for one in why.analysis.agreements),
        *_associate(why.analysis),
        *(Sentence("move", (_move(one),)) for one in why.moves),
        *(Sentence("adaptation", (_adapt(one),)) for one in why.adaptations),
    ]
    return tuple(one for one in told if all(clause.claims for clause in one.clauses))


def tell_saying(one: Saying) -> Clause:
    """Who says what, in which manner."""
    who = name_of(one.asserter) if one.asserter else "somebody the source does not name"
    role = "role unknown" if one.role == "unknown" else one.role
    words = PREDICATES.get(one.predicate, one.predicate)
    negated = "that it is not so that " if one.polarity == "negated" else ""
    return Clause(
        f"{who} ({role}) {VERBS.get(one.modality, one.modality)}: {negated}{name_of(one.subject)} "
        f"{words} {name_of(one.object)}",
        (one.claim,),
    )


def _result(case: Case) -> Clause:
    return Clause(f"{name_of(case.use)} {Result[case.result]} ({case.because})", case.claims)


def _contrast(one: Contrast, matrix: Matrix) -> Sentence:
    pair = one.success, one.failure
    both = f"{name_of(one.success.use)} succeeded and {name_of(one.failure.use)} failed"
    clauses = [Clause(both, _results(pair))]
    lead = "the only recorded difference" if len(one.differing) == 1 else "a recorded difference"
    unknown = f", with {len(one.unknown)} conditions not known of both," if one.unknown else ""
    clauses += [
        Clause(
            f"{lead}{unknown} is {matrix.labels[name]}: {know(one.success, name)} in the one, "
            f"{know(one.failure, name)} in the other",
            states_of(pair, name),
        )
        for name in one.differing
    ]
    if not one.differing:
        same = f"no difference is recorded{unknown} in {_names(one.agreeing, matrix)}"
        clauses.append(
            Clause(same, tuple(it for name in one.agreeing for it in states_of(pair, name)))
        )
    return Sentence("contrast", tuple(clauses))


def _agree(one: Agreement, matrix: Matrix) -> Clause:
    successes = matrix.of("succeeded")
    return Clause(
        f"{matrix.labels[one.condition]} was present in all {one.present} successes of which it is "
        f"known, of {one.successes} in all",
        states_of(successes, one.condition),
    )


def _associate(analysis: Analysis) -> Iterator[Sentence]:
    formulas, matrix = analysis.formulas, analysis.matrix
    if analysis.grade == ASSOCIATED:
        names = _names(formulas.model, matrix)
        claims = [it for name in formulas.model for it in states_of(matrix.decided, name)]
        text = f"in these cases {names} are associated with the result, which is no cause"
        yield Sentence("association", (Clause(text, (*_results(matrix.decided), *claims)),))


def _move(one: Move) -> Clause:
    route = [
        f"{word} {name_of(use)}" for word, use in (("from", one.source), ("to", one.target)) if use
    ]
    status = one.status or "status not stated"
    return Clause(" ".join([name_of(one.attempt), *route, f"({status})"]), one.claims)


def _adapt(one: Adapting) -> Clause:
    source = f"from {name_of(one.source)} " if one.source else ""
    return Clause(
        f"{name_of(one.adaptation)} ({one.modality}): {source}to {name_of(one.target)}",
        (one.claim,),
    )


def _results(cases: Iterable[Case]) -> tuple[str, ...]:
    return tuple(claim for case in cases for claim in case.claims)


def states_of(cases: Iterable[Case], condition: str) -> tuple[str, ...]:
    """The claims that state a condition in some cases."""
    states = (case.states.get(condition) for case in cases)
    return tuple(claim for state in states if state for claim in state.claims)


def _names(conditions: Iterable[str], matrix: Matrix) -> str:
    return ", ".join(matrix.labels[name] for name in conditions)
