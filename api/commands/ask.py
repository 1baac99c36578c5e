"""The commands that ask."""

import os
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.table import Table
from rich.text import Text

from api.answers.asking import ask_question, put_question
from api.answers.printed import answer_csv, answer_json, print_answer
from api.exchange.agreement import find_region
from api.home import Home
from api.options import ASK, HomeOption, JsonOption, open_home, people, print_json
from api.present import list_questions
from ontology.errors import InvalidInput, NotAvailable, StorageFailure
from queries.catalogue import questions

if TYPE_CHECKING:
    from graph.neo4j.engine import CypherEngine

app = typer.Typer()


@app.command("questions", rich_help_panel=ASK)
def show_questions(*, as_json: JsonOption = False) -> None:
    """The questions that can be asked, with what may be given to each."""
    if as_json:
        print_json(list_questions())
        return
    table = Table("name", "answers", "given", header_style="bold")
    for question in questions().values():
        table.add_row(question.name, Text(question.summary), ", ".join(question.given))
    people().print(table)


@app.command("ask", rich_help_panel=ASK)
def ask(  # noqa: PLR0913 — each option is one the contract names
    name: Annotated[str, typer.Argument(help="Name of the question.")],
    *,
    given: Annotated[
        list[str] | None,
        typer.Option(help="parameter=value; things by IRI, label or code."),
    ] = None,
    engine: Annotated[Literal["sparql", "cypher"], typer.Option(help="Language to ask in.")] = (
        "sparql"
    ),
    as_of: Annotated[str | None, typer.Option(help="A sequence, or a date (its end, UTC).")] = None,
    reviewed: Annotated[
        str | None,
        typer.Option("--review-state", help="Only what is unread, singleReader … at least."),
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="As a region saw it: its own records alone, by its name.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Rows as CSV.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask a question of the catalogue."""
    opened, pairs = open_home(home), _pairs(given or [])
    if engine == "cypher":
        if (as_of, reviewed, region) != (None, None, None):
            msg = "Neo4j holds the present as a whole: give no --as-of, --review-state or --region"
            raise NotAvailable(msg)
        with _cypher(opened) as neo4j:
            answered = put_question(neo4j, opened.shelf, name, pairs)
    elif region is not None:
        base = find_region(opened, region)
        with opened.region_engine(base, opened.sequence_of(as_of)) as engine_of_region:
            answered = put_question(engine_of_region, opened.shelf, name, pairs)
    else:
        answered = ask_question(opened, name, pairs, opened.sequence_of(as_of), reviewed)
    if as_csv:
        sys.stdout.write(answer_csv(answered))
    elif as_json:
        print_json(answer_json(answered))
    else:
        print_answer(people(), answered)


def _cypher(home: Home) -> AbstractContextManager["CypherEngine"]:
    from api.endpoints.cypher import cypher_engine, read_place  # noqa: PLC0415 — the driver takes long to load

    return cypher_engine(home, read_place(os.environ, home.folder))


def _pairs(given: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key or not value:
            msg = f"--given {text}: write parameter=value"
            raise InvalidInput(msg)
        if key in pairs:
            msg = f"--given {key} is given twice: give it once"
            raise InvalidInput(msg)
        pairs[key] = value
    return pairs


@app.command(rich_help_panel=ASK)
def sparql(
    file: Annotated[str, typer.Argument(help="A file with a query, or - for standard input.")],
    *,
    as_of: Annotated[str | None, typer.Option(help="A sequence, or a date (its end, UTC).")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a SPARQL query of your own; CONSTRUCT gives N-Triples."""
    opened = open_home(home)
    text = sys.stdin.read() if file == "-" else _read(Path(file))
    with (
        opened.engine(opened.sequence_of(as_of)) as engine,
        engine.answer(text) as answer,
    ):
        if answer.form == "triples" and not as_json:
            for part in answer:
                sys.stdout.buffer.write(part)
        else:
            sys.stdout.buffer.write(answer.json() + b"\n")
    sys.stdout.flush()


@app.command(rich_help_panel=ASK)
def cypher(
    file: Annotated[str, typer.Argument(help="A file with a query, or - for standard input.")],
    *,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a Cypher query of your own, which may only read."""
    opened = open_home(home)
    text = sys.stdin.read() if file == "-" else _read(Path(file))
    with _cypher(opened) as engine:
        rows = engine.answer(text, {})
    cells = [list(row) for row in rows.rows]
    if as_json:
        cut = rows.truncated is not None
        print_json({"columns": list(rows.columns), "rows": cells, "truncated": cut})
        return
    table = Table(*rows.columns, header_style="bold")
    for row in cells:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    people().print(table)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{file}: cannot be read as UTF-8 text ({error})"
        raise StorageFailure(msg) from None
