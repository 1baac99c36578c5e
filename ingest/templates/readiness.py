"""Readiness: what a place says of itself, kept as a text whose words the record stands on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.documents import Document, digest
from ingest.templates.description import sheets
from ingest.templates.drafting import STATED
from ingest.templates.form import Form, Row
from ingest.templates.keys import free_key, slug
from ingest.templates.things import Known, called, name_things
from ontology.report import Finding

EXTRACTOR = "readiness/1"


@dataclass
class Statements:
    """What was stated, by the reference of the place, the day and the assessor.

    So a later form adds to what an earlier one stated, and the same one anew takes its place.
    """

    form: Form
    known: Known
    made: dict[tuple[str, str, str], list[tuple[Row, str]]] = field(default_factory=dict)
    mistakes: list[Finding] = field(default_factory=list)

    def add_row(self, row: Row, *, sound: bool) -> bool:
        """Take a statement under its place; False where a name in it is not known.

        A row that is not `sound` is looked through for its mistakes alone.
        """
        things, wrong = name_things(self.form, row, sheets()["readiness"].columns, self.known)
        self.mistakes += wrong
        named = {name: thing.reference for name, thing in things.items()}
        if not sound or not named.get("place") or not named.get("condition"):
            return False
        statement = named["place"], row.text("date"), row.text("assessor")
        self.made.setdefault(statement, []).append((row, named["condition"]))
        return True


def write_statement(place: str, rows: Sequence[tuple[Row, str]]) -> tuple[Document, dict[str, Any]]:
    """The text of what one assessor stated of a place on one day, and the record that stands on it.

    One line of the text is one statement: so each is shown with its words, assessor and day.
    """
    first = rows[0][0]
    day, assessor = first.text("date"), first.text("assessor")
    title = f"Readiness of {called(first.text('place'))} on {day}, assessed by {assessor}"
    text = f"{title}\n"
    nodes: dict[str, dict[str, Any]] = {}
    who = free_key(slug(assessor, "assessor"), {row.text("key") for row, _ in rows})
    for row, condition in rows:
        line = _line(row)
        at = len(text), len(text) + len(line)
        nodes[row.text("key")] = _node(
            row, {"assessedFor": place, "assessedBy": who}, condition, at
        )
        text += f"{line}\n"
    nodes[who] = {"is": "Agent", "label": assessor}
    name = (
        f"readiness-{slug(place.rpartition('/id/')[2] or place)[:30]}-{day}-{slug(assessor)[:40]}"
    )
    sha256 = digest(text)
    held = {"bytesSha256": sha256, "textSha256": sha256, "extractor": EXTRACTOR}
    document = Document(f"{name.strip('-')}.txt", "text/plain", sha256, text, EXTRACTOR)
    about = {"title": title, "coverage": "whole", "issued": day, **held}
    return document, {
        "kind": "source",
        "record": name.strip("-"),
        "document": about,
        "nodes": nodes,
    }


def _line(row: Row) -> str:
    said = f"{called(row.text('condition'))}: {row.text('state')}, on {row.text('date')}"
    words = f" {' '.join(row.text('words').split())}" if row.text("words") else ""
    return f"{said}, assessed by {row.text('assessor')}.{words}"


def _node(row: Row, of: dict[str, str], condition: str, at: tuple[int, int]) -> dict[str, Any]:
    stated = {"condition": condition, "state": row.text("state"), "assessedOn": row.text("date")}
    label = f"{called(row.text('condition'))}, {row.text('state')}"
    return {
        "is": "ConditionAssessment",
        "label": label,
        "says": [{"key": STATED, "at": at, **stated, **of}],
    }
