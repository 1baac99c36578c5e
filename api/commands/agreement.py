"""The commands on what regions say of one another's innovations."""

from typing import Annotated

import typer
from rich.text import Text

from api.exchange.agreement import agreement_json, ask_agreement, print_agreement
from api.exchange.trying import Trial, tell_trial
from api.options import (
    ASK,
    MAKE,
    AsOption,
    HomeOption,
    JsonOption,
    aside,
    open_home,
    people,
    print_json,
)
from api.progress import bar
from graph.ledger import DEFAULT_SHARING

app = typer.Typer()


@app.command(rich_help_panel=ASK)
def agreement(
    innovation: Annotated[
        str | None, typer.Argument(help="An innovation: IRI, code or label; left out, all.")
    ] = None,
    *,
    axis: Annotated[str | None, typer.Option(help="effect or adoption.")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Whether independent origins agree, and what regions contradict one another on."""
    opened = open_home(home)
    with opened.engine() as engine:
        found = ask_agreement(engine, opened, innovation, axis)
    if as_json:
        print_json(agreement_json(found))
    else:
        print_agreement(people(), found)


@app.command(rich_help_panel=MAKE)
def tried(  # noqa: PLR0913 — each option is a part of what is told
    innovation: Annotated[str, typer.Argument(help="An innovation, of whichever region.")],
    *,
    words: Annotated[str, typer.Option(help="What was tried and what came of it.")],
    status: Annotated[
        str, typer.Option(help="launched, underway, completed, sustained, stopped, unknown.")
    ] = "unknown",
    place: Annotated[str | None, typer.Option(help="Where; left out, nobody learns it.")] = None,
    organisation: Annotated[
        str | None, typer.Option("--by", help="Who; left out, it is anonymous.")
    ] = None,
    sharing: Annotated[str, typer.Option(help="LOCAL, PARTNERS, NHS or PUBLIC.")] = DEFAULT_SHARING,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell that it was tried here too, by name or without one."""
    trial = Trial(innovation, words, status, place, organisation)
    with bar(aside()) as shown:
        done = tell_trial(open_home(home, actor), trial, sharing, shown)
    if as_json:
        print_json(done)
    else:
        people().print(Text(f"{done['status']:9} {done['record']}"), soft_wrap=True)
