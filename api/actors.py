"""Who acts, and why, and what readers decide: it stays in `local.db`.

The ledger has opaque identifiers of people, and what became of their decisions.
"""

import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ontology.errors import StorageFailure

_SCHEMA = """
CREATE TABLE IF NOT EXISTS actor (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS action (
    time TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    actor TEXT NOT NULL REFERENCES actor (id),
    action TEXT NOT NULL,
    record TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS analysis (
    innovation TEXT NOT NULL,
    axis TEXT NOT NULL,
    outcome TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    UNIQUE (innovation, axis, outcome, sequence)
);
CREATE TABLE IF NOT EXISTS review (
    number INTEGER PRIMARY KEY,
    time TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    actor TEXT NOT NULL REFERENCES actor (id),
    kind TEXT NOT NULL,
    document TEXT NOT NULL,
    given TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS import (
    number INTEGER PRIMARY KEY,
    time TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    actor TEXT NOT NULL REFERENCES actor (id),
    import TEXT NOT NULL,
    state TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    told TEXT NOT NULL
);
"""
_COUNTED = """
SELECT sum(one.axis = this.axis AND one.outcome = this.outcome), count(*)
FROM analysis one JOIN analysis this ON one.innovation = this.innovation AND one.rowid <= this.rowid
WHERE this.innovation = ? AND this.axis = ? AND this.outcome = ? AND this.sequence = ?
"""
_NOTED = "INSERT INTO review (actor, kind, document, given) VALUES (?, ?, ?, ?)"
_EMPTIED = "UPDATE review SET kind = 'erase', given = '{}' WHERE document = ?"
_ARRIVED = "INSERT INTO import (actor, import, state, sequence, told) VALUES (?, ?, ?, ?, ?)"
Analysed = tuple[str, str, str, int]  # innovation, axis, outcome (may be empty), sequence
Noted = tuple[str, str, str]  # of a review: the kind of event, the document, JSON
Reviewed = tuple[int, str, str, str, str, str]  # its number, time (UTC) and actor, then as noted

Arrived = tuple[str, str, int, str]  # of an import: its name, state, the ledger's sequence, JSON
Told = tuple[str, str, str, str, int, str]  # time (UTC) and actor, then as arrived


def actor_id(database: Path, name: str) -> str:
    """The opaque identifier of an actor, given out at the first time and kept for ever."""
    with _open(database) as db:
        fresh = (secrets.token_hex(8), name)
        db.execute("INSERT INTO actor (id, name) VALUES (?, ?) ON CONFLICT DO NOTHING", fresh)
        found = db.execute("SELECT id FROM actor WHERE name = ?", (name,)).fetchone()
    return str(found[0])


def note_action(database: Path, actor: str, action: str, record: str, reason: str) -> None:
    """Keep why somebody (an opaque identifier) did something to a record."""
    with _open(database) as db:
        row = (actor, action, record, reason)
        db.execute("INSERT INTO action (actor, action, record, reason) VALUES (?, ?, ?, ?)", row)


def count_analysis(database: Path, asked: Analysed) -> tuple[int, int]:
    """Which analysis of its outcome and of its innovation this is; asked again it is the same."""
    with _open(database) as db:
        db.execute("INSERT INTO analysis VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", asked)
        found = db.execute(_COUNTED, asked).fetchone()
    return int(found[0]), int(found[1])


def name_actors(database: Path) -> dict[str, str]:
    """The name of every actor by the opaque identifier."""
    with _open(database) as db:
        return dict(db.execute("SELECT id, name FROM actor").fetchall())


def note_reviews(database: Path, actor: str, noted: Iterable[Noted], after: int) -> bool:
    """Add events to the log of reviews, all or none; False where it has gone on from `after`."""
    with _open(database) as db:
        db.execute("BEGIN IMMEDIATE")
        if _last_review(db) != after:
            return False
        rows = ((actor, *one) for one in noted)
        db.executemany(_NOTED, rows)
    return True


def read_reviews(database: Path, since: int = 0) -> list[Reviewed]:
    """The log of reviews after a number, in order; it only ever grows."""
    asked = "SELECT number, time, actor, kind, document, given FROM review WHERE number > ?"
    with _open(database) as db:
        return db.execute(f"{asked} ORDER BY number", (since,)).fetchall()


def erase_reviews(database: Path, actor: str, document: str) -> None:
    """Empty all that the log of reviews has on a document, in its bytes too; a last event says so.

    The events stay as blanks, so that whoever has read up to a number goes on from there.
    """
    with _open(database) as db:
        db.execute("PRAGMA secure_delete = ON")  # what is emptied is overwritten on the disk
        found = db.execute(_EMPTIED, (document,)).rowcount
        if found:
            db.execute(_NOTED, (actor, "erase", document, "{}"))


def note_import(database: Path, actor: str, arrived: Arrived) -> None:
    """Log what became of an import; whoever did it is an opaque identifier."""
    with _open(database) as db:
        db.execute(_ARRIVED, (actor, *arrived))


def read_imports(database: Path) -> list[Told]:
    """The log of imports, in order; it only ever grows."""
    with _open(database) as db:
        asked = "SELECT time, actor, import, state, sequence, told FROM import ORDER BY number"
        return db.execute(asked).fetchall()


def _last_review(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT coalesce(max(number), 0) FROM review").fetchone()[0])


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy, by SQLite's own backup, while others may write."""
    with _open(source) as db, closing(sqlite3.connect(target)) as copy:
        db.backup(copy)


@contextmanager
def _open(database: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(database, timeout=10)) as db, db:
            db.executescript(_SCHEMA)
            yield db
    except sqlite3.Error as error:
        msg = f"{database}: cannot be used ({error}): restore it from a backup"
        raise StorageFailure(msg) from error
