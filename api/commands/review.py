"""The commands of readers: what waits, what they decide, and what is published of it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.exchange.matching import Ruling, decide, take_back
from api.options import MAKE, AsOption, HomeOption, JsonOption, aside, open_home, people, print_json
from api.progress import bar
from api.review.changing import merge_items, name_thing, relate_items, split_item
from api.review.desk import open_desk
from api.review.proposing import Taken, Terms, find_with_own_names, review_file, review_record
from api.review.publishing import Published
from api.review.publishing import publish as publish_document
from api.review.rulings import (
    InDocument,
    OfKind,
    Reason,
    print_items,
    rulings,
    show_items,
    span_of,
)
from api.review.sheets import Applied, apply_sheets, export_sheets
from api.review.view import Wanted, agreement_json, list_json
from ingest.read import read_files
from ingest.review.workbook import read_sheets, write_sheets
from ontology.errors import InvalidInput
from ontology.record import Source

app = typer.Typer()
review = typer.Typer(no_args_is_help=True)
app.add_typer(
    review,
    name="review",
    help="What was suggested or claimed, and what readers decide on it.",
    rich_help_panel=MAKE,
)
review.add_typer(rulings)
RECORDS = (".yaml", ".yml", ".json")


@review.command("add")
def add_to_queue(  # noqa: PLR0913 — each option is one of a document's
    files: Annotated[list[Path], typer.Argument(help="Documents, or source records.")],
    *,
    record: Annotated[str | None, typer.Option(help="Name of the record it becomes.")] = None,
    licence: Annotated[str | None, typer.Option(help="IRI of the licence.")] = None,
    address: Annotated[str | None, typer.Option(help="Where it is published.")] = None,
    coverage: Annotated[str, typer.Option(help="whole, part or secondHand.")] = "whole",
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring what documents say, or what records claim, before readers; again after an edit."""
    if (record or address) and len(files) > 1:
        msg = "--record and --address are of one document: add the files one by one"
        raise InvalidInput(msg)
    opened = open_home(home, actor)
    taken: list[Taken] = []
    find = None
    for file in files:
        if file.suffix.lower() in RECORDS:
            taken += [review_record(opened, one) for one in _sources(file)]
            continue
        if find is None:
            with opened.engine() as engine:
                find = find_with_own_names(engine.ask)
        taken.append(review_file(opened, file, Terms(record, licence, address, coverage), find))
    if as_json:
        print_json({"documents": [vars(one) for one in taken]})
        return
    for one in taken:
        said = f"{one.new} new items, {one.known} known, {one.gone} whose words are gone"
        people().print(Text(f"{one.document}: {said}"))


def _sources(file: Path) -> Iterable[Source]:
    for record in read_files([file]):
        if not isinstance(record, Source):
            msg = f"{file}: {record.record} is no record of a document: only these have claims"
            raise InvalidInput(msg)
        yield record


@review.command("list")
def list_items(  # noqa: PLR0913 — each option is a filter
    *,
    document: InDocument = None,
    kind: OfKind = None,
    status: Annotated[
        str | None, typer.Option(help="open, unsure, accepted, rejected, disputed, gone, merged.")
    ] = None,
    state: Annotated[str | None, typer.Option(help="unread, singleReader, secondRead.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Not only what waits for you.")] = False,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """What waits for you, the most valuable first, each in its sentence."""
    desk = open_desk(open_home(home, actor))
    found = list_json(desk, Wanted(document, status, state, kind, everything))
    if as_json:
        print_json(found)
        return
    print_items(found["items"])
    people().print(f"{found['left']} left for you, {found['done']} done.", style="dim")


@review.command()
def merge(  # noqa: PLR0913 — three of them every command has
    one: Annotated[str, typer.Argument(help="Key of an item, or a thing: type/code, IRI.")],
    other: Annotated[str, typer.Argument(help="What it is the same as.")],
    *,
    reason: Reason = "",
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold two things for one: two items of a document, or two things by a decision record."""
    opened = open_home(home, actor)
    if "/" in one:
        with bar(aside()) as shown:
            _tell(decide(opened, (one, other), Ruling("accepted", reason), shown), as_json=as_json)
        return
    show_items(merge_items(opened, one, other, reason), [one, other], as_json=as_json)


@review.command()
def split(  # noqa: PLR0913 — three of them every command has
    one: Annotated[str, typer.Argument(help="What was merged.")],
    other: Annotated[str | None, typer.Argument(help="Of two things, the other.")] = None,
    *,
    reason: Reason = "",
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a merge back: all is then as if it had never been made."""
    opened = open_home(home, actor)
    if "/" in one:
        _tell(take_back(opened, (one, other or ""), reason), as_json=as_json)
        return
    show_items(split_item(opened, one, reason), [one], as_json=as_json)


@review.command()
def name(  # noqa: PLR0913 — three of them every command has
    document: Annotated[str, typer.Argument(help="Name of the document in the queue.")],
    at: Annotated[str, typer.Argument(help="The words that name it, as start:end.")],
    *,
    kind: Annotated[str, typer.Option("--class", help="What it is.")],
    label: Annotated[str, typer.Option(help="What to call it, in your own words.")],
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a thing that no rule has seen; you are its first reader."""
    desk, key = name_thing(open_home(home, actor), document, kind, label, span_of(at))
    show_items(desk, [key], as_json=as_json)


@review.command()
def relate(  # noqa: PLR0913 — three of them every command has
    subject: Annotated[str, typer.Argument(help="Key of an item.")],
    predicate: Annotated[str, typer.Argument(help="Such as ofImplementation.")],
    object_: Annotated[str, typer.Argument(metavar="OBJECT", help="Key of another item.")],
    *,
    at: Annotated[str | None, typer.Option(help="The words that say so, as start:end.")] = None,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is between two items, such as the use that an outcome is of."""
    span = span_of(at) if at else None
    desk, key = relate_items(open_home(home, actor), subject, predicate, object_, span)
    show_items(desk, [key], as_json=as_json)


@review.command()
def publish(
    document: Annotated[str, typer.Argument(help="Name of the document in the queue.")],
    *,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put what was accepted into the ledger as the document's record, or update it."""
    with bar(aside()) as shown:
        done = publish_document(open_home(home, actor), document, shown)
    if as_json:
        print_json(done.as_json())
        return
    _print_published(done)


def _print_published(done: Published) -> None:
    out = people()
    out.print(Text(f"{done.status:9} {done.record}"), soft_wrap=True)
    read = f" as {done.review_state}" if done.review_state else ""
    out.print(f"{len(done.published)} items are published{read}, {len(done.held)} are held.")
    for key, reason in done.held.items():
        aside().print(Text(f"held {key[:8]}: {reason}"), style="dim")


@review.command("export")
def export_workbook(  # noqa: PLR0913 — three of them every command has
    out: Annotated[Path, typer.Argument(help="Where to write it, .xlsx.")],
    *,
    document: InDocument = None,
    everything: Annotated[bool, typer.Option("--all", help="Not only what waits for you.")] = False,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write what waits for you as a workbook: a row an item, its sentence, a drop-down."""
    desk = open_desk(open_home(home, actor))
    sheets = export_sheets(desk, Wanted(document=document, everything=everything))
    out.write_bytes(write_sheets(sheets))
    if as_json:
        print_json({"file": str(out), "items": len(sheets.items), "bulk": len(sheets.bulk)})
        return
    people().print(Text(f"{out}: {len(sheets.items)} items to decide on"), soft_wrap=True)


@review.command("apply")
def apply_workbook(
    file: Annotated[Path, typer.Argument(help="A workbook of review export, filled in.")],
    *,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take the decisions of a workbook in; rows that are wrong are told by cell and left out."""
    opened = open_home(home, actor)
    done = apply_sheets(opened, read_sheets(file.name, file.read_bytes()))
    if as_json:
        print_json(done.as_json())
    else:
        _print_applied(done)
    return InvalidInput.exit_code if done.errors else 0


def _print_applied(done: Applied) -> None:
    counts = f"{len(done.applied)} applied, {len(done.unchanged)} unchanged"
    people().print(f"{counts}, {len(done.errors)} refused, {done.empty} left for later.")
    for one in (*done.errors, *done.notes):
        aside().print(Text(f"{one.cell}: {one.message} [{one.rule}]"))


@review.command()
def agreement(
    *, home: HomeOption = None, actor: AsOption = None, as_json: JsonOption = False
) -> None:
    """How far two readers of the same items agree, beyond chance: Cohen's kappa."""
    found = agreement_json(open_desk(open_home(home, actor)))
    if as_json:
        print_json(found)
        return
    for one in (found, *found["pairs"]):
        kappa = "not known" if one["kappa"] is None else f"{one['kappa']:.2f}"
        people().print(f"{' and '.join(one['readers'])}: kappa {kappa}, n = {one['n']}")


def _tell(answer: Mapping[str, object], *, as_json: bool) -> None:
    if as_json:
        print_json(answer)
    else:
        people().print(Text(f"{answer['status']} {answer['record']}"), soft_wrap=True)
