"""The command that follows what another region publishes."""

from typing import Annotated

import typer
from rich.text import Text

from api.commands.imports import is_held, print_import
from api.exchange.following import Followed
from api.exchange.following import follow as follow_feed
from api.options import (
    SHARE,
    AsOption,
    HomeOption,
    JsonOption,
    aside,
    open_home,
    people,
    print_json,
)
from api.progress import bar
from ontology.errors import HeldByPolicy

app = typer.Typer()
SHOWN = 20  # records left out that people are told of


@app.command(rich_help_panel=SHARE)
def follow(
    location: Annotated[
        str,
        typer.Argument(
            metavar="URL|DIR", help="A feed: its https address, a folder, or s3://… and the like."
        ),
    ],
    *,
    like: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help="Only what is about places like this one."),
    ] = None,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring what is new in another region's feed into quarantine; a second person approves it."""
    with bar(aside()) as shown:
        done = follow_feed(open_home(home, actor), location, shown, like)
    if as_json:
        print_json(_told(done))
    else:
        _print(done)
    if done.found and is_held(done.found):
        raise typer.Exit(HeldByPolicy.exit_code)


def _told(done: Followed) -> dict[str, object]:
    point = done.head.point
    unchanged = {"import": None, "publisher": done.head.publisher, "state": "unchanged"}
    return (done.found.as_json() if done.found else unchanged) | {
        "publisherSequence": point.sequence,
        "epoch": point.epoch,
        "new": done.is_new,
        "leftOut": [{"record": one.record, "places": one.places} for one in done.left_out],
    }


def _print(done: Followed) -> None:
    if done.found is None:
        people().print(
            Text(f"Nothing is new: {done.head.publisher} is at {done.head.point.sequence}")
        )
        return
    print_import(done.found)
    if done.left_out:
        people().print(Text(f"{len(done.left_out)} records are about other places and left out:"))
    for one in done.left_out[:SHOWN]:
        people().print(Text(f"  {one.record}: {', '.join(one.places)}"), soft_wrap=True)
    if len(done.left_out) > SHOWN:
        people().print(Text(f"  and {len(done.left_out) - SHOWN} more (--json lists all)"))
