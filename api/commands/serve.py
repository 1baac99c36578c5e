"""The commands that go on running: the server, and the demonstration."""

import sys
from typing import Annotated

import typer

from api.commands.make import add_starter
from api.demo import show
from api.home import Home, create_home, holds_home
from api.options import RUN, AsOption, HomeOption, open_home, people, settings_of
from api.serving import Listening, serve, serve_scratch
from api.settings import Region
from graph.ledger import DEFAULT_SHARING

app = typer.Typer()
DEMONSTRATION = Region("demonstration")


@app.command("serve", rich_help_panel=RUN)
def run_server(  # noqa: PLR0913 — each option is one the contract names
    *,
    host: Annotated[str, typer.Option(help="A loopback address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0 takes a free one.")] = 8000,
    sharing: Annotated[
        list[str] | None, typer.Option(help="A level to keep an engine for; may be repeated.")
    ] = None,
    cypher: Annotated[
        bool, typer.Option("--cypher/--no-cypher", help="With Neo4j once somebody needs it.")
    ] = True,
    scratch: Annotated[
        bool, typer.Option("--scratch", help="An empty dataset in memory, open for writing.")
    ] = False,
    home: HomeOption = None,
    actor: AsOption = None,
) -> None:
    """Answer over HTTP until interrupted."""
    if scratch:
        serve_scratch(Listening(host, port), _say_ready)
        return
    levels = tuple(dict.fromkeys(sharing or [DEFAULT_SHARING]))
    serve(open_home(home, actor), Listening(host, port, levels, cypher), _say_ready)


def _say_ready(address: str) -> None:
    typer.echo(f"ready {address}")
    sys.stdout.flush()


@app.command(rich_help_panel=RUN)
def demo(
    *,
    once: Annotated[bool, typer.Option("--once", help="Stop after the answers.")] = False,
    port: Annotated[int, typer.Option(help="Where to serve afterwards.")] = 8000,
    home: HomeOption = None,
    actor: AsOption = None,
) -> None:
    """The case study of the South West: what is known, by whom it was said, what is not."""
    settings = settings_of(home, actor)
    opened = Home(settings) if holds_home(settings) else create_home(settings, DEMONSTRATION)
    if opened.region == DEMONSTRATION:  # nobody's own repository gets records it did not ask for
        add_starter(opened)
    show(people(), opened)
    if not once:
        serve(opened, Listening(port=port), _say_ready)
