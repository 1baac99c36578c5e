"""Profiles: which features of places are compared, on which frame, with which weight.

A profile is a file of `profiles/`. Its frames are national and frozen, so that likeness never
depends on who else is in a table; a table of somebody's own, of plain numbers, gets its frame from
its smallest and largest number, and says so.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from ontology.errors import InvalidInput, NotFound
from queries.header import read_mapping
from queries.similarity.kinds import ROUNDING, Bend, Line, Measure, Mix, Steps
from queries.similarity.words import Bag, Name, Tree

FOLDER = files("queries.similarity") / "profiles"
DEFAULT = "all"
SHOWN = ("number", "count", "percent")
_BENDS: Mapping[str, Bend] = {"log": "log"}


@dataclass(frozen=True)
class Feature:
    """One thing that places are compared in.

    `columns` of a table hold it; `share` is its part of the weight of its group. `more` and `less`
    are what a place with a higher or lower value is called; `shown` is how its values are printed.
    """

    name: str
    label: str
    kind: str
    columns: tuple[str, ...]
    group: str
    share: float
    measure: Measure
    frame: Mapping[str, object]
    about: Mapping[str, object]
    more: str
    less: str
    shown: str = "number"
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """Features with the weights of their groups."""

    name: str
    version: str
    summary: str
    groups: Mapping[str, float]
    features: tuple[Feature, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its features."""
        return tuple(feature.name for feature in self.features)

    def weigh(self, given: Sequence[tuple[str, float]] = ()) -> tuple[float, ...]:
        """The weight of each feature: its share of its group's, or what the user gives.

        NotFound for a name that is neither feature nor group; InvalidInput for one that is given
        twice, for a weight that is no number of 0 or more, and where nothing is left that counts.
        """
        for name, weight in given:
            self._check_weight(name, weight)
        wanted = dict(given)
        if len(wanted) < len(given):
            msg = "a weight is given twice: give it once"
            raise InvalidInput(msg)
        groups = {**self.groups, **{name: wanted[name] for name in wanted if name in self.groups}}
        weights = tuple(
            wanted[feature.name] if feature.name in wanted else groups[feature.group] * share
            for feature, share in zip(self.features, self._shares(), strict=True)
        )
        if not math.fsum(weights):
            msg = "no feature has a weight above 0: give at least one"
            raise InvalidInput(msg)
        return weights

    def _shares(self) -> Iterable[float]:
        """What each feature has of its group's weight."""
        for feature in self.features:
            same = (other.share for other in self.features if other.group == feature.group)
            yield feature.share / math.fsum(same)

    def _check_weight(self, name: str, weight: float) -> None:
        known = (*self.names, *self.groups)
        if name not in known:
            raise NotFound(unknown(name, known, f"profile {self.name}"))
        if not math.isfinite(weight) or not 0 <= weight <= LARGEST:
            msg = f"the weight of {name} is {weight}: give a number from 0 to {LARGEST:g}"
            raise InvalidInput(msg)

    def within(self, columns: Iterable[str]) -> "Profile":
        """The profile with those features alone whose columns a table has."""
        there = set(columns)
        kept = tuple(one for one in self.features if there.issuperset(one.columns))
        return replace(self, features=kept)


LARGEST = 1e6


def unknown(name: str, known: Sequence[str], where: str) -> str:
    """What to say of a name that is not known, with the nearest that are."""
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"choose from {', '.join(known)}"
    return f"{where} has no {name!r:.80}: {hint}"


@cache
def profiles() -> Mapping[str, Profile]:
    """The packaged profiles by name."""
    texts = {entry.name: entry.read_text("utf-8") for entry in FOLDER.iterdir()}
    read = [read_profile(texts[name], texts) for name in sorted(texts) if name.endswith(".yaml")]
    return {profile.name: profile for profile in read}


def find_profile(name: str) -> Profile:
    """The packaged profile of that name; NotFound says which there are."""
    if name not in profiles():
        raise NotFound(unknown(name, tuple(profiles()), "the catalogue of profiles"))
    return profiles()[name]


def read_profile(text: str, texts: Mapping[str, str]) -> Profile:
    """The profile of one file, which may take its features `from` another one of `texts`.

    ValueError says what is wrong in it. Features of a group that it gives no weight are left out,
    and those whose frame has no width: all places are the same there.
    """
    found = read_mapping(text)
    base = read_mapping(texts[f"{found['from']}.yaml"]) if "from" in found else found
    groups = {str(name): float(str(weight)) for name, weight in _map(found["groups"]).items()}
    sources, features = _map(base["sources"]), _map(base["features"])
    read = [_feature(name, _map(one), sources) for name, one in features.items()]
    return Profile(
        name=str(found["name"]),
        version=str(base["version"]),
        summary=str(found["summary"]),
        groups=groups,
        features=tuple(one for one in read if one and groups.get(one.group)),
    )


def _map(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        msg = f"{value!r:.80} is not key: value"
        raise ValueError(msg)
    return value


def _list(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _feature(
    name: str, given: Mapping[str, object], sources: Mapping[str, object]
) -> Feature | None:
    kind = str(given["kind"])
    columns = _list(given.get("columns", given.get("column", name)))
    if "lo" in given and float(str(given["lo"])) >= float(str(given["hi"])):
        return None
    measure, frame = read_measure(kind, given, len(columns))
    source = _map(sources[str(given["source"])]) if "source" in given else {}
    computed = {key: given[key] for key in ("unit", "computed") if key in given}
    return Feature(
        name=name,
        label=str(given.get("label", name)),
        kind=kind,
        columns=columns,
        group=str(given.get("group", name)),
        share=float(str(given.get("weight", 1))),
        measure=measure,
        frame=frame,
        about={**source, **computed},
        more=str(given.get("more", f"more {name}")),
        less=str(given.get("less", f"less {name}")),
        shown=str(given.get("shown", "number")),
        parts=_list(given.get("parts", list(columns))),
    )


def read_measure(
    kind: str, given: Mapping[str, object], parts: int
) -> tuple[Measure, Mapping[str, object]]:
    """How a kind of feature is measured on the frame that is given, and the frame as it is told."""
    match kind:
        case "numeric" | "log" | "share":
            return _line(kind, given)
        case "ordinal":
            levels = _list(given["levels"])
            return Steps(levels), {"levels": list(levels)}
        case "nominal":
            levels = _list(given["levels"]) if "levels" in given else ()
            return Name(levels), {"levels": list(levels)}
        case "tree" | "set":
            broader = {str(one): _list(above) if above else () for one, above in _scheme(given)}
            told = {"broader": {one: list(above) for one, above in broader.items()}}
            return (Tree(broader) if kind == "tree" else Bag(broader)), told
        case "distribution":
            mix = Mix(
                parts, given.get("ordered") is True, float(str(given.get("rounding", ROUNDING)))
            )
            return mix, {"parts": parts, "ordered": mix.ordered, "rounding": mix.rounding}
    msg = f"there is no kind {kind!r} of feature"
    raise ValueError(msg)


def _scheme(given: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    return _map(given.get("broader") or {}).items()


def _line(kind: str, given: Mapping[str, object]) -> tuple[Measure, Mapping[str, object]]:
    lo, hi = float(str(given["lo"])), float(str(given["hi"]))
    bend: Bend = "sqrt" if given.get("bend") == "sqrt" else _BENDS.get(kind, "none")
    return Line(lo, hi, bend, share=kind == "share"), {"lo": lo, "hi": hi, "bend": bend}


def plain_profile(ranges: Mapping[str, tuple[float, float]]) -> Profile:
    """A profile of plain numbers, from the smallest to the largest of each column.

    A column in which all are the same, or none is known, says nothing and is left out.
    """
    features = {
        name: _feature(name, {"kind": "numeric", "lo": lo, "hi": hi}, {})
        for name, (lo, hi) in ranges.items()
        if hi > lo
    }
    kept = tuple(feature for feature in features.values() if feature)
    return Profile(
        name="columns",
        version="of the table",
        summary="plain numbers, each from the smallest to the largest of the table",
        groups={feature.group: 1.0 for feature in kept},
        features=kept,
    )
