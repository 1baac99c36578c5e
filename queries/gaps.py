"""What is not known: where there is evidence and where there is none, put together of questions."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import product

from ontology.terms import load_ontology
from queries.catalogue import Ask, Cell

Row = Mapping[str, Cell]
PLACES = Decimal("0.001")


@dataclass(frozen=True)
class Known:
    """One cell of the map: in how many uses, told of by documents issued from when until when.

    `context`, `level` or `condition` is None where the documents name none for these uses; `first`
    and `last` are None where no document is dated. A use that documents of two dates tell of counts
    once for each.
    """

    context: str | None
    level: str | None
    condition: str | None
    uses: int
    first: str | None
    last: str | None


@dataclass(frozen=True)
class EvidenceMap:
    """What is known over contexts, levels and conditions, and which pairs nothing is known of.

    `known` holds the cells with a use in them, `missing` the pairs of a level and a condition that
    no use has in any context.
    """

    contexts: tuple[str, ...]
    levels: tuple[str, ...]
    conditions: Mapping[str, str]
    known: tuple[Known, ...]
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Share:
    """So many of so many; `share` is None where there are none at all."""

    count: int
    of: int
    share: Decimal | None


@dataclass(frozen=True)
class Gaps:
    """The map of what is known, what is missing from it, and how lopsided the record is.

    `known` holds the cells with a use in them, over the three axes; a combination of the axes that
    is not there is a gap. `missing` names the pairs of a level and a condition that no use has in
    any context. `unassessed` are conditions that nobody assessed anywhere, `unreported` what was
    launched, is under way or was planned without a report of what came of it.
    """

    contexts: tuple[str, ...]
    levels: tuple[str, ...]
    conditions: Mapping[str, str]
    known: tuple[Known, ...]
    missing: tuple[tuple[str, str], ...]
    unassessed: Mapping[str, str]
    unreported: tuple[Row, ...]
    shares: Mapping[str, Share]

    def as_json(self) -> dict[str, object]:
        """The answer as programs get it."""
        return asdict(self)


def find_gaps(ask: Ask) -> Gaps:
    """The gaps of all that an engine holds."""
    found = map_evidence(ask)
    unassessed = _named(ask("unassessed").by_column())
    return Gaps(
        contexts=found.contexts,
        levels=found.levels,
        conditions=found.conditions,
        known=found.known,
        missing=found.missing,
        unassessed=unassessed,
        unreported=tuple(ask("unreported").by_column()),
        shares=_shares(ask),
    )


def map_evidence(ask: Ask, innovation: str | None = None) -> EvidenceMap:
    """The map of what is known of one innovation, or of all, over the levels of outcomes."""
    cells = ask("evidenceMap", innovation=innovation).by_column()
    known = _map(cells)
    levels = tuple(sorted(load_ontology().code_lists["outcome-level"]))
    conditions = _named(cell for cell in cells if cell["condition"])
    seen = {(cell.level, cell.condition) for cell in known}
    return EvidenceMap(
        contexts=tuple(sorted({cell.context for cell in known if cell.context})),
        levels=levels,
        conditions=conditions,
        known=known,
        missing=tuple(pair for pair in product(levels, sorted(conditions)) if pair not in seen),
    )


def _map(rows: Iterable[Row]) -> tuple[Known, ...]:
    """The cells, each with the uses of all dates and the first and last of these."""
    together: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        key = (_text(row["context"]), _text(row["level"]), _text(row["condition"]))
        together.setdefault(key, []).append(row)
    return tuple(_cell(key, together[key]) for key in sorted(together))


def _cell(key: tuple[str, str, str], rows: Iterable[Row]) -> Known:
    context, level, condition = (part or None for part in key)
    found = list(rows)
    dates = sorted(str(row["issued"]) for row in found if row["issued"])
    uses = sum(_count(row["uses"]) for row in found)
    first, last = (dates[0], dates[-1]) if dates else (None, None)
    return Known(context, level, condition, uses, first, last)


def _named(rows: Iterable[Row]) -> dict[str, str]:
    """Conditions by IRI with their labels."""
    found = {str(row["condition"]): _text(row["conditionLabel"]) for row in rows}
    return dict(sorted(found.items()))


def _shares(ask: Ask) -> dict[str, Share]:
    (outcomes,) = ask("negativeShare").by_column()
    documents = {str(row["coverage"]): row["documents"] for row in ask("coverageShare").by_column()}
    claims = {str(row["reviewState"]): row["claims"] for row in ask("reviewShare").by_column()}
    of = _count(outcomes["outcomes"])
    return {
        "negative": share(outcomes["negatives"], of),
        "null": share(outcomes["nulls"], of),
        "unclear": share(outcomes["unclears"], of),
        "partRead": share(documents.get("part"), _sum(documents)),
        "secondHand": share(documents.get("secondHand"), _sum(documents)),
        "singleReader": share(claims.get("singleReader"), _sum(claims)),
    }


def share(part: Cell, of: int) -> Share:
    """So many of so many, to three places."""
    count = _count(part)
    return Share(count, of, (Decimal(count) / of).quantize(PLACES) if of else None)


def _sum(counts: Mapping[str, Cell]) -> int:
    return sum(map(_count, counts.values()))


def _count(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""
