"""The command that sets two releases side by side."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.exchange.releases import Difference, compare, list_statements, tell
from api.options import SHARE, HomeOption, JsonOption, aside, open_home, people, print_json
from graph.exchange.difference import write_patch
from graph.files import write_file

app = typer.Typer()


@app.command(rich_help_panel=SHARE)
def diff(  # noqa: PLR0913 — each option is another form of the answer
    before: Annotated[str, typer.Argument(help="A bundle (.zip), a sequence or a day.")],
    after: Annotated[str, typer.Argument(help="What it is set against.")],
    *,
    patch: Annotated[
        Path | None, typer.Option(help="A file to write it to as RDF Patch, .rdfp.")
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="As a page in Markdown.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what one release has otherwise than another, to the statement."""
    found = compare(open_home(home), before, after, datetime.now(UTC).date())
    if patch is not None:
        write_file(patch, "".join(write_patch(found.altered)).encode())
    if as_json:
        print_json(found.as_json())
    elif markdown:
        people().print(Text(tell(found)), soft_wrap=True, end="")
    else:
        _print(found)


def _print(found: Difference) -> None:
    out, counts = people(), found.counts
    for one in (found.before, found.after):
        if one.doubt:
            aside().print(Text(f"{one.name}: {one.doubt}"), soft_wrap=True)
    for altered in found.altered:
        label = f" ({altered.label})" if altered.label else ""
        out.print(Text(f"{altered.kind:9} {altered.record}{label}"), soft_wrap=True)
        if altered.kind == "changed":
            for of, predicate, gone, come in list_statements(altered):
                told = f"          {of} {predicate}: {gone or 'nothing'} → {come or 'nothing'}"
                out.print(Text(told), style="dim", soft_wrap=True)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in ("added", "changed", "withdrawn"))
    out.print(Text(f"{told}."), style="bold")
