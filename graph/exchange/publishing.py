"""A feed as a folder of files: what is in it, and how it is written while others read it."""

import json
import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property, partial

from graph.exchange.catalogue import write_catalogue
from graph.exchange.checkpoint import (
    Checkpoint,
    Links,
    check_point,
    read_checkpoint,
    write_chain,
)
from graph.exchange.feed import Feed, Read, chain_of
from graph.exchange.pages import ROOT, pages_of, stream_of, write_page, write_root
from graph.exchange.rules import load_leaving
from graph.exchange.signing import SigningKey
from graph.exchange.void import Counts, count_statements, write_void
from graph.locations import Location
from ontology.errors import Conflict, LimitReached

CHECKPOINT, SIGNATURE, CHAIN, KEYS = "checkpoint.json", "checkpoint.jws", "chain.txt", "jwks.json"
CATALOGUE, VOID = "catalogue.ttl", ".well-known/void"
PAGE = re.compile(r"[0-9]+/[0-9]{6}\.nq")
LARGEST = 2**16  # bytes of a checkpoint, or of its signature


@dataclass(frozen=True)
class Release:
    """A feed as it stands, sealed: with its chain and its signed checkpoint."""

    feed: Feed
    links: Links
    point: Checkpoint
    key: SigningKey
    read: Read

    @cached_property
    def counts(self) -> Counts:
        """How much stands in it; counted once, when it is asked for."""
        return count_statements(map(self.read, self.feed.records.values()))


def seal_feed(feed: Feed, region: str, base: str, key: SigningKey, read: Read) -> Release:
    """Seal a feed of a region; `base` is its base IRI."""
    links = chain_of(feed, read)
    return Release(feed, links, check_point(feed, links, region, base, read), key, read)


@dataclass(frozen=True)
class File:
    """A file of a feed: its path, and how its bytes are made.

    `until` is the last step of a page that is full.
    """

    path: str
    write: Callable[[], bytes]
    until: int | None = None

    @property
    def is_final(self) -> bool:
        """Whether its bytes will never be others."""
        return self.until is not None


def list_files(release: Release) -> Iterator[File]:
    """Give the files of a feed: what others name before these, what is signed last."""
    point, licence = release.point, load_leaving().licence
    stream, pages = stream_of(point.base, point.audience), pages_of(release.feed)
    for page in pages:
        until = page.members[-1][0].number if page.is_full else None
        yield File(page.path, partial(write_page, page, stream, release.read), until)
    yield File(ROOT, partial(write_root, pages, stream, licence))
    yield File(CHAIN, partial(write_chain, release.links))
    yield File(KEYS, partial(key_set, release.key))
    yield File(CATALOGUE, partial(write_catalogue, point, licence))
    yield File(VOID, partial(describe, release, "../"))
    yield File(SIGNATURE, lambda: release.key.sign(point.as_bytes()).encode())
    yield File(CHECKPOINT, point.as_bytes)


def describe(release: Release, feed: str) -> bytes:
    """Write the description of a feed in VoID; `feed` is the link to its folder."""
    return write_void(release.point, release.counts, load_leaving().licence, feed)


def feed_files(release: Release) -> Iterator[tuple[str, bytes]]:
    """Give the bytes of each file of a feed by its path, in the order of `list_files`."""
    return ((file.path, file.write()) for file in list_files(release))


def key_set(key: SigningKey) -> bytes:
    """Write the public key as a JSON Web Key Set."""
    return (json.dumps({"keys": [key.public()]}, sort_keys=True, indent=1) + "\n").encode()


def write_feed(location: Location, release: Release) -> None:
    """Write a feed, so that who reads it meanwhile finds what was there, or all that is new.

    What has the same bytes already is left as it is; pages that are no longer named are removed.
    Raises Conflict where the location holds the feed of another region or audience, StorageFailure.
    """
    there = location.paths()
    before = _sealed_before(location, there)
    _require_same_feed(location, before, release.point)
    *files, signature, point = list_files(release)
    known = _steps_known(before, release) if location.is_far else 0
    for file in files:
        if not (file.path in there and file.until and file.until <= known):
            _write(location, there, file.path, file.write())
    _change_head(location, there, signature.write(), point.write())
    named = {file.path for file in files}
    location.remove(sorted(one for one in there - named if PAGE.fullmatch(one)))


def _change_head(location: Location, there: Set[str], signature: bytes, point: bytes) -> None:
    """Go over to another checkpoint: both are signed for as long as either may be read."""
    if {CHECKPOINT, SIGNATURE} <= there and not _holds(location, CHECKPOINT, point):
        old = location.read(SIGNATURE, LARGEST)
        location.write(SIGNATURE, signature + b"\n" + old)
    elif SIGNATURE not in there:
        location.write(SIGNATURE, signature)
    _write(location, there, CHECKPOINT, point)
    _write(location, {SIGNATURE}, SIGNATURE, signature)


def _sealed_before(location: Location, there: Set[str]) -> Checkpoint | None:
    return read_checkpoint(location.read(CHECKPOINT, LARGEST)) if CHECKPOINT in there else None


def _require_same_feed(location: Location, there: Checkpoint | None, point: Checkpoint) -> None:
    if there and (there.base, there.audience) != (point.base, point.audience):
        msg = (
            f"{location.name} holds what {there.region} shares with {there.audience}: "
            f"give another folder for {point.audience}"
        )
        raise Conflict(msg)


def _steps_known(before: Checkpoint | None, release: Release) -> int:
    """The last step whose pages are there: what was sealed before, where this goes on from it."""
    point = release.point
    if before and (before.epoch, dict(release.links).get(before.sequence)) == (
        point.epoch,
        before.chain,
    ):
        return before.sequence
    return 0


def _write(location: Location, there: Set[str], path: str, data: bytes) -> None:
    if not (path in there and _holds(location, path, data)):
        location.write(path, data)


def _holds(location: Location, path: str, data: bytes) -> bool:
    try:
        return location.read(path, len(data)) == data
    except LimitReached:
        return False
