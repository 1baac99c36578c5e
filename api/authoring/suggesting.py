"""Suggestions at the edge: the names that are looked for, and what is found in a document."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from api.present import guard_cell, to_json
from ingest.documents import Document
from ingest.extractors.formats import FORMATS
from ingest.read import corpus_files, read_files, register_files
from ingest.suggesters.endpoint import Endpoint
from ingest.suggesters.layout import read_layout
from ingest.suggesters.names import Names, read_names
from ingest.suggesters.reader import add_read, read_with
from ingest.suggesters.rules import read_precision
from ingest.suggesters.suggest import suggest
from ingest.suggesters.suggestion import Relation, Section, Suggestion, Suggestions
from ontology.errors import InvalidInput
from ontology.record import Record
from ontology.report import parse_record
from ontology.terms import WW
from queries.catalogue import Ask

_CALLED = ("label", "other", "former")  # a code is no name that a text would use
_NAMED = ("Innovation", "Area", "Programme", "Organisation")
_ENTITY = re.compile(r"/id/([a-z-]+/[A-Za-z0-9-]+)$")


COLUMNS = (
    "document",
    "section",
    "class",
    "label",
    "start",
    "end",
    "exact",
    "modality",
    "rule",
    "confidence",
    "attributes",
    "candidates",
)


def list_documents(paths: Iterable[Path]) -> list[Path]:
    """The files that are given, and those in the folders that are given, whose format is read.

    Raises InvalidInput for a folder that has none.
    """
    return [file for path in paths for file in (_inside(path) if path.is_dir() else [path])]


def _inside(folder: Path) -> list[Path]:
    files = [file for file in folder.rglob("*") if file.suffix.lower() in FORMATS]
    if not files:
        msg = f"{folder}: holds no document: these are read: {', '.join(FORMATS)}"
        raise InvalidInput(msg)
    return sorted(file for file in files if file.is_file())


def read_endpoint(environment: Mapping[str, str]) -> Endpoint:
    """The model that a user has set up to read with; InvalidInput where there is none."""
    address = environment.get("WHATWORKED_READER_URI", "")
    if not address:
        msg = "--reader: set WHATWORKED_READER_URI to https://host/v1, and WHATWORKED_READER_MODEL"
        raise InvalidInput(msg)
    return Endpoint(
        address,
        environment.get("WHATWORKED_READER_MODEL", ""),
        environment.get("WHATWORKED_READER_KEY", ""),
    )


def find_all(text: str, names: Names, endpoint: Endpoint | None = None) -> tuple[Suggestions, int]:
    """What the rules find in a text, and a model too where one is given; what of its is dropped."""
    found = suggest(text, names)
    if endpoint is None:
        return found, 0
    read = read_with(endpoint, read_layout(text))
    return replace(found, found=tuple(add_read(found.found, read))), read.dropped


def own_names(ask: Ask) -> Names:
    """The names that come with the program and those of the things of a repository."""
    shipped = read_files([*register_files(), *corpus_files()])
    return read_names([*_own(ask), *shipped])


def _own(ask: Ask) -> Iterator[Record]:
    """The named things of a repository with all that they are called, in the order of their IRI."""
    called: dict[tuple[str, str, str], set[str]] = {}
    for cells in ask("searchable").by_column():
        found = _ENTITY.search(str(cells["thing"]))
        if found and cells["naming"] in _CALLED and str(cells["kind"]).removeprefix(WW) in _NAMED:
            kind, label = str(cells["class"]).removeprefix(WW), str(cells["label"])
            called.setdefault((found[1], kind, label), set()).add(str(cells["name"]))
    for (record, kind, label), names in sorted(called.items()):
        facts = {"altLabel": sorted(names - {label})} if names - {label} else {}
        raw = {"kind": "entity", "record": record, "is": kind, "label": label, "facts": facts}
        yield parse_record(raw)


def suggestions_json(document: Document, found: Suggestions) -> dict[str, object]:
    """What was found in a document, as the contract has it."""
    positions = {_key(one): at for at, one in enumerate(found.found)}
    return {
        "document": {
            "name": document.name,
            "sha256": document.bytes_sha256,
            "textSha256": document.text_sha256,
            "mediaType": document.media_type,
            "length": len(document.text),
        },
        "sections": [_section_json(one) for one in found.sections],
        "suggestions": [_suggestion_json(one) for one in found.found],
        "relations": [
            _relation_json(one, positions[_key(one.subject)], positions[_key(one.object)])
            for one in found.relations
        ],
    }


def suggestion_rows(document: Document, found: Suggestions) -> Iterator[list[str]]:
    """The cells of a row for each suggestion of a document, guarded against spreadsheets."""
    for one in found.found:
        yield [
            guard_cell(document.name),
            role_at(found.sections, one.start),
            one.kind,
            guard_cell(one.label),
            str(one.start),
            str(one.end),
            guard_cell(one.exact),
            one.modality,
            guard_cell(one.rule),
            str(read_precision().get(one.rule, "")),
            to_json(one.attributes),
            guard_cell(one.candidates),
        ]


def role_at(sections: Iterable[Section], start: int) -> str:
    """The role of the section that an offset is in."""
    return next((one.role for one in sections if one.start <= start < one.end), "")


def _key(one: Suggestion) -> tuple[int, int, str, str]:
    return one.start, one.end, one.kind, one.label


def _section_json(one: Section) -> dict[str, object]:
    return {"role": one.role, "start": one.start, "end": one.end}


def _suggestion_json(one: Suggestion) -> dict[str, object]:
    return {
        "class": one.kind,
        "label": one.label,
        "start": one.start,
        "end": one.end,
        "exact": one.exact,
        "modality": one.modality,
        "rule": one.rule,
        "confidence": read_precision().get(one.rule),
        "attributes": dict(one.attributes),
    }


def _relation_json(one: Relation, subject: int, object_: int) -> dict[str, object]:
    return {
        "subject": subject,
        "predicate": one.predicate,
        "object": object_,
        "start": one.start,
        "end": one.end,
        "modality": one.modality,
    }
