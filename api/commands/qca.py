"""The command that asks which combinations of conditions go with a result."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from api.options import ASK, JsonOption, people, print_json
from ingest.tables import read_table
from ontology.errors import InvalidInput
from queries.configurations.answer import explain, spell_row, tell, tell_models
from queries.configurations.between import read_expected, solve_between
from queries.configurations.cases import Columns, make_cases
from queries.configurations.sets import write
from queries.configurations.solution import Model, Solution, analyse, spell
from queries.configurations.truth_table import Cutoffs

app = typer.Typer()
WORDS = {
    "tooFew": "too few",
    "notDistinguishableFromChance": "not distinguishable from chance",
    "associated": "associated",
}


@app.command(rich_help_panel=ASK)
def qca(  # noqa: PLR0913 — each option is one the contract names
    file: Annotated[Path, typer.Argument(metavar="CSV", help="A table of cases.")],
    *,
    outcome: Annotated[str, typer.Option(help="The column of the result, 0 to 1.")],
    conditions: Annotated[str, typer.Option(help="The columns of conditions, 0 to 1: A,B,…")],
    column: Annotated[str | None, typer.Option("--id", help="The column of names.")] = None,
    cluster: Annotated[
        str | None, typer.Option(help="The column of what cases share, such as a programme.")
    ] = None,
    cut: Annotated[float, typer.Option(help="The inclusion from which a row counts.")] = 0.8,
    n_cut: Annotated[int, typer.Option(help="The cases from which a row is seen.")] = 1,
    negate: Annotated[bool, typer.Option("--negate", help="Explain that it fails.")] = False,
    expect: Annotated[
        str | None, typer.Option(help="What a theory expects, A,~B,…: intermediate formulas too.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Which combinations of conditions go with a result, in a table of your own (QCA).

    An empty cell is unknown: its case is left out, and what it could be is tried both ways.
    """
    wanted = tuple(name.strip() for name in conditions.split(",") if name.strip())
    cutoffs = _check(cut, n_cut)
    try:
        cases = make_cases(read_table(file), Columns(outcome, wanted, column, cluster))
    except InvalidInput as error:
        raise _in_file(error, file) from None
    found = analyse(cases.negate() if negate else cases, cutoffs)
    expected = None if expect is None else read_expected(expect, wanted)
    between = () if expected is None else solve_between(found, expected)
    if as_json:
        more = {} if expected is None else {"intermediate": tell_models(between, found)}
        print_json({**tell(found, cluster), **more})
    else:
        _print(people(), found, between)


def _in_file(error: InvalidInput, file: Path) -> InvalidInput:
    """The error with the name of the file, once."""
    told = str(error)
    return error if told.startswith(str(file)) else type(error)(f"{file}: {told}")


def _check(cut: float, n_cut: int) -> Cutoffs:
    if not (math.isfinite(cut) and 0 < cut <= 1):
        msg = f"--cut is {cut}: give a share above 0, up to 1"
        raise InvalidInput(msg)
    if n_cut < 1:
        msg = f"--n-cut is {n_cut}: give a number of 1 or more"
        raise InvalidInput(msg)
    return Cutoffs(cut, n_cut)


def _print(out: Console, found: Solution, between: Sequence[Model]) -> None:
    names, outcome = found.cases.conditions, found.cases.outcome
    rows = Table(*map(escape, names), "cases", "inclusion", "PRI", "out", title="Truth table")
    for row in found.table:
        fit = _digits(row.inclusion), _digits(row.pri)
        rows.add_row(*spell_row(row.term), str(len(row.cases)), *fit, row.out)
    out.print(rows)
    needs = Table("necessary", "inclusion", "RoN", "coverage", title=Text(f"Needed for {outcome}"))
    for term, need in found.needs:
        numbers = need.inclusion, need.ron, need.coverage
        needs.add_row(Text(write(term, names)), *map(_digits, numbers))
    out.print(needs)
    _print_models(out, f"Conservative: what goes with {outcome}", found.conservative, names)
    if between:
        _print_models(out, f"Intermediate: what goes with {outcome}", between, names)
    _print_models(out, f"Parsimonious: what goes with {outcome}", found.parsimonious, names)
    out.print(f"Rows without cases that the parsimonious formulas assume: {found.assumptions}")
    out.print(Text(f"{WORDS[found.grade]}: {explain(found)}"), style="bold")


def _print_models(out: Console, title: str, models: Sequence[Model], names: Sequence[str]) -> None:
    table = Table("formula", "inclusion", "PRI", "coverage", "unique", title=Text(title))
    for model in models:
        table.add_section()
        whole = model.fit.inclusion, model.fit.pri, model.fit.coverage
        table.add_row(Text(spell(model.terms, names), style="bold"), *map(_digits, whole), "")
        for term, fit, unique in zip(model.terms, model.fits, model.unique, strict=True):
            numbers = fit.inclusion, fit.pri, fit.coverage, unique
            table.add_row(Text(f"  {write(term, names)}"), *map(_digits, numbers))
    out.print(table if models else Text(f"{title}: nothing"))


def _digits(number: float | None) -> str:
    return "none" if number is None else f"{number:.3f}"
