"""Verifying a bundle: safe to unpack, whole, signed by somebody trusted, and what it says it is.

Nothing is written but into a folder that is thrown away. A stage that fails ends the work where
the next could not be trusted; what is altered within the graph is sought all the same, to name it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, parse

from graph.canonical import canonical_nquads, dataset_digest, graph_digest, require_own_graph
from graph.exchange.archive import Bounds, UnsafeArchive, unpack
from graph.exchange.bag import SIGNATURE, TAGS, Bag, read_bag
from graph.exchange.bundle import DIGESTS, GRAPH
from graph.exchange.checkpoint import Checkpoint, read_checkpoint
from graph.exchange.crate import METADATA
from graph.exchange.digests import GraphDigest, find_altered, read_digests
from graph.exchange.problem import Problem
from graph.exchange.publishing import CHAIN, CHECKPOINT
from graph.exchange.signing import Jwk, verify
from ontology.errors import InvalidInput, Untrusted

SHOWN = 20  # problems that are told; the first says enough
_TRUST = frozenset({"unsigned", "untrusted", "expired"})
_HELD = frozenset({"notCanonical"})  # it is what was signed, and not as it has to be written


@dataclass(frozen=True)
class Verified:
    """What a bundle is, as far as it can be told, and all that is wrong with it."""

    issuer: str | None
    point: Checkpoint | None
    problems: tuple[Problem, ...]

    @property
    def exit_code(self) -> int:
        """That of the contract: 0, 3 where trust alone is wanting, 4 where form alone, else 2."""
        codes = {one.code for one in self.problems}
        if not codes:
            return 0
        return 3 if codes <= _TRUST else 4 if codes <= _HELD else 2


Keys = Mapping[str, Iterable[Jwk]]  # of each region that is trusted: its public keys
Progress = Callable[[int], object]


def verify_bundle(
    archive: Path,
    keys: Keys,
    today: date,
    bounds: Bounds | None = None,
    progress: Progress | None = None,
) -> Verified:
    """Verify a bundle with the keys of those who are trusted, on a day.

    `progress` is called with the number of records verified since the last call.
    Raises StorageFailure where the file cannot be read.
    """
    with TemporaryDirectory() as parent:
        folder = Path(parent) / "bag"
        try:
            unpack(archive, folder, bounds)
        except UnsafeArchive as error:
            return Verified(None, None, (Problem(error.code, str(error)),))
        return verify_bag(folder, keys, today, progress)


def verify_bag(folder: Path, keys: Keys, today: date, progress: Progress | None = None) -> Verified:
    """Verify a bag that is unpacked already; see `verify_bundle`."""
    bag = read_bag(folder)
    faults = [Problem("bag", fault) for fault in bag.faults]
    issuer, doubts = _signer(folder, keys)
    point: Checkpoint | None = None
    with suppress(InvalidInput, OSError):
        point = read_checkpoint((folder / "data" / CHECKPOINT).read_bytes())
    problems = [*faults, *doubts]
    if not faults:
        problems += [*_expiry(bag, today), *_crate(folder), *_consistency(bag, folder, point)]
    if not any(DIGESTS in fault.detail for fault in faults):
        problems += islice(_graph(folder / "data", point, progress), SHOWN)
    return Verified(issuer, point, tuple(dict.fromkeys(problems))[:SHOWN])


def read_graphs(folder: Path) -> Iterator[tuple[str, str]]:
    """Give each record of a bag that was verified, and its canonical N-Quads."""
    data = folder / "data"
    wanted = {one.record: one for one in read_digests((data / DIGESTS).read_bytes())}
    yield from _records(data / GRAPH, wanted, lambda _: None)


def _signer(folder: Path, keys: Keys) -> tuple[str | None, list[Problem]]:
    if not (folder / SIGNATURE).is_file():
        return None, [Problem("unsigned", f"there is no {SIGNATURE}: ask for a signed bundle")]
    owners = {str(key["kid"]): region for region, some in keys.items() for key in some}
    known = [key for some in keys.values() for key in some]
    try:
        signature = (folder / SIGNATURE).read_text("utf-8", errors="replace")
        return owners[verify(signature, (folder / TAGS).read_bytes(), known)], []
    except (Untrusted, OSError) as error:
        return None, [Problem("untrusted", str(error))]


def _expiry(bag: Bag, today: date) -> Iterator[Problem]:
    expires = bag.info.get("Whatworked-Expires", "")
    try:
        if date.fromisoformat(expires) < today:
            yield Problem("expired", f"it was good until {expires}: ask for a newer one")
    except ValueError:
        yield Problem("bag", f"bag-info.txt says no day until which it is good ({expires:.20})")


def _crate(folder: Path) -> Iterator[Problem]:
    try:
        graph = json.loads((folder / "data" / METADATA).read_bytes())["@graph"]
        known = {one["@id"]: one for one in graph}
        parts = [one["@id"] for one in known["./"]["hasPart"]]
    except (OSError, ValueError, LookupError, TypeError) as error:
        yield Problem("crate", f"{METADATA} is missing, or has no root with parts ({error!r:.80})")
        return
    root = (folder / "data").resolve()
    for part in parts:
        path = (root / str(part)).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            yield Problem("crate", f"{METADATA} names {str(part)[:100]!r}, which is not in it")


def _consistency(bag: Bag, folder: Path, point: Checkpoint | None) -> Iterator[Problem]:
    """Whether the bag, the chain and the checkpoint tell of the same feed."""
    if point is None:
        yield Problem("checkpoint", f"{CHECKPOINT} is missing or cannot be read")
        return
    for name, value in (
        ("Issuer", point.base),
        ("Audience", point.audience),
        ("Epoch", str(point.epoch)),
        ("Sequence", str(point.sequence)),
        ("Chain", point.chain),
        ("Digest", point.digest),
    ):
        if bag.info.get(f"Whatworked-{name}") != value:
            yield Problem("checkpoint", f"bag-info.txt and {CHECKPOINT} differ in {name}")
    chain = (folder / "data" / CHAIN).read_text("utf-8", errors="replace").split("\n")[:-1]
    if chain and chain[-1] != f"{point.sequence} {point.chain}":
        yield Problem("chain", f"{CHAIN} does not end where {CHECKPOINT} says")


def _graph(data: Path, point: Checkpoint | None, progress: Progress | None) -> Iterator[Problem]:
    """What is altered in the graph, the statement named where it can be."""
    try:
        wanted = {one.record: one for one in read_digests((data / DIGESTS).read_bytes())}
    except (InvalidInput, OSError) as error:
        yield Problem("digests", str(error))
        return
    found: dict[str, str] = {}
    strays: list[Problem] = []
    for record, text in _records(data / GRAPH, wanted, strays.append):
        found[record], problem = _judge(wanted[record], text)
        if problem:
            yield problem
        if progress:
            progress(1)
    yield from strays
    for record in wanted.keys() - found.keys():
        yield Problem("altered", f"{GRAPH}: the graph {record} is missing")
    if point and dataset_digest(found.items()) != point.digest:
        yield Problem("digest", f"{GRAPH} is not what {CHECKPOINT} is of")


def _records(
    path: Path, wanted: Mapping[str, GraphDigest], tell: Callable[[Problem], None]
) -> Iterator[tuple[str, str]]:
    """Give the text of each record as soon as it has all its lines, and the rest at the end."""
    waiting: dict[str, list[str]] = {}
    before = ""
    for number, line in enumerate(_lines(path), 1):
        if line <= before:
            tell(Problem("notCanonical", f"{GRAPH}, line {number}: out of order: {line[:300]}"))
        before = line
        record = line.rpartition(" <")[2].removesuffix("> .\n")
        if record not in wanted:
            tell(Problem("altered", f"{GRAPH}, line {number}: of no record: {line[:300].strip()}"))
            continue
        lines = waiting.setdefault(record, [])
        lines.append(line)
        if len(lines) == wanted[record].lines:
            yield record, "".join(waiting.pop(record))
    yield from ((record, "".join(lines)) for record, lines in waiting.items())


def _lines(path: Path) -> Iterator[str]:
    if path.is_file():
        with path.open("r", encoding="utf-8", errors="replace", newline="\n") as file:
            yield from file


def _judge(wanted: GraphDigest, text: str) -> tuple[str, Problem | None]:
    """The digest of a graph, and what is wrong with it, if anything."""
    digest, why = graph_digest(text), "not in canonical form"
    try:
        canonical = canonical_nquads(parse(text.encode(), format=RdfFormat.N_QUADS))
        require_own_graph(wanted.record, canonical)
    except (InvalidInput, SyntaxError, ValueError) as error:
        canonical, why = "", str(error)[:300]
    if canonical == text and digest == wanted.sha256:
        return digest, None
    if wanted.sha256 in {digest, graph_digest(canonical)}:
        return wanted.sha256, Problem("notCanonical", f"{GRAPH}: {wanted.record}: {why}")
    line = find_altered(wanted, text)
    what = f"this statement was altered: {line[:500]}" if line else "statements were altered"
    return digest, Problem("altered", f"{GRAPH}: in {wanted.record} {what}")
