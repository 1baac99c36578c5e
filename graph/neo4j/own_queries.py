"""Cypher queries of a user's own: through the gate, and held to limits that no query can pass."""

import math
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from graph.engine.answer import EngineFailed, refusal
from graph.engine.port import Limits
from graph.neo4j.bolt import Address, Asking, Bolt
from graph.neo4j.bolt_meter import Meter
from graph.neo4j.bolt_values import Plain, Writer, write_plain
from graph.neo4j.gate import check_parameters, check_plan, check_statement
from graph.neo4j.property_values import write_number
from ontology.errors import LimitReached, NotAvailable
from queries.catalogue import shorten

_AROUND = 2**20  # bytes that Bolt takes beside the rows: who calls, the plan, the last word
_GRACE = 0.3  # seconds in which Neo4j may keep the limit itself
_GIVEN_UP = "Neo4j gave the query up: ask for less at a time, or ask again in a moment"

Json = None | bool | int | Decimal | str | list["Json"] | dict[str, "Json"]


class GivenUp(LimitReached):
    """Neo4j ended, or let the caller go, in the midst of a query."""

    code = "givenUp"


@dataclass(frozen=True)
class Wanted:
    """A query of a user's own, its parameters, and the form that the values are to have."""

    text: str
    given: Mapping[str, object]
    write: Writer


@dataclass(frozen=True)
class OwnRows:
    """What a query of a user's own answers; `truncated` says which limit cut it."""

    columns: tuple[str, ...]
    rows: list[list[object]]
    truncated: str | None


def write_own(value: object) -> Json:
    """A value as our answers have it: IRIs of code lists as notations, floats as decimals."""
    return _write(write_plain(value))


def ask_own(address: Address, wanted: Wanted, limits: Limits) -> OwnRows:
    """Answer a query that only reads.

    Raises InvalidInput where it is none, or has a fault, and LimitReached where it needs more than
    its limits. Each query has a connection of its own, which is cut where Neo4j itself does not
    stop: within an expression, and in the midst of a value.
    """
    check_statement(wanted.text)
    check_parameters(wanted.given)
    found = OwnRows((), [], None)
    with Meter(address.uri, limits.size + _AROUND, limits.seconds + _GRACE) as meter:
        try:
            for step in _ask(replace(address, uri=meter.uri), wanted, limits):
                found = step
        except NotAvailable as error:
            if meter.cut == "size" and found.rows:
                return replace(found, truncated="size")
            if meter.cut is not None:
                raise refusal(meter.cut) from error
            raise GivenUp(_GIVEN_UP) from error
        except EngineFailed as error:  # whatever failed in Neo4j, it is no fault of this program
            raise GivenUp(f"{_GIVEN_UP} ({error})") from error
    return found


def _ask(address: Address, wanted: Wanted, limits: Limits) -> Iterator[OwnRows]:
    """The answer as far as it has come, each time that there is more."""
    with ExitStack() as stack:
        bolt = Bolt(address)
        stack.callback(bolt.close)
        asking = stack.enter_context(bolt.asking(limits.seconds, wanted.write))
        check_plan(*asking.explain(wanted.text, wanted.given))
        yield from _take(asking, wanted, limits)


def _take(asking: Asking, wanted: Wanted, limits: Limits) -> Iterator[OwnRows]:
    columns, rows = asking.run(wanted.text, wanted.given)
    found = OwnRows(columns, [], None)
    yield found
    room = limits.size
    for row in rows:
        room -= sum(len(str(value)) for value in row)
        if len(found.rows) == limits.rows or room < 0:
            if not found.rows:
                raise refusal("size")
            yield replace(found, truncated="rows" if room >= 0 else "size")
            return
        found.rows.append(row)


def _write(value: Plain) -> Json:
    match value:
        case None | bool() | int():
            return value
        case float():
            return Decimal(write_number(value)) if math.isfinite(value) else str(value)
        case date():
            return value.isoformat()
        case list():
            return [_write(one) for one in value]
        case dict():
            return {key: _write(one) for key, one in value.items()}
    return shorten(value)
