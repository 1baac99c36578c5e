"""All the suggesters over one text."""

from collections.abc import Iterable
from dataclasses import replace

from ingest.suggesters.layout import read_layout
from ingest.suggesters.modality import set_moods
from ingest.suggesters.names import Names, suggest_names
from ingest.suggesters.quantities import suggest_quantities
from ingest.suggesters.relations import suggest_relations
from ingest.suggesters.statements import suggest_statements
from ingest.suggesters.suggestion import Suggestion, Suggestions

_NEAR = 4  # earlier suggestions of a class that one may overlap by half


def suggest(text: str, names: Names) -> Suggestions:
    """What a text seems to name and to say, and how that hangs together, in the order of the text.

    The same text and names give the same suggestions.
    """
    layout = read_layout(text)
    named = [*suggest_names(layout, names), *suggest_quantities(layout)]
    found = set_moods(layout, choose([*named, *suggest_statements(layout, named)]))
    return Suggestions(layout.sections, tuple(found), tuple(suggest_relations(layout, found)))


def choose(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """One of those which say the same of the same words, in the order of the text.

    Two of one class that share half of what either covers are one: the longer stays, then the one
    whose rule comes first by name, and takes what only the other says.
    """
    kept: dict[str, list[Suggestion]] = {}
    for one in sorted(suggestions, key=_order):
        chosen = kept.setdefault(one.kind, [])
        rivals = _rivals(one, chosen)
        best = max((*rivals, one), key=lambda rival: rival.end - rival.start)
        others = [rival for rival in chosen[-_NEAR:] if rival not in rivals]
        chosen[-_NEAR:] = [*others, _merged(best, (*rivals, one))]
    return sorted((one for chosen in kept.values() for one in chosen), key=_order)


def _merged(best: Suggestion, all_: Iterable[Suggestion]) -> Suggestion:
    said = {key: value for one in all_ for key, value in one.attributes.items()}
    named = best.candidates or next((one.candidates for one in all_ if one.candidates), ())
    return replace(best, attributes={**said, **best.attributes}, candidates=named)


def _rivals(one: Suggestion, chosen: list[Suggestion]) -> list[Suggestion]:
    """Those of the last few which `one` overlaps by half: earlier ones end before it begins.

    The same words may name several things, each under a label of its own.
    """
    return [
        rival
        for rival in chosen[-_NEAR:]
        if _overlap(one, rival) >= 0.5  # noqa: PLR2004
        and ((one.start, one.end) != (rival.start, rival.end) or one.label == rival.label)
    ]


def _overlap(one: Suggestion, other: Suggestion) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start))


def _order(one: Suggestion) -> tuple[int, int, str, str]:
    return one.start, -one.end, one.kind, one.rule
