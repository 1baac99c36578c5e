"""The commands with which a reader decides on items of the queue."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.home import Home
from api.options import AsOption, HomeOption, JsonOption, open_home, people, print_json
from api.review.changing import undo as undo_decisions
from api.review.deciding import Ruling, attributes, decide
from api.review.desk import Desk, open_desk
from api.review.view import Wanted, chosen, views
from ingest.review.item import Verdict
from ontology.errors import InvalidInput

rulings = typer.Typer()

Keys = Annotated[list[str], typer.Argument(help="Keys of items, or their beginnings.")]
Reason = Annotated[str, typer.Option(help="Why; a rejection needs it.")]
InDocument = Annotated[str | None, typer.Option("--document", help="Of this document alone.")]
OfKind = Annotated[str | None, typer.Option("--class", help="Of this class alone.")]
Given = Annotated[list[str] | None, typer.Option(help="attribute=value; empty drops it.")]


def _all_of(desk: Desk, document: str | None, kind: str | None) -> list[str]:
    """The keys of all that waits for the reader of one class."""
    if not kind:
        msg = "name items by their keys, or all that wait for you of one --class"
        raise InvalidInput(msg)
    return [item.key for item in chosen(desk, Wanted(document=document, kind=kind))]


@rulings.command()
def accept(  # noqa: PLR0913 — each option is a way to name items
    keys: Annotated[list[str] | None, typer.Argument(help="Keys, or their beginnings.")] = None,
    *,
    document: InDocument = None,
    kind: OfKind = None,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Stand by items as they are: by key, or all of a class at once."""
    opened = open_home(home, actor)
    found = keys or _all_of(open_desk(opened), document, kind)
    show_items(decide(opened, [Ruling(key, "accept") for key in found]), found, as_json=as_json)


@rulings.command()
def reject(
    keys: Keys,
    *,
    reason: Reason = "",
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold that items are not so, with the reason; they do not come back."""
    _rule(open_home(home, actor), keys, "reject", reason, as_json=as_json)


@rulings.command()
def unsure(
    keys: Keys,
    *,
    reason: Reason = "",
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Leave items to another reader."""
    _rule(open_home(home, actor), keys, "unsure", reason, as_json=as_json)


def _rule(home: Home, keys: list[str], verdict: Verdict, reason: str, *, as_json: bool) -> None:
    rulings = [Ruling(key, verdict, reason) for key in keys]
    show_items(decide(home, rulings), keys, as_json=as_json)


@rulings.command()
def edit(  # noqa: PLR0913 — each option is a field
    key: Annotated[str, typer.Argument(help="Key of the item.")],
    *,
    label: Annotated[str | None, typer.Option(help="In your own words.")] = None,
    kind: Annotated[str | None, typer.Option("--class", help="Another class or relation.")] = None,
    modality: Annotated[str | None, typer.Option(help="How it is said.")] = None,
    of: Annotated[str | None, typer.Option(help="The thing it is: type/code.")] = None,
    at: Annotated[str | None, typer.Option(help="Its words, as start:end.")] = None,
    given: Given = None,
    reason: Reason = "",
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Change an item and stand by what you made of it; another reader has to read that."""
    opened = open_home(home, actor)
    fields = {"label": label, "kind": kind, "modality": modality, "of": of}
    changes: dict[str, Any] = {name: text for name, text in fields.items() if text is not None}
    if at is not None:
        changes["at"] = span_of(at)
    if given:
        known = open_desk(opened).item(key).content.attributes
        changes["attributes"] = attributes(known, given)
    desk = decide(opened, [Ruling(key, "edit", reason, changes)])
    show_items(desk, [key], as_json=as_json)


def span_of(text: str) -> tuple[int, int]:
    """A span as start:end."""
    start, _, end = text.partition(":")
    if not (start.isdecimal() and end.isdecimal()):
        msg = f"--at {text:.40}: write start:end, two whole numbers"
        raise InvalidInput(msg)
    return int(start), int(end)


@rulings.command()
def undo(
    keys: Keys,
    *,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take back your own last decision on items."""
    show_items(undo_decisions(open_home(home, actor), keys), keys, as_json=as_json)


def print_items(items: Iterable[Mapping[str, Any]]) -> None:
    """Items for people, each in its sentence."""
    table = Table("key", "class", "what", "sentence", "status", header_style="bold")
    for one in items:
        cells = (one["label"], one["sentence"] or "")
        words = (Text(" ".join(str(cell).split())) for cell in cells)
        table.add_row(one["key"][:8], one["class"], *words, one["status"] or "not shown")
    people().print(table)


def show_items(desk: Desk, keys: Iterable[str], *, as_json: bool) -> None:
    """The items after a decision, as their reader may see them."""
    found = views(desk, (desk.item(key) for key in keys))
    if as_json:
        print_json({"items": found})
    else:
        print_items(found)
