"""What to record next, so that the question can be put again: as concretely as the cases allow."""

from collections.abc import Iterator, Sequence

from queries.configurations.guard import LEAST
from queries.outcomes.case import Case
from queries.transfer.matrix import Matrix, know
from queries.transfer.necessity import LEAST_FAILURES
from queries.transfer.why import Analysis, Wanted, name_of

LISTED = 5  # implementations that one line names
WORDS = {
    "effect": {"succeeded": "in which it worked", "failed": "in which it did not work"},
    "adoption": {
        "succeeded": "that took it up",
        "failed": "that did not take it up or gave it up",
    },
}


def list_needs(wanted: Wanted, analysis: Analysis) -> list[str]:
    """The needs, what would help most first."""
    return [
        *_units(wanted, analysis),
        *_unclear(analysis.matrix.of("unclear")),
        *_conditions(analysis.matrix),
    ]


def _units(wanted: Wanted, analysis: Analysis) -> Iterator[str]:
    outcome = f" ({wanted.outcome.rsplit('/', 1)[-1]})" if wanted.outcome else ""
    for result, words in WORDS[wanted.axis].items():
        there = analysis.count_units(result)
        if (more := LEAST - there) > 0:
            units = "unit" if more == 1 else "units"
            yield (
                f"{more} more independent {units} (programmes, or sources where no programme is "
                f"known) {words}{outcome}: there are {there} of the {LEAST} that are needed"
            )
    failures = len(analysis.matrix.of("failed"))
    if failures < LEAST_FAILURES:
        yield (
            f"failures: without {LEAST_FAILURES} of them nearly every condition is necessary; "
            f"there are {failures}"
        )


def _unclear(cases: Sequence[Case]) -> Iterator[str]:
    for case in cases:
        yield f"the result of {name_of(case.use)}, which is unclear: {case.because}"


def _conditions(matrix: Matrix) -> Iterator[str]:
    if not matrix.cases:
        return
    if not matrix.conditions:
        yield (
            "for each implementation which conditions were present, partly there or absent: "
            f"none is assessed in {_list(matrix.cases)}"
        )
    lacking: dict[tuple[str, ...], list[Case]] = {}
    for case in matrix.cases:
        unknown = tuple(one for one in matrix.conditions if know(case, one) is None)
        if unknown:
            lacking.setdefault(unknown, []).append(case)
    for unknown, cases in sorted(lacking.items(), key=lambda one: (len(one[0]), one[0])):
        names = ", ".join(matrix.labels[one] for one in unknown)
        yield f"of {_list(cases)}, whether there was: {names}"


def _list(cases: Sequence[Case]) -> str:
    names = [name_of(case.use) for case in cases[:LISTED]]
    more = f" and {len(cases) - LISTED} more" if len(cases) > LISTED else ""
    return ", ".join(names) + more
