"""The tables of places at hand: read once and kept, and places found in them by name."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from api.settings import Settings
from ingest.contexts.places import LEVELS, SHIPPED, SMALL, find_table, read_level, read_names
from ontology.errors import InvalidInput, NotAvailable, NotFound
from queries.similarity.contexts import Places, Table
from queries.similarity.profile import find_profile, unknown

DEFAULT_LEVEL = "icb"
LISTED = 10  # candidates that an ambiguous name lists
_SMALL_CODE = re.compile(r"E01[0-9]{6}")
_BOARD = re.compile(r"NHS (.+) (?:Integrated Care Board|ICB)")  # the area has the name within
_LOCAL = re.compile(r"(?:area|organisation|profile)/([^/]+)")

Folders = Sequence[Path]
Index = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Listed:
    """Places with the rows that a code, a label, a label in small letters or its core leads to."""

    places: Places
    indexes: tuple[Index, Index, Index, Index]

    def rows(self, name: str) -> Sequence[int]:
        """The rows that a name means: a code, else a label, else one in other letters, or short."""
        codes, labels, *others = self.indexes
        folded = (index.get(name.casefold()) for index in others)
        return codes.get(name) or labels.get(name) or next(filter(None, folded), ())


def folders_of(settings: Settings) -> tuple[Path, ...]:
    """Where tables of places may lie: in the repository, with the program, in shared data."""
    return settings.home / "contexts", SHIPPED, settings.shared / "data" / "context"


def list_places(places: Places) -> Listed:
    """Places made ready to be found by name."""
    codes: Sequence[Mapping[str, str]] = places.codes or [{} for _ in places.ids]
    known = (
        (name, row) for row, more in enumerate(codes) for name in {places.ids[row], *more.values()}
    )
    named = list(enumerate(places.names))
    return Listed(
        places,
        (
            _index(known),
            _index((name, row) for row, name in named),
            _index((name.casefold(), row) for row, name in named),
            _index((_BOARD.sub(r"\1", name).casefold(), row) for row, name in named),
        ),
    )


def _index(pairs: Iterable[tuple[str, int]]) -> Index:
    found: dict[str, list[int]] = {}
    for name, row in pairs:
        found.setdefault(name, []).append(row)
    return found


def load_names(level: str, where: Folders) -> Listed:
    """The places of a level, to be found by name; kept until a file of it changes."""
    return _load_names(level, tuple(where), stamp(level, where))


def load_table(level: str, profile: str, where: Folders) -> Table:
    """The table of a level for a profile, kept until a file of it changes."""
    return _load_table(level, profile, tuple(where), stamp(level, where))


def stamp(level: str, where: Folders) -> int:
    """A number that changes with the files of a level; NotAvailable where there are none."""
    return sum(path.stat().st_mtime_ns for path in _files(level, where))


def _files(level: str, where: Folders) -> Iterator[Path]:
    yield find_table(level, where)
    try:
        yield find_table(SMALL, where)  # what varies within a place is worked out from these
    except NotAvailable:
        return


@lru_cache(maxsize=8)
def _load_names(level: str, where: tuple[Path, ...], written: int) -> Listed:
    if level == SMALL:
        return list_places(_load_places(level, where, written))
    return list_places(read_names(level, where))


@lru_cache(maxsize=8)
def _load_places(level: str, where: tuple[Path, ...], written: int) -> Places:  # noqa: ARG001
    return read_level(level, where)


@lru_cache(maxsize=16)
def _load_table(level: str, profile: str, where: tuple[Path, ...], written: int) -> Table:
    return Table(find_profile(profile), _load_places(level, where, written))


def check_level(level: str) -> None:
    """Raise NotFound where there is no such level."""
    if level not in LEVELS:
        raise NotFound(unknown(level, tuple(LEVELS), "the list of levels"))


def find_place(name: str, level: str | None, where: Folders) -> tuple[str, int]:
    """The level and the row of a place, by IRI, local identifier, ONS or ODS code or exact label.

    Without a level, all that are here are looked through. InvalidInput lists the candidates of
    what is ambiguous, NotFound says that there are none.
    """
    if level is not None:
        check_level(level)
    local = _LOCAL.fullmatch(name)
    code = local.group(1) if local else name.rsplit("/", 1)[-1] if "://" in name else name
    small = _SMALL_CODE.fullmatch(code) is not None
    levels = [level] if level else [one for one in LEVELS if (one == SMALL) == small]
    found: list[tuple[str, int, str]] = []
    missing: list[NotAvailable] = []
    for one in levels:
        try:
            listed = load_names(one, where)
        except NotAvailable as error:
            missing.append(error)
        else:
            found += [(one, row, listed.places.names[row]) for row in listed.rows(code)]
    if not found and missing:
        raise missing[0]
    return _only(name, levels, found)


def _only(name: str, levels: Sequence[str], found: list[tuple[str, int, str]]) -> tuple[str, int]:
    if not found:
        msg = f"no place of {', '.join(levels)} is called {name!r:.100}: give its code or its label"
        raise NotFound(msg)
    if len(found) > 1:
        more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
        listed = ", ".join(f"{label} ({level})" for level, _, label in found[:LISTED])
        msg = f"{name!r:.100} means several places, give a code or --level: {listed}{more}"
        raise InvalidInput(msg)
    return found[0][:2]
