"""What arrives: who sent it, and what it would change, one record at a time."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal, Self

from graph.exchange.checkpoint import Checkpoint
from ontology.errors import InvalidInput

Kind = Literal["bundle", "feed", "graph"]


@dataclass(frozen=True)
class Origin:
    """Who sent something, and of what it is a copy.

    `source` is a file's name or an address, shown to people. `publisher` is the name in the trust
    store of whoever signed it, None for a foreign graph, which nobody signed; the rest comes from
    the signed checkpoint. The changes are those after the sequence `after`; 0 means all that
    stands. `ontology` is the version of the sender's terms. `like` is the place whose like alone
    was taken of a feed, or empty. `again` is where in the receiver's ledger another feed of the
    publisher took something away, so that this one is read anew; or else 0.
    """

    kind: Kind
    source: str
    publisher: str | None
    base: str = ""
    audience: str = ""
    epoch: int = 0
    after: int = 0
    sequence: int = 0
    chain: str = ""
    digest: str = ""
    ontology: str = ""
    like: str = ""
    again: int = 0

    @classmethod
    def of(cls, kind: Kind, source: str, publisher: str | None, point: Checkpoint) -> Self:
        """All that stands in what a signed checkpoint seals."""
        return cls(
            kind=kind,
            source=source,
            publisher=publisher,
            base=point.base,
            audience=point.audience,
            epoch=point.epoch,
            sequence=point.sequence,
            chain=point.chain,
            digest=point.digest,
            ontology=point.ontology,
        )

    def going_on(self, last: "Origin | None") -> "Origin":
        """What came after the last of a feed, or all where more is wanted than that."""
        if last is None or self.again:
            return self
        goes_on = last.epoch == self.epoch and last.like in {"", self.like}
        return replace(self, after=last.sequence) if goes_on else self

    def name(self) -> str:
        """Name the import that it makes: the same copy of the same thing has the same name."""
        said = {key: value for key, value in asdict(self).items() if key != "source"}
        if not self.again:  # so that imports have the names that they had before there was one
            del said["again"]
        return name_import(json.dumps(said, sort_keys=True).encode())


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one record: its canonical N-Quads, or None where it is gone.

    Of what is `erased` no byte may stay; if it was put again since, `nquads` is what it is now.
    """

    record: str
    nquads: str | None
    erased: bool = False


@dataclass(frozen=True)
class Arrival:
    """All that was sent; `changes` reads it again from its first record at each call."""

    origin: Origin
    changes: Callable[[], Iterator[Change]]


def name_import(data: bytes) -> str:
    """Name an import by the bytes that arrived."""
    return f"i-{hashlib.sha256(data).hexdigest()[:16]}"


def read_origin(raw: Mapping[str, object]) -> Origin:
    """Read an origin as `asdict` gave it; InvalidInput where it is none."""
    try:
        return Origin(**raw)  # type: ignore[arg-type] # a wrong name or type is told below
    except TypeError as error:
        msg = f"what is known of the import cannot be read: {error}"
        raise InvalidInput(msg) from error
