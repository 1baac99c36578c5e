"""The command that makes forms to fill in, and turns filled ones into another form."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.authoring.forms import add_form_files
from api.home import Home
from api.options import MAKE, JsonOption, aside, people, print_json
from api.progress import bar
from ingest.templates.description import DEPTHS
from ingest.templates.files import FORMS, form_kind, holds_form, read_form, write_form
from ingest.templates.form import Form, blank
from ingest.templates.records import Made
from ingest.templates.study import ASKED
from ontology.errors import InvalidInput
from ontology.report import InvalidRecord, violations

app = typer.Typer()


@app.command(rich_help_panel=MAKE)
def template(
    out: Annotated[Path, typer.Argument(help="Where to write it: .xlsx, .yaml, .json, a folder.")],
    *,
    depth: Annotated[str, typer.Option(help="minimal (12 fields, 15 minutes) or full.")] = "full",
    form: Annotated[str | None, typer.Option(help="xlsx, yaml, csv or json.")] = None,
    given: Annotated[
        Path | None, typer.Option("--from", help="A form that is filled in, to be written as OUT.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a form to fill in with what a document says, or write a filled one in another form."""
    kind = form or form_kind(out)
    if kind not in FORMS.values():
        msg = f"--form {kind}: choose from {', '.join(sorted(set(FORMS.values())))}"
        raise InvalidInput(msg)
    made = _read_whole(given) if given else _blank(depth)
    write_form(made, out, kind)
    rows = sum(len(rows) for rows in made.rows.values())
    if as_json:
        print_json({"file": str(out), "form": kind, "depth": made.depth, "rows": rows})
        return
    people().print(Text(f"{out}: a {made.depth} form, {rows} rows filled in"), soft_wrap=True)
    if not given:
        aside().print(Text("Fill it in, then: whatworked document add TEXT; whatworked add FORM"))


def _blank(depth: str) -> Form:
    for known in DEPTHS:
        if depth == known:
            return blank(known)
    msg = f"--depth {depth}: choose from {', '.join(DEPTHS)}"
    raise InvalidInput(msg)


def _read_whole(path: Path) -> Form:
    """A form of which nothing would be lost: InvalidRecord where a cell cannot be read."""
    form = read_form(path)
    if wrong := violations(form.mistakes):
        raise InvalidRecord(wrong)
    return form


def add_filled(home: Home, files: list[Path], *, partial: bool, as_json: bool) -> None:
    """Add what filled forms say, and print what became of their rows."""
    if apart := [str(path) for path in files if not holds_form(path)]:
        msg = (
            f"{', '.join(apart)}: is no form: add forms and records each by a command of their own"
        )
        raise InvalidInput(msg)
    with bar(aside()) as shown:
        authored = add_form_files(home, files, shown, partial=partial)
    if as_json:
        print_json(authored.as_json())
        return
    for made in authored.made:
        for found in made.mistakes:
            aside().print(Text(str(found)), style="dim")
        _print_counts(made)
    for name in authored.unkeyed:
        aside().print(Text(f"{name}: the keys could not be written into it; they are made anew"))
    for record in authored.added.appended.records:
        people().print(Text(f"{record.status:9} {record.record}"), soft_wrap=True)
    people().print(f"The ledger stands at {authored.added.appended.sequence}.")


def _print_counts(made: Made) -> None:
    people().print(Text(f"{made.form.name}: {ASKED[made.form.depth]}"), soft_wrap=True)
    for sheet, count in made.counts().items():
        parts = f"{count.loaded} loaded, {count.refused} refused, {count.empty} empty"
        line = f"{made.form.name}, {sheet}: {count.read} rows read, {parts}"
        people().print(Text(line), soft_wrap=True)
