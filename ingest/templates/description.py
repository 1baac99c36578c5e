"""What the form asks: its sheets and columns, read from `form.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ingest.read import CORPUS, raw_documents, read_files
from ontology.record import Entity
from ontology.schemes import Concept, load_scheme

FORM = Path(__file__).with_name("form.yaml")
VERSION = 1  # of the form; written into every file
Depth = Literal["minimal", "full"]
DEPTHS: tuple[Depth, Depth] = ("minimal", "full")
NUMBERS = ("number", "whole")


@dataclass(frozen=True)
class Column:
    """One column of a sheet; what its marks mean stands at the head of `form.yaml`."""

    name: str
    label: str
    kind: str
    help: str
    minimal: bool = False
    required: bool = False
    only: bool = False
    new: bool = False
    codes: str = ""
    field: str = ""
    states: str = ""
    of: str = ""
    row: str = ""
    home: str = ""
    also: str = ""
    class_: str = ""

    @property
    def asks(self) -> str:
        """What the form says below the heading."""
        return f"Needed. {self.help}" if self.required and not self.only else self.help

    @property
    def concepts(self) -> Mapping[str, Concept]:
        """The values that it takes by notation, where it takes them from a code list."""
        return load_scheme(self.codes).concepts if self.codes else {}

    @property
    def choices(self) -> list[str]:
        """What its drop-down shows: the codes, or the conditions that come with the program."""
        return list(self.concepts or (shipped_conditions() if self.home == "condition" else ()))


@dataclass(frozen=True)
class SheetForm:
    """One sheet: what a row of it is, and its columns in their order."""

    name: str
    summary: str
    named: tuple[str, ...]
    columns: tuple[Column, ...]
    class_: str = ""
    stated: str = ""

    def of_depth(self, depth: Depth) -> tuple[Column, ...]:
        """The columns that a form of this depth shows; none where it leaves the sheet out."""
        if depth == "full":
            return self.columns
        return tuple(column for column in self.columns if column.minimal)

    def find(self, heading: str) -> Column | None:
        """The column with this name or label, in whatever letters."""
        wanted = heading.strip().casefold()
        names = ((one, (one.name.casefold(), one.label.casefold())) for one in self.columns)
        return next((one for one, known in names if wanted in known), None)


@cache
def sheets() -> Mapping[str, SheetForm]:
    """The sheets of the form by name, in their order."""
    raw: Any = next(iter(raw_documents(FORM)))
    return {sheet["name"]: _sheet(sheet) for sheet in raw["sheets"]}


def _sheet(raw: Mapping[str, Any]) -> SheetForm:
    columns = tuple(Column(**_marks(column)) for column in raw["columns"])
    return SheetForm(**{**_marks(raw), "columns": columns})


def _marks(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {"class_" if name == "class" else name: value for name, value in raw.items()}


@cache
def shipped_conditions() -> Mapping[str, Entity]:
    """The conditions that come with the program, by type/code."""
    found = read_files([CORPUS / "entities" / "condition.yaml"])
    return {one.record: one for one in found if isinstance(one, Entity)}
