"""What the words between two suggestions, or around them, say of how they hang together."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.suggesters.layout import Block, Layout
from ingest.suggesters.relation_rules import Rule, rules_between, rules_of
from ingest.suggesters.statements.lists import with_leads
from ingest.suggesters.suggestion import Relation, Suggestion

NEAR = 300  # code points between two suggestions that words still join
MOST = 60  # neighbours asked on either side: a text that names a thing with each word stays linear
LEAD = 160  # code points before an object in which its lead stands
TAIL = 20  # what may stand after a statement that leads into a list: to, a colon


class Pair(NamedTuple):
    """Two suggestions that a rule joins."""

    rule: Rule
    subject: Suggestion
    object: Suggestion

    @property
    def distance(self) -> int:
        """Code points from where the one begins to where the other does."""
        return abs(self.object.start - self.subject.start)


def suggest_relations(layout: Layout, found: Sequence[Suggestion]) -> list[Relation]:
    """The relations between the suggestions of a text, which are in its order.

    Where one rule could mean several subjects, it means the one that is nearest to the object.
    """
    pairs = _nearest(_pairs(layout, found))
    said = [pair for pair in pairs if pair.subject.kind == "Testimony"]
    told: dict[tuple[int, str, int], Relation] = {}
    for pair in (*pairs, *_quoted(said, found)):
        key = (id(pair.subject), pair.rule.predicate, id(pair.object))
        told.setdefault(key, _relate(pair, layout.text))
    return sorted(told.values(), key=lambda one: (one.start, -one.end, one.predicate, one.rule))


def _nearest(pairs: Iterable[Pair]) -> list[Pair]:
    nearest: dict[tuple[str, int], Pair] = {}
    for pair in pairs:
        rival = nearest.setdefault((pair.rule.name, id(pair.object)), pair)
        if pair.distance < rival.distance:
            nearest[pair.rule.name, id(pair.object)] = pair
    return list(nearest.values())


def _relate(pair: Pair, text: str) -> Relation:
    rule, subject, object_ = pair
    moods = {"subject": subject.modality, "object": object_.modality}
    start, end = _words(pair, text)
    mood = moods.get(rule.modality, rule.modality)
    return Relation(subject, rule.predicate, object_, start, end, rule.name, mood)


def _words(pair: Pair, text: str) -> tuple[int, int]:
    """Where the words stand that say so: the object with its lead, or all from one to the other."""
    rule, subject, object_ = pair
    if rule.lead and rule.place in {"within", "item"}:
        start = max(subject.start, object_.start - LEAD)
        lead = rule.lead.pattern.search(text[start : object_.start])
        return start + (lead.start() if lead else 0), object_.end
    if rule.place in {"document", "beneath"}:
        return object_.start, object_.end
    if rule.place == "quoted":
        return subject.start, subject.end
    return min(subject.start, object_.start), max(subject.end, object_.end)


def _pairs(layout: Layout, found: Sequence[Suggestion]) -> Iterator[Pair]:
    yield from _of_document(layout.text, found)
    yield from _in_lists(layout, found)
    sentences = [sentence.start for sentence in layout.sentences]
    starts = [one.start for one in found]
    for at, subject in enumerate(found):
        first = max(bisect_left(starts, subject.start - NEAR), at - MOST)
        last = min(bisect_right(starts, subject.end + NEAR), at + MOST)
        for object_ in found[first:last]:
            for rule in rules_between(subject.kind, object_.kind) if object_ is not subject else ():
                pair = Pair(rule, subject, object_)
                if _stands(pair, layout, sentences):
                    yield pair


def _stands(pair: Pair, layout: Layout, sentences: Sequence[int]) -> bool:
    """Whether the object is where the rule wants it, with the words that it wants there."""
    rule, one, other = pair
    if (rule.mood and rule.mood != other.modality) or not _begins(rule, one):
        return False
    match rule.place:
        case "within" | "around":
            inner, outer = (other, one) if rule.place == "within" else (one, other)
            placed, since = _is_in(inner, outer), outer.start
        case "item":
            inner, since = other, one.start
            placed = _follows(one, other, layout, sentences)
        case "before" | "beside" | "next":
            inner, last = (other, one) if rule.place == "before" else (one, other)
            placed, since = _joins(rule, layout.text, inner, last), 0
            together = bisect_right(sentences, one.start) == bisect_right(sentences, other.start)
            placed = placed and (together or rule.place == "next")
        case _:
            return False
    return placed and _leads(rule, layout.text, since, inner.start)


def _begins(rule: Rule, one: Suggestion) -> bool:
    return rule.says is None or rule.says.pattern.match(one.exact) is not None


def _is_in(inner: Suggestion, outer: Suggestion) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _joins(rule: Rule, text: str, one: Suggestion, other: Suggestion) -> bool:
    """Whether the words between the one and the other that follows are those of the rule."""
    near = one.end <= other.start <= one.end + NEAR
    return (
        near
        and rule.between is not None
        and bool(rule.between.pattern.fullmatch(text, one.end, other.start))
    )


def _leads(rule: Rule, text: str, start: int, end: int) -> bool:
    return rule.lead is None or bool(rule.lead.pattern.search(text[max(start, end - LEAD) : end]))


def _follows(one: Suggestion, other: Suggestion, layout: Layout, sentences: Sequence[int]) -> bool:
    """Whether both stand in one item of a list, or in one sentence elsewhere."""
    at = bisect_right(sentences, one.start) - 1
    if at < 0 or other.start <= one.start:
        return False
    sentence = layout.sentences[at]
    end = sentence.block.end if sentence.block.form == "item" else sentence.end
    return other.start < end


def _of_document(text: str, found: Sequence[Suggestion]) -> Iterator[Pair]:
    subject = next((one for one in found if one.kind == "CaseStudy"), None)
    for rule in rules_of({"document"}) if subject else ():
        for one in found:
            if subject and one.kind in rule.object and _leads(rule, text, 0, one.start):
                yield Pair(rule, subject, one)


def _in_lists(layout: Layout, found: Sequence[Suggestion]) -> Iterator[Pair]:
    starts = [one.start for one in found]
    for item, above in with_leads(layout.blocks):
        if above is None or above.form == "heading":
            continue
        leading = [one for one in _begun(found, starts, above) if one.end >= above.end - TAIL]
        first = [one for one in _begun(found, starts, item) if one.start <= item.start + TAIL]
        for rule in rules_of({"beneath"}):
            subjects = [one for one in leading if one.kind in rule.subject]
            for object_ in (one for one in first if one.kind in rule.object):
                if subjects:
                    yield Pair(rule, subjects[-1], object_)


def _begun(
    found: Sequence[Suggestion], starts: Sequence[int], block: Block
) -> Sequence[Suggestion]:
    """The last of the suggestions that begin in a block."""
    end = bisect_left(starts, block.end)
    return found[max(bisect_left(starts, block.start), end - MOST) : end]


def _quoted(said: Iterable[Pair], found: Sequence[Suggestion]) -> Iterator[Pair]:
    """What is found in a quotation, with who is told to have said it."""
    starts = [one.start for one in found]
    rules = tuple(rules_of({"quoted"}))
    for _, quotation, person in said:
        begun = found[bisect_left(starts, quotation.start) : bisect_left(starts, quotation.end)]
        for one in begun:
            yield from (Pair(rule, one, person) for rule in rules if one.kind in rule.subject)
