"""The command that writes the brief of an innovation."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.answers.brief import brief_innovation
from api.options import ASK, HomeOption, JsonOption, open_home, print_json

app = typer.Typer()


@app.command("brief", rich_help_panel=ASK)
def write(
    innovation: Annotated[str, typer.Argument(help="An innovation: IRI, code or label.")],
    out: Annotated[Path | None, typer.Argument(metavar="OUT.md", help="Where to write it.")] = None,
    *,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """A brief of an innovation: what is known and what is not, each sentence with its sources."""
    opened = open_home(home)
    with opened.engine() as engine:
        found = brief_innovation(engine, opened.shelf, innovation)
    if out:
        out.write_text(found.as_markdown(), "utf-8")
    if as_json:
        print_json(found.as_json())
    elif not out:
        sys.stdout.write(found.as_markdown())
