"""Exporting: a bundle of what an audience gets, and the page that says what that is."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from api.home import Home
from api.present import guard_cell, to_json
from api.sharing import release
from graph.engine import Update
from graph.engine_memory import MemoryEngine
from graph.exchange.archive import pack
from graph.exchange.bag import make_bag
from graph.exchange.bundle import Parts, bundle_files, graphs_of, open_texts
from graph.exchange.crate import METADATA, Described, write_metadata
from graph.exchange.publishing import Release
from graph.exchange.rules import load_leaving
from graph.files import storage_failures
from ontology.errors import StorageFailure
from queries.catalogue import Cell, Rows, questions

ABOUT = {  # what the files of a bundle are, by the beginnings of their paths
    "graph.nq": "All records, in canonical N-Quads: one named graph for each",
    "digests.tsv": "For each record its lines, its SHA-256 and two sums that find an altered line",
    "withdrawals.nq": "Records that were shared once and are gone",
    "provenance.nq": "Which version of each record it is, when it was shared and by whom",
    "chain.txt": "The chain of the feed: a link for each of its transactions",
    "checkpoint.json": "How far the feed has come, with the digest of all records",
    "catalogue.ttl": "The catalogue entry, in DCAT-AP",
    "validation-report.ttl": "What our shapes and rules find in these records",
    "ontology/": "Terms of the ontology",
    "shapes/": "Shapes that records keep",
    "mappings/": "Our terms beside those of published frameworks, in SSSOM",
    "texts/": "The text of a document whose licence allows to pass it on",
    "tables/": "Records and answers as a table",
    "questions/": "A question, in SPARQL",
    "answers/": "What this question answers on these records",
    "README.md": "What this bundle is, for people",
}


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
    with storage_failures(), TemporaryDirectory(dir=_folder_of(out)) as parent:
        folder = Path(parent) / "bag"
        parts = (*bundle_files(made), *_answers(made), *_texts(home, made, left_out))
        described = {name: _write(folder / name, name, data) for name, data in parts}
        described["README.md"] = _write(folder / "README.md", "README.md", [_readme(made)])
        listed = dict(sorted(described.items()))
        (folder / METADATA).write_bytes(write_metadata(listed, made.point, day))
        make_bag(folder, made.point, made.key, day)
        pack(folder, out)
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


def _folder_of(out: Path) -> Path:
    if not out.parent.is_dir():
        msg = f"{out.parent} is no folder: make it first, or give another file"
        raise StorageFailure(msg)
    return out.parent


def _write(path: Path, name: str, pieces: Iterable[bytes]) -> Described:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with path.open("wb") as file:
        for piece in pieces:
            size += file.write(piece)
            digest.update(piece)
    about = next(text for start, text in ABOUT.items() if name.startswith(start))
    return Described(size, digest.hexdigest(), about)


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


def _readme(made: Release) -> bytes:
    point = made.point
    files = "\n".join(f"- `{start}`: {about}." for start, about in ABOUT.items())
    return f"""\
# What worked, where, and why: {point.region}

{point.records} records shared with the audience {point.audience}, as of sequence {point.sequence}.
The digest of all records is `{point.digest}`.

This is a bag (BagIt 1.0) around a crate (RO-Crate 1.2). `signature.jws` beside `bagit.txt` is a
detached JSON Web Signature (Ed25519) over `tagmanifest-sha256.txt`, which seals every other file.

Verify it with `whatworked verify`, or with any program that knows these standards.

{files}
""".encode()
