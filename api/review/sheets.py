"""The queue by workbook: exported for one reader, and applied row by row."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from api.home import Home
from api.review.deciding import Ruling, ruled, stands_already
from api.review.desk import Desk, Doing, act
from api.review.view import Wanted, chosen, views
from ingest.review.item import VERDICTS, Item, Verdict, verdict_of
from ingest.review.sheet import SheetRow, Sheets
from ingest.review.value import goes_in_bulk, group_of
from ontology.errors import Conflict, InvalidInput
from ontology.terms import load_ontology


@dataclass(frozen=True)
class Misfit:
    """A row that was not applied: the cell, what is wrong with it, and the item it is of."""

    cell: str
    rule: str
    message: str
    key: str


@dataclass
class Applied:
    """What became of the rows of a workbook: each filled one is in exactly one of the counts."""

    applied: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    errors: list[Misfit] = field(default_factory=list)
    notes: list[Misfit] = field(default_factory=list)
    empty: int = 0

    def as_json(self) -> dict[str, Any]:
        """The answer as programs get it."""
        return {
            "applied": len(self.applied),
            "unchanged": len(self.unchanged),
            "empty": self.empty,
            "refused": len(self.errors),
            "keys": self.applied,
            "errors": [asdict(one) for one in self.errors],
            "notes": [asdict(one) for one in self.notes],
        }


def export_sheets(desk: Desk, wanted: Wanted) -> Sheets:
    """The items asked for as rows, with the classes that may be accepted as a whole."""
    found = chosen(desk, wanted)
    rows = tuple(SheetRow(_cells(one)) for one in views(desk, found))
    bulk = Counter((item.document, item.content.kind) for item in found if goes_in_bulk(item))
    ontology = load_ontology()
    choices = {
        "decision": VERDICTS,
        "class": tuple(sorted({item.content.kind for item in found} | set(ontology.kinds))),
        "modality": tuple(sorted(ontology.code_lists["modality"])),
    }
    many = (
        {"class": kind, "items": str(times), "document": document}
        for (document, kind), times in sorted(bulk.items())
    )
    return Sheets(desk.home.settings.actor, rows, tuple(SheetRow(cells) for cells in many), choices)


def _cells(one: Mapping[str, Any]) -> dict[str, str]:
    mine = one["mine"] or {"verdict": "", "reason": ""}
    return {
        "decision": mine["verdict"] if mine["verdict"] != "edit" else "accept",
        "reason": mine["reason"],
        "label": one["label"] if one["form"] == "thing" else "",
        "class": one["class"],
        "modality": one["modality"],
        "sentence": one["sentence"] or "",
        "statement": one["label"],
        "words": one["exact"] or "",
        "group": one["group"],
        "document": one["document"],
        "key": one["key"],
        "version": one["version"],
    }


def apply_sheets(home: Home, sheets: Sheets) -> Applied:
    """Log the decisions of a workbook; a row that is wrong or stale is told and left out.

    Applied twice, the second time changes nothing. Rows without a decision wait on, unless their
    class is decided in bulk.
    """
    answer = Applied()

    def plan(desk: Desk) -> Iterator[Doing]:
        nonlocal answer
        answer = Applied()
        bulk = _bulk(sheets, answer)
        seen: set[str] = set()
        for row in sheets.items:
            doing = _plan_row(desk, row, bulk, answer, seen)
            if doing:
                yield doing

    act(home, plan)
    return answer


def _bulk(sheets: Sheets, answer: Applied) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for row in sheets.bulk:
        verdict, kind = row.cell("decision"), row.cell("class")
        if verdict and (verdict != "accept" or not group_of(kind).bulk):
            place = row.place("decision")
            message = f"{kind} cannot be decided so in bulk: write accept, for places and the like"
            answer.errors.append(Misfit(place, "bulk", message, ""))
        elif verdict:
            found[row.cell("document"), kind] = verdict
    return found


def _plan_row(
    desk: Desk,
    row: SheetRow,
    bulk: Mapping[tuple[str, str], str],
    answer: Applied,
    seen: set[str],
) -> Doing | None:
    key = row.cell("key")
    verdict = row.cell("decision") or bulk.get((row.cell("document"), row.cell("class")), "")
    if not verdict:
        answer.empty += 1
        return None
    try:
        item, given = _rule_row(desk, row, verdict, seen)
    except _Wrong as wrong:
        answer.errors.append(Misfit(row.place(wrong.column), wrong.rule, str(wrong), key))
        return None
    seen.add(item.key)
    if given is None or stands_already(desk, item, given):
        answer.unchanged.append(item.key)
        return None
    if any(who != desk.reader for who in item.decisions):
        message = "another reader has decided on it meanwhile: yours stands beside that decision"
        answer.notes.append(Misfit(row.place("decision"), "second", message, item.key))
    answer.applied.append(item.key)
    return "decide", item.document, given


class _Wrong(Exception):
    """A row that cannot be applied: the column that is to be mended, and the rule it breaks."""

    def __init__(self, column: str, rule: str, message: str) -> None:
        super().__init__(message)
        self.column, self.rule = column, rule


def _rule_row(
    desk: Desk, row: SheetRow, written: str, seen: set[str]
) -> tuple[Item, dict[str, Any] | None]:
    """The item of a row and what is to be logged; nothing where the reader's edit stands there."""
    key = row.cell("key")
    item = desk.queue.items.get(key)
    if item is None:
        raise _Wrong("key", "key", f"no item has the key {key!r:.40}: put back what stood there")
    if key in seen:
        raise _Wrong("key", "twice", "the item stands in two rows: take one out")
    verdict = _verdict(row, written)
    changes = _changes(item, row)
    if row.cell("version") != item.content.digest:
        last = item.decision_of(desk.reader)
        if last and verdict == last.verdict == "edit" and not changes:
            return item, None  # applied before
        msg = "it was changed since this was exported: export again, and read what it is now"
        raise _Wrong("version", "stale", msg)
    _check_changes(verdict, changes)
    try:
        return item, ruled(desk, item, Ruling(key, verdict, row.cell("reason"), changes))
    except (InvalidInput, Conflict) as error:
        raise _Wrong(_column(changes), "content", str(error)) from None


def _verdict(row: SheetRow, written: str) -> Verdict:
    try:
        found = verdict_of(written.casefold())
    except InvalidInput as error:
        raise _Wrong("decision", "decision", str(error)) from None
    if found == "reject" and not row.cell("reason"):
        raise _Wrong("reason", "reason", "a rejection needs its reason: write why it is not so")
    return found


def _changes(item: Item, row: SheetRow) -> dict[str, str]:
    """What a reader wrote in place of what stood in a row, by the field of the content."""
    content = item.content
    label = content.label if item.form == "thing" else ""
    now = {"label": label, "kind": content.kind, "modality": content.modality}
    columns = {"label": "label", "kind": "class", "modality": "modality"}
    written = {name: row.cell(column) for name, column in columns.items()}
    return {name: text for name, text in written.items() if text and text != now[name].strip()}


def _column(changes: Mapping[str, str]) -> str:
    """The column of the first change; that of the decision where there is none."""
    first = next(iter(changes), "decision")
    return "class" if first == "kind" else first


def _check_changes(verdict: Verdict, changes: Mapping[str, str]) -> None:
    if verdict in ("accept", "unsure") and changes:
        msg = "this was changed, but not decided as edit: write edit, or put back what stood there"
        raise _Wrong(_column(changes), "changed", msg)
    if verdict == "edit" and not changes:
        msg = "nothing is changed: change the label, the class or the modality, or accept it"
        raise _Wrong("decision", "edit", msg)
