"""A feed as a folder of files: what is in it, and how it is written so that readers may go on."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

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
from graph.files import remove_files, storage_failures, sync_folder, write_file
from ontology.errors import Conflict

CHECKPOINT, SIGNATURE, CHAIN, KEYS = "checkpoint.json", "checkpoint.jws", "chain.txt", "jwks.json"
CATALOGUE, VOID = "catalogue.ttl", ".well-known/void"
PAGE = re.compile(r"[0-9]+/[0-9]{6}\.nq")

Files = Iterable[tuple[str, bytes]]


@dataclass(frozen=True)
class Release:
    """A feed as it stands, sealed: with its chain and its signed checkpoint."""

    feed: Feed
    links: Links
    point: Checkpoint
    key: SigningKey
    read: Read


def seal_feed(feed: Feed, region: str, base: str, key: SigningKey, read: Read) -> Release:
    """Seal a feed of a region; `base` is its base IRI."""
    links = chain_of(feed, read)
    return Release(feed, links, check_point(feed, links, region, base, read), key, read)


@dataclass(frozen=True)
class File:
    """A file of a feed: its path, how its bytes are made, and whether they stay as they are."""

    path: str
    write: Callable[[], bytes]
    is_final: bool = False


def list_files(release: Release) -> Iterator[File]:
    """Give the files of a feed, the root last: what it names is there then."""
    point, licence = release.point, load_leaving().licence
    stream, pages = stream_of(point.base, point.audience), pages_of(release.feed)
    for page in pages:
        yield File(page.path, partial(write_page, page, stream, release.read), page.is_full)
    yield File(CHAIN, partial(write_chain, release.links))
    yield File(KEYS, partial(key_set, release.key))
    yield File(CATALOGUE, partial(write_catalogue, point, licence))
    yield File(VOID, partial(write_catalogue, point, licence, f"../{ROOT}"))
    yield File(CHECKPOINT, point.as_bytes)
    yield File(SIGNATURE, lambda: release.key.sign(point.as_bytes()).encode())
    yield File(ROOT, partial(write_root, pages, stream, licence))


def feed_files(release: Release) -> Iterator[tuple[str, bytes]]:
    """Give the bytes of each file of a feed by its path, in the order of `list_files`."""
    return ((file.path, file.write()) for file in list_files(release))


def key_set(key: SigningKey) -> bytes:
    """Write the public key as a JSON Web Key Set."""
    return (json.dumps({"keys": [key.public()]}, sort_keys=True, indent=1) + "\n").encode()


def require_same_feed(folder: Path, point: Checkpoint) -> None:
    """Raise Conflict where a folder holds the feed of another region or audience."""
    if not (folder / CHECKPOINT).is_file():
        return
    with storage_failures():
        there = read_checkpoint((folder / CHECKPOINT).read_bytes())
    if (there.base, there.audience) != (point.base, point.audience):
        msg = (
            f"{folder} holds what {there.region} shares with {there.audience}: "
            f"give another folder for {point.audience}"
        )
        raise Conflict(msg)


def write_files(folder: Path, files: Files) -> None:
    """Write files below a folder, each whole, and remove the pages that are no longer named.

    A file that has the same bytes already is left as it is. Raises StorageFailure.
    """
    written = set()
    with storage_failures():
        for name, data in files:
            path = folder / name
            written.add(path)
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_file(path, data)
        for parent in {path.parent for path in written}:
            sync_folder(parent)
        found = (path for path in folder.glob("*/*.nq") if path not in written)
        old = [path for path in found if PAGE.fullmatch(path.relative_to(folder).as_posix())]
        remove_files(old)
        for parent in {path.parent for path in old}:
            if not any(parent.iterdir()):
                parent.rmdir()
