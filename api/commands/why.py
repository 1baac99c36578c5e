"""The command that tells why an innovation transferred, as far as records bear it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from api.answers.gazetteer import folders_of
from api.answers.printed import print_citations
from api.answers.why import Answer, Counted, ask_why, count_analysis, read_wanted
from api.answers.why_answer import WORDS, answer_json, give_reason, matrix_csv, ordinal
from api.options import ASK, HomeOption, JsonOption, open_home, people, print_json
from queries.transfer.contrasts import Contrast
from queries.transfer.matrix import Matrix
from queries.transfer.needs import list_needs
from queries.transfer.why import Why, name_of

app = typer.Typer()
UNKNOWN = "?"
MOST = 8  # conditions that fit side by side


@app.command("why", rich_help_panel=ASK)
def tell_why(  # noqa: PLR0913 — each option is one the contract names
    innovation: Annotated[str, typer.Argument(help="An innovation: IRI, code or label.")],
    *,
    outcome: Annotated[
        str | None, typer.Option(help="A level of outcomes, or a measure: IRI or label.")
    ] = None,
    axis: Annotated[str, typer.Option(help="Whether it worked (effect) or spread (adoption).")] = (
        "effect"
    ),
    matrix: Annotated[
        Path | None, typer.Option(metavar="OUT.csv", help="Write implementations by conditions.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Why it transferred: what sources say, contrasts, configurations, and what to record next."""
    opened = open_home(home)
    with opened.engine() as engine:
        wanted = read_wanted(engine, innovation, outcome, axis)
        answer = ask_why(engine, opened.shelf, folders_of(opened.settings), wanted)
    counted = count_analysis(opened, answer)
    if matrix:
        matrix.write_text(matrix_csv(answer.why.analysis.matrix), "utf-8", newline="")
    if as_json:
        print_json(answer_json(answer, counted))
    else:
        print_why(people(), answer, counted)


def print_why(out: Console, answer: Answer, counted: Counted) -> None:
    """The answer for people, in the order it is to be read."""
    why, analysis = answer.why, answer.why.analysis
    out.print(Text(f"{WORDS[analysis.grade]}: {give_reason(why)}"), style="bold")
    out.print(Text(f"{ordinal(counted.number)} analysis of this outcome"), style="dim")
    heading = ""
    for one in answer.sentences:
        if one.about != heading:
            heading = one.about
            out.print(Text(heading.capitalize()), style="bold")
        out.print(Text(f"  {one.text}"))
    _print_matrix(out, analysis.matrix)
    for contrast in analysis.contrasts:
        if not contrast.comparable:
            out.print(Text(_not_comparable(contrast)))
    _print_needs(out, why)
    print_citations(out, answer.citations)
    out.print(f"As of sequence {answer.sequence}", style="dim")


def _print_matrix(out: Console, matrix: Matrix) -> None:
    if not matrix.conditions:
        return
    shown = sorted(matrix.conditions, key=lambda one: (matrix.unknown_share(one) or 0.0, one))
    heads = [escape(matrix.labels[one]) for one in shown[:MOST]]
    table = Table("implementation", "result", *heads, title="? is not known")
    for case in matrix.cases:
        states = [case.states.get(one) for one in shown[:MOST]]
        told = [state.state if state else UNKNOWN for state in states]
        table.add_row(Text(name_of(case.use)), case.result, *told)
    out.print(table)
    if len(shown) > MOST:
        out.print(f"… and {len(shown) - MOST} more conditions (--json, --matrix)", style="dim")


def _not_comparable(one: Contrast) -> str:
    names = f"{name_of(one.success.use)} and {name_of(one.failure.use)}"
    of = one.known + len(one.unknown)
    return f"Not comparable: of {names} {one.known} of {of} conditions are known of both"


def _print_needs(out: Console, why: Why) -> None:
    out.print(Text("To answer better, record next"), style="bold")
    for one in list_needs(why.wanted, why.analysis):
        out.print(Text(f"  {one}"))
