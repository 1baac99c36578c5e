"""Counts of patients in what a record states, and what gives a small one away."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, product

from graph.exchange.rules import LeavingRules
from graph.exchange.statements import Statements
from ontology.terms import load_ontology

Facts = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Count:
    """A count of patients: of which thing, by which predicate; `facts` are all of that thing.

    `is_said` where the unit names patients; a number of those studied is taken for one without.
    """

    subject: str
    predicate: str
    value: float
    facts: Facts
    is_said: bool

    @property
    def is_part(self) -> bool:
        """Whether others of the same measure may be of other people, and add up with it."""
        iri = load_ontology().iri
        parted = iri("inPopulation") in self.facts or self.predicate == iri("followUpValue")
        return self.is_said and iri("measure") in self.facts and parted


def counts_of(said: Statements, rules: LeavingRules) -> Iterator[Count]:
    """Give every count of patients that is stated, accepted or not."""
    n = load_ontology().iri("n")
    for subject, facts in said.said().items():
        counted = rules.counts & facts.keys()
        is_said = bool(counted) and counts_patients(facts, rules)
        whole = n in counted and counts_patients(facts, rules, whole=True)
        for predicate in counted:
            if is_said or (whole and predicate == n):
                for value in numbers(facts[predicate]):
                    yield Count(subject, predicate, abs(value), facts, is_said)


def shares_of(said: Statements, rules: LeavingRules) -> Iterator[tuple[float, float]]:
    """Give each number of patients that a value in per cent is a share of, and that value."""
    n, unit = map(load_ontology().iri, ("n", "unit"))
    for facts in said.said().values():
        percent = any("%" in one for one in facts.get(unit, ()))
        if n in facts and percent and counts_patients(facts, rules, whole=True):
            shares = (facts[key] for key in rules.counts & facts.keys() - {n})
            for whole, share in product(numbers(facts[n]), numbers(chain.from_iterable(shares))):
                yield whole, abs(share)


def counts_patients(facts: Facts, rules: LeavingRules, *, whole: bool = False) -> bool:
    """Whether the unit is of patients; `whole` asks of n, which is so unless the unit denies it."""
    text = " ".join(facts.get(load_ontology().iri("unit"), frozenset())).lower()
    words = set(re.findall(r"\w+", text))
    if words & rules.others and not words & rules.patients:
        return False
    if whole:
        return not words or bool(words & rules.patients) or "%" in text or "share" in words
    return bool(words & rules.patients) and not any(rate in text for rate in rules.rates)


def few_left(values: Iterable[float], rules: LeavingRules) -> str | None:
    """How parts of a total leave few of it, whichever way it is parted; None where they do not."""
    *parts, total = sorted(map(round, values))
    if any(rules.is_small(total - some) for some in _sums(parts, total)):
        return f"{total} in all and {' and '.join(map(str, parts))}"
    return None


def numbers(values: Iterable[str]) -> Iterator[float]:
    """Those of some texts that are numbers."""
    for value in values:
        try:
            yield float(value)
        except ValueError:
            continue


def _sums(parts: Iterable[int], total: int) -> set[int]:
    """What some of the parts come to, below the total; one part at least."""
    sums = {0}
    for part in parts:
        sums |= {some + part for some in sums if some + part < total}
    return sums - {0}
