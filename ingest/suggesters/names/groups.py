"""Groups of bodies of one kind: whom a text lists as such, and whom it may mean elsewhere.

"Two boards (North, Mid and South)" says who the boards are; the number says how many names the
list has, so that "Mid and South" is one, whether or not any register knows it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ingest.suggesters.names.gazetteer import AREAS
from ingest.suggesters.names.phrases import read_lists
from ingest.suggesters.names.spans import make
from ingest.suggesters.suggestion import Suggestion

_GROUP = "names.bodies-of-a-kind"
_SYSTEMS = ("ICS", "STP")
_COMMA = re.compile(r",\s+(?:and\s+)?")
_AND = re.compile(r"\s+(?:and|&)\s+(?:the\s+)?(?=[A-Z])")
_NAME = re.compile(r"(?:the )?[A-Z][\w’'&-]*(?:\s(?:of|and|the|&|[A-Z0-9][\w’'&-]*))*")


@cache
def _body() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{read_lists('groups')['short']})(?=[’']?s\b)")


@cache
def _partial() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{read_lists('groups')['partial']})\b", re.IGNORECASE)


@cache
def _numbers() -> Mapping[str, int]:
    """The words for numbers; "both" is two."""
    words = str(read_lists("groups")["number"]).split("|")
    return {"both": 2} | {word: number for number, word in enumerate(words, 2)}


@cache
def _count() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(_numbers())})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Listed:
    """A group with the names in its brackets."""

    group: Suggestion
    body: str
    members: tuple[tuple[int, int], ...]


def read_groups(text: str, found: Sequence[Suggestion]) -> list[Listed]:
    """The groups of bodies that list their members in brackets."""
    groups = [one for one in found if one.rule == _GROUP]
    counts = _counts(groups)
    listed = [_listed(text, one, counts, found) for one in groups if "(" in one.exact]
    return [one for one in listed if one]


def _counts(groups: Sequence[Suggestion]) -> Mapping[str, int]:
    """How many bodies of a kind there are, where a text says so, and but one number."""
    said: dict[str, set[int]] = {}
    for one in groups:
        body, count = _body().search(one.exact), _count().search(one.exact)
        if body and count and not _partial().search(one.exact):
            said.setdefault(body.group(), set()).add(_numbers()[count[1].lower()])
    return {body: min(numbers) for body, numbers in said.items() if len(numbers) == 1}


def _listed(
    text: str, group: Suggestion, counts: Mapping[str, int], found: Sequence[Suggestion]
) -> Listed | None:
    body = _body().search(group.exact)
    if not body:
        return None
    start, end = group.start + group.exact.index("(") + 1, group.end - 1
    pieces = list(_split(text, start, end, _COMMA))
    parted = list(_split(text, *pieces[-1], _AND))
    first = [parted[0], (parted[min(1, len(parted) - 1)][0], end)]
    areas = {(one.start, one.end) for one in found if one.kind == AREAS}
    if areas.issuperset(pieces):
        return Listed(group, body.group(), tuple(pieces))
    for members in (pieces, [*pieces[:-1], *parted], [*pieces[:-1], *first]):
        if len(members) == counts.get(body.group()) and _are_names(text, members):
            return Listed(group, body.group(), tuple(members))
    held = [one for one in sorted(areas) if start <= one[0] and one[1] <= end]
    return Listed(group, body.group(), tuple(held)) if held else None


def _split(text: str, start: int, end: int, by: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for between in by.finditer(text, start, end):
        yield start, between.start()
        start = between.end()
    yield start, end


def _are_names(text: str, members: Sequence[tuple[int, int]]) -> bool:
    return all(_NAME.fullmatch(text, *member) for member in members)


def suggest_listed_systems(text: str, listed: Sequence[Listed]) -> Iterator[Suggestion]:
    """The systems that a text lists: each by its name, on the words that say that it is one."""
    for one in listed:
        if one.body in _SYSTEMS:
            for member in one.members:
                label = " ".join(text[slice(*member)].split())
                about = {"resolution": "likely"}
                yield replace(
                    one.group,
                    kind="IntegratedCareSystem",
                    label=label,
                    rule="names.listed-system",
                    attributes=about,
                )


def settle_areas(
    text: str, listed: Sequence[Listed], found: Sequence[Suggestion]
) -> list[Suggestion]:
    """What is found, with each member of a list one area, and no area within it."""
    members = {member for one in listed for member in one.members}
    within = {at: member for member in members for at in range(*member)}
    kept = [
        one
        for one in found
        if one.kind != AREAS or one.start not in within or (one.start, one.end) in members
    ]
    known = {(one.start, one.end) for one in kept if one.kind == AREAS}
    return kept + [
        make(text, *member, AREAS, "names.area-of-system") for member in sorted(members - known)
    ]


def refer_groups(
    text: str, listed: Sequence[Listed], found: Sequence[Suggestion]
) -> Iterator[Suggestion]:
    """The found names; a group of bodies refers to the members that the text lists once."""
    meant: dict[str, str] = {}
    for group in listed:
        labels = [" ".join(text[slice(*member)].split()) for member in group.members]
        meant.setdefault(group.body, "; ".join(labels))
    for one in found:
        body = _body().search(one.exact) if one.rule == _GROUP else None
        if body and body.group() in meant and not _partial().search(one.exact):
            about = {**one.attributes, "refersTo": meant[body.group()], "resolution": "open"}
            yield replace(one, attributes=about)
        else:
            yield one
