"""The commands for the documents whose words records stand on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.authoring.adding import anchored
from api.authoring.reanchoring import Moved, find_spans_again, records_on
from api.home import Home
from api.options import MAKE, HomeOption, JsonOption, aside, open_home, people, print_json
from api.present import problem
from api.progress import Bar, bar
from ingest.anchor import write_spans
from ingest.documents import Shelf, read_document
from ingest.extractors.confined import Reader, open_reader
from ingest.read import read_files
from ontology.errors import InvalidInput, StorageFailure, WhatworkedError
from ontology.record import Source
from ontology.terms import load_ontology

app = typer.Typer()
document = typer.Typer(no_args_is_help=True)
app.add_typer(
    document,
    name="document",
    help="The documents whose words records stand on.",
    rich_help_panel=MAKE,
)


@dataclass(frozen=True)
class Terms:
    """What the user says of documents: the licence, the address and how much of them this is."""

    licence: str | None
    address: str | None
    coverage: str


@dataclass(frozen=True)
class Taken:
    """A document that is held, with the records that stand on it or on another version."""

    name: str
    text_sha256: str
    bytes_sha256: str
    length: int
    records: list[str]
    moved: list[Moved]

    def as_json(self) -> dict[str, object]:
        """The form of the contract."""
        return {
            "document": next(iter(self.records), None),
            "textSha256": self.text_sha256,
            "bytesSha256": self.bytes_sha256,
            "length": self.length,
            "held": True,
            "records": self.records,
            "moved": [one.as_json() for one in self.moved],
        }


Held = dict[Path, str]  # the digests of the texts
Refused = dict[Path, WhatworkedError]


@document.command("add")
def add_documents(  # noqa: PLR0913 — each option is one the contract names
    files: Annotated[list[Path], typer.Argument(help="Documents: text, Word, PDF, web pages.")],
    *,
    licence: Annotated[str | None, typer.Option(help="IRI of the licence.")] = None,
    address: Annotated[str | None, typer.Option(help="Where the document is published.")] = None,
    coverage: Annotated[str, typer.Option(help="whole, part or secondHand.")] = "whole",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> int:
    """Keep documents' texts, so that records can stand on their words and show them.

    Of several documents, one that cannot be read is told and leaves nothing; the others are held.
    """
    terms = _terms(files, licence, address, coverage)
    opened = open_home(home)
    with bar(aside()) as shown:
        held, refused = _hold_all(opened.shelf, files, terms, shown)
        if len(files) == 1 and refused:
            raise refused[files[0]]
        taken = list(_compare(opened, held, shown))
    if as_json:
        print_json(_all_json(taken, refused, single=len(files) == 1))
    else:
        _print_all(taken, refused)
    return max((error.exit_code for error in refused.values()), default=0)


def _terms(files: Sequence[Path], licence: str | None, address: str | None, coverage: str) -> Terms:
    if coverage not in (known := load_ontology().code_lists["coverage"]):
        msg = f"--coverage {coverage}: choose from {', '.join(sorted(known))}"
        raise InvalidInput(msg)
    if address and len(files) > 1:
        msg = "--address names one document: add the files one by one"
        raise InvalidInput(msg)
    return Terms(licence, address, coverage)


def _hold_all(
    shelf: Shelf, files: Sequence[Path], terms: Terms, shown: Bar
) -> tuple[Held, Refused]:
    """Hold one document after the other, in the memory of one: those held, and the errors."""
    held: Held = {}
    refused: Refused = {}
    shown.step("reading documents", len(files))
    with open_reader() as reader:
        for file in files:
            try:
                held[file] = _hold(shelf, file, terms, reader)
            except WhatworkedError as error:
                refused[file] = error
            shown.advance(1)
    return held, refused


def _hold(shelf: Shelf, file: Path, terms: Terms, reader: Reader) -> str:
    read = read_document(file, reader)
    shelf.hold(replace(read, licence=terms.licence, address=terms.address, coverage=terms.coverage))
    return read.text_sha256


def _compare(home: Home, held: Held, shown: Bar) -> Iterator[Taken]:
    """Each document that is held with the records that stand on it, or on another version."""
    if not held:
        return
    shown.step("looking for its records", len(held))
    with home.engine() as engine:
        ask = cache(engine.ask)  # the same question for each document
        for file, name in held.items():
            if (found := home.shelf.find(name)) is None:
                msg = f"{file}: its text was taken away while it was added: add it again"
                raise StorageFailure(msg)
            records = records_on(ask, found)
            moved = [] if records else list(find_spans_again(ask, found))
            yield Taken(found.name, name, found.bytes_sha256, len(found.text), records, moved)
            shown.advance(1)


def _all_json(taken: Sequence[Taken], refused: Refused, *, single: bool) -> dict[str, object]:
    if single:
        return taken[0].as_json()
    return {
        "documents": [one.as_json() for one in taken],
        "refused": [{"file": str(file), **problem(one)} for file, one in refused.items()],
    }


def _print_all(taken: Sequence[Taken], refused: Refused) -> None:
    for one in taken:
        _print_taken(one)
    for error in refused.values():
        aside().print(Text(str(error)))


def _print_taken(taken: Taken) -> None:
    out = people()
    out.print(Text(f"Held: {taken.name}, {taken.length:,} characters, {taken.text_sha256}"))
    for record in taken.records:
        out.print(Text(f"{record} stands on it."))
    for one in taken.moved:
        lost = one.anchoring.unplaced
        out.print(
            Text(
                f"{one.record} stands on another version: {len(one.anchoring.placed)} of its spans "
                f"are found again, {len(lost)} are not."
            )
        )
        for start, end in lost:
            out.print(f"  not found again: [{start}, {end}]")


@document.command("spans")
def write_digests(
    files: Annotated[list[Path], typer.Argument(help="Files with one source record each.")],
    *,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write into records the digests of the words they stand on, from the texts held here."""
    opened = open_home(home)
    written: dict[str, object] = {}
    for file in files:
        for record in read_files([file]):
            if not isinstance(record, Source):
                continue
            name = record.document.text_sha256
            if name is None or opened.shelf.find(name) is None:
                msg = f"{file}: its text is not held: add it first (whatworked document add FILE)"
                raise InvalidInput(msg)
            found = anchored(opened, record)
            if isinstance(found, Source):
                write_spans(file, found)
                written[str(file)] = len(found.spans)
    if as_json:
        print_json(written)
    else:
        for name, count in written.items():
            people().print(Text(f"{name}: {count} spans"))
