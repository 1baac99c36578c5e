"""The command that tells what is not known."""

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.options import ASK, HomeOption, JsonOption, open_home, people, print_json
from api.present import shorten
from queries.gaps import Gaps, find_gaps

app = typer.Typer()


@app.command("gaps", rich_help_panel=ASK)
def show_gaps(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """What is not known: the map of evidence, its holes, and how lopsided it is."""
    with open_home(home).engine() as engine:
        found, sequence = find_gaps(engine.ask), engine.sequence
    if as_json:
        print_json({"sequence": sequence, **found.as_json()})
        return
    out = people()
    _print_shares(out, found)
    _print_map(out, found)
    _print_silence(out, found)
    out.print(f"As of sequence {sequence}", style="dim")


def _print_shares(out: Console, found: Gaps) -> None:
    table = Table("share", "how many", "of", "in all", title="How lopsided the record is")
    for name, one in found.shares.items():
        table.add_row(name, str(one.count), str(one.of), str(one.share or "none"))
    out.print(table)


def _print_map(out: Console, found: Gaps) -> None:
    """Conditions by levels; a use counts once in each of its contexts, which stand in --json."""
    table = Table("condition", *found.levels, title="Uses with an outcome and an assessment")
    counts: dict[tuple[str | None, str | None], int] = {}
    for cell in found.known:
        pair = cell.condition, cell.level
        counts[pair] = counts.get(pair, 0) + cell.uses
    for condition, label in found.conditions.items():
        cells = [counts.get((condition, level), 0) for level in found.levels]
        table.add_row(Text(label or shorten(condition)), *(str(n) if n else "·" for n in cells))
    out.print(table)


def _print_silence(out: Console, found: Gaps) -> None:
    out.print(Text("Never assessed: " + ", ".join(found.unassessed.values())))
    out.print(f"{len(found.unreported)} uses were launched, go on or were planned unreported:")
    for row in found.unreported:
        label = row["subjectLabel"] or shorten(str(row["subject"]))
        out.print(Text(f"  {label} ({row['status'] or 'status not stated'})"))
