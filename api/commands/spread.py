"""The commands that tell how an innovation spread, and that draw figures."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.answers.asking import find_thing
from api.answers.clusters import together
from api.answers.figures import INNOVATION, figure_contributions, figure_gaps, figure_innovation
from api.answers.figures import write_figure as write
from api.answers.gazetteer import folders_of
from api.answers.printed import print_citations
from api.answers.spread import Traced, ask_spread
from api.home import Home
from api.options import ASK, HomeOption, JsonOption, open_home, people, print_json
from ontology.errors import InvalidInput
from queries.figures.figure import Figure
from queries.spread.links import write_graphml
from queries.spread.moves import Move, When

app = typer.Typer()
UNKNOWN = "not stated"
CONTRIBUTIONS, GAPS = "contributions", "gaps"


@app.command("spread", rich_help_panel=ASK)
def show_spread(
    innovation: Annotated[str, typer.Argument(help="An innovation: IRI, code or label.")],
    *,
    graphml: Annotated[
        Path | None, typer.Option(metavar="OUT.graphml", help="Write uses and attempts as GraphML.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who took an innovation from whom and when, how far it got, and where it stopped."""
    opened = open_home(home)
    with opened.engine() as engine:
        found = ask_spread(engine, opened.shelf, innovation)
    if graphml:
        graphml.write_text(write_graphml(found.spread.moves), "utf-8")
    if as_json:
        print_json(found.as_json())
    else:
        _print(people(), found)


def _print(out: Console, found: Traced) -> None:
    spread = found.spread
    out.print(Text(spread.moves.innovation.called), style="bold")
    for name, moves in (("use", spread.moves.uses), ("attempt", spread.moves.attempts)):
        table = Table(name, "from", "what became of it", "when", header_style="bold")
        for one in moves.values():
            origins = "; ".join(spread.label(iri) or iri for iri in one.origins) or UNKNOWN
            state = one.became if name == "attempt" else "; ".join(one.statuses) or UNKNOWN
            state = "planned" if one.planned else state
            label = one.thing.called
            table.add_row(*map(Text, (label, origins, state, when_in_words(one))))
        out.print(table)
    for end in spread.followed.ends:
        out.print(Text(f"{end.why}: {spread.label(end.thing) or end.thing}"))
    for reach in spread.followed.reach:
        told = f"{len(reach.direct)} took it from there, {len(reach.indirect)} by way of others"
        out.print(Text(f"{spread.label(reach.use) or reach.use}: {told}"))
    print_citations(out, found.citations)


def when_in_words(one: Move) -> str:
    """When something took place: a day, a range, a bound, or that nobody says."""
    when: When | None = one.when
    if when is None:
        return UNKNOWN
    if when.earliest and when.latest:
        same = when.earliest == when.latest
        return when.earliest if same else f"{when.earliest} to {when.latest}"
    if when.latest:
        return f"by {when.latest}"
    return f"from {when.earliest} on" if when.earliest else when.words or UNKNOWN


@app.command("figure", rich_help_panel=ASK)
def draw_figure(  # noqa: PLR0913 — each option is one that a figure needs
    name: Annotated[str, typer.Argument(help=f"{', '.join(INNOVATION)}, {CONTRIBUTIONS}, {GAPS}.")],
    subject: Annotated[
        str | None, typer.Argument(help="An innovation, or a place for contributions.")
    ] = None,
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="OUT.svg|OUT.csv", help="Draw it, or write its table.")
    ] = None,
    nearest: Annotated[int, typer.Option(min=1, help="Which of the places alike.")] = 1,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw a figure, or give it as data: a Vega-Lite specification and its table."""
    figure = _figure(open_home(home), name, subject, nearest)
    if out:
        if out.suffix not in (".svg", ".csv"):
            msg = f"{out}: a figure is written as .svg, its table as .csv"
            raise InvalidInput(msg)
        out.write_text(write(figure, out.suffix.removeprefix(".")), "utf-8", newline="")
    if as_json:
        print_json(figure.as_json())
        return
    people().print(Text(figure.title), style="bold")
    people().print(Text(figure.description))


def _figure(home: Home, name: str, subject: str | None, nearest: int) -> Figure:
    if name != GAPS and subject is None:
        msg = f"the figure {name!r:.40} is of something: name it"
        raise InvalidInput(msg)
    if name == CONTRIBUTIONS:
        return figure_contributions(folders_of(home.settings), str(subject), nearest, None)
    with home.engine() as engine:
        if name == GAPS:
            return figure_gaps(engine.ask)
        innovation = find_thing(str(subject), engine.ask, kind="innovation")
        return figure_innovation(together(engine, innovation), name, innovation)
