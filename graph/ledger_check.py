"""Whether a ledger's files are what was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.blobs import Blobs
from graph.ledger import Progress
from graph.log import Log, held_versions
from ontology.errors import StorageFailure


@dataclass(frozen=True, slots=True)
class Problem:
    """Something found wrong; a harmless one asks for nothing to be done."""

    message: str
    harmless: bool = False


def check_ledger(folder: Path, progress: Progress | None = None) -> Iterator[Problem]:
    """Verify the chain of the log and the bytes of every blob, reading each once.

    Blobs may be missing exactly where their version was erased. `progress` is told how many
    blobs are done.
    """
    log, blobs = Log(folder / "log"), Blobs(folder / "blobs")
    try:
        versions = held_versions(log.follow())
        unfinished = log.unfinished()
    except StorageFailure as error:
        yield Problem(str(error))
        return
    if unfinished:
        yield Problem(
            f"{folder / 'log'} ends in {unfinished} bytes of an unfinished transaction; "
            "the next writer cuts them off",
            harmless=True,
        )
    yield from _damaged(log, blobs, versions, progress)
    yield from _strays(blobs, versions)


def _damaged(
    log: Log, blobs: Blobs, versions: dict[str, bool], progress: Progress | None
) -> Iterator[Problem]:
    held = [version for version, kept in versions.items() if kept]
    for done, version in enumerate(held, 1):
        try:
            blobs.read(version)
        except StorageFailure as error:
            # it may have been erased since the log was read
            versions |= held_versions(log.follow())
            if versions[version]:
                yield Problem(str(error))
        if progress:
            progress(done)


def _strays(blobs: Blobs, versions: dict[str, bool]) -> Iterator[Problem]:
    erased = {blobs.path(version) for version, kept in versions.items() if not kept}
    for path in blobs.strays(version for version, kept in versions.items() if kept):
        if path in erased:
            yield Problem(f"{path} was erased and is still there; the next add or erase removes it")
        else:
            yield Problem(
                f"{path} is named by no transaction: an add that never finished, or one under way",
                harmless=True,
            )
