"""What an audience was shown of counts of patients: two that it can compare may give few away.

Every version that left is remembered, whatever became of it: who holds both has their difference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from graph.exchange.counts import Count, counts_of, few_left
from graph.exchange.leaving import Reason, give_reason
from graph.exchange.rules import LeavingRules, load_leaving
from graph.exchange.statements import Statements
from ontology.terms import load_ontology

Quantity = tuple[object, ...]  # what a count is of; equal where two of them may be compared


@dataclass
class Shown:
    """The counts in all that left, by quantity with their records, and in what stands, by record.

    `names` are the labels of measures and periods, by which two records mean the same.
    """

    told: dict[Quantity, set[tuple[str, float]]] = field(default_factory=dict)
    standing: dict[str, Mapping[Quantity, set[float]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def reasons(self, said: Statements) -> list[Reason]:
        """What holds a record back: what its counts give away beside those shown before."""
        rules = load_leaving()
        names, found = self.names | _names(said, rules), set[tuple[str, str]]()
        for quantity, values in _quantities(said, rules, names).items():
            pairs = product(values, {old for _, old in self.told.get(quantity, ())})
            close = {pair for pair in pairs if rules.is_small(abs(pair[0] - pair[1]))}
            found |= {("smallDifference", f"{a:g} here and {b:g} shown before") for a, b in close}
            others = self._of_others(quantity, said.record)
            if others and not close and (parts := few_left(values | others, rules)):
                found.add(("smallPart", parts))
        return sorted(give_reason(code, value, rules) for code, value in found)

    def show(self, said: Statements) -> None:
        """Remember a version of a record that leaves."""
        rules = load_leaving()
        self.names |= _names(said, rules)
        counts = _quantities(said, rules, self.names)
        self.standing[said.record] = counts
        for quantity, values in counts.items():
            self.told.setdefault(quantity, set()).update((said.record, one) for one in values)

    def withdraw(self, record: str) -> None:
        """Forget that a record stands, not what was shown of it."""
        self.standing.pop(record, None)

    def _of_others(self, quantity: Quantity, record: str) -> set[float]:
        """The counts of a quantity that stand in other records."""
        others = {one for one, _ in self.told.get(quantity, ())} - {record}
        return {one for other in others for one in self.standing.get(other, {}).get(quantity, ())}


def _names(said: Statements, rules: LeavingRules) -> dict[str, str]:
    """The labels by which a record names measures and periods."""
    label = load_ontology().iri("label")
    return {
        one: min(labels).casefold()
        for kind in rules.named
        for one in said.of_kind(kind)
        if (labels := said.values(one, label))
    }


def _quantities(
    said: Statements, rules: LeavingRules, names: Mapping[str, str]
) -> dict[Quantity, set[float]]:
    found: dict[Quantity, set[float]] = {}
    for count in counts_of(said, rules):
        if count.predicate in rules.compared:
            for quantity in _quantities_of(count, rules, names):
                found.setdefault(quantity, set()).add(count.value)
    return found


def _quantities_of(
    count: Count, rules: LeavingRules, names: Mapping[str, str]
) -> Iterator[Quantity]:
    """The very thing that is stated, in any version of it; and what other records state too."""
    yield (count.subject, count.predicate, *(count.facts.get(key) for key in rules.alike))
    if count.is_part and load_ontology().iri("ofImplementation") in count.facts:
        shared = (count.facts.get(key, frozenset()) for key in rules.across)
        same = (frozenset(names.get(one, one) for one in values) for values in shared)
        yield (count.predicate, *same)
