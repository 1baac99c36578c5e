"""The demonstration, which ends in a server of its records."""

from typing import Annotated

import typer

from api.commands.make import add_starter
from api.commands.serve import say_ready
from api.demo import show
from api.home import Home, create_home, holds_home
from api.options import RUN, AsOption, HomeOption, people, settings_of
from api.serving import Listening, serve
from api.settings import Region

app = typer.Typer()
DEMONSTRATION = Region("demonstration")


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
        serve(opened, Listening(port=port), say_ready)
