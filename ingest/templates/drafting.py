"""Drafting: the statements of a record, row by row, each on the words that it stands on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ingest.templates.description import Column, SheetForm
from ingest.templates.form import Form, Row, mistake, written
from ingest.templates.keys import free_key, slug
from ingest.templates.quotes import find_quote
from ingest.templates.things import Known, Named, called, name_things
from ontology.fields import Given
from ontology.report import Finding, Severity, violations

STATED = "stated"  # the key of what a row says of its node
NOT_HELD = (
    "the document's text is not held, so these words were not looked up, and are not kept: add the "
    "document (whatworked document add FILE), name it in the sheet study, and add the form again"
)
CHOSEN = "it was chosen in the form, by whoever filled it in"


@dataclass
class Draft:
    """A record that is being written: its nodes, what is said of the document, and mistakes.

    `text` is that of the document, or None where it is not held; `cells` has the cell behind each
    node and property.
    """

    form: Form
    known: Known
    text: str | None
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    says: list[dict[str, Any]] = field(default_factory=list)
    mistakes: list[Finding] = field(default_factory=list)
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    told: set[tuple[str, str]] = field(default_factory=set)  # types and names that are new

    def record(self, about: Mapping[str, object]) -> dict[str, Any]:
        """The record, with what is known of its document."""
        return {**about, "says": tuple(self.says), "nodes": self.nodes}

    def add_row(self, sheet: SheetForm, row: Row, gone: Collection[str], *, sound: bool) -> bool:
        """Write a row as its node; False, and nothing written, where it cannot be.

        A row that is not `sound` is looked through for its mistakes alone. `gone` are the keys of
        rows that were refused: what is said of these cannot stand either.
        """
        before = len(violations(self.mistakes))
        ground = self._ground(row)
        things = self._things(sheet, row)
        if len(violations(self.mistakes)) > before or not sound:
            return False
        if any(named.reference in gone for named in things.values()):
            msg = "the row that it names is refused, so this one waits for it"
            waits = mistake(self.form.name, row.at, "waits", msg)
            self.mistakes.append(replace(waits, severity="Warning"))
            return False
        self._write(sheet, row, ground, things)
        return True

    def _ground(self, row: Row) -> dict[str, Given]:
        """What a row's statements stand on: words, the page at the address, or a reason."""
        quote, reason = row.text("quote"), row.text("reason")
        if quote and self.text is not None:
            try:
                return {"at": find_quote(self.text, quote)}
            except ValueError as error:
                self._tell(row, "quote", "quote", str(error))
                return {}
        if quote:
            self._tell(row, "quote", "quote", NOT_HELD, "Warning")
        if reason:
            return {"basis": "curatorReading", "because": reason}
        if self.text is not None and not self.form.shows_mistake(row.place("quote")):
            msg = "the text is held: copy the words that say so, or give your reason"
            self._tell(row, "quote", "quote", msg)
        return {}

    def _tell(
        self, row: Row, column: str, rule: str, message: str, severity: Severity = "Violation"
    ) -> None:
        told = mistake(self.form.name, row.place(column), rule, message, row.text(column))
        self.mistakes.append(replace(told, severity=severity))

    def _things(self, sheet: SheetForm, row: Row) -> dict[str, Named]:
        found, wrong = name_things(self.form, row, sheet.columns, self.known)
        self.mistakes += wrong
        for column in sheet.columns:
            if named := found.get(column.name):
                self._tell_new(row, column, named)
        return found

    def _tell_new(self, row: Row, column: Column, named: Named) -> None:
        """Say once that nothing is known by a name, for it may be a slip of the pen."""
        new = column.home, named.label
        if column.home and named.label and new not in self.told:
            self.told.add(new)
            msg = (
                f"no {column.home} is known as {named.label!r}, so this record makes one: write "
                "the code instead where it is known by another name"
            )
            self._tell(row, column.name, "new", msg, "Warning")

    def _write(
        self, sheet: SheetForm, row: Row, ground: Mapping[str, Given], things: Mapping[str, Named]
    ) -> None:
        key = row.text("key")
        node: dict[str, Any] = {"is": sheet.class_, "label": _label(sheet, row)}
        self.nodes[key] = node
        head = {**ground, "modality": row.text("modality")}
        stated: dict[str, Given] = {}
        for column in sheet.columns:
            if column.of and column.name in row.cells:
                self._say_of(self._key_of(sheet, column, things), column, row)
            elif (value := self._value(column, row, things)) is not None:
                stated[column.states] = value
                self.cells[key, column.states] = row.place(column.name)
        if stated:
            node["says"] = [{"key": STATED, **head, **stated}]
        if sheet.stated:
            self.says.append({"key": key, **head, sheet.stated: key})

    def _value(self, column: Column, row: Row, things: Mapping[str, Named]) -> Given | None:
        if not column.states or column.of:
            return None
        if column.kind == "thing":
            named = things.get(column.name)
            return self._refer(column, named) if named else None
        cell = row.cells.get(column.name)
        if isinstance(cell, Decimal):
            return int(cell) if column.kind == "whole" else cell
        return written(cell).strip() or None

    def _refer(self, column: Column, named: Named) -> str:
        """The reference to a thing; one that is new is declared under a key of its own."""
        if named.reference:
            return named.reference
        node = {"is": column.class_, "label": named.label}
        for key, known in self.nodes.items():
            if {name: known.get(name) for name in node} == node:
                return key
        rows = {row.text("key") for rows in self.form.rows.values() for row in rows}
        key = free_key(slug(named.label, column.class_.lower()), rows | self.nodes.keys())
        self.nodes[key] = dict(node)
        return key

    def _key_of(self, sheet: SheetForm, column: Column, things: Mapping[str, Named]) -> str:
        """The node of what another cell of the row names."""
        of = next(one for one in sheet.columns if one.name == column.of)
        reference = self._refer(of, things[of.name])
        if reference in self.nodes:
            return reference
        key = slug(reference.rpartition("/")[2], of.name)
        self.nodes.setdefault(key, {"of": reference})
        return key

    def _say_of(self, key: str, column: Column, row: Row) -> None:
        """State a property of what a cell names, as chosen by the curator; once for all rows."""
        value, place = row.text(column.name), row.place(column.name)
        says = self.nodes[key].setdefault("says", [])
        for item in says:
            if (known := item.get(column.states)) not in (None, value):
                where = self.cells[key, column.states]
                self._tell(row, column.name, "differs", f"{where} says {known}: make them agree")
                return
        if all(column.states not in item for item in says):
            self.cells[key, column.states] = place
            reading = {"basis": "curatorReading", "because": CHOSEN}
            says.append({"key": slug(column.name), **reading, column.states: value})


def _label(sheet: SheetForm, row: Row) -> str:
    named = (called(row.text(name)) for name in sheet.named)
    return ", ".join(text for text in named if text)
