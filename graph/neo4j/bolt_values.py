"""The values of Bolt in the forms that others want: ours, and the two of Neo4j's Query API.

The forms of the Query API are those that a server of Neo4j 5.26 answers with (`application/json`,
and `application/vnd.neo4j.query`, which says the type of each value).
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from itertools import chain
from zoneinfo import ZoneInfo

from graph.neo4j import driver
from ontology.errors import InvalidInput

Plain = None | bool | int | float | str | date | list["Plain"] | dict[str, "Plain"]
Writer = Callable[[object], object]  # a value of the driver, as one that JSON has

_POINT = re.compile(r"SRID=(\d+); ?POINT(?: Z)? ?\(([^ ()]+(?: [^ ()]+){1,2})\)")
_TALL = 3  # dimensions
_ZONE = re.compile(r"(.+)\[([\w+/-]+)\]")


def write_plain(value: object) -> Plain:
    """A value as a plain one: a node as its IRI, a relationship as its identifier."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list() | driver.Path():
            return [write_plain(one) for one in _members(value)]
        case dict():
            return {str(key): write_plain(one) for key, one in value.items()}
        case driver.Date():
            return value.to_native()
    return (
        str(value.get("iri", value.get("id"))) if isinstance(value, driver.Entity) else _text(value)
    )


def write_json(value: object) -> object:
    """A value as the Query API has it in plain JSON."""
    match value:
        case list() | driver.Path():
            return [write_json(one) for one in _members(value)]
        case driver.Entity():
            return {**_entity(value, ""), "properties": write_json(dict(value.items()))}
        case dict():
            return {str(key): write_json(one) for key, one in value.items()}
        case float() if not math.isfinite(value):
            return _number(value)
    return value if isinstance(value, None | bool | int | float | str) else _text(value)


def write_typed(value: object) -> object:
    """A value as the Query API has it in JSON with types."""
    kind = _kind(value)
    match value:
        case None | bool():
            written: object = value
        case float():
            written = _number(value)
        case list() | driver.Path():
            written = [write_typed(one) for one in _members(value)]
        case driver.Entity():
            written = {**_entity(value, "_"), "_properties": _write_map(dict(value.items()))}
        case dict():
            written = _write_map(value)
        case driver.DateTime() if kind == "ZonedDateTime":
            written = f"{_text(value)}[{_zone(value)}]"
        case _:
            written = _text(value)
    return {"$type": kind, "_value": written}


def read_typed(value: object) -> object:
    """What a typed value of the Query API means; InvalidInput where it means none."""
    if not isinstance(value, dict) or set(value) != {"$type", "_value"}:
        msg = 'a typed parameter is {"$type": …, "_value": …}'
        raise InvalidInput(msg)
    kind, inner = value["$type"], value["_value"]
    if kind == "List" and isinstance(inner, list):
        return [read_typed(one) for one in inner]
    if kind == "Map" and isinstance(inner, dict):
        return {key: read_typed(one) for key, one in inner.items()}
    reader = _READERS.get(str(kind))
    if reader is None:
        msg = (
            f"a parameter cannot have the type {kind!s:.40}: take {', '.join(_READERS)}, List, Map"
        )
        raise InvalidInput(msg)
    try:
        return reader(inner)
    except (ValueError, TypeError, OverflowError, AttributeError, KeyError) as error:
        msg = f"{inner!s:.80} is no value of the type {kind}"
        raise InvalidInput(msg) from error


def _write_map(value: Mapping[str, object]) -> dict[str, object]:
    return {str(key): write_typed(one) for key, one in value.items()}


def _members(value: list[object] | driver.Path) -> Iterable[object]:
    """The members of a list, or the nodes and relationships of a path in turn."""
    if isinstance(value, list):
        return value
    pairs = zip(value.relationships, value.nodes[1:], strict=True)
    return [value.nodes[0], *chain.from_iterable(pairs)]


def _entity(value: driver.Entity, mark: str) -> dict[str, object]:
    if isinstance(value, driver.Node):
        names: dict[str, object] = {"elementId": value.element_id, "labels": list(value.labels)}
    else:
        assert isinstance(value, driver.Relationship)  # noqa: S101 - a type: there is no third entity
        ends = [node.element_id if node else None for node in value.nodes]
        names = {"elementId": value.element_id, "startNodeElementId": ends[0]}
        names |= {"endNodeElementId": ends[1], "type": value.type}
    return {mark + (_snake(key) if mark else key): one for key, one in names.items()}


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", name).lower()


def _kind(value: object) -> str:
    match value:
        case driver.DateTime() | driver.Time():
            return _moment(value)
        case _:
            kinds = (name for kind, name in _kinds().items() if isinstance(value, kind))
            return next(kinds, "Unsupported")


def _moment(value: driver.DateTime | driver.Time) -> str:
    whole = isinstance(value, driver.DateTime)
    if value.tzinfo is None:
        return "LocalDateTime" if whole else "LocalTime"
    return ("ZonedDateTime" if _zone(value) else "OffsetDateTime") if whole else "Time"


def _zone(value: driver.DateTime | driver.Time) -> str:
    """The name of a zone that is more than an offset."""
    zone = value.tzinfo
    name = str(getattr(zone, "zone", None) or getattr(zone, "key", None) or "")
    return "" if name == "UTC" else name


@cache
def _kinds() -> Mapping[type, str]:
    return {  # a truth is an integer too, and comes first
        type(None): "Null",
        bool: "Boolean",
        int: "Integer",
        float: "Float",
        str: "String",
        bytes: "Base64",
        list: "List",
        driver.Path: "Path",
        driver.Node: "Node",
        driver.Relationship: "Relationship",
        dict: "Map",
        driver.Date: "Date",
        driver.Duration: "Duration",
        driver.Point: "Point",
    }


def _text(value: object) -> str:
    match value:
        case driver.Point():
            tall = " Z" if len(value) == _TALL else ""
            return f"SRID={value.srid};POINT{tall} ({' '.join(map(_number, value))})"
        case driver.Duration():
            return value.iso_format()
        case driver.DateTime() | driver.Time():
            return _shorten(value.iso_format())
        case bytes() | bytearray():
            return base64.b64encode(value).decode()
    return str(value)


def _shorten(moment: str) -> str:
    """A moment without the digits that say nothing."""
    text = re.sub(r"(\.\d*?)0+(?![\d])", lambda found: found[1].rstrip("."), moment)
    return text.replace("+00:00", "Z")


def _number(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(float(value))


def _read_date(text: str) -> driver.Date:
    return driver.Date.from_iso_format(text)


def _read_time(text: str) -> driver.Time:
    return driver.Time.from_iso_format(text)


def _read_duration(text: str) -> driver.Duration:
    return driver.Duration.from_iso_format(text)


def _read_date_time(text: str) -> driver.DateTime:
    zoned = _ZONE.fullmatch(text)
    if zoned is None:
        return driver.DateTime.from_iso_format(text)
    whole = driver.DateTime.from_iso_format(zoned[1])
    return whole.as_timezone(ZoneInfo(zoned[2]))


def _read_point(text: str) -> driver.Point:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError
    point = driver.Point(map(float, found[2].split()))
    point.srid = int(found[1])
    return point


def _read_truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


_READERS: Mapping[str, Callable[..., object]] = {
    "Null": lambda _: None,
    "Boolean": _read_truth,
    "Integer": int,
    "Float": float,
    "String": str,
    "Base64": lambda text: base64.b64decode(text, validate=True),
    "Date": _read_date,
    "Time": _read_time,
    "LocalTime": _read_time,
    "OffsetDateTime": _read_date_time,
    "ZonedDateTime": _read_date_time,
    "LocalDateTime": _read_date_time,
    "Duration": _read_duration,
    "Point": _read_point,
}
