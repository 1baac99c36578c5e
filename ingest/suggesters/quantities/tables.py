"""Rows of a table with a column for before and one for after."""

import re
from dataclasses import replace

from ingest.suggesters.quantities.amounts import Amount, read_cell
from ingest.suggesters.quantities.kinds import kind_of_change
from ingest.suggesters.quantities.lexicon import listed
from ingest.suggesters.quantities.pairs import Result, told_from_to
from ingest.suggesters.quantities.phrases import Span, trim
from ingest.suggesters.quantities.reading import Reading

_CELL = re.compile(r"[^|\t\n]+")


def find_row(reading: Reading) -> Result | None:
    """What a row says of its first cell, where the first row of the table names both columns."""
    heads, cells = _cells(reading.header), _cells(reading.words)
    before = _column(reading.header, heads, "before_columns")
    after = _column(reading.header, heads, "after_columns")
    if before is None or after is None or len(cells) <= max(before, after):
        return None
    first, second = (_amount(reading.words, cells[at]) for at in (before, after))
    measure = trim(reading.words, cells[0])
    if first is None or second is None or measure is None or 0 in (before, after):
        return None
    place = measure.start, measure.end, measure
    told = told_from_to(place, None, (first, second), first.start)
    if told is None:
        return None
    told = replace(told, rule="row", end=max(first.end, second.end))
    change = _column(reading.header, heads, "change_columns")
    third = _amount(reading.words, cells[change]) if change and change < len(cells) else None
    return _with_change(told, third) if third and third.start > told.end else told


def _with_change(told: Result, change: Amount) -> Result:
    """With the size of the change that a column of its own tells."""
    if change.value is None:
        return told
    said = {**told.attributes, **change.attributes()}
    said["changeKind"] = kind_of_change("", change, said, told.used[0].form)
    return replace(told, end=change.end, attributes=said, used=(*told.used, change))


def _cells(words: str) -> list[Span]:
    return [Span(*cell.span()) for cell in _CELL.finditer(words) if cell.group().strip()]


def _column(header: str, heads: list[Span], name: str) -> int | None:
    found = [at for at, cell in enumerate(heads) if listed(name).search(cell.of(header))]
    return found[0] if len(found) == 1 else None


def _amount(words: str, cell: Span) -> Amount | None:
    return read_cell(words, cell.start, cell.end)
