"""The command that searches."""

from typing import Annotated

import typer
from rich.text import Text

from api.answers.finding import MOST, Searched, Sought, read_kinds, read_text, search, snippet_of
from api.options import ASK, HomeOption, JsonOption, open_home, people, print_json
from api.present import shorten
from queries.search.index import KINDS
from queries.search.read import read_index

app = typer.Typer()


@app.command("search", rich_help_panel=ASK)
def find(
    text: Annotated[str, typer.Argument(help="Words of a name, or a code.")],
    *,
    kind: Annotated[str | None, typer.Option(help=f"Which things: {', '.join(KINDS)}.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="How many are listed.")] = 20,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Search by name, former name, code or initials for all that can be asked about."""
    sought, opened = Sought(read_text(text), read_kinds(kind), limit), open_home(home)
    with opened.engine() as engine:
        words = engine.ask, opened.shelf
        searched = search(read_index(engine.ask), engine.sequence, sought, words)
    if as_json:
        print_json(searched.as_json())
    else:
        _print(searched)


def _print(searched: Searched) -> None:
    out = people()
    if searched.advice:
        out.print(Text(searched.advice))
    for hit in searched.shown:
        out.print(Text(hit.entry.label, style="bold"), Text(f"({hit.entry.kind})"))
        out.print(Text(f"  {snippet_of(hit)}"))
        out.print(Text(f"  {shorten(hit.entry.iri)}", style="dim"))
    out.print(f"{len(searched.shown)} of {len(searched.found.hits)} found", style="dim")
