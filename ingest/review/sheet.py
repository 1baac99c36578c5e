"""The rows of a review workbook: one item each, and what a reader wrote beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

VERSION = "1"
HELP = {  # of each column of the items, in their order
    "decision": "accept, edit, reject or unsure; leave it empty for later.",
    "reason": "Why; needed where you reject.",
    "label": "To edit: put the thing in your own words; what is between two has none.",
    "class": "To edit: another class.",
    "modality": "To edit: how it is said.",
    "sentence": "What the document says.",
    "statement": "What it is, or what is between two things.",
    "words": "The words that were found in it.",
    "group": "The most valuable come first.",
    "document": "Which document it is in.",
    "key": "For the program: leave it.",
    "version": "For the program: leave it.",
}
COLUMNS = tuple(HELP)
OWN = COLUMNS[:5]  # what a reader fills in or changes
ITEMS, BULK = "items", "in bulk"
BULK_HELP = {
    "decision": "accept: all rows of the class that have no decision of their own.",
    "class": "The class of the rows.",
    "items": "How many rows it has.",
    "document": "Which document they are in.",
}


@dataclass(frozen=True)
class SheetRow:
    """One row: the text of each column, and where it stands, such as items!A4."""

    cells: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)

    def cell(self, name: str) -> str:
        """The text of a column; empty where there is none."""
        return self.cells.get(name, "").strip()

    def place(self, name: str) -> str:
        """Where in the workbook a column of this row is."""
        return self.places.get(name, name)


@dataclass(frozen=True)
class Sheets:
    """What a workbook holds: rows of items, rows of classes, and who it was written for."""

    reader: str
    items: tuple[SheetRow, ...] = ()
    bulk: tuple[SheetRow, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
