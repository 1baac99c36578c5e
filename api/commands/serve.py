"""The command that goes on running: the server."""

import sys
from typing import Annotated

import typer

from api.options import RUN, AsOption, HomeOption, open_home
from api.serving import Listening, serve, serve_scratch
from graph.ledger import DEFAULT_SHARING

app = typer.Typer()


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
        serve_scratch(Listening(host, port), say_ready)
        return
    levels = tuple(dict.fromkeys(sharing or [DEFAULT_SHARING]))
    serve(open_home(home, actor), Listening(host, port, levels, cypher), say_ready)


def say_ready(address: str) -> None:
    """Tell whoever started the server that it takes connections, and where."""
    typer.echo(f"ready {address}")
    sys.stdout.flush()
