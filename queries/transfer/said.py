"""What sources say brought something about: claims, each with who makes it; none is a finding."""

from collections.abc import Iterator
from dataclasses import dataclass

from ontology.terms import WW
from queries.catalogue import Ask, Cell
from queries.outcomes.case import Named

READ = frozenset({"singleReader", "secondRead"})


@dataclass(frozen=True)
class Saying:
    """A claim that explains something, or puts it down to something, in the words of our labels."""

    claim: str
    subject: Named
    predicate: str
    object: Named
    modality: str
    polarity: str
    asserter: Named | None
    role: str


@dataclass(frozen=True)
class Adapting:
    """An adaptation that was made, or only thought of: from which context to which."""

    adaptation: Named
    source: Named | None
    target: Named
    modality: str
    claim: str


def read_sayings(ask: Ask, innovation: str) -> tuple[Saying, ...]:
    """The claims of reviewed records that say why, in order."""
    return tuple(
        Saying(
            claim=str(cells["claim"]),
            subject=_named(cells, "subject"),
            predicate=str(cells["predicate"]).removeprefix(WW),
            object=_named(cells, "object"),
            modality=str(cells["modality"]),
            polarity=str(cells["polarity"]),
            asserter=_named(cells, "asserter") if cells["asserter"] else None,
            role=str(cells["asserterRole"]),
        )
        for cells in _ask(ask, "reasons", innovation)
        if cells["reviewState"] in READ
    )


def read_adaptations(ask: Ask, innovation: str) -> tuple[Adapting, ...]:
    """How the innovation was or might be adapted, in order of the claims."""
    found = [
        Adapting(
            adaptation=_named(cells, "adaptation"),
            source=_named(cells, "fromContext") if cells["fromContext"] else None,
            target=_named(cells, "toContext"),
            modality=str(cells["modality"]),
            claim=str(cells["claim"]),
        )
        for cells in _ask(ask, "adaptations", innovation)
    ]
    return tuple(sorted(found, key=lambda one: one.claim))


def _ask(ask: Ask, question: str, innovation: str) -> Iterator[dict[str, Cell]]:
    return iter(ask(question, innovation=innovation).by_column())


def _named(cells: dict[str, Cell], name: str) -> Named:
    label = cells[f"{name}Label"]
    return Named(str(cells[name]), label if isinstance(label, str) else None)
