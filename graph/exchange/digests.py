"""The digest of each graph of a bundle, with two sums that find a line that was altered.

Each line counts as a number h(i); the sums are of h(i) and of i·h(i), modulo a prime. Where one
line is altered, the second sum is off by its place times what the first is off by.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.canonical import graph_digest
from ontology.errors import InvalidInput

_PRIME = 2**61 - 1


@dataclass(frozen=True)
class GraphDigest:
    """What a graph should be: its record, lines, SHA-256, and the two sums of its lines."""

    record: str
    lines: int
    sha256: str
    total: int
    moment: int

    def as_line(self) -> str:
        """The line of `digests.tsv`."""
        return f"{self.record}\t{self.lines}\t{self.sha256}\t{self.total}\t{self.moment}\n"


def digest_graph(record: str, nquads: str) -> GraphDigest:
    """Digest the canonical N-Quads of a record."""
    lines = nquads.split("\n")[:-1]
    total, moment = _sums(lines)
    return GraphDigest(record, len(lines), graph_digest(nquads), total, moment)


def read_digests(data: bytes) -> Iterator[GraphDigest]:
    """Read the lines of `digests.tsv`; InvalidInput where one is none."""
    for number, line in enumerate(data.decode("utf-8", errors="replace").split("\n")[:-1], 1):
        fields = line.split("\t")
        try:
            record, lines, sha256, total, moment = fields
            yield GraphDigest(record, int(lines), sha256, int(total), int(moment))
        except ValueError:
            msg = f"digests.tsv, line {number}: not what an export writes"
            raise InvalidInput(msg) from None


def find_altered(wanted: GraphDigest, nquads: str) -> str | None:
    """The one line of a graph that is not what was digested, or None where no one line is."""
    lines = nquads.split("\n")[:-1]
    total, moment = _sums(lines)
    off = (total - wanted.total) % _PRIME
    if len(lines) != wanted.lines or not off:
        return None
    place = (moment - wanted.moment) * pow(off, -1, _PRIME) % _PRIME
    return lines[place - 1] if 0 < place <= len(lines) else None


def _sums(lines: Sequence[str]) -> tuple[int, int]:
    numbers = list(_numbers(lines))
    moment = sum(place * number for place, number in enumerate(numbers, 1))
    return sum(numbers) % _PRIME, moment % _PRIME


def _numbers(lines: Iterable[str]) -> Iterator[int]:
    for line in lines:
        yield int.from_bytes(hashlib.sha256(line.encode()).digest()[:8]) % _PRIME
