"""The command that suggests what documents say."""

import csv
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.authoring.suggesting import (
    COLUMNS,
    find_all,
    list_documents,
    own_names,
    read_endpoint,
    role_at,
    suggestion_rows,
    suggestions_json,
)
from api.options import MAKE, HomeOption, JsonOption, aside, open_home
from api.present import problem, to_json
from api.progress import bar
from ingest.documents import Document, read_document
from ingest.extractors.confined import Reader, open_reader
from ingest.suggesters.names import Names, shipped_names
from ingest.suggesters.rules import read_precision
from ingest.suggesters.suggestion import Suggestion, Suggestions
from ontology.errors import InvalidInput, WhatworkedError

app = typer.Typer()
UNMEASURED = "–"

Find = Callable[[str], tuple[Suggestions, int]]
Told = tuple[Document, Suggestions] | WhatworkedError


@app.command("suggest", rich_help_panel=MAKE)
def suggest_files(  # noqa: PLR0913 — each option is one that people ask for
    files: Annotated[
        list[Path], typer.Argument(help="Documents, or folders of them: text, Word, PDF, web.")
    ],
    *,
    names: Annotated[
        bool, typer.Option("--names", help="Know the names of this repository's things, too.")
    ] = False,
    reader: Annotated[
        bool, typer.Option("--reader", help="Ask the model of WHATWORKED_READER_URI, too.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="One row for each suggestion.")] = False,
) -> int:
    """What documents say, each with its exact words: proposals for a reader, nothing is kept.

    Of several documents, one that cannot be read is told and the others go on; with --json they are
    one list. Each is written as soon as it is read.
    """
    if as_json and as_csv:
        msg = "--json and --csv are two forms of one answer: choose one of them"
        raise InvalidInput(msg)
    documents = list_documents(files)
    find = partial(
        find_all,
        names=_own_names(home) if names else shipped_names(),
        endpoint=read_endpoint(os.environ) if reader else None,
    )
    told = _read_all(documents, find)
    if len(files) == 1 and documents == files:
        told = _or_raise(told)
        write = _write_object if as_json else _write_rows if as_csv else _write_tables
    else:
        write = _write_list if as_json else _write_rows if as_csv else _write_tables
    return write(sys.stdout, told)  # a bar takes sys.stdout for itself


def _own_names(home: Path | None) -> Names:
    with open_home(home).engine() as engine:
        return own_names(engine.ask)


def _read_all(files: Sequence[Path], find: Find) -> Iterator[Told]:
    """One document after the other: many need no more memory than one."""
    with bar(aside()) as shown, open_reader() as reader:
        shown.step("reading documents", len(files))
        for file in files:
            yield _read(file, reader, find)
            shown.advance(1)


def _read(file: Path, reader: Reader, find: Find) -> Told:
    try:
        document = read_document(file, reader)
        found, dropped = find(document.text)
    except WhatworkedError as error:
        return error
    if dropped:
        said = f"{document.name}: {dropped} items of the model are not in the text, and left out"
        aside().print(Text(said))
    return document, found


def _or_raise(told: Iterator[Told]) -> Iterator[Told]:
    """Where one document is asked for, its error is the answer."""
    for one in told:
        if isinstance(one, WhatworkedError):
            raise one
        yield one


def _write_object(out: TextIO, told: Iterator[Told]) -> int:
    """The form of the contract."""
    for document, found in _good(told, []):
        out.write(to_json(suggestions_json(document, found)) + "\n")
    return 0


def _write_list(out: TextIO, told: Iterator[Told]) -> int:
    """A list of the form of the contract, with a problem in the place of a bad document."""
    code = 0
    before = "["
    for one in told:
        if isinstance(one, WhatworkedError):
            aside().print(Text(str(one)))
            code = max(code, one.exit_code)
        value = problem(one) if isinstance(one, WhatworkedError) else suggestions_json(*one)
        out.write(before + to_json(value) + "\n")
        out.flush()
        before = ","
    out.write("]\n")
    return code


def _write_rows(out: TextIO, told: Iterator[Told]) -> int:
    codes = [0]
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for document, found in _good(told, codes):
        writer.writerows(suggestion_rows(document, found))
    return max(codes)


def _write_tables(out: TextIO, told: Iterator[Told]) -> int:
    codes = [0]
    console = Console(file=out, highlight=False)
    for document, found in _good(told, codes):
        print_suggestions(console, document, found)
    return max(codes)


def _good(told: Iterator[Told], codes: list[int]) -> Iterator[tuple[Document, Suggestions]]:
    """The documents that could be read; of the others the error is told and its code kept."""
    for one in told:
        if isinstance(one, WhatworkedError):
            aside().print(Text(str(one)))
            codes.append(one.exit_code)
        else:
            yield one


def print_suggestions(out: Console, document: Document, found: Suggestions) -> None:
    """What was found, section by section, in the order of the text."""
    out.print(Text(f"{document.name}, {len(document.text):,} characters"), style="bold")
    for role, inside in groupby(found.found, lambda one: role_at(found.sections, one.start)):
        out.print(_table(role, list(inside)))
    said = f"{len(found.found)} suggestions, {len(found.relations)} relations between them"
    out.print(f"{said}; a reader decides.", style="dim")


def _table(role: str, found: list[Suggestion]) -> Table:
    columns = ["class", "words", "modality", "rule", "precision"]
    if unsure := any(one.candidates for one in found):
        columns.insert(2, "may be")
    table = Table(*columns, title=role, title_justify="left")
    for one in found:
        measured = read_precision().get(one.rule)
        share = UNMEASURED if measured is None else f"{measured:.0%}"
        words = [Text(" ".join(one.exact.split()))]
        words += [Text("; ".join(one.candidates))] if unsure else []
        table.add_row(one.kind, *words, one.modality, one.rule, share)
    return table
