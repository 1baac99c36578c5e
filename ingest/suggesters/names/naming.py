"""The one call that finds all that a text names."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from ingest.suggesters.layout import Layout
from ingest.suggesters.names.abbreviations import suggest_abbreviations
from ingest.suggesters.names.areas import suggest_neighbours
from ingest.suggesters.names.coreference import suggest_references
from ingest.suggesters.names.gazetteer import AREAS, BODIES, WORKS, Names
from ingest.suggesters.names.groups import (
    read_groups,
    refer_groups,
    settle_areas,
    suggest_listed_systems,
)
from ingest.suggesters.names.phrases import suggest_phrases
from ingest.suggesters.names.proper import suggest_held, suggest_proper_names
from ingest.suggesters.names.repeats import prefer_told, settle_works, suggest_repeats
from ingest.suggesters.names.spans import keep_longest
from ingest.suggesters.names.words import wall
from ingest.suggesters.suggestion import Suggestion

# A word is part of one name of these kinds; what is of other kinds may stand over names.
NAMED = BODIES | WORKS | {AREAS, "Person", "Post"}
_OWNS = ("’s", "'s", "’ ", "' ", " (")


def suggest_names(layout: Layout, names: Names) -> list[Suggestion]:
    """All that a text names, in the order of the text: start, then the longer, then the class."""
    text = wall(layout)
    phrases, held = list(suggest_phrases(text)), list(suggest_held(text, names))
    placed = [one for one in phrases if one.kind == AREAS and not _is_group(one)]
    proper = suggest_proper_names(text, held, placed, names)
    told = [one for one in phrases if one.kind in NAMED - {AREAS} and not _is_group(one)]
    named = _widen(text, [*proper, *told], names)
    found = [*named, *_nested(text, [*held, *proper], named), *_apart(phrases, named)]
    return _refer(text, sorted(found, key=order))


def _refer(text: str, found: list[Suggestion]) -> list[Suggestion]:
    """What is found, with what its words may point to."""
    listed = read_groups(text, found)
    found = sorted(settle_areas(text, listed, found), key=order)
    found += [*suggest_references(text, found), *suggest_listed_systems(text, listed)]
    return sorted(refer_groups(text, listed, found), key=order)


def _widen(text: str, told: Iterable[Suggestion], names: Names) -> list[Suggestion]:
    """What is named, with what is named beside it, under a short form and again."""
    named = settle_works(keep_longest(told))
    named = keep_longest([*named, *suggest_neighbours(text, named)])
    named = keep_longest([*named, *suggest_abbreviations(text, named)])
    return keep_longest(prefer_told(named, list(suggest_repeats(text, named, names))))


def order(found: Suggestion) -> tuple[int, int, str, str]:
    """Where a suggestion stands among others."""
    return found.start, -found.end, found.kind, found.rule


def _nested(
    text: str, proper: Sequence[Suggestion], named: Sequence[Suggestion]
) -> Iterator[Suggestion]:
    """Bodies within longer names: owners of what follows, and of works and posts called by them."""
    outer = {at: one for one in named for at in range(one.start, one.end)}
    bodies = {(one.start, one.end): one for one in proper if one.kind in BODIES}
    for one in bodies.values():
        longer = outer.get(one.start)
        if longer and longer.end - longer.start > one.end - one.start:
            owned = longer.kind in WORKS or text.startswith(_OWNS, one.end)
            if longer.kind == "Post" or (longer.start == one.start and owned):
                yield one


def _apart(phrases: Sequence[Suggestion], named: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Phrases of other kinds: of one kind the longest, none within a theme or a body's name."""
    others = [one for one in phrases if one.kind not in NAMED or _is_group(one)]
    walls = (one for one in (*others, *named) if one.kind in BODIES | {"Theme"})
    taken = frozenset(chain.from_iterable(range(one.start, one.end) for one in walls))
    works = frozenset(
        chain.from_iterable(range(one.start, one.end) for one in named if one.kind in WORKS)
    )
    others = [one for one in others if one.exact[0].islower() or one.start not in works]
    for kind in sorted({one.kind for one in others}):
        for one in keep_longest(one for one in others if one.kind == kind):
            if kind == "Theme" or _is_group(one) or not {one.start, one.end - 1} <= taken:
                yield one


def _is_group(one: Suggestion) -> bool:
    """Whether it is several of a kind together: it may stand over the name of one."""
    return "isCollective" in one.attributes or one.rule.endswith("teams")
