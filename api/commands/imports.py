"""The commands by which what others shared is looked at, taken in, and taken out again."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text

from api.exchange.approval import approve as approve_import
from api.exchange.approval import preview as preview_import
from api.exchange.approval import reject as reject_import
from api.exchange.approval import tidy
from api.exchange.following import fetched
from api.exchange.import_log import Import
from api.exchange.importing import import_file
from api.exchange.proposals import dismiss_proposal, list_proposals, take_proposal
from api.exchange.undoing import undo as undo_import
from api.options import (
    SHARE,
    AsOption,
    HomeOption,
    JsonOption,
    ReasonOption,
    aside,
    open_home,
    people,
    print_json,
)
from api.progress import bar
from graph.imports.plan import Plan
from ontology.errors import HeldByPolicy

app = typer.Typer()
proposals = typer.Typer(no_args_is_help=True)
app.add_typer(
    proposals,
    name="proposals",
    help="Changes that others propose to our own records.",
    rich_help_panel=SHARE,
)

RecordArgument = Annotated[str, typer.Argument(help="The record, or the end of its IRI.")]
ImportArgument = Annotated[str, typer.Argument(help="The import, or the beginning of its name.")]


@app.command("import", rich_help_panel=SHARE)
def bring(
    location: Annotated[
        str,
        typer.Argument(metavar="FILE|URL", help="A bundle (.zip), or a graph (.ttl, .nq, …)."),
    ],
    *,
    licence: Annotated[str | None, typer.Option(help="Of a graph that names none: an IRI.")] = None,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring what another region shared into quarantine; nothing is taken in yet."""
    opened, today = open_home(home, actor), datetime.now(UTC).date()
    with bar(aside()) as shown, fetched(opened, location) as file:
        one = import_file(opened, file, today, shown, licence)
    _report(one, as_json=as_json)
    if is_held(one):
        raise typer.Exit(HeldByPolicy.exit_code)


@app.command(rich_help_panel=SHARE)
def imports(
    *, home: HomeOption = None, actor: AsOption = None, as_json: JsonOption = False
) -> None:
    """List what arrived, and what became of it."""
    found = tidy(open_home(home, actor))
    if as_json:
        print_json({"imports": [one.as_json() for one in found]})
        return
    for one in found:
        print_import(one)
    if not found:
        people().print("Nothing has arrived yet.")


@app.command(rich_help_panel=SHARE)
def preview(
    name: ImportArgument,
    *,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what approving an import would do now, record by record."""
    with bar(aside()) as shown:
        one, plan = preview_import(open_home(home, actor), name, shown)
    if as_json:
        print_json(dict(one.as_json()) | {"records": _records(plan)})
        return
    print_import(one)
    for kind, records in _records(plan).items():
        for record in records:
            people().print(Text(f"  {kind} {record}"), soft_wrap=True)


@app.command(rich_help_panel=SHARE)
def approve(
    name: ImportArgument,
    *,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an import in, as one transaction; a second person does it."""
    with bar(aside()) as shown:
        _report(approve_import(open_home(home, actor), name, shown), as_json=as_json)


@app.command(rich_help_panel=SHARE)
def reject(
    name: ImportArgument,
    *,
    reason: ReasonOption,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Refuse an import; nothing of it is kept."""
    _report(reject_import(open_home(home, actor), name, reason), as_json=as_json)


@app.command(rich_help_panel=SHARE)
def undo(
    name: ImportArgument,
    *,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an approved import back; what was done since stays."""
    _report(undo_import(open_home(home, actor), name), as_json=as_json)


@proposals.command("list")
def show_proposals(
    *, home: HomeOption = None, actor: AsOption = None, as_json: JsonOption = False
) -> None:
    """List what others would change in our own records."""
    found = list_proposals(open_home(home, actor))
    if as_json:
        print_json({"proposals": [one.as_json() for one in found]})
        return
    for one in found:
        lines = [f"{one.proposal.record}, by {one.one.origin.publisher} ({one.one.import_id})"]
        lines += [f"  + {line}" for line in one.proposal.adds]
        lines += [f"  - {line}" for line in one.proposal.removes]
        people().print(Text("\n".join(lines)), soft_wrap=True)
    if not found:
        people().print("Nobody proposes anything.")


@proposals.command("take")
def take(
    name: ImportArgument,
    record: RecordArgument,
    *,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a proposed version of a record ours."""
    done = take_proposal(open_home(home, actor), name, record)
    (stored,) = done.records
    if as_json:
        print_json({"record": stored.record, "status": stored.status, "sequence": done.sequence})
    else:
        people().print(Text(f"{stored.status} {stored.record}, sequence {done.sequence}"))


@proposals.command("dismiss")
def dismiss(  # noqa: PLR0913 — a proposal, why, and what every command takes
    name: ImportArgument,
    record: RecordArgument,
    *,
    reason: ReasonOption,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Leave a proposed version of a record: ours stays as it is."""
    dismiss_proposal(open_home(home, actor), name, record, reason)
    if as_json:
        print_json({"record": record, "status": "dismissed"})
    else:
        people().print(Text(f"dismissed: {record} stays as it is"))


def _report(one: Import, *, as_json: bool) -> None:
    if as_json:
        print_json(one.as_json())
    else:
        print_import(one)


def is_held(one: Import) -> bool:
    """Whether something in an import keeps all of it out."""
    return any(found["severity"] == "Violation" for found in one.violations)


def print_import(one: Import) -> None:
    """Tell people where an import stands, and what it would do or did."""
    counts = ", ".join(f"{number} {what}" for what, number in one.changes.items() if number)
    who = one.origin.publisher or one.origin.source
    lines = [f"{one.import_id} from {who}: {one.state}{f', {counts}' if counts else ''}"]
    lines += [f"  {one.reason}"] if one.reason else []
    lines += [f"  {it['severity']} in {it['record']}: {it['message']}" for it in one.violations]
    lines += [f"  not done: {it['record']}: {it['reason']}" for it in one.conflicts]
    lines += [f"  answers: {told}" for told in one.differing]
    lines += [f"  {what}: {told}" for what, told in one.report.items()]
    lines += [f"  {record} still points to it" for record in one.dependants]
    for line in lines:
        people().print(Text(line), soft_wrap=True)


def _records(plan: Plan) -> dict[str, list[str]]:
    return {
        "added": list(plan.created),
        "updated": list(plan.updated),
        "deleted": list(plan.deleted),
        "erased": list(plan.erased),
    }
