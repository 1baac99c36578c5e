"""The study: what a form says of its document itself, and the text that it is read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from ingest.documents import Document
from ingest.templates.description import Depth, sheets
from ingest.templates.form import Form, Row, mistake
from ingest.templates.things import Known, name_things
from ontology.report import Finding

# what answers say of how much was asked for
ASKED: Mapping[Depth, str] = {
    "minimal": "read for the twelve fields of a minimal form",
    "full": "read for all fields of a full form",
}
_READ = {"whole": "the whole document", "part": "a part", "secondHand": "what another tells of it"}


@dataclass(frozen=True)
class Study:
    """The part of a record that is about its document, and the text where that is held."""

    fields: Mapping[str, object]
    text: str | None


def read_study(form: Form, known: Known) -> tuple[Study | None, list[Finding]]:
    """The document that a form is of, None where it tells of none; and what is wrong with it."""
    row = next(iter(form.rows["study"]), None)
    if row is None:
        told = [name for name in sheets() if name != "readiness" and form.rows[name]]
        msg = "is empty, so nothing says which document the other sheets are of: fill in its row"
        return None, [mistake(form.name, "study", "study", msg)] if told else []
    mistakes: list[Finding] = []
    document = _held(form, row, known, mistakes)
    fields = _fields(form, row, known, mistakes) | _how_far(form, row)
    if document:
        fields["textSha256"] = document.text_sha256
        fields["bytesSha256"] = document.bytes_sha256
        fields["extractor"] = document.extractor
    elif not fields.get("address") and not mistakes:
        msg = "name the document that was added with its text, or give the address of its page"
        mistakes.append(mistake(form.name, row.place("document"), "needed", msg))
    about = {"kind": "source", "record": row.text("key"), "document": fields}
    return Study(about, document.text if document else None), mistakes


def _how_far(form: Form, row: Row) -> dict[str, object]:
    """How far the document was read, and for what.

    Who fills in a minimal form notes twelve fields and passes over the rest: so of a whole
    document a part was read, and what the form does not ask was not seen, rather than not there.
    """
    coverage, asked = row.text("coverage"), ASKED[form.depth]
    read = row.text("rangeRead") or _READ.get(coverage, "") * (form.depth == "minimal")
    if form.depth == "minimal" and coverage == "whole":
        coverage = "part"
    if not read and coverage == "part":
        return {"coverage": coverage}  # which part has still to be said
    return {"coverage": coverage, "rangeRead": f"{read or _READ.get(coverage)}, {asked}"}


def name_clash(form: Form, known: Known, study: Study) -> Finding | None:
    """What is wrong where a record that is there would be taken for this one, for its title."""
    row = form.rows["study"][0]
    there = known.record(row.text("key"))
    document = cast("Mapping[str, object]", study.fields["document"])
    ours = {document.get("textSha256"), document.get("address")} - {None}
    if there is None or ours & there:
        return None
    msg = (
        f"the record source/{row.text('key')} is there, of another document with such a title: "
        "write a key of your own, or this one where it is a new version of the same"
    )
    return mistake(form.name, row.place("key"), "key", msg, row.text("title"))


def _held(form: Form, row: Row, known: Known, mistakes: list[Finding]) -> Document | None:
    name = row.text("document")
    document = known.document(name) if name else None
    if name and document is None:
        msg = f"no document {name!r} is held: add it first (whatworked document add FILE)"
        mistakes.append(mistake(form.name, row.place("document"), "document", msg, name))
    return document


def _fields(form: Form, row: Row, known: Known, mistakes: list[Finding]) -> dict[str, object]:
    columns = sheets()["study"].columns
    asked = [column for column in columns if column.field and column.name in row.cells]
    things, wrong = name_things(form, row, asked, known)
    mistakes += wrong
    fields: dict[str, object] = {}
    for column in asked:
        if column.kind != "thing":
            fields[column.field] = row.text(column.name)
        elif named := things.get(column.name):
            fields[column.field] = named.reference
    return fields
