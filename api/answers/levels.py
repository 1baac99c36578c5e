"""Tables of places by level, kept in a repository so that contexts are compared at that level."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from api.answers.gazetteer import folders_of
from api.home import Home
from graph.files import storage_failures, write_file
from ingest.contexts.places import LEVELS, read_level
from ingest.tables import read_table, write_table
from ontology.errors import InvalidInput
from queries.similarity.contexts import Table
from queries.similarity.profile import DEFAULT, Profile, find_profile


@dataclass(frozen=True)
class Kept:
    """The table of a level as it is kept: where, of how many places, with which features."""

    level: str
    year: str
    file: Path
    places: int
    features: tuple[str, ...]
    ignored: tuple[str, ...]

    def as_json(self) -> Mapping[str, object]:
        """The answer as programs get it."""
        return {
            "level": self.level,
            "year": self.year,
            "file": str(self.file),
            "places": self.places,
            "features": list(self.features),
            "ignored": list(self.ignored),
        }


def keep_level(home: Home, table: Path, level: str, year: str) -> Kept:
    """Keep a table of figures as that of its level, in place of any other.

    It is read first as comparisons will read it: InvalidInput says what it lacks.
    """
    folder, name = folders_of(home.settings)[0], LEVELS[level].files[0]
    rows = read_table(table)
    if not rows:
        msg = f"{table}: holds no row below its heading: add one"
        raise InvalidInput(msg)
    data = write_table(rows)
    with storage_failures(), TemporaryDirectory(dir=home.folder) as aside:
        write_file(Path(aside) / name, data)
        profile = _judge(table, level, Path(aside))
        folder.mkdir(exist_ok=True)
        write_file(folder / name, data)
    home.note("load", f"contexts/{name}", f"{year}, SHA-256 {sha256(data).hexdigest()}")
    used = {column for feature in profile.features for column in feature.columns}
    ignored = tuple(heading for heading in rows[0] if heading not in used)
    return Kept(level, year, folder / name, len(rows), profile.names, ignored)


def _judge(table: Path, level: str, folder: Path) -> Profile:
    """What a table alone gives to compare by; InvalidInput where that is nothing, or no number."""
    try:
        places = read_level(level, [folder])
    except KeyError as error:
        msg = f"{table}: has no column {error}, which a table of the level {level} needs: add it"
        raise InvalidInput(msg) from None
    known = find_profile(DEFAULT)
    profile = known.within(places.columns)
    if not profile.features:
        wanted = ", ".join(column for feature in known.features for column in feature.columns)
        msg = (
            f"{table}: no column is one that places are compared by ({wanted}): name them so, "
            "or compare the table by itself (whatworked similar --table)"
        )
        raise InvalidInput(msg)
    return Table(profile, places).profile
