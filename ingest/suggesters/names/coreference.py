"""Words that point back: to what they may point, likely or open, and never more."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.suggesters.names.gazetteer import AREAS
from ingest.suggesters.names.phrases import Rule, apply_rule, read_pointing
from ingest.suggesters.names.repeats import called_after
from ingest.suggesters.names.spans import make
from ingest.suggesters.suggestion import Suggestion

_SYSTEM = "IntegratedCareSystem"


def suggest_references(text: str, found: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Words such as "this bundle", each with `refersTo`: the nearest of its kind named before.

    `found` is in the order of the text.
    """
    for rule in read_pointing():
        if rule.after:
            yield from _taking_in(rule, text, found)
        elif rule.kind == _SYSTEM:
            yield from _of_same_name(rule, text, found)
        else:
            yield from _nearest(rule, text, found)


def _nearest(rule: Rule, text: str, found: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """What a rule finds after at least one that it may point to."""
    before = iter(sorted((one for one in found if one.kind in rule.to), key=lambda one: one.end))
    ahead, last, meant = next(before, None), "", set[str]()
    for one in apply_rule(rule, text):
        while ahead and ahead.end <= one.start:
            last = str(ahead.attributes.get("refersTo", ahead.label))
            meant.add(last.casefold().removeprefix("the "))
            ahead = next(before, None)
        if last:
            resolution = rule.resolution if len(meant) == 1 else "open"
            yield replace(one, attributes={"refersTo": last, "resolution": resolution})


def _of_same_name(rule: Rule, text: str, found: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """The system of a place that is called after it: its own name where the text has that, too."""
    areas = {one.label: one.label for one in found if one.kind == AREAS}
    systems = {called_after(one.label): one.label for one in found if one.kind == _SYSTEM}
    for one in apply_rule(rule, text):
        stem = one.label.removesuffix(" system").removesuffix(" health and care")
        meant = systems.get(stem) or areas.get(stem)
        if meant:
            resolution = rule.resolution if stem in systems else "open"
            yield replace(one, attributes={"refersTo": meant, "resolution": resolution})


def _taking_in(rule: Rule, text: str, found: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """A thing together with what is said of it in brackets after its name."""
    for one in found:
        after = rule.pattern.match(text, one.end) if one.kind in rule.to else None
        if after:
            yield make(text, one.start, after.end(), rule.kind, rule.name)
