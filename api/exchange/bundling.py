"""Exporting: a bundle of what an audience gets, or what would be in one."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from api.authoring.adding import Steps
from api.exchange.sharing import release
from api.home import Home
from api.present import guard_cell, to_json
from graph.blobs import Texts
from graph.engine.memory import MemoryEngine
from graph.engine.port import Update
from graph.exchange.bundle import Parts, bundle_files, open_texts
from graph.exchange.bundle_file import write_bundle
from graph.exchange.publishing import Release
from queries.catalogue import Cell, Rows, questions


@dataclass(frozen=True)
class Exported:
    """A bundle, or what would be one; the documents whose texts go along, and those that stay."""

    bundle: Path | None
    release: Release
    texts: list[str]
    texts_left_out: list[str]


def export(home: Home, out: Path, audience: str, day: date, steps: Steps | None = None) -> Exported:
    """Write what an audience gets into one file, made on a day."""
    return export_release(home, release(home, audience, steps), out, day)


def export_release(home: Home, made: Release, out: Path, day: date) -> Exported:
    """Write what was sealed for an audience into one file, made on a day."""
    done = Exported(out, made, [], [])
    parts = (bundle_files(made), _answers(made), _texts(home, done))
    write_bundle(chain.from_iterable(parts), made, out, day)
    return done


def preview(home: Home, audience: str, steps: Steps | None = None) -> Exported:
    """What `export` would write, without writing it."""
    seen = Exported(None, release(home, audience, steps), [], [])
    for _ in _texts(home, seen):
        pass
    return seen


def kind_of(record: str) -> str:
    """The kind of a record, as its IRI has it."""
    return record.rpartition("/")[0].rpartition("/")[2]


def _texts(home: Home, done: Exported) -> Parts:
    """The texts that go; the records of these and of those that stay are noted in `done`."""

    def find(digest: str) -> str | None:
        document = home.shelf.find(digest)
        return document.text if document else None

    for record, digest, text in open_texts(done.release, find):
        (done.texts_left_out if text is None else done.texts).append(record)
        if text is not None:
            yield f"texts/{digest}.txt", [text.encode()]


def _answers(made: Release) -> Parts:
    """Each question that can be put without anything given, and what it answers on the bundle."""
    with MemoryEngine() as engine:
        engine.load(Update(made.feed.sequence, Texts(made.read, made.feed.records)))
        yield "tables/records.csv", [_table(("record", "kind"), _listed(made))]
        for name, question in questions().items():
            rows = engine.ask(question)
            yield f"questions/{name}.rq", [question.text.encode()]
            yield f"answers/{name}.json", [answer_bytes(name, rows)]
            yield f"tables/{name}.csv", [_table(rows.columns, rows.rows)]


def answer_bytes(name: str, rows: Rows) -> bytes:
    """An answer as it stands in a bundle: what an importer's own answer is held against."""
    told = {
        "question": name,
        "columns": list(rows.columns),
        "rows": [list(one) for one in rows.rows],
    }
    return f"{to_json(told)}\n".encode()


def _listed(made: Release) -> Iterator[tuple[str, str]]:
    return ((record, kind_of(record)) for record in made.feed.records)


def _table(heads: Iterable[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([guard_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode()
