"""The commands that share, and that take back what was shared."""

from typing import Annotated

import typer
from rich.text import Text

from api.authoring.removal import Removed, erase_record, find_record, withdraw_record
from api.options import (
    SHARE,
    AsOption,
    HomeOption,
    JsonOption,
    ReasonOption,
    open_home,
    people,
    print_json,
)

app = typer.Typer()

RecordArgument = Annotated[str, typer.Argument(help="IRI, local identifier, code or label.")]


@app.command(rich_help_panel=SHARE)
def level(
    record: RecordArgument,
    sharing: Annotated[str, typer.Argument(help="LOCAL, PARTNERS, NHS or PUBLIC.")],
    *,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how widely a record may be shared."""
    opened = open_home(home, actor)
    iri = find_record(opened, record)
    done = opened.ledger.append(levels={iri: sharing}, by=opened.attribution)
    if as_json:
        print_json({"record": iri, "sharing": sharing, "sequence": done.sequence})
    else:
        people().print(Text(f"{iri} is {sharing}, sequence {done.sequence}"))


@app.command(rich_help_panel=SHARE)
def withdraw(
    record: RecordArgument,
    *,
    reason: ReasonOption,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a record out of all current answers; its history stays."""
    _report(withdraw_record(open_home(home, actor), record, reason), as_json=as_json)


@app.command(rich_help_panel=SHARE)
def erase(
    record: RecordArgument,
    *,
    reason: ReasonOption,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove every version of a record from this disk, for good."""
    _report(erase_record(open_home(home, actor), record, reason), as_json=as_json)


def _report(removed: Removed, *, as_json: bool) -> None:
    if as_json:
        print_json(removed.as_json())
        return
    out = people()
    out.print(Text(f"{removed.operation} {removed.record}, sequence {removed.sequence}"))
    for other in removed.dependants:
        out.print(Text(f"  {other} still points to it"))
