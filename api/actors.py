"""Who acts, and why: names and reasons stay in `local.db`, the ledger has opaque identifiers."""

import secrets
import sqlite3
from collections.abc import Iterator
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
"""
_COUNTED = """
SELECT sum(one.axis = this.axis AND one.outcome = this.outcome), count(*)
FROM analysis one JOIN analysis this ON one.innovation = this.innovation AND one.rowid <= this.rowid
WHERE this.innovation = ? AND this.axis = ? AND this.outcome = ? AND this.sequence = ?
"""
Analysed = tuple[str, str, str, int]  # innovation, axis, outcome (may be empty), sequence


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
