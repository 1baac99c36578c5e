"""The command that loads tables of one's own: organisations and areas, or figures of places."""

import re
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.answers.figuring import Figured, load_figures
from api.answers.levels import Kept, keep_level
from api.authoring.adding import Added
from api.authoring.registering import Loaded, load_register
from api.options import MAKE, AsOption, HomeOption, JsonOption, aside, open_home, people, print_json
from api.progress import bar
from ingest.contexts.places import LEVELS
from ingest.registers.table import read_register
from ontology.errors import InvalidInput

app = typer.Typer()
registers = typer.Typer(no_args_is_help=True)
app.add_typer(
    registers,
    name="registers",
    help="Organisations and areas of one's own, beside those that come with the program.",
    rich_help_panel=MAKE,
)
SHOWN = 20  # what is no longer in the table is told by name up to this number


@registers.command("load")
def load(  # noqa: PLR0913 — each option is one the contract names
    file: Annotated[Path, typer.Argument(help="A table: CSV in UTF-8 with a heading.")],
    *,
    scheme: Annotated[
        str,
        typer.Option(
            help="The table's own name, the same in every edition; or the level of its figures: "
            f"{', '.join(LEVELS)}."
        ),
    ],
    year: Annotated[str, typer.Option(help="The edition: a year in four digits.")],
    column: Annotated[
        list[str] | None,
        typer.Option(help="FIELD=HEADING, where a heading does not say what it holds."),
    ] = None,
    figures: Annotated[
        bool, typer.Option("--figures", help="Its numbers are figures of areas that are here.")
    ] = False,
    source: Annotated[
        str | None,
        typer.Option(help="Where the figures are published; without it, only columns known here."),
    ] = None,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load a table: each row is a record, and a changed row another version of it.

    Under a level, the rows are figures of places, kept for comparisons at that level; with
    --figures they become profiles of these places in the graph.
    """
    _check(scheme, year)
    if scheme in LEVELS and not figures:
        _print_kept(keep_level(open_home(home, actor), file, scheme, year), as_json=as_json)
        return
    table = read_register(file, scheme, year, _named(column or []))
    if source and not figures:
        msg = "--source says where figures are published: give --figures with it"
        raise InvalidInput(msg)
    opened = open_home(home, actor)
    with bar(aside()) as shown:
        if figures:
            _print_figures(load_figures(opened, table, source, shown), as_json=as_json)
            return
        loaded = load_register(opened, table, shown)
    if as_json:
        print_json(loaded.as_json())
    else:
        _print(loaded)


def _print_kept(kept: Kept, *, as_json: bool) -> None:
    if as_json:
        print_json(kept.as_json())
    else:
        people().print(Text(f"{kept.places} places of the level {kept.level}, compared by:"))
        people().print(Text(", ".join(kept.features)))


def _check(scheme: str, year: str) -> None:
    if scheme not in LEVELS and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", scheme):
        msg = (
            f"--scheme {scheme}: write a level ({', '.join(LEVELS)}) or the table's own name in "
            "small letters, digits and hyphens, such as devon-networks"
        )
        raise InvalidInput(msg)
    if not re.fullmatch(r"[0-9]{4}", year):
        msg = f"--year {year}: write a year in four digits"
        raise InvalidInput(msg)


def _named(given: list[str]) -> dict[str, str]:
    named: dict[str, str] = {}
    for text in given:
        field, equals, heading = text.partition("=")
        if not (field and equals and heading):
            msg = f"--column {text}: write FIELD=HEADING"
            raise InvalidInput(msg)
        named[field] = heading
    return named


def _print_figures(figured: Figured, *, as_json: bool) -> None:
    if as_json:
        print_json(figured.as_json())
        return
    _print_counts(figured.added)
    people().print(Text(f"Figures: {', '.join(figured.taken)}"))


def _print_counts(added: Added) -> None:
    counts = Counter(one.status for one in added.appended.records)
    for status, number in sorted(counts.items()):
        people().print(f"{number} {status}")


def _print(loaded: Loaded) -> None:
    out = people()
    _print_counts(loaded.added)
    if loaded.table.ignored:
        out.print(Text(f"Not read: {', '.join(loaded.table.ignored)}"))
    for record, name in list(loaded.gone.items())[:SHOWN]:
        out.print(Text(f"No longer in the table, and kept: {name}, {record}"), soft_wrap=True)
    if len(loaded.gone) > SHOWN:
        out.print(f"and {len(loaded.gone) - SHOWN} more")
    for finding in loaded.added.warnings:
        aside().print(Text(str(finding)), style="dim")
