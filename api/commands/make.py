"""The commands that make a repository and fill it."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.authoring.adding import Added, add_records
from api.commands.template import add_filled
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
from api.settings import read_region
from graph.ledger import DEFAULT_SHARING
from ingest.contexts.profiles import shipped_profiles
from ingest.read import corpus_files, read_files, register_files
from ingest.templates.files import holds_form
from ontology.record import Record
from ontology.terms import PROJECT_BASE

app = typer.Typer()


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
    files: Annotated[list[Path], typer.Argument(help="Records in YAML or JSON, or filled forms.")],
    *,
    partial: Annotated[
        bool, typer.Option("--partial", help="Leave out wrong rows of forms.")
    ] = False,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add records in one transaction: all of them, or none where one breaks a rule."""
    opened = open_home(home, actor)
    if any(holds_form(file) for file in files):
        add_filled(opened, files, partial=partial, as_json=as_json)
        return
    added = _add(opened, read_files(files), opened.region.base)
    if as_json:
        print_json(added.as_json())
        return
    for finding in added.warnings:
        aside().print(Text(str(finding)), style="dim")
    for one in added.appended.records:
        people().print(Text(f"{one.status:9} {one.record}"), soft_wrap=True)
    people().print(f"The ledger stands at {added.appended.sequence}.")
