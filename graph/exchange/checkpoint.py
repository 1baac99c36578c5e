"""The checkpoint of a feed: what it has come to, in a few lines that are signed."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from graph.exchange.feed import START, Feed, Read
from ontology.errors import InvalidInput
from ontology.terms import load_version


@dataclass(frozen=True)
class Checkpoint:
    """How far a feed has come: two copies with equal checkpoints hold the same.

    `digest` is the dataset digest of the `records` that stand; `chain` is the last link of the
    feed's chain; `time` is that of the last step (UTC, ISO 8601), or empty; `ontology` is the
    version of the terms that records are written in.
    """

    region: str
    base: str
    audience: str
    epoch: int
    sequence: int
    time: str
    records: int
    digest: str
    chain: str
    ontology: str

    def as_bytes(self) -> bytes:
        """The bytes that are signed: JSON with its keys in order."""
        return (
            json.dumps(asdict(self), sort_keys=True, indent=1, ensure_ascii=False) + "\n"
        ).encode()


Links = list[tuple[int, str]]


def check_point(feed: Feed, links: Links, region: str, base: str, read: Read) -> Checkpoint:
    """Give the checkpoint of a feed as it stands; `links` are those of `chain_of`."""
    return Checkpoint(
        region=region,
        base=base,
        audience=feed.audience,
        epoch=feed.epoch,
        sequence=feed.sequence,
        time=f"{feed.steps[-1].time:%Y-%m-%dT%H:%M:%S.%fZ}" if feed.steps else "",
        records=len(feed.records),
        digest=feed.digest(read),
        chain=links[-1][1] if links else START,
        ontology=load_version(),
    )


def read_checkpoint(data: bytes) -> Checkpoint:
    """Read a checkpoint.

    Raises InvalidInput where it is none.
    """
    try:
        found = Checkpoint(**json.loads(data))
    except (ValueError, TypeError) as error:
        msg = f"the checkpoint cannot be read: {error}"
        raise InvalidInput(msg) from error
    if found.as_bytes() != data:
        msg = "the checkpoint is not written as checkpoints are"
        raise InvalidInput(msg)
    return found


def write_chain(links: Iterable[tuple[int, str]]) -> bytes:
    """Write a chain: a number and a link in each line."""
    return "".join(f"{number} {link}\n" for number, link in links).encode()
