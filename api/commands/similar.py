"""The command that finds similar contexts."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.answers.described import read_given, read_pairs
from api.answers.gazetteer import folders_of
from api.answers.similar_answer import answer_csv, answer_json, print_alike
from api.answers.similarity import TOP, Wanted, compare_level, compare_table
from api.options import ASK, HomeOption, JsonOption, people, print_json, settings_of
from ontology.errors import InvalidInput
from queries.similarity.profile import DEFAULT

app = typer.Typer()


@app.command(rich_help_panel=ASK)
def similar(  # noqa: PLR0913 — each option is one the contract names
    place: Annotated[
        str | None, typer.Argument(metavar="ID", help="A place: IRI, ONS or ODS code, or label.")
    ] = None,
    *,
    given: Annotated[
        list[str] | None, typer.Option(help="feature=value of a place that has no table.")
    ] = None,
    level: Annotated[str | None, typer.Option(help="icb, subIcb, district or lsoa.")] = None,
    table: Annotated[Path | None, typer.Option(help="A table of your own, as CSV.")] = None,
    column: Annotated[str | None, typer.Option("--id", help="Its column of names.")] = None,
    columns: Annotated[str, typer.Option(help="Its columns to compare as plain numbers.")] = "",
    profile: Annotated[str, typer.Option(help="In what: all, rurality, deprivation, age.")] = (
        DEFAULT
    ),
    top: Annotated[int, typer.Option(help="How many places.")] = TOP,
    weights: Annotated[str, typer.Option(help="feature=weight,… instead of the profile's.")] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="Rows as CSV.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """The places most like one, with what is alike and what is not known."""
    wanted = Wanted(
        subject=place,
        given=read_given(given or []),
        level=level,
        profile=profile,
        columns=[name for name in columns.split(",") if name],
        weights=read_pairs(weights, "--weights"),
        top=top,
    )
    _check(wanted, table, column)
    if table and column:
        found = compare_table(table, column, wanted)
    else:
        found = compare_level(folders_of(settings_of(home)), wanted)
    if as_json:
        print_json(answer_json(found))
    elif as_csv:
        sys.stdout.write(answer_csv(found))
    else:
        print_alike(people(), found)


def _check(wanted: Wanted, table: Path | None, column: str | None) -> None:
    if (wanted.subject is None) == (not wanted.given):
        msg = "give either a place or --given feature=value: what is to be compared"
        raise InvalidInput(msg)
    if (table is None) != (column is None):
        msg = "--table and --id go together: a table, and its column of names"
        raise InvalidInput(msg)
    if table and wanted.level:
        msg = "--level is for the tables of the program: leave it out with --table"
        raise InvalidInput(msg)
    if wanted.columns and not table:
        msg = "--columns is for a table of your own: give --table and --id with it"
        raise InvalidInput(msg)
