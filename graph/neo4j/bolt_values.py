"""The values of Bolt in the forms that others want: ours, and the two of Neo4j's Query API.

The forms of the Query API are those that a server of Neo4j 5.26 answers with (`application/json`,
and `application/vnd.neo4j.query`, which says the type of each value).
"""

import base64
import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import chain
from zoneinfo import ZoneInfo

from neo4j import time as moments
from neo4j.graph import Entity, Node, Path, Relationship
from neo4j.spatial import Point

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
        case list() | Path():
            return [write_plain(one) for one in _members(value)]
        case dict():
            return {str(key): write_plain(one) for key, one in value.items()}
        case moments.Date():
            return value.to_native()
    return str(value.get("iri", value.get("id"))) if isinstance(value, Entity) else _text(value)


def write_json(value: object) -> object:
    """A value as the Query API has it in plain JSON."""
    match value:
        case list() | Path():
            return [write_json(one) for one in _members(value)]
        case Entity():
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
        case list() | Path():
            written = [write_typed(one) for one in _members(value)]
        case Entity():
            written = {**_entity(value, "_"), "_properties": _write_map(dict(value.items()))}
        case dict():
            written = _write_map(value)
        case moments.DateTime() if kind == "ZonedDateTime":
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


def _members(value: list[object] | Path) -> Iterable[object]:
    """The members of a list, or the nodes and relationships of a path in turn."""
    if isinstance(value, list):
        return value
    pairs = zip(value.relationships, value.nodes[1:], strict=True)
    return [value.nodes[0], *chain.from_iterable(pairs)]


def _entity(value: Entity, mark: str) -> dict[str, object]:
    if isinstance(value, Node):
        names: dict[str, object] = {"elementId": value.element_id, "labels": list(value.labels)}
    else:
        assert isinstance(value, Relationship)  # noqa: S101 - a type: there is no third entity
        ends = [node.element_id if node else None for node in value.nodes]
        names = {"elementId": value.element_id, "startNodeElementId": ends[0]}
        names |= {"endNodeElementId": ends[1], "type": value.type}
    return {mark + (_snake(key) if mark else key): one for key, one in names.items()}


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", name).lower()


def _kind(value: object) -> str:
    match value:
        case moments.DateTime() | moments.Time():
            return _moment(value)
        case _:
            kinds = (name for kind, name in _KINDS.items() if isinstance(value, kind))
            return next(kinds, "Unsupported")


def _moment(value: moments.DateTime | moments.Time) -> str:
    whole = isinstance(value, moments.DateTime)
    if value.tzinfo is None:
        return "LocalDateTime" if whole else "LocalTime"
    return ("ZonedDateTime" if _zone(value) else "OffsetDateTime") if whole else "Time"


def _zone(value: moments.DateTime | moments.Time) -> str:
    """The name of a zone that is more than an offset."""
    zone = value.tzinfo
    name = str(getattr(zone, "zone", None) or getattr(zone, "key", None) or "")
    return "" if name == "UTC" else name


_KINDS: Mapping[type, str] = {  # a truth is an integer too, and comes first
    type(None): "Null",
    bool: "Boolean",
    int: "Integer",
    float: "Float",
    str: "String",
    bytes: "Base64",
    list: "List",
    Path: "Path",
    Node: "Node",
    Relationship: "Relationship",
    dict: "Map",
    moments.Date: "Date",
    moments.Duration: "Duration",
    Point: "Point",
}


def _text(value: object) -> str:
    match value:
        case Point():
            tall = " Z" if len(value) == _TALL else ""
            return f"SRID={value.srid};POINT{tall} ({' '.join(map(_number, value))})"
        case moments.Duration():
            return value.iso_format()
        case moments.DateTime() | moments.Time():
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


def _read_date_time(text: str) -> moments.DateTime:
    zoned = _ZONE.fullmatch(text)
    if zoned is None:
        return moments.DateTime.from_iso_format(text)
    whole = moments.DateTime.from_iso_format(zoned[1])
    return whole.as_timezone(ZoneInfo(zoned[2]))


def _read_point(text: str) -> Point:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError
    point = Point(map(float, found[2].split()))
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
    "Date": moments.Date.from_iso_format,
    "Time": moments.Time.from_iso_format,
    "LocalTime": moments.Time.from_iso_format,
    "OffsetDateTime": _read_date_time,
    "ZonedDateTime": _read_date_time,
    "LocalDateTime": _read_date_time,
    "Duration": moments.Duration.from_iso_format,
    "Point": _read_point,
}
