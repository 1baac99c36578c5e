"""The commands for one place: would it work here, and what did places like it learn."""

from collections.abc import Iterable
from typing import Annotated

import typer

from api.answers.fit import Question, ask_fit
from api.answers.fit_answer import answer_json, print_fit
from api.answers.gazetteer import folders_of
from api.answers.learning import ask_lessons, lessons_json, print_lessons
from api.options import ASK, HomeOption, JsonOption, open_home, people, print_json

app = typer.Typer()


@app.command("fit", rich_help_panel=ASK)
def fit(  # noqa: PLR0913 — each option is one the contract names
    innovation: Annotated[str, typer.Argument(help="An innovation: IRI, code or label.")],
    place: Annotated[str, typer.Argument(help="A place: IRI, ONS or ODS code, or label.")],
    *,
    have: Annotated[list[str] | None, typer.Option(help="Conditions that the place has: C,…")] = (
        None
    ),
    lack: Annotated[list[str] | None, typer.Option(help="Conditions that it lacks: C,…")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Whether it would work here: counts, precedents, gaps, whom to ask, and what nobody knows."""
    opened = open_home(home)
    question = Question(innovation, place, _split(have), _split(lack))
    with opened.engine() as engine:
        found = ask_fit(engine, opened.shelf, folders_of(opened.settings), question)
    if as_json:
        print_json(answer_json(found))
    else:
        print_fit(people(), found)


@app.command("learn", rich_help_panel=ASK)
def learn(
    place: Annotated[str, typer.Argument(help="A place: IRI, ONS or ODS code, or label.")],
    *,
    since: Annotated[str | None, typer.Option(help="What is new since a sequence or a date.")] = (
        None
    ),
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """What places like one tried, what came of it, and the lessons they drew."""
    opened = open_home(home)
    with opened.engine() as engine:
        found = ask_lessons(engine, opened, folders_of(opened.settings), place, since)
    if as_json:
        print_json(lessons_json(found))
    else:
        print_lessons(people(), found)


def _split(names: Iterable[str] | None) -> list[str]:
    return [name.strip() for one in names or () for name in one.split(",") if name.strip()]
