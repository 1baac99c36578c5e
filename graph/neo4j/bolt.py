"""A Neo4j server over Bolt: the one place that knows the driver, its errors and its types."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import LiteralString, cast

from graph.engine.answer import EngineFailed, refusal
from graph.neo4j import driver
from graph.neo4j.bolt_values import Plain, Writer, write_plain
from ontology.errors import InvalidInput, NotAvailable, WhatworkedError

logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # whatever it tells is raised as well

_PATIENCE = 5.0  # seconds to reach a server
_AT_ONCE = 100  # rows that come together
OUTSIDE = {"whatworked": "outside"}  # the metadata of a transaction for a query of a user's own
_LONG = 3600.0  # seconds for what writes or reads all
_FIRST_PASSWORD = "neo4j"  # noqa: S105 - of every new server, good for changing it only


@dataclass(frozen=True)
class Address:
    """Where a Neo4j server answers over Bolt, and as whom."""

    uri: str
    password: str = field(repr=False)
    user: str = "neo4j"


@dataclass(frozen=True)
class Found:
    """What a statement answers: its columns, and its rows as they arrive."""

    columns: tuple[str, ...]
    rows: Iterator[list[Plain]]


Given = Mapping[str, object]
Run = Callable[[str, Given], Found]  # runs a statement in one transaction


@dataclass(frozen=True)
class Asking:
    """A transaction for a query of a user's own, and the form that its values are to have."""

    _transaction: driver.Transaction
    _write: Writer

    def explain(self, text: str, given: Given) -> tuple[Mapping[str, object] | None, str | None]:
        """The plan of a statement, which does not run, and what kind Neo4j says it is."""
        summary = self._transaction.run(_text(f"EXPLAIN {text}"), dict(given)).consume()
        return summary.plan, summary.query_type

    def run(self, text: str, given: Given) -> tuple[tuple[str, ...], Iterator[list[object]]]:
        """The columns of a statement, and its rows as they arrive."""
        result = self._transaction.run(_text(text), dict(given))
        rows = ([self._write(value) for value in record.values()] for record in result)
        return tuple(result.keys()), rows


class Bolt:
    """Connections to one server. It may be used by several threads; close it."""

    def __init__(self, address: Address) -> None:
        """Nothing is tried yet; NotAvailable where the address cannot be one."""
        self._uri = address.uri
        with _telling(self._uri):
            self._driver = _driver(address)

    @contextmanager
    def reading(self, seconds: float = _LONG) -> Iterator[Run]:
        """A transaction that may only read, for so many seconds; its rows are read inside it."""
        with (
            _telling(self._uri),
            self._driver.session(default_access_mode=driver.READ_ACCESS) as session,
            session.begin_transaction(timeout=seconds) as transaction,
        ):
            yield partial(_run, transaction)

    @contextmanager
    def asking(self, seconds: float, write: Writer) -> Iterator[Asking]:
        """A transaction for a query of a user's own; it bears `OUTSIDE` among the server's."""
        with (
            _telling(self._uri),
            self._driver.session(
                default_access_mode=driver.READ_ACCESS, fetch_size=_AT_ONCE
            ) as session,
            session.begin_transaction(dict(OUTSIDE), timeout=seconds) as transaction,
        ):
            yield Asking(transaction, write)

    @contextmanager
    def writing(self) -> Iterator[Run]:
        """A transaction that is committed at its end, and undone where that is not reached."""
        with (
            _telling(self._uri),
            self._driver.session() as session,
            session.begin_transaction(timeout=_LONG) as transaction,
        ):
            yield partial(_run, transaction)
            transaction.commit()

    def command(self, text: str) -> None:
        """Run a statement that stands outside of transactions."""
        with _telling(self._uri), self._driver.session() as session:
            session.run(driver.Query(_text(text), timeout=_LONG)).consume()

    def close(self) -> None:
        """Let go of the connections; it may be called twice."""
        self._driver.close()


def _run(transaction: driver.Transaction, text: str, given: Mapping[str, object]) -> Found:
    result = transaction.run(_text(text), dict(given))
    return Found(tuple(result.keys()), map(_row, result))


def is_answering(address: Address) -> bool:
    """Whether a server answers there; a new one is given its password first."""
    try:
        with _driver(address) as reached:
            reached.verify_connectivity()
    except driver.AuthError:
        _set_first_password(address)
    except driver.DriverError:
        return False
    return True


def _set_first_password(address: Address) -> None:
    text: LiteralString = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
    given = {"old": _FIRST_PASSWORD, "new": address.password}
    first = Address(address.uri, _FIRST_PASSWORD, address.user)
    with _telling(address.uri), _driver(first) as reached:
        reached.execute_query(text, given, database_="system")


def _driver(address: Address) -> driver.Driver:
    return driver.GraphDatabase.driver(
        address.uri,
        auth=(address.user, address.password),
        connection_timeout=_PATIENCE,
        notifications_min_severity="OFF",
        telemetry_disabled=True,
    )


def _text(text: str) -> LiteralString:
    # The driver asks for literals so that values are not pasted into queries: ours come from files.
    return cast("LiteralString", text)  # type: ignore[redundant-cast]


@contextmanager
def _telling(uri: str) -> Iterator[None]:
    """Tell the driver's errors as ours."""
    try:
        yield
    except driver.AuthError as error:
        msg = f"Neo4j at {uri} refuses the name or the password ({error.message}): correct them"
        raise NotAvailable(msg) from error
    except driver.DriverError as error:
        reason = str(error).split("\n", 1)[0]
        msg = f"Neo4j does not answer at {uri} ({reason}): start it (whatworked neo4j start)"
        raise NotAvailable(msg) from error
    except driver.Neo4jError as error:
        raise _refusal(error) from error


def _refusal(error: driver.Neo4jError) -> WhatworkedError:
    code, reason = error.code or "", (error.message or "").split("\n", 1)[0]
    if "TimedOut" in code or "Terminated" in code:
        return refusal("deadline")
    if "OutOfMemory" in code:
        return refusal("memory")
    if re.match(r"Neo\.(ClientError\.(Statement|Procedure)|DatabaseError\.Statement)\.", code):
        return InvalidInput(f"Neo4j does not take the query: {reason}")
    if "StackOverFlow" in code:
        return refusal("depth")
    return EngineFailed(f"Neo4j failed: {reason} ({code})")


def _row(record: driver.Record) -> list[Plain]:
    return [write_plain(value) for value in record.values()]
