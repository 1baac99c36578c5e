"""The jars of Neo4j: fetched from Maven Central, and taken only where their bytes are locked."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from graph.files import storage_failures
from ontology.errors import NotAvailable, StorageFailure

if TYPE_CHECKING:
    from jgo.maven import Artifact, MavenContext

VERSION = "5.26.30"
ROOTS = (  # what all other jars are there for
    f"org.neo4j:neo4j:{VERSION}",
    f"org.neo4j.app:neo4j-server:{VERSION}",
    "org.neo4j.client:neo4j-browser:5.24.0",
)
_LOCK = files("graph.neo4j") / "neo4j.lock"
_AT_ONCE = 8  # downloads
_SECONDS = 60  # that a server may be silent


@dataclass(frozen=True)
class Jar:
    """A jar as it is locked: `group:artifact:version` or `group:artifact:classifier:version`."""

    sha256: str
    coordinate: str

    @property
    def file(self) -> str:
        """Its name in any folder."""
        _, artifact, *classifier, version = self.coordinate.split(":")
        return "-".join((artifact, version, *classifier)) + ".jar"


@dataclass(frozen=True)
class JarSource:
    """Where the jars lie; what is not there is fetched from a mirror, or Maven Central.

    Into a `closed` folder nothing is fetched.
    """

    folder: Path
    mirror: str | None = None
    closed: bool = False


def read_lock() -> list[Jar]:
    """All jars that make the server, in the order of their coordinates."""
    lines = _LOCK.read_text("utf-8").splitlines()
    return [Jar(*line.split()) for line in lines if line and not line.startswith("#")]


def find_jars(source: JarSource) -> Path:
    """The folder with every jar as it is locked, after fetching those that are missing.

    NotAvailable says why one cannot be had; StorageFailure names one that has other bytes.
    """
    jars = read_lock()
    with storage_failures():
        missing = [jar for jar in jars if not (source.folder / jar.file).exists()]
        if missing and source.closed:
            msg = (
                f"{source.folder} lacks {missing[0].file} ({len(missing)} jars are missing): fill "
                f"it from a machine that has them"
            )
            raise NotAvailable(msg)
        if missing:
            _fetch(missing, source)
        for jar in jars:
            verify_jar(source.folder / jar.file, jar)
    return source.folder


def verify_jar(path: Path, jar: Jar) -> None:
    """StorageFailure where a file is not the jar that is locked."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != jar.sha256:
        msg = (
            f"{jar.file} is not the jar that neo4j.lock names: its SHA-256 is {found}, "
            f"{jar.sha256} is due; remove {path} and start again"
        )
        raise StorageFailure(msg)


def _fetch(jars: Iterable[Jar], source: JarSource) -> None:
    """Fetch beside the folder, so that a cut download never looks like a jar."""
    source.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=source.folder, prefix=".fetching-") as folder:
        context = maven(Path(folder), source.mirror)

        def fetch(jar: Jar) -> None:
            path = _resolve(artifact(context, jar.coordinate))
            verify_jar(path, jar)
            shutil.move(path, source.folder / jar.file)

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(fetch, jars))


def _resolve(wanted: Artifact) -> Path:
    try:
        return wanted.resolve()
    except (OSError, RuntimeError) as error:  # of requests and of jgo
        msg = (
            f"Neo4j cannot be had here, because {wanted} cannot be fetched ({_reason(error)}): "
            "name a mirror (WHATWORKED_MAVEN) or a folder with its jars (WHATWORKED_NEO4J_JARS); "
            "everything but Cypher works without"
        )
        raise NotAvailable(msg) from error


def _reason(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:200]


def maven(cache: Path, mirror: str | None = None) -> MavenContext:
    """What resolves coordinates, in plain Python: neither Maven nor Java is needed."""
    from jgo.maven import MavenContext  # noqa: PLC0415 - needed once, where jars are missing

    remote = {"mirror": mirror.rstrip("/")} if mirror else None
    return MavenContext(repo_cache=cache, remote_repos=remote, timeout=_SECONDS)


def artifact(context: MavenContext, coordinate: str) -> Artifact:
    """The jar with this coordinate."""
    group, name, *classifier, version = coordinate.split(":")
    return context.project(group, name).at_version(version).artifact("".join(classifier))
