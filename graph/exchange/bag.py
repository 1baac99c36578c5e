"""The bag around a bundle: BagIt 1.0 (RFC 8493), with a signature over its tag manifest."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import bagit

from graph.exchange.checkpoint import Checkpoint
from graph.exchange.signing import SigningKey
from graph.files import storage_failures

MANIFEST, TAGS, SIGNATURE = "manifest-sha256.txt", "tagmanifest-sha256.txt", "signature.jws"
VALID = timedelta(days=365)  # how long after it was made a bundle may be imported

logging.getLogger("bagit").setLevel(logging.ERROR)  # it tells each file it hashes


def make_bag(folder: Path, point: Checkpoint, key: SigningKey, day: date) -> None:
    """Put the files of a folder into a bag, in its place, made on a day, and sign it."""
    with storage_failures():
        bagit.make_bag(str(folder), _info(point, day), checksums=["sha256"])
        signature = key.sign((folder / TAGS).read_bytes())
        (folder / SIGNATURE).write_text(signature, "ascii")


@dataclass(frozen=True)
class Bag:
    """What a bag says of itself, and what is wrong: files missing, altered or too many."""

    info: Mapping[str, str]
    faults: tuple[str, ...]


def read_bag(folder: Path) -> Bag:
    """Read a bag and hold every file against its manifests; one with faults may say nothing."""
    try:
        bag = bagit.Bag(str(folder))
        if bag.algorithms != ["sha256"] or not (folder / TAGS).is_file():
            return Bag({}, ("the bag has no manifests with SHA-256, or others besides",))
        bag.validate(processes=1)
    except bagit.BagValidationError as error:
        return Bag({}, tuple(map(str, error.details)) or (str(error),))
    except (bagit.BagError, ValueError, OSError) as error:
        return Bag({}, (str(error),))
    return Bag({name: one for name, one in bag.info.items() if isinstance(one, str)}, ())


def _info(point: Checkpoint, day: date) -> dict[str, str]:
    return {
        "Bagging-Date": day.isoformat(),
        "Source-Organization": point.region,
        "Whatworked-Issuer": point.base,
        "Whatworked-Audience": point.audience,
        "Whatworked-Epoch": str(point.epoch),
        "Whatworked-Sequence": str(point.sequence),
        "Whatworked-Chain": point.chain,
        "Whatworked-Digest": point.digest,
        "Whatworked-Expires": (day + VALID).isoformat(),
    }
