"""The one file that a bundle is: its parts described, put into a bag, signed and packed."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.exchange.archive import pack
from graph.exchange.bag import make_bag
from graph.exchange.bundle import Parts
from graph.exchange.crate import METADATA, Described, write_metadata
from graph.exchange.publishing import Release
from graph.files import storage_failures
from ontology.errors import StorageFailure

README = "README.md"
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
    "shapes/": "Shapes that records keep, in SHACL",
    "rules/": "A rule that records keep and no shape can state, in SPARQL",
    "mappings/": "Our terms beside those of published frameworks, in SSSOM",
    "texts/": "The text of a document whose licence allows to pass it on",
    "tables/": "Records and answers as a table",
    "questions/": "A question, in SPARQL",
    "answers/": "What this question answers on these records",
    "README.md": "What this bundle is, for people",
}


def write_bundle(parts: Parts, release: Release, out: Path, day: date) -> None:
    """Write the parts of a bundle into one file; of one day, the same parts give the same bytes.

    Raises StorageFailure where it cannot be written; there is no file then.
    """
    if not out.parent.is_dir():
        msg = f"{out.parent} is no folder: make it first, or give another file"
        raise StorageFailure(msg)
    with storage_failures(), TemporaryDirectory(dir=out.parent) as parent:
        folder = Path(parent) / "bag"
        described = {name: _write(folder / name, name, pieces) for name, pieces in parts}
        described[README] = _write(folder / README, README, [_readme(release)])
        metadata = write_metadata(dict(sorted(described.items())), release.point, day)
        (folder / METADATA).write_bytes(metadata)
        make_bag(folder, release.point, release.key, day)
        pack(folder, out)


def _write(path: Path, name: str, pieces: Iterable[bytes]) -> Described:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with path.open("wb") as file:
        for piece in pieces:
            size += file.write(piece)
            digest.update(piece)
    about = next(text for start, text in ABOUT.items() if name.startswith(start))
    return Described(size, digest.hexdigest(), about)


def _readme(release: Release) -> bytes:
    point = release.point
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
