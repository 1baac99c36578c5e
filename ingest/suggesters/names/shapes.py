"""Bodies known by the shape of their names: a run of capitals that ends or begins as bodies do."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from ingest.read import raw_documents
from ingest.suggesters.names.words import SPACE

SHAPES = Path(__file__).parent / "shapes.yaml"
WORD = rf"[A-ZÀ-Þ]\w{{0,40}}+(?:[’'&-]\w{{1,40}}+){{0,4}}+(?:(?<=s)[’'](?={SPACE}[A-Z]))?+"
CAPITAL = rf"(?<![\w’'&@/.-])(?:{WORD})"
_LINK = r"(?:of|for|and|de|upon|&)"
JOINED = rf"(?:{SPACE}(?:(?:(?:of|for|upon){SPACE}(?:the{SPACE})?+|(?:and|de|&){SPACE}))?+{WORD})"
_TAIL = rf"(?:{SPACE}(?:(?:{_LINK}|in){SPACE}(?:the{SPACE})?+)?+{WORD})"
RUN = re.compile(rf"{CAPITAL}{_TAIL}{{0,20}}+(?:{SPACE}team\b)?")
_PART = re.compile(r"\S+")
_OWNER = ("’s", "'s")
_LISTED = re.compile(rf"{CAPITAL}{JOINED}{{0,3}},{SPACE}$")
_JOINS = ("and", "&")
_LINKS = (*_JOINS, "of", "for", "at", "the")
_ISLES = ("Isle", "Isles", "Humber")  # places that are joined with "and the"
_NATIONAL = {"National": "NationalBody"}
_PHRASE = 6  # words of the longest ending


@dataclass(frozen=True)
class Shapes:
    """The tables of `shapes.yaml`: phrases as tuples of words, with the class they show."""

    last: Mapping[tuple[str, ...], str]
    first: Mapping[tuple[str, ...], str]
    joining: frozenset[tuple[str, ...]]
    tailed: frozenset[str]
    single: frozenset[str]
    general: frozenset[str]
    function: frozenset[str]
    posts: frozenset[str]
    papers: frozenset[str]
    directions: frozenset[str]
    boards: tuple[str, ...]
    features: tuple[str, ...]


class Part(NamedTuple):
    """A word of a run; `text` is without the "’s" of an `owner`; with `line` it begins one."""

    text: str
    start: int
    end: int
    owner: bool = False
    line: bool = False


@cache
def read_shapes() -> Shapes:
    """The tables of shapes."""
    (raw,) = raw_documents(SHAPES)
    table = cast("Mapping[str, Mapping[str, tuple[str, ...]]]", raw)
    flat = cast("Mapping[str, tuple[str, ...]]", raw)
    return Shapes(
        _phrases(table["last"]),
        _phrases(table["first"]),
        frozenset(tuple(phrase.split()) for phrase in flat["joining"]),
        frozenset(flat["tailed"]),
        frozenset(flat["single"]),
        frozenset(flat["general"]),
        frozenset(flat["function"]),
        frozenset(flat["posts"]),
        frozenset(flat["papers"]),
        frozenset(flat["directions"]),
        flat["boards"],
        flat["features"],
    )


def _phrases(table: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    return {tuple(phrase.split()): kind for kind, phrases in table.items() for phrase in phrases}


def find_bodies(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, class and form (shape, shape-first) of each body, by the shape of its name."""
    shapes = read_shapes()
    for match in RUN.finditer(text):
        for parts in _pieces(_parts(match), shapes):
            if body := _body(_without_post(_from_first(parts, shapes), shapes), shapes):
                start, end, kind, form = body
                yield (_list_start(text, start) if kind == "Team" else start), end, kind, form


def _parts(match: re.Match[str]) -> list[Part]:
    """The words of a run."""
    return [
        Part(
            part.group()[:-2] if part.group().endswith(_OWNER) else part.group(),
            match.start() + part.start(),
            match.start() + part.end(),
            part.group().endswith(_OWNER),
            "\n" in match.group()[max(0, part.start() - 2) : part.start()],
        )
        for part in _PART.finditer(match.group())
    ]


def _from_first(parts: list[Part], shapes: Shapes) -> list[Part]:
    """The words without those that only begin their sentence."""
    while parts and (parts[0].text in shapes.function or parts[0].text[0].islower()):
        parts = parts[1:]
    return parts


def _without_post(parts: list[Part], shapes: Shapes) -> list[Part]:
    """The words after a post that is held there: "Head of Nursing at", "Chief Executive of"."""
    posts = [at for at, part in enumerate(parts[:5]) if part.text in shapes.posts]
    if not posts:
        return parts
    rest = parts[posts[-1] + 1 :]
    lines = [at for at, part in enumerate(rest) if part.line]
    if lines:
        return rest[lines[-1] :]
    return rest[1:] if rest and rest[0].text in _LINKS else rest


def _pieces(parts: list[Part], shapes: Shapes) -> Iterator[list[Part]]:
    """A run cut where an "and" or an "in" stands between two names, not within one."""
    for at, part in enumerate(parts):
        left = _from_first(parts[:at], shapes)
        if (
            part.text in (*_JOINS, "in")
            and left
            and _parts_ways(part, left, parts[at + 1 :], shapes)
        ):
            yield left
            yield from _pieces(parts[at + 1 :], shapes)
            return
    yield parts


def _parts_ways(link: Part, left: list[Part], right: list[Part], shapes: Shapes) -> bool:
    if link.text == "in":
        return not (_begins(left, shapes) or left[0].text in shapes.tailed)
    if _ends(left, shapes):
        return True
    begun = _begins(left, shapes)
    ending = _ends(right, shapes)
    if right and right[0].text == "the" and right[min(1, len(right) - 1)].text not in _ISLES:
        return True
    if begun is None:
        return ending is not None and ending[-1] in shapes.single and len(right) > len(ending) + 1
    return begun not in shapes.joining or ending is not None


def _ends(parts: list[Part], shapes: Shapes) -> tuple[str, ...] | None:
    """The longest phrase at the end of the words that shows a body."""
    texts = tuple(part.text for part in parts[-_PHRASE:])
    return next((texts[at:] for at in range(len(texts)) if texts[at:] in shapes.last), None)


def _begins(parts: list[Part], shapes: Shapes) -> tuple[str, ...] | None:
    texts = tuple(part.text for part in parts)
    return next((texts[:to] for to in (3, 2, 1) if texts[:to] in shapes.first), None)


def _body(parts: list[Part], shapes: Shapes) -> tuple[int, int, str, str] | None:
    """A body in the words: up to the last phrase that ends one, or all after a beginning."""
    begun = _begins(parts, shapes)
    for size in range(len(parts), 0, -1):
        if ending := _ends(parts[:size], shapes):
            if begun and shapes.last[ending] == "Organisation":
                break
            if parts[size - len(ending) - 1].text in _LINKS and size > len(ending):
                break
            kept = parts if _tailed(parts, size, shapes) else parts[:size]
            named = len(kept) > size or _names(parts[: size - len(ending)], shapes)
            kind = _NATIONAL.get(parts[0].text, shapes.last[ending])
            return (kept[0].start, _end(kept[-1]), kind, "shape") if named else None
    if begun and len(parts) > len(begun):
        return parts[0].start, _end(parts[-1]), shapes.first[begun], "shape-first"
    return None


def _end(part: Part) -> int:
    return part.end - 2 * part.owner


def _tailed(parts: list[Part], size: int, shapes: Shapes) -> bool:
    """Whether "of" or "for" follows an institute, an academy …: what comes belongs to the name."""
    last = parts[size - 1]
    follows = len(parts) > size + 1 and parts[size].text in ("of", "for")
    return follows and last.text in shapes.tailed and not last.owner


def _names(parts: list[Part], shapes: Shapes) -> bool:
    """Whether the words before the ending are a name: at least one is not a general word."""
    return any(part.text[0].isupper() and part.text not in shapes.general for part in parts)


def _list_start(text: str, start: int) -> int:
    """Where a team's name begins, when it is a list of what the team is for."""
    match = _LISTED.search(text, max(0, start - 60), start)
    return match.start() if match else start
