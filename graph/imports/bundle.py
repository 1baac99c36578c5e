"""A bundle that arrives: unpacked in a workshop, verified, and read as changes."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from graph.exchange.archive import Bounds, UnsafeArchive, unpack
from graph.exchange.bundle import ERASED_IN, WITHDRAWALS
from graph.exchange.pages import EXCHANGE
from graph.exchange.problem import Problem
from graph.exchange.publishing import CHAIN
from graph.exchange.verifying import Keys, read_graphs, verify_bag
from graph.imports.arrival import Change, Origin
from graph.imports.freshness import read_links
from graph.imports.refusal import refuse

INVALID = 2


@dataclass(frozen=True)
class Bundle:
    """A bundle that was unpacked into a folder and verified."""

    folder: Path
    origin: Origin

    def changes(self, seen: int = 0) -> Iterator[Change]:
        """What it has of each record, and then which records are gone.

        One that was erased is erased where that came after the sequence `seen`, or none says when.
        """
        withdrawn: dict[str, bool] = {}
        erased_in: dict[str, int] = {}
        for quad in parse(path=self._data / WITHDRAWALS, format=RdfFormat.N_QUADS):
            record = str(quad.subject).strip("<>")
            if quad.predicate.value == ERASED_IN:
                erased_in[record] = int(quad.object.value)
                continue
            erased = quad.predicate.value == f"{EXCHANGE}erased"
            withdrawn[record] = withdrawn.get(record, False) or erased
        for record, text in read_graphs(self.folder):
            yield Change(record, text, erased_in.get(record, 0) > seen)
        for record, erased in withdrawn.items():
            yield Change(record, None, erased_in[record] > seen if record in erased_in else erased)

    def links(self) -> Mapping[int, str]:
        """Its chain, from sequence to link."""
        return read_links((self._data / CHAIN).read_bytes())

    def texts(self) -> Iterator[tuple[str, str]]:
        """The texts of documents in it, by their SHA-256; one that has another is left out."""
        for path in sorted((self._data / "texts").glob("*.txt")):
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() == path.stem:
                yield path.stem, data.decode()

    def questions(self) -> Iterator[tuple[str, str, bytes]]:
        """The questions in it: name, text, and the answer it says that they have."""
        for path in sorted((self._data / "questions").glob("*.rq")):
            answer = self._data / "answers" / f"{path.stem}.json"
            told = answer.read_bytes() if answer.is_file() else b""
            yield path.stem, path.read_text("utf-8", errors="replace"), told

    @property
    def _data(self) -> Path:
        return self.folder / "data"


def open_bundle(
    archive: Path, workshop: Path, keys: Keys, today: date, bounds: Bounds | None = None
) -> Bundle:
    """Unpack a bundle into a workshop and verify it with the keys of who is trusted, on a day.

    Raises UnsafeArchive, InvalidArrival or Untrusted, which say all that is wrong.
    """
    folder = workshop / "bag"
    try:
        unpack(archive, folder, bounds)
    except UnsafeArchive as error:
        raise refuse(archive.name, [Problem(error.code, str(error))], INVALID) from error
    found = verify_bag(folder, keys, today)
    if found.problems or found.point is None:
        raise refuse(archive.name, found.problems, found.exit_code)
    origin = Origin.of("bundle", archive.name, found.issuer, found.point)
    return Bundle(folder, origin)
