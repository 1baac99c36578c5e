"""Names that a text has shown once, wherever it has them again, whole or without what they are."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.suggesters.names.gazetteer import AREAS, BODIES, WORKS, Names
from ingest.suggesters.names.shapes import read_shapes
from ingest.suggesters.names.spans import make
from ingest.suggesters.names.words import find_names, grow
from ingest.suggesters.suggestion import Suggestion

_THING = re.compile(r"(?: \([A-Z][\w-]{1,9}\))?(?: [a-z][\w-]*){1,4}$")
_SIGN = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]| ")  # a coined word, or several
_PLACED = re.compile(r"\b([A-Za-z]+)\s(?:the\s)?$")
_BEGUN = re.compile(r"[.\0]\s*$")
_FOUND = "names.area-"  # an area that no register holds
_GUESSED = ("names.innovation-coined", "names.innovation-coined-does")
_SHOWN = frozenset({*BODIES, *WORKS, "Person"})


def suggest_repeats(text: str, named: Sequence[Suggestion], names: Names) -> Iterator[Suggestion]:
    """Each later or earlier use of a name that the text shows once: of the same class.

    A work without the word that says what it is ("the Warm Homes app", "Warm Homes") refers to
    the whole; what a board or council is called after is an area where a text is in it.
    """
    shown = _shown(named)
    for start, end, form in find_names(text, grow(shown)):
        kind, whole = shown[form]
        if kind == AREAS and not _is_placed(text, start, names):
            continue
        about = {} if whole == form else {"refersTo": whole, "resolution": "likely"}
        yield make(text, start, end, kind, "names.again", **about)


def settle_works(named: Sequence[Suggestion]) -> list[Suggestion]:
    """What is named, each work that was only guessed to be one of the class that the text tells."""
    told = {one.label: one.kind for one in reversed(named) if one.rule not in _GUESSED}
    return [
        replace(one, kind=told[one.label])
        if one.rule in _GUESSED and told.get(one.label) in WORKS
        else one
        for one in named
    ]


def prefer_told(named: Sequence[Suggestion], again: Sequence[Suggestion]) -> list[Suggestion]:
    """All, with those first that refer to a whole name and stand where one was only guessed."""
    guessed = {(one.start, one.end) for one in named if one.rule in _GUESSED}
    told = (one for one in again if "refersTo" in one.attributes)
    return [*(one for one in told if (one.start, one.end) in guessed), *named, *again]


def called_after(body: str) -> str:
    """What a board or council is called after; the name itself where it is none."""
    ending = next((one for one in read_shapes().boards if body.endswith(f" {one}")), None)
    return body.removesuffix(f" {ending}").removeprefix("NHS ") if ending else body


def _shown(named: Sequence[Suggestion]) -> Mapping[str, tuple[str, str]]:
    """Each form by which a name may come again: its class and the whole name."""
    forms: dict[str, tuple[str, str]] = {}
    shown = [one for one in named if one.kind in _SHOWN and "refersTo" not in one.attributes]
    for one in shown:
        if one.rule not in _GUESSED:
            forms.setdefault(one.label, (one.kind, one.label))
    bodies = {one.label for one in named if one.kind in BODIES}
    for one in named:
        stem, place = _THING.sub("", one.label), called_after(one.label)
        if one.kind in WORKS and stem != one.label and stem not in bodies and _is_name(stem):
            forms.setdefault(stem, (one.kind, one.label))
        elif one.kind in BODIES and place != one.label:
            forms.setdefault(place, (AREAS, place))
        elif one.kind == AREAS and one.rule.startswith(_FOUND) and one.label[0].isupper():
            forms.setdefault(one.label, (AREAS, one.label))
    for one in shown:
        forms.setdefault(one.label, (one.kind, one.label))
    return forms


def _is_name(stem: str) -> bool:
    return bool(_SIGN.search(stem)) and not set(stem.split()) <= read_shapes().general


def _is_placed(text: str, start: int, names: Names) -> bool:
    before = _PLACED.search(text, max(0, start - 30), start)
    return (
        before[1].lower() in names.before
        if before
        else bool(_BEGUN.search(text, max(0, start - 4), start))
    )
