"""What documents state of things, each with its claims: the rows of one question, put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ontology.errors import LimitReached
from ontology.terms import WW
from queries.catalogue import Ask, Cell
from queries.outcomes.case import Named


@dataclass(frozen=True)
class Fact:
    """One value stated of a thing, by one claim of one document."""

    value: Cell
    label: str | None
    claim: str
    document: Named
    role: str | None

    @property
    def named(self) -> Named:
        """The value where it is a thing."""
        return Named(str(self.value), self.label)


@dataclass(frozen=True)
class Thing:
    """A use, attempt, outcome, measure or assessment, and all that is stated of it.

    `innovations` are those whose it is; of an outcome, the ones that its use implements.
    """

    iri: str
    label: str | None
    kind: str
    innovations: Mapping[str, Named]
    programmes: frozenset[str]
    facts: Mapping[str, tuple[Fact, ...]]

    @property
    def named(self) -> Named:
        """The thing by its name."""
        return Named(self.iri, self.label)

    @property
    def record(self) -> str:
        """The record that is its home, which is its document's."""
        return self.iri.rpartition("/")[0]

    def of(self, predicate: str) -> tuple[Fact, ...]:
        """The facts of one predicate, in order of their claims."""
        return self.facts.get(predicate, ())

    def things(self, predicate: str) -> tuple[Named, ...]:
        """The distinct things that a predicate points at, sorted."""
        return tuple(sorted({fact.named for fact in self.of(predicate)}, key=_by_iri))

    def value(self, predicate: str) -> Cell:
        """The value of a predicate, None where it is not stated or documents disagree."""
        values = {fact.value for fact in self.of(predicate)}
        return values.pop() if len(values) == 1 else None

    def text(self, predicate: str) -> str | None:
        """The value where it is a text."""
        value = self.value(predicate)
        return value if isinstance(value, str) else None

    def disputed(self, predicates: Iterable[str]) -> tuple[str, ...]:
        """The predicates of which documents give different values."""
        return tuple(one for one in predicates if len({fact.value for fact in self.of(one)}) > 1)

    def claims(self, predicates: Iterable[str]) -> tuple[str, ...]:
        """The claims of some predicates, in the order of these."""
        return tuple(fact.claim for one in predicates for fact in self.of(one))

    def documents(self) -> tuple[Named, ...]:
        """The documents that state something of it, sorted."""
        found = {fact.document for facts in self.facts.values() for fact in facts}
        return tuple(sorted(found, key=_by_iri))


def read_things(ask: Ask, innovation: str | None = None) -> dict[str, Thing]:
    """What is stated of an innovation, or of all, by IRI; LimitReached where it is too much."""
    rows = ask("stated", innovation=innovation)
    if rows.truncated:
        msg = f"more is stated than one answer holds ({rows.truncated}): name an innovation"
        raise LimitReached(msg)
    found: dict[str, list[Mapping[str, Cell]]] = {}
    for cells in rows.by_column():
        found.setdefault(str(cells["thing"]), []).append(cells)
    return {iri: _thing(iri, found[iri]) for iri in sorted(found)}


def _thing(iri: str, rows: list[Mapping[str, Cell]]) -> Thing:
    facts: dict[str, dict[str, Fact]] = {}
    for row in rows:
        fact = _fact(row)
        facts.setdefault(str(row["predicate"]).removeprefix(WW), {})[fact.claim] = fact
    programme = f"{WW}Programme"
    return Thing(
        iri=iri,
        label=_text(rows[0]["thingLabel"]),
        kind=str(rows[0]["class"]).removeprefix(WW),
        innovations={
            str(row["innovation"]): Named(str(row["innovation"]), _text(row["innovationLabel"]))
            for row in rows
        },
        programmes=frozenset(
            str(row["innovation"]) for row in rows if row["innovationClass"] == programme
        ),
        facts={name: tuple(one[claim] for claim in sorted(one)) for name, one in facts.items()},
    )


def _fact(row: Mapping[str, Cell]) -> Fact:
    return Fact(
        value=row["value"],
        label=_text(row["valueLabel"]),
        claim=str(row["claim"]),
        document=Named(str(row["document"]), _text(row["documentTitle"])),
        role=_text(row["asserterRole"]),
    )


def _text(cell: Cell) -> str | None:
    return cell if isinstance(cell, str) else None


def _by_iri(named: Named) -> str:
    return named.iri
