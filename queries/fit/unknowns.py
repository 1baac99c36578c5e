"""What nobody knows of an innovation in a place; it stands first in every answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from queries.catalogue import Ask
from queries.fit.place import Here
from queries.fit.precedents import Precedent
from queries.fit.readiness import Gap
from queries.outcomes.case import Named

Basis = Literal["documents", "counted", "figures"]


@dataclass(frozen=True)
class Unknown:
    """What is not known, in a sentence, and what says so: documents, or a count over all held."""

    what: str
    basis: Basis
    claims: tuple[str, ...] = ()
    documents: tuple[Named, ...] = ()


def list_unknowns(
    ask: Ask, innovation: str, here: Here, precedents: Sequence[Precedent], gaps: Sequence[Gap]
) -> list[Unknown]:
    """What nobody knows.

    Results that cannot be told, failures and likenesses that are not on record, conditions that
    are open, intentions that nobody measured, and documents of which a part was seen.
    """
    return [
        *_no_results(precedents),
        *_no_likeness(here, precedents),
        *_open_conditions(here, gaps),
        *_unmeasured(ask, innovation),
        *_part_read(ask, precedents),
    ]


def _no_results(precedents: Sequence[Precedent]) -> Iterable[Unknown]:
    results = {one.case.result for one in precedents}
    if "failed" not in results:
        yield Unknown(
            "No failure elsewhere is on record; collections of case studies seldom print failures.",
            "counted",
        )
    for one in precedents:
        if one.case.result == "unclear":
            what = f"Whether it worked is not clear: {one.case.use.called}."
            yield Unknown(what, "documents", one.case.claims, one.case.documents)


def _no_likeness(here: Here, precedents: Sequence[Precedent]) -> Iterable[Unknown]:
    apart = [one.case.use.called for one in precedents if one.near is None]
    if apart:
        what = f"How like {here.place.called} their places are is not known: {'; '.join(apart)}."
        yield Unknown(what, "figures")


def _open_conditions(here: Here, gaps: Sequence[Gap]) -> Iterable[Unknown]:
    place = here.place.called
    if not gaps:
        yield Unknown("No document names a condition that it needs.", "counted")
    elif open_ones := [gap.need.condition.called for gap in gaps if gap.state == "unknown"]:
        what = (
            f"Of {len(open_ones)} of {len(gaps)} conditions it is not known whether {place} has "
            f"them: {', '.join(open_ones)}."
        )
        yield Unknown(what, "counted")


def _unmeasured(ask: Ask, innovation: str) -> Iterable[Unknown]:
    for cells in ask("unmeasured", innovation=innovation).by_column():
        measure = cells["measureLabel"] or cells["measure"]
        what = f"It was {cells['modality']} to change {measure}; nobody measured that."
        yield Unknown(what, "documents", (str(cells["claim"]),))


def _part_read(ask: Ask, precedents: Sequence[Precedent]) -> Iterable[Unknown]:
    documents = {document.iri for one in precedents for document in one.case.documents}
    rows = [cells for cells in ask("documents").by_column() if cells["document"] in documents]
    part = sum(cells["coverage"] != "whole" for cells in rows)
    if part:
        what = (
            f"{part} of the {len(rows)} documents were not read as a whole: what they say beyond "
            "what was read is not seen."
        )
        yield Unknown(what, "counted")
