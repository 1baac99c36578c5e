"""The commands that make a repository and fill it."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.adding import Added, add_records, anchored
from api.home import Home, create_home
from api.options import (
    MAKE,
    AsOption,
    HomeOption,
    JsonOption,
    aside,
    open_home,
    people,
    print_json,
    settings_of,
)
from api.progress import bar
from api.reanchoring import Moved, find_spans_again, records_on
from api.settings import read_region
from graph.ledger import DEFAULT_SHARING
from ingest.anchor import write_spans
from ingest.contexts.profiles import shipped_profiles
from ingest.documents import Document, read_document
from ingest.read import corpus_files, read_files, register_files
from ontology.errors import InvalidInput
from ontology.record import Record, Source
from ontology.terms import PROJECT_BASE, load_ontology

app = typer.Typer()
document = typer.Typer(no_args_is_help=True)
app.add_typer(
    document,
    name="document",
    help="The documents whose words records stand on.",
    rich_help_panel=MAKE,
)


@app.command(rich_help_panel=MAKE)
def init(
    *,
    starter: Annotated[bool, typer.Option("--starter", help="With the starter records.")] = False,
    team: Annotated[int, typer.Option(help="Readers there are; 1 lets one publish alone.")] = 2,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make an empty repository, or one with the starter records."""
    made = create_home(settings_of(home, actor), read_region(os.environ, team))
    added = add_starter(made) if starter else None
    if as_json:
        region = made.region
        print_json(
            {
                "home": str(made.folder),
                "region": region.name,
                "base": region.base,
                "team": region.team,
                "sequence": made.ledger.refresh(),
                "records": len(added.appended.records) if added else 0,
            }
        )
        return
    people().print(Text(f"A repository for {made.region.name} in {made.folder}."))
    if added:
        people().print(f"{len(added.appended.records)} starter records are in it.")


def add_starter(home: Home) -> Added:
    """Add the starter records, registers and figures: public, under the project's base anywhere."""
    records = read_files(corpus_files() + register_files())
    return _add(home, [*records, *shipped_profiles()], PROJECT_BASE, "PUBLIC")


def _add(home: Home, records: Iterable[Record], base: str, level: str = DEFAULT_SHARING) -> Added:
    with bar(aside()) as shown:
        return add_records(home, records, shown, base, level)


@app.command(rich_help_panel=MAKE)
def add(
    files: Annotated[list[Path], typer.Argument(help="Records, in YAML or JSON.")],
    *,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add records in one transaction: all of them, or none where one breaks a rule."""
    opened = open_home(home, actor)
    added = _add(opened, read_files(files), opened.region.base)
    if as_json:
        print_json(added.as_json())
        return
    for finding in added.warnings:
        aside().print(Text(str(finding)), style="dim")
    for one in added.appended.records:
        people().print(Text(f"{one.status:9} {one.record}"), soft_wrap=True)
    people().print(f"The ledger stands at {added.appended.sequence}.")


@document.command("add")
def add_document(  # noqa: PLR0913 — each option is one the contract names
    file: Annotated[Path, typer.Argument(help="The document: plain text in UTF-8.")],
    *,
    licence: Annotated[str | None, typer.Option(help="IRI of the licence.")] = None,
    address: Annotated[str | None, typer.Option(help="Where the document is published.")] = None,
    coverage: Annotated[str, typer.Option(help="whole, part or secondHand.")] = "whole",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep a document's text, so that records can stand on its words and show them."""
    if coverage not in (known := load_ontology().code_lists["coverage"]):
        msg = f"--coverage {coverage}: choose from {', '.join(sorted(known))}"
        raise InvalidInput(msg)
    opened = open_home(home)
    taken = replace(read_document(file), licence=licence, address=address, coverage=coverage)
    opened.shelf.hold(taken)
    with opened.engine() as engine:
        records = records_on(engine.ask, taken)
        moved = [] if records else list(find_spans_again(engine.ask, taken))
    if as_json:
        print_json(_document_json(taken, records, moved))
    else:
        _print_document(taken, records, moved)


def _document_json(taken: Document, records: list[str], moved: list[Moved]) -> dict[str, object]:
    return {
        "document": next(iter(records), None),
        "textSha256": taken.text_sha256,
        "bytesSha256": taken.bytes_sha256,
        "length": len(taken.text),
        "held": True,
        "records": records,
        "moved": [one.as_json() for one in moved],
    }


def _print_document(taken: Document, records: list[str], moved: list[Moved]) -> None:
    out = people()
    out.print(Text(f"Held: {taken.name}, {len(taken.text):,} characters, {taken.text_sha256}"))
    for record in records:
        out.print(Text(f"{record} stands on it."))
    for one in moved:
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
