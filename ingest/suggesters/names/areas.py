"""Areas as they stand in a text: alone, as part of a longer name, or beside others in a list."""

import re
from collections.abc import Iterator, Sequence

from ingest.suggesters.names.gazetteer import AREAS, Names
from ingest.suggesters.names.shapes import CAPITAL, WORD, read_shapes
from ingest.suggesters.names.spans import begins_sentence, make
from ingest.suggesters.names.words import SPACE
from ingest.suggesters.suggestion import Suggestion

_BEFORE = re.compile(rf"([\w’'&-]+){SPACE}$")
_AFTER = re.compile(rf"{SPACE}([\w’'&-]+)")
_DIRECTION = re.compile(
    rf"\b(?:North|South|East|West|Northern|Southern|Eastern|Western|Central|Inner|Outer|Mid|Greater){SPACE}$"
)
_APART = frozenset({"and", "&", "for"})
_LINKS = frozenset({"of", "for", "and", "&", "the"})
_LEAD = re.compile(rf"{CAPITAL}{SPACE}(?:(?:(?:of|for|and|&|the){SPACE})?{WORD}{SPACE}){{0,6}}$")
_PART = re.compile(r"[^\s\0]+")
_REACH = 90  # characters before an area in which a name that it ends may begin
_ITEM = r"[A-ZÀ-Þ][a-zà-ÿ]{2,18}(?:[’'-][A-Za-z][a-z]{1,12}){0,3}(?![\w’'&/@.-]*[A-Z@/])"
_NEXT = re.compile(
    rf"(?:,{SPACE}(?:and{SPACE})?|{SPACE}(?:and|or|&){SPACE})(?P<item>{_ITEM}(?:{SPACE}{_ITEM})?)(?!{SPACE}[A-Z])\b"
)
_LAST = re.compile(
    rf"(?P<item>(?<![\w’'&@/.-]){_ITEM}(?P<more>{SPACE}{_ITEM})?)(?P<link>,{SPACE}(?:and{SPACE})?|{SPACE}(?:and|or|&){SPACE})$"
)
_MANY = 12  # members of one list


def whole_area(text: str, area: Suggestion) -> Suggestion:
    """An area with a direction before it or "Valley" after it: a part of what is held, not it."""
    if area.rule != "names.area":
        return area
    before = _DIRECTION.search(text, max(0, area.start - 12), area.start)
    after = _AFTER.match(text, area.end)
    feature = after is not None and after.group(1) in read_shapes().features
    if not (before or feature):
        return area
    start = before.start() if before else area.start - 4 * text.startswith("the ", area.start - 4)
    end = after.end() if after and feature else area.end
    return make(text, start, end, AREAS, "names.area-part")


def stands_alone(text: str, area: Suggestion, names: Names) -> bool:
    """Not a part of a longer name, and no common word with a capital."""
    before = _BEFORE.search(text, max(0, area.start - 40), area.start)
    word = before.group(1) if before else ""
    if area.exact in names.doubtful and word not in names.before:
        return False
    function = read_shapes().function
    return (word in function or not word[:1].isupper()) and not _goes_on(text, area)


def _goes_on(text: str, area: Suggestion) -> bool:
    after = _AFTER.match(text, area.end)
    return after is not None and after.group(1)[0].isupper()


def name_owner(text: str, area: Suggestion, names: Names) -> Suggestion | None:
    """The body whose name ends with an area: the words with a capital before it, and the area.

    None where these are a person, a paper, a place that is no body, or the begin of a sentence.
    """
    shapes = read_shapes()
    words = _lead(text, area)
    stop = [at for at, (_, word) in enumerate(words) if word in shapes.function | _APART]
    words = words[stop[-1] + 1 :] if stop else words
    while words and words[0][1] in _LINKS:
        words = words[1:]
    if not words or _goes_on(text, area) or {word for _, word in words} & shapes.posts:
        return None
    if words[-1][1] in shapes.papers or words[-1][1] in _LINKS:
        return None
    if len(words) == 1 and (area.exact in names.doubtful or begins_sentence(text, *words[0])):
        return None
    return make(text, words[0][0], area.end, "Organisation", "names.body-of-area")


def _lead(text: str, area: Suggestion) -> list[tuple[int, str]]:
    """The words of a name that an area may end, with their places."""
    lead = _LEAD.search(text, max(0, area.start - _REACH), area.start)
    if not lead:
        return []
    return [(word.start(), word.group()) for word in _PART.finditer(text, *lead.span())]


def suggest_neighbours(text: str, named: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """What a list names beside an area: an area too, where it looks like a name of one."""
    taken = {one.start: one for one in named} | {one.end: one for one in named}
    for one in named:
        if one.kind == AREAS:
            yield from _after(text, one, taken)
            yield from _before(text, one, taken)


def _after(text: str, area: Suggestion, taken: dict[int, Suggestion]) -> Iterator[Suggestion]:
    at = area.end
    for _ in range(_MANY):
        match = _NEXT.match(text, at)
        if not match or match.start("item") in taken or not _is_place(match["item"]):
            return
        yield make(text, *match.span("item"), AREAS, "names.area-listed")
        at = match.end("item")


def _before(text: str, area: Suggestion, taken: dict[int, Suggestion]) -> Iterator[Suggestion]:
    at = area.start
    for _ in range(_MANY):
        match = _LAST.search(text, max(0, at - 60), at)
        if not match or match.end("item") in taken or not _is_place(match["item"]):
            return
        start, end = match.span("item")
        if begins_sentence(text, start, match["item"]) or ("," in match["link"] and match["more"]):
            return
        yield make(text, start, end, AREAS, "names.area-listed")
        at = start


def _is_place(item: str) -> bool:
    shapes = read_shapes()
    words = set(item.split())
    if words <= shapes.directions:
        return False
    return not words & (shapes.function | shapes.general | shapes.posts | shapes.papers)
