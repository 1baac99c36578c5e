"""Stored questions as they are printed: JSON and CSV for programs, tables for people."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.answers.asking import Answered, Citation
from api.present import guard_cell, plain, shorten
from queries.catalogue import Cell

NARROW = 14  # characters that a column of a table has at least


def answer_json(answered: Answered) -> dict[str, object]:
    """An answer as the contract has it, and the citations of its claims beside it."""
    return {
        "question": answered.question.name,
        "given": dict(answered.given),
        "engine": answered.engine,
        "sequence": answered.sequence,
        "columns": list(answered.rows.columns),
        "rows": [list(row) for row in answered.rows.rows],
        "truncated": answered.rows.truncated is not None,
        "citations": {claim: asdict(found) for claim, found in answered.citations.items()},
    }


def answer_csv(answered: Answered) -> str:
    """An answer as CSV: beside each IRI its label, beside each value that may be missing why."""
    question = answered.question
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_heads(answered))
    for row in answered.rows.rows:
        cells = dict(zip(question.columns, row, strict=True))
        writer.writerow(_csv_cells(answered, cells))
    return out.getvalue()


def _heads(answered: Answered) -> Iterator[str]:
    for name in answered.question.columns:
        yield name
        if _lacks_label(answered, name):
            yield f"{name}Label"
        if name in answered.question.nullable:
            yield f"{name}Status"


def _csv_cells(answered: Answered, cells: Mapping[str, Cell]) -> Iterator[str]:
    for name, cell in cells.items():
        yield guard_cell(cell)
        if _lacks_label(answered, name):
            yield guard_cell(answered.labels.get(str(cell)))
        if name in answered.question.nullable:
            yield "reported" if cell is not None else _silence(answered, cells)


def _lacks_label(answered: Answered, name: str) -> bool:
    """Whether a column names things and the question brings no labels of them itself."""
    return name in answered.question.iris and f"{name}Label" not in answered.rows.columns


def _silence(answered: Answered, cells: Mapping[str, Cell]) -> str:
    """Not reported in a document that was read whole; not seen where only part was."""
    citation = answered.citations.get(str(cells.get("claim")))
    coverage = citation.coverage if citation else cells.get("coverage", "whole")
    return "notReported" if coverage == "whole" else "notSeen"


def print_answer(console: Console, answered: Answered) -> None:
    """An answer for people, and below it the words that its claims stand on."""
    rows = answered.rows
    shown = [name for name in rows.columns if not _is_twin(name, rows.columns)]
    console.print(Text(answered.question.summary), style="bold")
    cells = [
        [Text(_shown(name, found, answered.labels)) for name in shown] for found in rows.by_column()
    ]
    if len(shown) * NARROW > console.width:
        _print_blocks(console, shown, cells)
    else:
        _print_table(console, shown, cells)
    console.print(f"{len(rows.rows)} rows, as of sequence {answered.sequence}", style="dim")
    if rows.truncated:
        console.print(f"There is more: the answer was cut ({rows.truncated}).", style="bold")
    print_citations(console, answered.citations)


def _print_table(console: Console, names: list[str], rows: list[list[Text]]) -> None:
    table = Table(header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _print_blocks(console: Console, names: list[str], rows: list[list[Text]]) -> None:
    """One block a row, where the columns would be too narrow to read."""
    for row in rows:
        table = Table.grid(padding=(0, 2))
        for name, cell in zip(names, row, strict=True):
            table.add_row(Text(name, style="dim"), cell)
        console.print(table)
        console.print()


def _is_twin(name: str, columns: tuple[str, ...]) -> bool:
    return name.endswith("Label") and name.removesuffix("Label") in columns


def _shown(name: str, cells: Mapping[str, Cell], labels: Mapping[str, str]) -> str:
    cell = cells[name]
    if cell is None:
        return "not stated"
    text = plain(cell)
    return labels.get(text, shorten(text)) if name != "claim" else text.rsplit("/", 1)[-1]


def print_citations(console: Console, citations: Mapping[str, Citation], most: int = 12) -> None:
    """The words behind some claims, each with its place."""
    for claim, found in list(citations.items())[:most]:
        if found.start is None and found.basis == "address":
            words = f"the page says so, and its words are not held here: {found.address}"
        elif found.start is None:
            words = "a curator's reading, of no single place"
        else:
            quote = f"“{' '.join(found.quote.split())}”" if found.quote else "words not held here"
            words = f"{quote} [{found.start}-{found.end}]"
        console.print(Text(f"  {claim.rsplit('/', 1)[-1]}: {words}"), style="dim")
    if len(citations) > most:
        console.print(
            f"  … and the words of {len(citations) - most} more claims (--json)", style="dim"
        )
