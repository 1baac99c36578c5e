"""Writes neo4j.lock anew, after a change of `ROOTS`: `python -m graph.neo4j.lock`."""

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from jgo.maven import Dependency

from graph.neo4j.install import ROOTS, maven

HEAD = (
    "# The jars of Neo4j Community: SHA-256 and coordinate. No other bytes are started.\n"
    "# Written by `python -m graph.neo4j.lock`.\n"
)


def write_lock(path: Path) -> None:
    """Resolve all jars that the server needs, and write what they are."""
    with tempfile.TemporaryDirectory() as folder:
        context = maven(Path(folder))
        wanted, needed = context.resolver.resolve(list(map(context.create_dependency, ROOTS)))
        lines = sorted(_lines([*wanted, *needed]), key=lambda line: line.split()[1])
        path.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


def _lines(dependencies: list[Dependency]) -> Iterator[str]:
    for found in dependencies:
        digest = hashlib.sha256(found.artifact.resolve().read_bytes()).hexdigest()
        parts = (found.groupId, found.artifactId, found.classifier, found.version)
        yield f"{digest}  {':'.join(part for part in parts if part)}"


if __name__ == "__main__":
    write_lock(Path(__file__).with_name("neo4j.lock"))
