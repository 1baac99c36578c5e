"""Things that cells name: a row of the form, something known, or a new thing with a name."""

import re
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass

from ingest.documents import Document
from ingest.templates.description import Column, shipped_conditions
from ingest.templates.form import Form, Row, mistake
from ontology.errors import InvalidInput
from ontology.fields import suggest
from ontology.report import Finding
from ontology.terms import is_iri

_CODE = re.compile(r"(here:)?[a-z]+(-[a-z]+)*/[A-Za-z0-9]+(-[A-Za-z0-9]+)*(/[a-z0-9-]+)?")


def _nothing(_: str, __: str) -> None:
    return None


@dataclass(frozen=True)
class Known:
    """What a repository knows: its things by type and name, and its documents by name or digest.

    `find` gives an IRI, or None; where a name means several things it raises InvalidInput.
    `record` gives the digest and the address of the document that a record of this key is of, as
    far as these are known, or None where there is no such record.
    """

    find: Callable[[str, str], str | None] = _nothing
    document: Callable[[str], Document | None] = lambda _: None
    record: Callable[[str], Set[str] | None] = lambda _: None


@dataclass(frozen=True)
class Named:
    """What a cell names: the reference to it, or the class and label of a new thing."""

    reference: str = ""
    label: str = ""


def called(text: str) -> str:
    """What a cell names, in words: of a type/code the code, with spaces."""
    return text.rpartition("/")[2].replace("-", " ") if _CODE.fullmatch(text) else text


def name_thing(form: Form, row: Row, column: Column, known: Known) -> Named | None:
    """What a cell of things names; None where it is empty. ValueError says what is wrong."""
    text = row.text(column.name)
    if column.row:
        return _row_named(form.rows[column.row], text, column)
    if not text:
        return None
    if _CODE.fullmatch(text) or ("://" in text and is_iri(text)):
        return Named(text)
    if found := _look_up(column, text, known):
        return Named(found)
    if column.new:
        return Named(label=text)
    choice = shipped_conditions() if column.home == "condition" else []
    near = suggest(text, choice, f"write its code, or add a record of it ({column.home}/…) first")
    msg = f"no {column.home} is known as {text!r}{near}"
    raise ValueError(msg)


def name_things(
    form: Form, row: Row, columns: Iterable[Column], known: Known
) -> tuple[dict[str, Named], list[Finding]]:
    """What a row's cells of things name, by column; and a mistake for each that names none."""
    found: dict[str, Named] = {}
    mistakes: list[Finding] = []
    for column in columns:
        if column.kind != "thing":
            continue
        try:
            named = name_thing(form, row, column, known)
        except ValueError as error:
            place, text = row.place(column.name), row.text(column.name)
            mistakes.append(mistake(form.name, place, "thing", str(error), text))
            continue
        if named:
            found[column.name] = named
    return found, mistakes


def _look_up(column: Column, text: str, known: Known) -> str | None:
    for home in filter(None, (column.home, column.also)):
        try:
            if found := known.find(home, text):
                return found
        except InvalidInput as error:
            raise ValueError(str(error)) from None
    return None


def _row_named(rows: tuple[Row, ...], text: str, column: Column) -> Named | None:
    """The row of another sheet with this key, or else with this place, innovation or label."""
    if not text:
        return Named(rows[0].text("key")) if column.only and len(rows) == 1 else None
    for name in ("key", "place", "organisation", "innovation"):
        keys = [row.text("key") for row in rows if row.text(name) == text]
        if len(keys) == 1:
            return Named(keys[0])
        if keys:
            msg = f"{text!r} stands in {len(keys)} rows of {column.row}: name one by its key"
            raise ValueError(msg)
    near = suggest(text, _names(rows), f"write a key of the sheet {column.row}, or add the row")
    msg = f"no row of {column.row} is {text!r}{near}"
    raise ValueError(msg)


def _names(rows: tuple[Row, ...]) -> Mapping[str, None]:
    return dict.fromkeys(
        row.text(name) for row in rows for name in ("key", "place") if row.text(name)
    )
