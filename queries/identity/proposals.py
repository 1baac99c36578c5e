"""Proposals: things that may be one, for a person to say; what was refused is never proposed again.

Equal keys of a register match by themselves and are told as such; two different codes of one
register tell things apart, whatever they are called.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ontology.terms import WW
from queries.catalogue import Ask
from queries.identity.matches import Clusters, Pair, cluster, read_matches, refusals_between
from queries.identity.rules import load_rules


@dataclass(frozen=True)
class Called:
    """A thing by its names, its kind, and the code it has in each register."""

    thing: str
    kind: str
    names: tuple[str, ...]
    codes: Mapping[str, str]

    @property
    def record(self) -> str:
        """The record that it lives in: its own, or that of a document."""
        head, _, tail = self.thing.partition("/id/")
        return f"{head}/id/{'/'.join(tail.split('/')[:2])}"


@dataclass(frozen=True)
class Proposal:
    """Two things that may be one: by a key that both carry, or by names that are alike.

    `likeness` is from 0 to 1, 1 where a key or a name is the very same; `certain` where a key is.
    """

    one: str
    one_label: str
    other: str
    other_label: str
    kind: str
    likeness: float
    key: str | None = None
    code: str | None = None

    @property
    def certain(self) -> bool:
        """Whether it holds by itself."""
        return self.key is not None

    @property
    def justification(self) -> str:
        """Why it is proposed, in a sentence."""
        if self.key:
            return f"both have the {self.key} {self.code}"
        if self.likeness == 1:
            return f"both are called {self.one_label!r}"
        return f"their names are alike: {self.one_label!r} and {self.other_label!r}"

    def as_json(self) -> dict[str, object]:
        """The proposal as programs get it."""
        return {
            "one": self.one,
            "oneLabel": self.one_label,
            "other": self.other,
            "otherLabel": self.other_label,
            "kind": self.kind,
            "likeness": round(self.likeness, 3),
            "key": self.key,
            "code": self.code,
            "because": self.justification,
        }


def propose_within(ask: Ask) -> list[Proposal]:
    """What may be one among all that a graph holds; likest first."""
    known = read_called(ask)
    return _propose(known, known, _read_decided(ask))


def propose_between(arriving: Ask, held: Ask) -> list[Proposal]:
    """What of a graph that arrives may be one with what is held; the first of each pair arrives."""
    return _propose(read_called(arriving), read_called(held), _read_decided(held))


def read_called(ask: Ask) -> list[Called]:
    """All things that could be one with another."""
    found: dict[tuple[str, str], list[Mapping[str, object]]] = {}
    for row in ask("named").by_column():
        found.setdefault((str(row["thing"]), str(row["kind"])), []).append(row)
    return [
        Called(
            thing,
            kind.removeprefix(WW),
            tuple(dict.fromkeys(str(row["name"]) for row in rows)),
            {key: str(row[key]) for row in rows for key in load_rules().keys if row[key]},
        )
        for (thing, kind), rows in sorted(found.items())
    ]


@dataclass(frozen=True)
class _Decided:
    """What was decided, as clusters and as pairs."""

    clusters: Clusters
    pairs: frozenset[Pair]
    refused: frozenset[Pair]

    def leaves_open(self, one: str, other: str) -> bool:
        some, others = self.clusters.of(one), self.clusters.of(other)
        known = some == others or frozenset((one, other)) in self.pairs
        return not known and not refusals_between(some, others, self.refused)


def _read_decided(ask: Ask) -> _Decided:
    """What stands decided in a graph."""
    matches = read_matches(ask)
    return _Decided(
        cluster(matches),
        frozenset(one.pair for one in matches if one.decision),
        frozenset(one.pair for one in matches if one.divides),
    )


def _propose(these: Sequence[Called], those: Sequence[Called], decided: _Decided) -> list[Proposal]:
    found: dict[Pair, Proposal] = {}
    for one, other, proposal in (*_by_key(these, those), *_by_name(these, those)):
        pair = frozenset((one.thing, other.thing))
        if one.record == other.record or pair in found or _told_apart(one, other):
            continue
        if decided.leaves_open(one.thing, other.thing):
            found[pair] = proposal
    return sorted(found.values(), key=lambda it: (not it.certain, -it.likeness, it.one, it.other))


Found = Iterator[tuple[Called, Called, Proposal]]


def _by_key(these: Iterable[Called], those: Iterable[Called]) -> Found:
    index: dict[tuple[str, str, str], list[Called]] = {}
    for other in those:
        for key, code in other.codes.items():
            index.setdefault((other.kind, key, code), []).append(other)
    for one in these:
        for key, code in one.codes.items():
            for other in index.get((one.kind, key, code), ()):
                if one.thing != other.thing:
                    names = one.names[0], other.names[0]
                    yield one, other, _proposal(one, other, names, 1, (key, code))


def _by_name(these: Iterable[Called], those: Iterable[Called]) -> Found:
    """Pairs of which some names are alike, the likest names of each pair first."""
    index: dict[tuple[str, str], list[tuple[Called, str]]] = {}
    for other in those:
        for name in other.names:
            for word in words_of(name):
                index.setdefault((other.kind, word), []).append((other, name))
    for one in these:
        alike = sorted(_alike(one, index), key=lambda it: -it[3])
        for name, other, its_name, likeness in alike:
            yield one, other, _proposal(one, other, (name, its_name), likeness)


def _alike(
    one: Called, index: Mapping[tuple[str, str], list[tuple[Called, str]]]
) -> Iterator[tuple[str, Called, str, float]]:
    rules = load_rules()
    for name in one.names:
        words = words_of(name)
        sharing = (index.get((one.kind, word), []) for word in words)
        near = {
            (it.thing, its): it for few in sharing if len(few) <= rules.common for it, its in few
        }
        for (thing, its_name), other in near.items():
            likeness = compare_names(name, its_name)
            if thing != one.thing and likeness >= rules.least:
                yield name, other, its_name, likeness


def _proposal(
    one: Called,
    other: Called,
    names: tuple[str, str],
    likeness: float,
    by: tuple[str | None, str | None] = (None, None),
) -> Proposal:
    return Proposal(one.thing, names[0], other.thing, names[1], one.kind, likeness, *by)


def _told_apart(one: Called, other: Called) -> bool:
    """Whether a register has both, under codes that differ."""
    both = one.codes.keys() & other.codes.keys()
    return any(one.codes[key] != other.codes[key] for key in both)


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of a name that tell what is meant; all of them where none does."""
    words = frozenset(re.findall(r"\w+", name.casefold()))
    return words - load_rules().small or words


def compare_names(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: the share of their words that both have (Jaccard)."""
    if one.casefold() == other.casefold():
        return 1.0
    some, others = words_of(one), words_of(other)
    return len(some & others) / len(some | others)
