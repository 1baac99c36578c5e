"""The matrix: implementations by conditions, with what nobody assessed left unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from queries.outcomes.case import Case

KNOWN = frozenset({"present", "partly", "absent"})  # sources that conflict leave it unknown
ORDER = {"succeeded": 0, "failed": 1, "unclear": 2}


@dataclass(frozen=True)
class Matrix:
    """Cases by the conditions that somebody assessed in at least one of them.

    `cases` stand by result and then by IRI, `conditions` by IRI; `labels` are of conditions.
    """

    conditions: tuple[str, ...]
    labels: Mapping[str, str]
    cases: tuple[Case, ...]

    def of(self, result: str) -> tuple[Case, ...]:
        """The cases of one result."""
        return tuple(case for case in self.cases if case.result == result)

    @property
    def decided(self) -> tuple[Case, ...]:
        """The cases that succeeded, and then those that failed."""
        return self.of("succeeded") + self.of("failed")

    def unknown_share(self, condition: str, cases: Sequence[Case] | None = None) -> float | None:
        """The share of cases of which a condition is not known; None where there are no cases."""
        among = self.cases if cases is None else cases
        if not among:
            return None
        return sum(know(case, condition) is None for case in among) / len(among)


def make_matrix(cases: Sequence[Case]) -> Matrix:
    """The matrix of some cases, in an order that theirs does not change."""
    labels: dict[str, str] = {}
    for case in cases:
        for condition in case.states:
            label = case.conditions.get(condition) or labels.get(condition)
            labels[condition] = label or condition.rsplit("/", 1)[-1]
    ordered = sorted(cases, key=lambda case: (ORDER[case.result], case.use.iri))
    return Matrix(tuple(sorted(labels)), labels, tuple(ordered))


def know(case: Case, condition: str) -> str | None:
    """Whether a condition was present, partly there or absent; None where that is not known."""
    state = case.states.get(condition)
    return state.state if state and state.state in KNOWN else None
