"""Proper names in a text: those that are held and those of a known shape, the longest of each."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from ingest.suggesters.names.areas import name_owner, stands_alone, whole_area
from ingest.suggesters.names.gazetteer import AREAS, Name, Names
from ingest.suggesters.names.shapes import find_bodies
from ingest.suggesters.names.spans import keep_longest, make
from ingest.suggesters.names.words import SPACE
from ingest.suggesters.suggestion import Suggestion

_TOKEN = re.compile(r"(?<![^\n\0])Address: [^\n\0]*|[^\s\0]+")
_ADDRESS = re.compile(r"^Address: |://|@|\.(?:com|org|uk|io|net|gov)\b|/\w{1,40}/")
_FEW = 5  # letters of an abbreviation that other things share
_OTHER = re.compile(rf"{SPACE}(?:and|&){SPACE}")


def suggest_held(text: str, names: Names) -> Iterator[Suggestion]:
    """Every name that is held, wherever it stands, and the names that it begins with.

    An abbreviation of a few letters counts where the text also gives its full name.
    """
    found, addresses = list(names.find(text)), _addresses(text)
    given = _given(text, (name for _, _, name in found))
    for start, end, name in found:
        if start in addresses or (_is_short(text[start:end], name) and name.full not in given):
            continue
        yield _name(text, start, end, name)
        for length, first in names.find_first(text[start:end]):
            yield _name(text, start, start + length, first)


def _name(text: str, start: int, end: int, name: Name) -> Suggestion:
    rule = "names.area" if name.kind == AREAS else "names.held"
    return make(text, start, end, name.kind, rule, **_about(name))


def _given(text: str, names: Iterable[Name]) -> frozenset[str]:
    """The full names of some names that stand in a text themselves."""
    lower = text.lower()
    return frozenset(
        full for full in {name.full for name in names} if full and full.lower() in lower
    )


def _is_short(form: str, name: Name) -> bool:
    return bool(name.full) and name.kind != "NationalBody" and form.isupper() and len(form) <= _FEW


def suggest_proper_names(
    text: str, held: Sequence[Suggestion], placed: Sequence[Suggestion], names: Names
) -> list[Suggestion]:
    """Bodies, areas and innovations under their own names; none stands within another.

    `placed` are areas that are not held; an area that a longer name ends with is that of a body.
    """
    starts = {one.start: one for one in reversed(held) if one.kind != AREAS}
    bodies = [_apart(text, one, starts) for one in _shaped(text)]
    found = keep_longest([*held, *(one for one in bodies if one), *placed])
    areas = [whole_area(text, one) for one in found if one.kind == AREAS]
    alone = [one for one in areas if stands_alone(text, one, names)]
    standing = {one.start for one in alone}
    ended = (name_owner(text, one, names) for one in areas if one.start not in standing)
    owned = [body for body in ended if body]
    return keep_longest([*(one for one in found if one.kind != AREAS), *alone, *owned])


def _shaped(text: str) -> Iterator[Suggestion]:
    for start, end, kind, form in find_bodies(text):
        yield make(text, start, end, kind, f"names.{form}")


def _apart(text: str, body: Suggestion, held: Mapping[int, Suggestion]) -> Suggestion | None:
    """A body without the held one that an "and" joins to it; none where that is the name."""
    first = held.get(body.start)
    if first is None or first.end >= body.end:
        return body
    if body.rule == "names.shape-first":
        return None
    joined = _OTHER.match(text, first.end, body.end)
    return make(text, joined.end(), body.end, body.kind, body.rule) if joined else body


def _addresses(text: str) -> frozenset[int]:
    """All places within addresses of pages, files and people: names there name nothing."""
    tokens = (token for token in _TOKEN.finditer(text) if _ADDRESS.search(token.group()))
    return frozenset(chain.from_iterable(range(*token.span()) for token in tokens))


def _about(name: Name) -> dict[str, str]:
    """How surely a name means one thing: open where several are called so.

    Which these are is for the registers to say: a text does not name them.
    """
    if not name.candidates:
        return {}
    return {"resolution": "open" if len(name.candidates) > 1 else "likely"}
