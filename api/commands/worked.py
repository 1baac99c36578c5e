"""The command that tells what worked where."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.answers.printed import print_citations
from api.answers.worked import Answer, ask_worked
from api.answers.worked_answer import answer_csv, answer_json
from api.options import ASK, HomeOption, JsonOption, open_home, people, print_json
from api.present import shorten
from queries.outcomes.case import Case, Finding, Named
from queries.outcomes.contradictions import Contradiction

app = typer.Typer()
MOST = 12  # of what is told beside the cases


@app.command("worked", rich_help_panel=ASK)
def show_worked(  # noqa: PLR0913 — each option is one the contract names
    *,
    innovation: Annotated[str | None, typer.Option(help="IRI, code or label.")] = None,
    place: Annotated[str | None, typer.Option(help="An area or a board.")] = None,
    outcome: Annotated[
        str | None, typer.Option(help="A level of outcomes, or a measure: IRI or label.")
    ] = None,
    axis: Annotated[str, typer.Option(help="Whether it worked (effect) or spread (adoption).")] = (
        "effect"
    ),
    direction: Annotated[
        str | None, typer.Option(help="IMPROVED, NO_CHANGE, WORSENED or UNKNOWN.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="One row for each finding.")] = False,
) -> None:
    """What worked where, what did not, what is unclear, and why it is said so."""
    options = {
        "innovation": innovation,
        "place": place,
        "outcome": outcome,
        "axis": axis,
        "direction": direction,
    }
    given = {name: value for name, value in options.items() if value is not None}
    opened = open_home(home)
    with opened.engine() as engine:
        answer = ask_worked(engine, opened.shelf, given)
    if as_json:
        print_json(answer_json(answer))
    elif as_csv:
        sys.stdout.write(answer_csv(answer))
    else:
        print_worked(people(), answer)


def print_worked(out: Console, answer: Answer) -> None:
    """The answer for people: the cases, then what tempers them."""
    worked = answer.worked
    _print_counts(out, answer)
    for result in ("succeeded", "failed", "unclear"):
        _print_cases(out, result, [case for case in answer.cases if case.result == result])
    _print_lines(out, "Contradictions", [_contradiction(one) for one in worked.contradictions])
    _print_lines(out, "What did not work", [_negative(*one) for one in worked.negatives])
    rows = worked.never_reported
    told = [str(row["subjectLabel"] or shorten(str(row["subject"]))) for row in rows]
    _print_lines(out, "Never reported on", told)
    alike = [f"{_name(one.one.node)} / {_name(one.other.node)}" for one in worked.alike]
    _print_lines(out, "Perhaps one estimate told twice", alike)
    print_citations(out, answer.citations)
    out.print(f"As of sequence {answer.sequence}", style="dim")


def _print_counts(out: Console, answer: Answer) -> None:
    worked = answer.worked
    out.print(Text(f"What worked where: {worked.asked.axis}"), style="bold")
    table = Table("of", "all", "succeeded", "failed", "unclear")
    for name, counts in worked.counts.items():
        table.add_row(name, *(str(counts[key]) for key in ("all", *_RESULTS)))
    out.print(table)
    share = worked.shares["negative"], worked.shares["null"]
    out.print(
        f"Of {share[0].of} findings {share[0].count} went the other way and "
        f"{share[1].count} found no change."
    )


_RESULTS = ("succeeded", "failed", "unclear")


def _print_cases(out: Console, result: str, cases: list[Case]) -> None:
    if not cases:
        return
    out.print(Text(f"{result.capitalize()}: {len(cases)}"), style="bold")
    for case in cases:
        where = ", ".join(map(_name, case.places)) or "place not stated"
        out.print(Text(f"  {_name(case.use)} ({where})"))
        out.print(Text(f"    {case.because}"), style="dim")


def _print_lines(out: Console, heading: str, lines: list[str]) -> None:
    out.print(Text(f"{heading}: {len(lines) or 'none on record'}"), style="bold")
    for line in lines[:MOST]:
        out.print(Text(f"  {line}"))
    if len(lines) > MOST:
        out.print(f"  … and {len(lines) - MOST} more (--json)", style="dim")


def _contradiction(one: Contradiction) -> str:
    differs = ", ".join(one.failed.conditions.get(iri) or iri for iri in one.conditions)
    known = f"differs in {differs}" if differs else "no known condition differs"
    return (
        f"{one.level}: {_name(one.succeeded.use)} / {_name(one.failed.use)}: {known}, "
        f"{len(one.unknown)} known of one alone"
    )


def _negative(case: Case, found: Finding) -> str:
    return f"{_name(case.use)}: {_name(found.measure or found.node)}: {found.because}"


def _name(named: Named) -> str:
    return named.label or shorten(named.iri)
