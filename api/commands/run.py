"""The commands that keep a repository: its state, its history and its copies."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.checking import check_home
from api.endpoints.cypher import read_place
from api.home import restore_home
from api.options import (
    RUN,
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
from graph.canonical import dataset_digest, graph_digest
from graph.ledger import DEFAULT_SHARING
from ontology.errors import InvalidInput

app = typer.Typer()


@app.command(rich_help_panel=RUN)
def digest(
    *,
    sharing: Annotated[str, typer.Option(help="Of what this level shows alone.")] = DEFAULT_SHARING,
    as_list: Annotated[bool, typer.Option("--list", help="Also that of each record.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """The digest of all current records: equal digests, equal content."""
    opened = open_home(home)
    ledger, shown = opened.ledger, opened.visible(sharing)
    of_each = [
        {"record": record, "digest": graph_digest(ledger.nquads(version))}
        for record, version in sorted(ledger.records().items())
        if record in shown
    ]
    of_all = dataset_digest((one["record"], one["digest"]) for one in of_each)
    if as_json:
        listed: dict[str, object] = {"records": of_each} if as_list else {}
        print_json({"sequence": ledger.sequence, "digest": of_all, **listed})
        return
    people().print(Text(f"{of_all}  at sequence {ledger.sequence}"))
    for one in of_each if as_list else ():
        people().print(Text(f"{one['digest']}  {one['record']}"), soft_wrap=True)


@app.command(rich_help_panel=RUN)
def check(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Verify that all that is kept is what was written, and that engines hold the same."""
    with bar(aside()) as shown:
        shown.step("checking", None)
        opened = open_home(home)
        checked = check_home(opened, read_place(os.environ, opened.folder), shown.reach)
    if as_json:
        print_json(checked.as_json())
    else:
        for text in checked.notes + checked.problems:
            people().print(Text(text))
        people().print("Something is wrong." if checked.problems else "All is as it was written.")
    if checked.problems:
        raise typer.Exit(6)


@app.command(rich_help_panel=RUN)
def changes(
    *,
    since: Annotated[int, typer.Option(help="Only what came after this sequence.")] = 0,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """What changed, by sequence."""
    if since < 0:
        msg = f"--since {since}: a sequence is not negative"
        raise InvalidInput(msg)
    found = open_home(home).changes(since)
    if as_json:
        print_json(list(found))
        return
    for one in found:
        line = Text(f"{one['sequence']:>6}  {one['operation']:6}  {one['record']}")
        people().print(line, soft_wrap=True)


@app.command(rich_help_panel=RUN)
def backup(
    folder: Annotated[Path, typer.Argument(help="An empty folder, or one to be made.")],
    *,
    keys: Annotated[bool, typer.Option("--keys", help="Also the signing key: guard it.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy all that must outlive this machine, while the repository goes on."""
    with bar(aside()) as shown:
        shown.step("copying", None)
        sequence = open_home(home).back_up(folder, shown.reach, key=keys)
    _report("backup", folder, sequence, as_json=as_json)


@app.command(rich_help_panel=RUN)
def restore(
    folder: Annotated[Path, typer.Argument(help="The folder that backup wrote.")],
    *,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a backup where no repository is; it is verified first."""
    with bar(aside()) as shown:
        shown.step("restoring", None)
        restored = restore_home(folder, settings_of(home, actor), shown.reach)
    _report("restored", restored.folder, restored.ledger.sequence, as_json=as_json)


def _report(what: str, folder: Path, sequence: int, *, as_json: bool) -> None:
    if as_json:
        print_json({what: str(folder), "sequence": sequence})
    else:
        people().print(Text(f"{what}: {folder}, as of sequence {sequence}"))
