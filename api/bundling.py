"""Exporting: a bundle of what an audience gets, and the page that says what that is."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from api.home import Home
from api.present import guard_cell, to_json
from api.sharing import release
from graph.engine import Update
from graph.engine_memory import MemoryEngine
from graph.exchange.bundle import Parts, bundle_files, graphs_of, open_texts
from graph.exchange.bundle_file import write_bundle
from graph.exchange.publishing import Release
from graph.exchange.rules import load_leaving
from queries.catalogue import Cell, Rows, questions


@dataclass(frozen=True)
class Exported:
    """A bundle, or what would be one, and the documents whose texts stay behind."""

    bundle: Path | None
    release: Release
    texts_left_out: list[str]


def export(home: Home, out: Path, audience: str, day: date) -> Exported:
    """Write what an audience gets into one file, made on a day."""
    made = release(home, audience)
    left_out: list[str] = []
    parts = (bundle_files(made), _answers(made), _texts(home, made, left_out))
    write_bundle(chain.from_iterable(parts), made, out, day)
    return Exported(out, made, left_out)


def preview(home: Home, audience: str) -> Exported:
    """What `export` would write, without writing it."""
    made = release(home, audience)
    left_out: list[str] = []
    for _ in _texts(home, made, left_out):
        pass
    return Exported(None, made, left_out)


def preview_page(seen: Exported, day: date) -> str:
    """The page that somebody signs before anything leaves, in Markdown."""
    point, held = seen.release.point, seen.release.feed.held
    kinds = Counter(_kind(record) for record in seen.release.feed.records)
    lines = [
        f"# To be shared by {point.region} with {point.audience}, {day.isoformat()}",
        "",
        f"{point.records} records, as of sequence {point.sequence}, digest {point.digest}.",
        f"Licence: {load_leaving().licence}",
        "",
        *(f"- {kind}: {number}" for kind, number in sorted(kinds.items())),
        "",
        f"## Held back: {len(held)} records",
        "",
        *(f"- {record}: {one.detail}" for record, found in held.items() for one in found),
        "",
        f"## Texts that stay here: {len(seen.texts_left_out)}",
        "",
        *(f"- {record}" for record in seen.texts_left_out),
        "",
        "Approved by: ____________________   Date: ____________",
    ]
    return "\n".join(lines) + "\n"


def _kind(record: str) -> str:
    return record.rpartition("/")[0].rpartition("/")[2]


def _texts(home: Home, made: Release, left_out: list[str]) -> Parts:
    """The texts that go; the records of those that stay are told to `left_out`."""

    def find(digest: str) -> str | None:
        document = home.shelf.find(digest)
        return document.text if document else None

    for record, digest, text in open_texts(made, find):
        if text is None:
            left_out.append(record)
        else:
            yield f"texts/{digest}.txt", [text.encode()]


def _answers(made: Release) -> Parts:
    """Each question that can be put without anything given, and what it answers on the bundle."""
    with MemoryEngine() as engine:
        engine.load(Update(made.feed.sequence, dict(graphs_of(made))))
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
    return ((record, _kind(record)) for record in made.feed.records)


def _table(heads: Iterable[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([guard_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode()
