"""Intermediate formulas: only those unseen rows count that a theory expects to have the result.

The figures of the R package QCA for Lipset's fuzzy data are those of its tests.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from ontology.errors import InvalidInput
from queries.configurations.minimal import covers, find_primes
from queries.configurations.sets import ANY, Term
from queries.configurations.solution import Model, Solution, cover_all
from queries.configurations.truth_table import split

Expected = Mapping[int, int]


def read_expected(text: str, conditions: Sequence[str]) -> Expected:
    """What is expected to go with the result: A,~B by the places of the conditions."""
    found: dict[int, int] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        name = part.removeprefix("~")
        if name not in conditions or conditions.index(name) in found:
            msg = f"--expect {part:.80}: give each of {', '.join(conditions)} once, ~ negates"
            raise InvalidInput(msg)
        found[conditions.index(name)] = int(name == part)
    return found


def solve_between(found: Solution, expected: Expected) -> tuple[Model, ...]:
    """All tied intermediate models: between the conservative and the parsimonious ones."""
    yes, _ = split(found.table)
    long, short = (
        {term for model in models for term in model.terms}
        for models in (found.conservative, found.parsimonious)
    )
    eased = {
        _ease(one, within, expected) for one in long for within in short if _within(one, within)
    }
    rows = sorted(set(yes).union(*map(_rows, eased)) if eased else yes)
    primes = find_primes(rows, None)
    useful = [prime for prime in primes if any(covers(prime, row) for row in yes)]
    return cover_all(useful, yes, found.cases, found.table)


def _within(term: Term, of: Term) -> bool:
    return all(state in (ANY, own) for own, state in zip(term, of, strict=True))


def _ease(term: Term, short: Term, expected: Expected) -> Term:
    """The term without what goes against what is expected, save for what the short one needs."""
    return tuple(
        state if short[at] != ANY or expected.get(at, state) == state else ANY
        for at, state in enumerate(term)
    )


def _rows(term: Term) -> Iterator[Term]:
    return product(*((0, 1) if state == ANY else (state,) for state in term))
