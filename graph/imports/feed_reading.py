"""Reading another region's feed: its head, signed and whole, and what changed after a sequence."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from graph.exchange.checkpoint import Checkpoint, read_checkpoint
from graph.exchange.feed import START, link_after, seal
from graph.exchange.pages import TREE, stream_of
from graph.exchange.publishing import CHAIN, CHECKPOINT, PAGE, SIGNATURE
from graph.exchange.signing import verify
from graph.exchange.verifying import Keys
from graph.files import storage_failures
from graph.imports.arrival import Change
from graph.imports.feed_page import Sent, last_step, read_page, split_page
from graph.imports.feed_source import AnySource
from graph.imports.freshness import BrokenChain, read_links
from graph.imports.refusal import InvalidArrival
from ontology.errors import Conflict, LimitReached, Untrusted

SMALL, MIDDLE, LARGE = 2**16, 2**26, 2**28  # bytes of a checkpoint, of a page, of the chain
WHOLE = 4 * 2**30  # bytes of pages that are fetched at once
TRIES = 3  # a feed may grow while its head is read
_BASE = "https://feed.invalid/a/b/"


@dataclass(frozen=True)
class Head:
    """How far a feed has come, who signed that, the links of its chain, its pages in order."""

    publisher: str
    point: Checkpoint
    links: Mapping[int, str]
    pages: tuple[str, ...]

    @property
    def stream(self) -> str:
        """The IRI of the feed."""
        return stream_of(self.point.base, self.point.audience)


def read_head(source: AnySource, keys: Keys) -> Head:
    """Read the head of a feed, signed by one of those who are trusted.

    Raises Untrusted, InvalidArrival where its files do not fit each other, BrokenChain where the
    chain does not lead to what was signed, Conflict where it is written just now, and what
    `Source.read` does.
    """
    for _ in range(TRIES):
        signed = source.read(CHECKPOINT, SMALL)
        signature = source.read(SIGNATURE, SMALL)
        links, root = source.read(CHAIN, LARGE), source.read(source.root, LARGE)
        if source.read(CHECKPOINT, SMALL) == signed:
            return _head(source.name, signed, _owner(signature, signed, keys), links, root)
    msg = f"{source.name} was changed again and again while it was read: try again"
    raise Conflict(msg)


def read_changes(  # noqa: PLR0913, PLR0917 — what is read, from where on, and where to
    source: AnySource,
    head: Head,
    after: int,
    folder: Path,
    tell: Callable[[int], None],
    seen: int = 0,
) -> Iterator[Change]:
    """Fetch what came after a sequence into a folder, verify it all, and give what it comes to.

    Each record is given once, as the last step has it; `tell` hears of each member that was read.
    One that was erased is erased where that came after the sequence `seen`.
    Raises InvalidArrival naming a page, BrokenChain naming a step, and what `Source.read` does.
    """
    kept = list(_fetch(source, head, after, folder))
    last: dict[str, int] = {}
    _verify(_new(kept, head, after, last, tell), head, after)
    erased: set[str] = set()
    for place, sent in enumerate(
        chain.from_iterable(split_page(path.read_bytes()) for path in kept)
    ):
        record, is_erased = sent.member.record, sent.member.erased
        if is_erased and sent.number > seen:
            erased.add(record)
        if last.get(record) == place:
            yield Change(record, sent.nquads, record in erased)


def _fetch(source: AnySource, head: Head, after: int, folder: Path) -> Iterator[Path]:
    """Fetch the pages from the first on that has something new, each into a file of its own."""

    def last_number(page: str) -> int:
        return last_step(source.read(page, MIDDLE), page)

    first = bisect_left(head.pages, after + 1, key=last_number) if after else 0
    left = WHOLE
    for number, page in enumerate(head.pages[first:], first + 1):
        data = source.read(page, MIDDLE)
        left -= len(data)
        if left < 0:
            msg = f"{source.name}: what is new is larger than {WHOLE} bytes: ask for a bundle"
            raise LimitReached(msg)
        path = folder / f"{number:06}.nq"
        with storage_failures():
            path.write_bytes(data)
        yield path


def _new(
    kept: Sequence[Path], head: Head, after: int, last: dict[str, int], tell: Callable[[int], None]
) -> Iterator[Sent]:
    """What is new on some pages, in order; `last` learns where each record has its last word."""
    before, place = (0, ""), 0
    for path in kept:
        for sent in read_page(path.read_bytes(), head.stream, f"page {path.stem}"):
            here = (sent.number, sent.member.record)
            if here <= before:
                msg = (
                    f"page {path.stem}: {sent.member.record} in step {sent.number} is out of order"
                )
                raise InvalidArrival(msg)
            if after < sent.number <= head.point.sequence:
                last[sent.member.record] = place
                yield sent
            before, place = here, place + 1
            tell(1)


def _verify(new: Iterator[Sent], head: Head, after: int) -> None:
    """Refuse what does not go on from `after` to the head, link by link."""
    steps = groupby(new, key=lambda sent: sent.number)
    due, waiting = after + 1, next(steps, None)
    link = head.links[after] if after else START
    while due <= head.point.sequence:
        here = waiting is not None and waiting[0] == due
        members = waiting[1] if waiting and here else ()
        link = link_after(link, due, (seal(one.member, one.member.version) for one in members))
        if link != head.links[due]:
            msg = (
                f"step {due}: what it says is not what was signed: something is missing or changed"
            )
            raise BrokenChain(msg)
        waiting = next(steps, None) if here else waiting
        due += 1


def _owner(signature: bytes, signed: bytes, keys: Keys) -> str:
    """Who signed it; while a feed is written, the signature before stands below the new one."""
    owners = {str(key["kid"]): region for region, some in keys.items() for key in some}
    known = [key for some in keys.values() for key in some]
    *others, last = signature.decode("ascii", "replace").split("\n")
    for one in others:
        with suppress(Untrusted):
            return owners[verify(one, signed, known)]
    return owners[verify(last, signed, known)]


def _head(name: str, signed: bytes, publisher: str, written: bytes, root: bytes) -> Head:
    """What was signed, and what leads to it; what a publisher has added meanwhile is left."""
    point = read_checkpoint(signed)
    links = {step: link for step, link in read_links(written).items() if step <= point.sequence}
    found = sorted(_pages(name, root))
    pages = [page for page in found if page.startswith(f"{point.epoch}/")]
    if found and not pages:
        msg = f"{name} is made anew, without what was erased: try again in a moment"
        raise Conflict(msg)
    steps = range(1, point.sequence + 1)
    if list(links) != list(steps) or links.get(point.sequence, START) != point.chain:
        msg = f"{name}: {CHAIN} does not lead from the first step to what was signed"
        raise BrokenChain(msg)
    wanted = [f"{point.epoch}/{number:06}.nq" for number in range(1, len(pages) + 1)]
    if pages != wanted:
        odd = next((a for a, b in zip(pages, wanted, strict=True) if a != b), "")
        msg = f"{name}: its root names the page {odd:.100} where another one is due"
        raise InvalidArrival(msg)
    return Head(publisher, point, links, tuple(pages))


def _pages(name: str, root: bytes) -> Iterator[str]:
    try:
        quads = list(parse(root, format=RdfFormat.TURTLE, base_iri=_BASE))
    except (SyntaxError, ValueError) as error:
        msg = f"{name}: its root is no Turtle: {error}"
        raise InvalidArrival(msg) from error
    for quad in quads:
        if quad.predicate.value == f"{TREE}node":
            path = str(quad.object).strip("<>").removeprefix(_BASE)
            if not PAGE.fullmatch(path):
                msg = f"{name}: its root leads to {path:.200}, which is no page below it"
                raise InvalidArrival(msg)
            yield path
