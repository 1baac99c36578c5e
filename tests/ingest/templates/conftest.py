"""A document of our own, a repository that holds it, and a form that is filled in with it."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from ingest.documents import Document, digest
from ingest.templates.form import Cell, Form, Row, blank
from ingest.templates.things import Known
from ontology.errors import InvalidInput

TEXT = """Night letters in Redmoor

In 2023 the Redmoor trust posted a reminder letter the evening before each visit.
A senior nurse led the work and had two paid days a week for it.
Missed visits fell from 12 to 9 in every hundred by the end of the year.
The letters were printed in large type for older patients.
Others should agree the wording with patients first.
The Ashby clinic across the county took the letters up in 2024.
There was no money of its own for the work.
"""
AREA = "https://w3id.org/whatworked/id/area/E54000037"
ROWS: Mapping[str, Mapping[str, Cell]] = {
    "study": {"title": "Night letters in Redmoor", "document": "letters.txt", "coverage": "whole"},
    "implementations": {
        "innovation": "Reminder letters",
        "place": "Redmoor",
        "organisation": "Redmoor trust",
        "status": "completed",
        "started": "2023",
        "modality": "asserted",
        "quote": "the Redmoor trust posted a reminder letter\nthe evening before",
    },
    "conditions": {
        "condition": "condition/dedicated-time",
        "state": "present",
        "valence": "enabler",
        "modality": "asserted",
        "quote": "had two paid days a week for it",
    },
    "outcomes": {
        "measure": "missed visits",
        "level": "service",
        "desired": "decrease",
        "direction": "decrease",
        "change": Decimal(3),
        "unit": "in every hundred",
        "changeKind": "absolutePercentagePoints",
        "baseline": Decimal(12),
        "followUp": Decimal(9),
        "compares": "beforeAfter",
        "period": "2023",
        "modality": "asserted",
        "quote": "Missed visits fell from 12 to 9 in every hundred",
    },
    "adaptations": {
        "change": "larger type",
        "modality": "asserted",
        "quote": "printed in large type",
    },
    "lessons": {
        "lesson": "Agree the wording with patients first.",
        "concerns": "patient involvement",
        "modality": "recommended",
        "quote": "Others should agree the wording with patients first.",
    },
    "transfers": {
        "innovation": "Reminder letters",
        "from": "Redmoor",
        "status": "adopted",
        "modality": "asserted",
        "quote": "The Ashby clinic across the county took the letters up in 2024.",
    },
    "readiness": {
        "place": "Devon",
        "condition": "condition/dedicated-time",
        "state": "absent",
        "date": "2026-02-01",
        "assessor": "Chief nurse of the board",
        "words": "No hours are set aside.",
    },
}


@pytest.fixture
def rows() -> dict[str, dict[str, Cell]]:
    """What stands in the one row of each sheet."""
    return {name: dict(cells) for name, cells in ROWS.items()}


@pytest.fixture
def filled() -> Form:
    """A full form with a row in each sheet."""
    rows = {
        name: (Row(cells, f"{name}!3", {one: f"{name}!{one}" for one in cells}),)
        for name, cells in ROWS.items()
    }
    return Form("full", {**blank("full").rows, **rows}, "form.xlsx")


@pytest.fixture
def known() -> Known:
    """What a repository knows that holds the document, and one area."""
    held = Document("letters.txt", "text/plain", digest(TEXT), TEXT, "text/1")

    def find(kind: str, name: str) -> str | None:
        if name == "Newtown":
            msg = "'Newtown' means several things"
            raise InvalidInput(msg)
        return AREA if (kind, name) == ("area", "Devon") else None

    return Known(find, {"letters.txt": held, held.text_sha256: held}.get)
