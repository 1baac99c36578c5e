"""A case: an innovation in use somewhere, what is known of its result, and who says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from queries.catalogue import Cell

Axis = Literal["effect", "adoption"]
Result = Literal["succeeded", "failed", "unclear"]
UnitKind = Literal["programme", "source"]
Way = Literal["asWanted", "noChange", "otherWay"]


@dataclass(frozen=True, order=True)
class Named:
    """A thing by its IRI, and what it is called."""

    iri: str
    label: str | None = None

    @property
    def called(self) -> str:
        """Its label, or its IRI where it has none."""
        return self.label or self.iri


@dataclass(frozen=True)
class State:
    """The state of a condition as documents have it: the notation of its code, and their claims.

    Two documents that differ make it `conflicting`; a condition that none assesses has no state.
    """

    state: Literal["present", "partly", "absent", "conflicting"]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """What a finding rests on, in three parts that are never added up to a grade.

    None where no document says: what sort of evidence it is, how far who found it out stands apart
    from who did it (or else the part that the one who tells it played), and what it compares.
    """

    design: str | None
    independence: str | None
    asserter_roles: tuple[str, ...]
    comparator: str | None


@dataclass(frozen=True)
class Told:
    """What is said in words to have come of a use: shown beside results, and never counted."""

    node: Named
    level: str | None
    direction: str | None
    claims: tuple[str, ...]
    documents: tuple[Named, ...]


@dataclass(frozen=True)
class Finding:
    """One thing found of a case: an outcome, or how far the innovation was taken up.

    `facts` are its figures as they stand in the graph, None where the source does not say;
    `because` says in a sentence why the result is what it is, or why it is unclear. `way` is how an
    outcome moved, where that is clear; `same_as` are observations of the very same estimate.
    """

    node: Named
    measure: Named | None
    level: str | None
    result: Result
    because: str
    claims: tuple[str, ...]
    documents: tuple[Named, ...]
    facts: Mapping[str, Cell] = field(default_factory=dict)
    way: Way | None = None
    evidence: Evidence | None = None
    populations: tuple[Named, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """An innovation in use by some, somewhere; `unit` is what its result belongs to.

    The unit is the programme, or the source where no programme is known: the sites of one
    programme are not independent tries. `conditions` are the labels of those in `states`, `focus`
    the parts of Core20PLUS5 that it serves. What was `launched_only` is not yet a use.
    `stated` are the claims that say that it was used, or tried, at all.
    """

    use: Named
    innovation: Named
    unit: Named
    unit_kind: UnitKind
    result: Result
    because: str
    findings: tuple[Finding, ...]
    places: tuple[Named, ...] = ()
    organisations: tuple[Named, ...] = ()
    contexts: tuple[Named, ...] = ()
    documents: tuple[Named, ...] = ()
    states: Mapping[str, State] = field(default_factory=dict)
    conditions: Mapping[str, str | None] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    populations: tuple[Named, ...] = ()
    focus: tuple[str, ...] = ()
    aggregation: str | None = None
    launched_only: bool = False
    stated: tuple[str, ...] = ()

    @property
    def clear(self) -> frozenset[Result]:
        """The results of its findings, the unclear ones left out."""
        return frozenset(one.result for one in self.findings if one.result != "unclear")

    @property
    def mixed(self) -> bool:
        """Whether it is unclear because some of it succeeded and some failed."""
        return len(self.clear) > 1

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that its result rests on, in order."""
        return tuple(dict.fromkeys(one for found in self.findings for one in found.claims))
