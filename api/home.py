"""A repository: the one place that opens its ledger, its texts, its engines and `local.db`."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path

from api.actors import (
    Analysed,
    Arrived,
    Noted,
    Reviewed,
    Told,
    actor_id,
    copy_database,
    count_analysis,
    erase_reviews,
    name_actors,
    note_action,
    note_import,
    note_reviews,
    read_imports,
    read_reviews,
)
from api.exchange.keys import copy_trust, create_key, has_key
from api.settings import Region, Settings
from graph.backup import copy_addressed, copy_ledger, require_empty
from graph.engine.memory import MemoryEngine
from graph.engine.port import Engine, SparqlEngine, Update
from graph.engine.process import start_engine
from graph.files import write_file
from graph.ledger import DEFAULT_SHARING, SHARING, Ledger, Progress, create_ledger
from graph.log import Attribution
from graph.remote.engine import RemoteEngine, mark_of
from graph.remote.outside import OutsideRemoteEngine
from graph.reviewed import keep_reviewed
from ingest.documents import Shelf
from ontology.errors import Conflict, InvalidInput, NotFound, StorageFailure
from ontology.terms import PROJECT_BASE

_LEDGER, _TEXTS, _TABLES = "ledger", "documents", "contexts"
_LOCAL, _REGION = "local.db", "region.json"
_LOCK = "sparql.lock"  # held by whoever loads the user's server


class Home:
    """One repository on disk, opened for one actor."""

    def __init__(self, settings: Settings) -> None:
        """Open what `init` made; StorageFailure says where it was looked for."""
        self.settings = settings
        self.folder = settings.home
        if not (self.folder / _REGION).is_file():
            msg = (
                f"{self.folder} is no repository: make one there (whatworked init), or give --home"
            )
            raise StorageFailure(msg)
        self.ledger = Ledger(self.folder / _LEDGER)
        self.shelf = Shelf(self.folder / _TEXTS, settings.documents)

    @cached_property
    def region(self) -> Region:
        """Whose repository it is."""
        path = self.folder / _REGION
        try:
            return Region(**json.loads(path.read_text("utf-8")))
        except (ValueError, TypeError) as error:
            msg = f"{path}: is not what init wrote ({error}): restore it from a backup"
            raise StorageFailure(msg) from None

    @property
    def attribution(self) -> Attribution:
        """Who acts, as the ledger knows them."""
        return Attribution(actor_id(self.folder / _LOCAL, self.settings.actor))

    def note(self, action: str, record: str, reason: str) -> None:
        """Keep why the actor did something to a record."""
        actor = actor_id(self.folder / _LOCAL, self.settings.actor)
        note_action(self.folder / _LOCAL, actor, action, record, reason)

    def reviews(self, since: int = 0) -> list[Reviewed]:
        """What readers did after a number in the log of reviews."""
        return read_reviews(self.folder / _LOCAL, since)

    def note_reviews(self, noted: Iterable[Noted], after: int) -> bool:
        """Log what the actor did as a reader; False where others did something after `after`."""
        return note_reviews(self.folder / _LOCAL, self.attribution.author, noted, after)

    def erase_reviews(self, document: str) -> None:
        """Empty the log of reviews of all it has on a document."""
        erase_reviews(self.folder / _LOCAL, self.attribution.author, document)

    def note_import(self, arrived: Arrived) -> None:
        """Log what the actor did with an import."""
        note_import(self.folder / _LOCAL, self.attribution.author, arrived)

    def imports(self) -> list[Told]:
        """What became of imports, in order."""
        return read_imports(self.folder / _LOCAL)

    def names(self) -> Mapping[str, str]:
        """The names of all actors by their opaque identifiers."""
        return name_actors(self.folder / _LOCAL)

    def count_analysis(self, asked: Analysed) -> tuple[int, int]:
        """Which analysis of its outcome, and of its innovation, this is."""
        return count_analysis(self.folder / _LOCAL, asked)

    def sequence_of(self, as_of: str | None) -> int | None:
        """The sequence that `--as-of` means: a number, or the last one of a day (UTC).

        NotFound where the ledger has not come so far.
        """
        if as_of is None:
            return None
        if re.fullmatch(r"[0-9]{1,18}", as_of):
            if int(as_of) > self.ledger.sequence:
                msg = f"--as-of {as_of}: the ledger has come to {self.ledger.sequence} only"
                raise NotFound(msg)
            return int(as_of)
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", as_of):
            with suppress(ValueError, OverflowError):
                return self.ledger.sequence_at(date.fromisoformat(as_of))
        msg = f"--as-of {as_of:.40}: give a sequence or a date as YYYY-MM-DD"
        raise InvalidInput(msg)

    def visible(self, level: str = DEFAULT_SHARING, as_of: int | None = None) -> set[str]:
        """The records that a sharing level shows: its own, and what is shared more widely."""
        if level not in SHARING:
            msg = f"there is no level {level!r}: choose from {', '.join(SHARING)}"
            raise InvalidInput(msg)
        shown = set(SHARING[SHARING.index(level) :])
        levels = self.ledger.levels(as_of)
        records = self.ledger.records(as_of)
        return {record for record in records if levels.get(record, DEFAULT_SHARING) in shown}

    def update(self, as_of: int | None = None, level: str = DEFAULT_SHARING) -> Update:
        """All that a level shows, now or after a transaction, for an engine to load."""
        sequence = self.ledger.sequence if as_of is None else as_of
        return Update(sequence, self.ledger.graphs(as_of, self.visible(level, as_of)))

    @contextmanager
    def engine(
        self,
        as_of: int | None = None,
        level: str = DEFAULT_SHARING,
        *,
        outside: bool = False,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> Iterator[SparqlEngine]:
        """An engine with all that a level shows, ended afterwards; `meanwhile` is done as it loads.

        The present is answered by the user's server where it holds the level, else by an engine
        process; the past, and systems without processes, in memory.
        """
        remote = self.settings.remote
        if as_of is None and remote is not None and remote.level == level:
            identify = cache(partial(mark_of, self.ledger, level))
            kind = OutsideRemoteEngine if outside else RemoteEngine
            with kind(remote.endpoint, identify, self.folder / _LOCK) as engine:
                self.follow(engine, level)
                yield engine
            return
        if as_of is not None or sys.platform != "linux":
            with MemoryEngine() as engine:
                engine.load(self.update(as_of, level))
                yield engine
            return
        with start_engine(outside=outside) as engine:
            with engine.loading(self.update(level=level)):
                meanwhile()
            yield engine

    @contextmanager
    def reviewed_engine(
        self, least: str, as_of: int | None = None, level: str = DEFAULT_SHARING
    ) -> Iterator[SparqlEngine]:
        """An engine with the claims that have come to a review state at least, ended afterwards.

        It is thrown away, as that of the past is; so every question can be asked of them.
        """
        shown = self.update(as_of, level)
        graphs = {record: keep_reviewed(text or "", least) for record, text in shown.graphs.items()}
        with MemoryEngine() as engine:
            engine.load(Update(shown.sequence, graphs))
            yield engine

    @contextmanager
    def region_engine(self, base: str, as_of: int | None = None) -> Iterator[SparqlEngine]:
        """An engine with what a region had told by a transaction, ended afterwards.

        Beside its own records there are those that all regions share: registers and the corpus.
        """
        shown = self.update(as_of)
        records = [one for one in shown.graphs if one.startswith((base, PROJECT_BASE))]
        with MemoryEngine() as engine:
            engine.load(Update(shown.sequence, {one: shown.graphs[one] for one in records}))
            yield engine

    def follow(self, engine: Engine, level: str = DEFAULT_SHARING) -> int:
        """Load what was committed since into an engine that is kept; the sequence it stands at.

        What a level no longer shows is gone from its engine, as if it had been withdrawn.
        """
        sequence = self.ledger.refresh()
        if sequence > engine.sequence == 0:
            engine.load(self.update(level=level))
        elif sequence > engine.sequence:
            shown, since = self.visible(level), engine.sequence
            changed = self.ledger.net_changes(since, sequence).items()
            graphs = {
                record: self.ledger.nquads(version) if version and record in shown else None
                for record, version in changed
            }
            engine.load(Update(sequence, graphs, since=since))
        return sequence

    def changes(self, since: int) -> list[dict[str, object]]:
        """What changed after a sequence, one row for each record of each transaction."""
        return [
            {
                "sequence": step.sequence,
                "time": step.time.isoformat(),
                "record": change.record,
                "operation": change.operation,
                "version": change.version,
            }
            for step in self.ledger.transactions(since)
            for change in step.changes
        ]

    def back_up(self, target: Path, progress: Progress | None = None, *, key: bool = False) -> int:
        """Copy all that must outlive this machine into an empty folder; the sequence it holds.

        The signing key goes with it only where `key` says so: who has it can sign as this region.
        """
        require_empty(target)
        return _copy(self.folder, target, progress, key=key)


def holds_home(settings: Settings) -> bool:
    """Whether there is a repository where the settings say."""
    return (settings.home / _REGION).is_file()


def create_home(settings: Settings, region: Region) -> Home:
    """Make an empty repository; Conflict where there is one already."""
    folder = settings.home
    if (folder / _REGION).exists():
        msg = f"{folder} is a repository already: use it, or give another folder with --home"
        raise Conflict(msg)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _TEXTS).mkdir(exist_ok=True)
    except OSError as error:
        msg = f"{folder}: cannot be made ({error.strerror})"
        raise StorageFailure(msg) from None
    if not (folder / _LEDGER / "log").exists():  # an init that was cut short has left one
        create_ledger(folder / _LEDGER)
    actor_id(folder / _LOCAL, settings.actor)
    if not has_key(folder):
        create_key(folder)
    write_file(folder / _REGION, f"{json.dumps(asdict(region), indent=1)}\n".encode())
    return Home(settings)


def restore_home(backup: Path, settings: Settings, progress: Progress | None = None) -> Home:
    """Put a backup in the place of a repository that is not there."""
    if not (backup / _REGION).is_file():
        msg = f"{backup} holds no backup: give the folder that `whatworked backup` wrote"
        raise StorageFailure(msg)
    require_empty(settings.home)
    _copy(backup, settings.home, progress, key=True)
    return Home(settings)


def _copy(source: Path, target: Path, progress: Progress | None, *, key: bool) -> int:
    sequence = copy_ledger(source / _LEDGER, target / _LEDGER, progress)
    for folder in (_TEXTS, _TABLES):
        if (source / folder).exists():
            copy_addressed(source / folder, target / folder)
    copy_database(source / _LOCAL, target / _LOCAL)
    copy_trust(source, target, key=key)
    # last, for it makes the folder a repository
    (target / _REGION).write_bytes((source / _REGION).read_bytes())
    return sequence
