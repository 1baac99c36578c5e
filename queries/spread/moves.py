"""The uses of an innovation and the attempts to take it elsewhere, read from what is said of them.

Spreading is not working: nothing here speaks of effects.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ontology.terms import WW
from queries.catalogue import Ask, Cell
from queries.outcomes.case import Named

Row = Mapping[str, Cell]
Became = Literal["arrived", "stopped", "notAdopted", "underway", "planned", "unknown"]
Basis = Literal["startedAt", "occurredDuring", "period", "asOf"]

BECAME: Mapping[str, Became] = {
    "adopted": "arrived",
    "adoptedWithAdaptation": "arrived",
    "sustained": "arrived",
    "abandoned": "stopped",
    "notAdopted": "notAdopted",
    "underway": "underway",
    "planned": "planned",
}
DONE = frozenset(
    {"asserted", "reported", "attributed"}
)  # modalities of what is told as having been
DATED: tuple[Basis, ...] = ("startedAt", "occurredDuring", "period")


@dataclass(frozen=True)
class When:
    """A time with the first and the last day that it can fall on; None where a bound is not known.

    `basis` is what the source dates. A status that holds as of a day came about on or before it, so
    that alone gives a last day and no first one.
    """

    earliest: str | None
    latest: str | None
    basis: Basis
    words: str | None = None


@dataclass(frozen=True)
class Move:
    """A use of an innovation, or an attempt to take it elsewhere, as documents tell it.

    `statuses` are the notations told of it as having come about, more than one where documents
    differ; `planned` says that nothing at all is told of it as having been. `issued` is the last
    date of a document that tells of it.
    """

    thing: Named
    planned: bool
    statuses: tuple[str, ...]
    whens: tuple[When, ...]
    as_of: When | None
    origins: tuple[str, ...]
    targets: tuple[str, ...]
    organisations: tuple[Named, ...]
    places: tuple[Named, ...]
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    issued: str | None

    @property
    def became(self) -> Became:
        """What became of an attempt; unknown where nobody says, or documents differ."""
        if self.planned:
            return "planned"
        told: set[Became] = {BECAME.get(status, "unknown") for status in self.statuses}
        return told.pop() if len(told) == 1 else "unknown"

    @property
    def when(self) -> When | None:
        """When it began or took place, else the last day by which its status had come about."""
        if self.whens:
            return self.whens[0]
        if self.as_of is None or self.as_of.latest is None:
            return None
        return When(None, self.as_of.latest, "asOf", self.as_of.words)


@dataclass(frozen=True)
class Moves:
    """All uses and attempts of one innovation, by IRI; `labels` of what they name besides."""

    innovation: Named
    uses: Mapping[str, Move]
    attempts: Mapping[str, Move]
    labels: Mapping[str, str | None]


def read_moves(ask: Ask, innovation: str) -> Moves:
    """The uses and attempts of an innovation, each with the claims that it stands on."""
    cells = ask("movements", innovation=innovation).by_column()
    labels = {str(row["object"]): _text(row["objectLabel"]) for row in cells}
    return Moves(
        Named(innovation, labels.get(innovation)),
        _moves(row for row in cells if row["class"] == f"{WW}Implementation"),
        _moves(row for row in cells if row["class"] == f"{WW}TransferAttempt"),
        labels,
    )


def _moves(rows: Iterable[Row]) -> dict[str, Move]:
    together: dict[str, list[Row]] = {}
    for row in rows:
        together.setdefault(str(row["thing"]), []).append(row)
    return {thing: _move(thing, told) for thing, told in sorted(together.items())}


def _move(thing: str, rows: list[Row]) -> Move:
    done = [row for row in rows if row["modality"] in DONE]
    told = done or rows
    said: dict[str, list[Row]] = {}
    for row in told:
        said.setdefault(str(row["predicate"]).removeprefix(WW), []).append(row)
    return Move(
        thing=Named(thing, _text(rows[0]["thingLabel"])),
        planned=not done,
        statuses=_objects(said, "transferStatus", "implementationStatus"),
        whens=tuple(_when(row, basis) for basis in DATED for row in said.get(basis, ())),
        as_of=_as_of(said),
        origins=_objects(said, "fromImplementation"),
        targets=_objects(said, "toImplementation"),
        organisations=_named(said, "byOrganisation"),
        places=_named(said, "inArea"),
        claims=_column(told, "claim"),
        documents=_column(told, "document"),
        issued=max(_column(told, "issued"), default=None),
    )


def _when(row: Row, basis: Basis) -> When:
    return When(_text(row["earliest"]), _text(row["latest"]), basis, _text(row["objectLabel"]))


def _as_of(said: Mapping[str, list[Row]]) -> When | None:
    """The last time as of which anything is told: to the day, else within bounds."""
    days = [When(day, day, "asOf", day) for day in _objects(said, "asOfDate")]
    times = days + [_when(row, "asOf") for row in said.get("asOf", ())]
    return max(times, key=lambda one: one.latest or "", default=None)


def _objects(said: Mapping[str, list[Row]], *predicates: str) -> tuple[str, ...]:
    found = (str(row["object"]) for name in predicates for row in said.get(name, ()))
    return tuple(sorted(set(found)))


def _named(said: Mapping[str, list[Row]], predicate: str) -> tuple[Named, ...]:
    found = {str(row["object"]): _text(row["objectLabel"]) for row in said.get(predicate, ())}
    return tuple(Named(iri, label) for iri, label in sorted(found.items()))


def _column(rows: Iterable[Row], name: str) -> tuple[str, ...]:
    return tuple(sorted({str(row[name]) for row in rows if row[name] is not None}))


def _text(cell: Cell) -> str | None:
    return cell if isinstance(cell, str) else None
