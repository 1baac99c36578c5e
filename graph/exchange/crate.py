"""The crate: what the files of a bundle are, in RO-Crate 1.2."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rocrate.model import ContextEntity
from rocrate.rocrate import ROCrate

from graph.exchange.checkpoint import Checkpoint
from graph.exchange.rules import load_leaving

METADATA = "ro-crate-metadata.json"
_TYPES = {
    "nq": "application/n-quads",
    "ttl": "text/turtle",
    "tsv": "text/tab-separated-values",
    "csv": "text/csv",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "txt": "text/plain",
    "rq": "application/sparql-query",
    "md": "text/markdown",
}


@dataclass(frozen=True)
class Described:
    """A file: its size in bytes, its SHA-256, and what it is in a sentence."""

    size: int
    sha256: str
    about: str


def write_metadata(found: Mapping[str, Described], point: Checkpoint, day: date) -> bytes:
    """Write the metadata of a crate of these files, made on a day."""
    crate = ROCrate(version="1.2")
    licence = load_leaving().licence
    known = {"name": "The licence of this collection", "description": "It is for all records."}
    crate.add(_entity(crate, licence, "CreativeWork", **known))
    crate.add(_entity(crate, point.base, "Organization", name=point.region, url=point.base))
    root = crate.root_dataset
    root["name"] = f"What worked, where, and why: {point.region}"
    root["description"] = (
        f"{point.records} records of what was learned, shared with the audience "
        f"{point.audience}, as of sequence {point.sequence}."
    )
    root["datePublished"] = day.isoformat()
    root["license"] = {"@id": licence}
    root["publisher"] = {"@id": point.base}
    root["version"] = f"{point.epoch}.{point.sequence}"
    for name, one in found.items():
        crate.add_file(dest_path=name, properties=_properties(name, one))
    return (json.dumps(crate.metadata.generate(), indent=1, ensure_ascii=False) + "\n").encode()


def _entity(crate: ROCrate, iri: str, kind: str, **properties: str) -> ContextEntity:
    return ContextEntity(crate, iri, properties={"@type": kind, **properties})


def _properties(name: str, one: Described) -> dict[str, str]:
    return {
        "name": name,
        "description": one.about,
        "encodingFormat": _TYPES[name.rpartition(".")[2]],
        "contentSize": str(one.size),
        "sha256": one.sha256,
    }
