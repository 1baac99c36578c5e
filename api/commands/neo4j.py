"""The commands that run Neo4j, for those who ask in Cypher."""

import os
from collections.abc import Mapping
from typing import Annotated

import typer
from rich.text import Text

from api.endpoints.cypher import read_place
from api.home import Home
from api.options import RUN, HomeOption, JsonOption, aside, open_home, people, print_json
from api.progress import bar
from graph.neo4j.load import Place, load_neo4j, open_engine
from graph.neo4j.server import (
    Server,
    alone,
    await_browser,
    find_server,
    start_server,
    stop_server,
)
from ontology.errors import Conflict, NotAvailable

app = typer.Typer()
group = typer.Typer(no_args_is_help=True)
app.add_typer(
    group,
    name="neo4j",
    help="A Neo4j server for questions in Cypher, or yours (WHATWORKED_NEO4J_URI).",
    rich_help_panel=RUN,
)


@group.command()
def start(
    *,
    bolt_port: Annotated[int | None, typer.Option(help="7687, or a free one.")] = None,
    http_port: Annotated[int | None, typer.Option(help="7474, or a free one.")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Start the server of this repository, fetching it first where it is not here yet."""
    place = _ours(open_home(home))
    with bar(aside()) as shown, alone(place.folder, "starting Neo4j"):
        shown.step("starting Neo4j", None)
        server = start_server(place.folder, place.source, bolt_port, http_port)
        await_browser(place.folder, server)
    told = {"running": True, "started": server.started, **_told(place, server)}
    if as_json:
        print_json(told)
        return
    people().print("Neo4j runs." if server.started else "Neo4j runs already.")
    _print(_told(place, server))


@group.command()
def stop(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Stop the server of this repository."""
    place = _ours(open_home(home))
    with alone(place.folder, "stopping Neo4j"):
        stopped = stop_server(place.folder)
    if as_json:
        print_json({"running": False, "stopped": stopped})
    else:
        people().print("Neo4j has stopped." if stopped else "Neo4j did not run.")


@group.command()
def status(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Whether the server runs, and which sequence of the ledger it holds."""
    opened = open_home(home)
    place = _place(opened)
    server = None if place.theirs else find_server(place.folder)
    told = _told(place, server)
    held = _held(opened, place)
    if as_json:
        print_json({**held, **told})
        return
    people().print("Neo4j runs." if held["running"] else "Neo4j does not run.")
    _print({**told, **{key: value for key, value in held.items() if key != "running"}})


@group.command()
def load(
    *,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="From nothing.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the server hold what the ledger holds; it is started where it does not run."""
    opened = open_home(home)
    with bar(aside()) as shown:
        shown.step("loading Neo4j", None)
        loaded = load_neo4j(_place(opened), opened.ledger, rebuild=rebuild)
    if as_json:
        print_json({"sequence": loaded.sequence, "records": loaded.records, "way": loaded.way})
        return
    people().print(f"Neo4j holds sequence {loaded.sequence}: {loaded.records} records written.")


def _place(home: Home) -> Place:
    return read_place(os.environ, home.folder)


def _ours(home: Home) -> Place:
    place = _place(home)
    if place.theirs:
        msg = f"{place.theirs.uri} is a server of your own (WHATWORKED_NEO4J_URI): run it yourself"
        raise Conflict(msg)
    return place


def _told(place: Place, server: Server | None) -> dict[str, object]:
    if place.theirs:
        return {"bolt": place.theirs.uri, "user": place.theirs.user}
    if server is None:
        return {}
    return {
        "pid": server.pid,
        "bolt": server.address.uri,
        "browser": server.browser,
        "user": server.address.user,
        "passwordFile": str(place.folder / "password"),
    }


def _held(home: Home, place: Place) -> dict[str, object]:
    """What the database holds; it may not answer, which is an answer here."""
    found: dict[str, object] = {"running": False, "level": place.level, "sequence": None}
    found["ledger"] = home.ledger.sequence
    try:
        engine = open_engine(place, home.ledger)
    except NotAvailable as error:
        return {**found, "reason": str(error)}
    if engine is None:
        return found
    with engine:
        sequence = engine.sequence if engine.is_whole else None
        return {**found, "running": True, "sequence": sequence}


def _print(told: Mapping[str, object]) -> None:
    for key, value in told.items():
        people().print(Text(f"  {key:13} {value if value is not None else 'nothing whole'}"))
