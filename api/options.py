"""The options that every command takes, and what they make of a call."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from api.present import to_json
from api.settings import Settings, read_settings

if TYPE_CHECKING:
    from api.home import Home

MAKE, ASK, SHARE, RUN = "make", "ask", "share", "run"

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of the repository (WHATWORKED_HOME, or whatworked-data)."),
]
AsOption = Annotated[str | None, typer.Option("--as", help="Who acts (WHATWORKED_ACTOR).")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
ReasonOption = Annotated[str, typer.Option(help="Why; it stays in this repository.")]


def settings_of(home: Path | None = None, actor: str | None = None) -> Settings:
    """The settings of this call."""
    return read_settings(os.environ, home, actor)


def open_home(home: Path | None = None, actor: str | None = None) -> "Home":
    """The repository that this call means; commands that open none do not load what keeps it."""
    from api.home import Home  # noqa: PLC0415

    return Home(settings_of(home, actor))


def print_json(value: Mapping[str, object] | list[object]) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(to_json(value) + "\n")


def people() -> Console:
    """Where answers for people go: standard output."""
    return Console(highlight=False)


def aside() -> Console:
    """Where progress and notes go: standard error, each in one line whatever its length."""
    return Console(stderr=True, highlight=False, soft_wrap=True)
