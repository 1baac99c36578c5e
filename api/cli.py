"""The command line: one way in, one way for errors to come out."""

import importlib
import os
import sys
import traceback
from io import TextIOWrapper

import typer
from rich.text import Text
from typer.exceptions import TyperException

from api.options import aside, print_json
from api.present import problem
from ontology.errors import InvalidInput, StorageFailure, WhatworkedError

COMMANDS = {  # of each module of api/commands, in the order of the help
    "make": ("init", "add"),
    "document": ("document",),
    "template": ("template",),
    "suggest": ("suggest",),
    "review": ("review",),
    "registers": ("registers",),
    "matches": ("match",),
    "ask": ("questions", "ask", "sparql", "cypher"),
    "search": ("search",),
    "similar": ("similar",),
    "worked": ("worked",),
    "why": ("why",),
    "agreement": ("agreement", "tried"),
    "gaps": ("gaps",),
    "spread": ("spread", "figure"),
    "brief": ("brief",),
    "fit": ("fit", "learn"),
    "qca": ("qca",),
    "vocabulary": ("vocabulary",),
    "share": ("withdraw", "erase", "level"),
    "exchange": ("publish", "export", "verify", "keys", "trust"),
    "imports": ("import", "imports", "preview", "approve", "reject", "undo", "proposals"),
    "releases": ("diff",),
    "follow": ("follow",),
    "run": ("digest", "check", "changes", "backup", "restore"),
    "serve": ("serve",),
    "demo": ("demo",),
    "neo4j": ("neo4j",),
}


def main() -> None:
    """Run the command of this process and end it with the exit code of the contract."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # what is printed is UTF-8 in every locale; a file's name need not be text at all
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = run_command(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def run_command(arguments: list[str]) -> int:
    """Run one command; the exit code. Problems go to standard error, with --json to the output."""
    try:
        result = _app(arguments)(arguments, standalone_mode=False)
    except (BrokenPipeError, SystemExit):  # rich makes the second of the first
        return 0  # whoever read the answer has seen enough
    except typer.Abort:
        return 1
    except Exception as error:
        return _tell(_told(error), arguments)
    return result if isinstance(result, int) else 0


def _app(arguments: list[str]) -> typer.Typer:
    """The commands: of one module where one is called, for the rest takes seconds to import."""
    called = next((word for word in arguments if not word.startswith("-")), None)
    wanted = [module for module, names in COMMANDS.items() if called in names] or list(COMMANDS)
    app = typer.Typer(
        name="whatworked",
        help="What worked, where, and why it transferred, each with the words of its source.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)  # else an app of one command would be that command
    for module in wanted:
        app.add_typer(importlib.import_module(f"api.commands.{module}").app)
    return app


def _told(error: Exception) -> WhatworkedError:
    """An error as the contract has it; what nobody foresaw is our fault, and says where."""
    match error:
        case WhatworkedError():
            return error
        case TyperException():
            return InvalidInput(str(error) or "see --help")
        case OSError():
            return StorageFailure(f"{error.filename or 'a file'}: {error.strerror}")
    traceback.print_exception(error)
    return WhatworkedError(f"this is a fault of the program, please report it: {error!r}")


def _tell(error: WhatworkedError, arguments: list[str]) -> int:
    if "--json" in arguments:
        print_json(problem(error))
    else:
        aside().print(Text(str(error)))
    return error.exit_code
