"""Relations and modality against the gold: a relation of another modality is another relation."""

from collections import Counter
from collections.abc import Callable, Sequence

from bench.extraction.gold import Gold, Link, tables
from bench.extraction.scoring import carries, finds, names, overlap
from ingest.suggesters.suggestion import Relation, Suggestion, Suggestions

Confusion = Counter[tuple[str, str]]


def judge_links(gold: Gold, found: Suggestions) -> list[tuple[Link, bool, bool]]:
    """Each link, and whether it is found with its modality, and whatever the modality.

    What the gold tells as a relation to a number or a code, suggestions tell by an attribute of the
    subject, which counts.
    """
    stands_for = _stand_ins(gold, found.found)
    told = {one for relation in found.relations for one in _of(relation, stands_for)}
    plain = {triple[:3] for triple in told}
    judged = []
    for link in gold.links:
        triple = (link.subject, link.predicate, link.object)
        has = _has_attribute(link, gold, found.found)
        judged.append((link, has or (*triple, link.modality) in told, has or triple in plain))
    return judged


def judge_relations(gold: Gold, found: Suggestions) -> list[tuple[Relation, bool]]:
    """Each relation that is suggested, and whether the gold has it.

    Those between things that the gold does not mark are wrong.
    """
    stands_for = _stand_ins(gold, found.found)
    wanted = {(one.subject, one.predicate, one.object, one.modality) for one in gold.links}
    return [(one, bool(wanted & set(_of(one, stands_for)))) for one in found.relations]


StandsFor = Callable[[Suggestion], frozenset[str]]


def _stand_ins(gold: Gold, found: Sequence[Suggestion]) -> StandsFor:
    """Which marks each suggestion stands for, by its words or by half of both spans."""
    known = {
        id(one): frozenset(
            mark.name for mark in gold.marks if mark.kind and (finds(one, mark) or names(one, mark))
        )
        for one in found
    }
    return lambda one: known.get(id(one), frozenset())


def _of(relation: Relation, stands_for: StandsFor) -> list[tuple[str, str, str, str]]:
    return [
        (subject, relation.predicate, object_, relation.modality)
        for subject in stands_for(relation.subject)
        for object_ in stands_for(relation.object)
    ]


def _has_attribute(link: Link, gold: Gold, found: Sequence[Suggestion]) -> bool:
    if link.predicate not in tables()["attributes"]:
        return False
    marks = {mark.name: mark for mark in gold.marks}
    about, number = marks[link.subject], marks.get(link.object)
    wanted = number.number if number and number.number else link.object
    return any(carries(one, wanted) for one in found if finds(one, about) or names(one, about))


def confuse_modalities(gold: Gold, found: Suggestions) -> tuple[Confusion, int]:
    """Pairs (gold, suggested) for links about which anything is suggested; how many are silent."""
    judged = judge_modalities(gold, found)
    confusion = Counter((link.modality, said) for link, said in judged if said)
    return confusion, len(judged) - confusion.total()


def judge_modalities(gold: Gold, found: Suggestions) -> list[tuple[Link, str | None]]:
    """Each link, and the modality of what speaks for it.

    That is the relation, or the suggestion that stands for its subject or object, whose span
    overlaps the link's most.
    """
    stands_for = _stand_ins(gold, found.found)
    return [(link, _modality_at(link, found, stands_for)) for link in gold.links]


def _modality_at(link: Link, found: Suggestions, stands_for: StandsFor) -> str | None:
    span, ends = (link.start, link.end), {link.subject, link.object}
    near: list[tuple[float, str]] = [
        (overlap(span, (one.start, one.end)), one.modality)
        for one in found.relations
        if ends & (stands_for(one.subject) | stands_for(one.object))
    ]
    near += [
        (overlap(span, (one.start, one.end)), one.modality)
        for one in found.found
        if ends & stands_for(one)
    ]
    best = max(near, default=(0.0, ""))
    return best[1] if best[0] > 0 else None


def score_roles(gold: Gold, found: Suggestions) -> tuple[int, int]:
    """How many headings of the gold stand in a section of their role, and how many there are."""
    roles = tables()["roles"]
    right = sum(
        any(
            part.role == roles[mark.name]
            and part.start <= mark.start
            and mark.end <= part.end
            and abs(part.start - mark.start) <= 1
            for part in found.sections
        )
        for mark in gold.of(["Section"])
    )
    return right, len(roles)
