"""What is marked and not found, and what is suggested and not marked: for whoever writes rules."""

from collections.abc import Collection, Iterator, Sequence

from bench.extraction.facts import Fact
from bench.extraction.gold import Gold, Link, Mark
from bench.extraction.relations import judge_links, judge_modalities, judge_relations
from bench.extraction.scoring import finds, fold, is_right, marks_of, row_of, stands
from ingest.suggesters.suggestion import Suggestion, Suggestions

RELATIONS, MODALITY, NUMBERS, FACTS = "relations", "modality", "numbers", "facts"


def list_misses(gold: Gold, found: Suggestions, wanted: Collection[str]) -> Iterator[str]:
    """The misses of some classes, or of all, line by line; then those of relations and modality."""
    rows = sorted({str(mark.kind) for mark in marks_of(gold)})
    for row in rows:
        if not wanted or row in wanted:
            yield from _class(row, rows, gold, found.found)
    if not wanted or NUMBERS in wanted:
        yield f"== {NUMBERS}"
        yield from _missed([mark for mark in gold.marks if mark.number], found.found)
    if not wanted or RELATIONS in wanted:
        yield from _relations(gold, found)
    if not wanted or MODALITY in wanted:
        yield f"== {MODALITY}"
        yield from (
            f"  {one.modality:12} told {said or 'nothing':12} {_told(one)}"
            for one, said in judge_modalities(gold, found)
            if one.modality != said
        )


def list_lost(facts: Sequence[tuple[Fact, bool, bool]], wanted: Collection[str]) -> Iterator[str]:
    """The facts of the other texts that are not found."""
    for fact, quoted, _ in facts:
        if not quoted and (not wanted or {fact.list_name, FACTS} & set(wanted)):
            where = f"{fact.text[:14]} {fact.start}-{fact.end}"
            yield f"  lost {where} {fact.list_name}: {fact.label!r}"


def _class(row: str, rows: Sequence[str], gold: Gold, found: Sequence[Suggestion]) -> Iterator[str]:
    yield f"== {row}"
    yield from _missed([mark for mark in marks_of(gold) if mark.kind == row], found)
    told: set[str] = set()
    for one in found:
        new = row_of(one.kind, rows) == row and fold(one.exact) not in told
        if new and not is_right(one, gold.marks):
            told.add(fold(one.exact))
            there = [f"{mark.name} ({mark.gold_class})" for mark in gold.marks if stands(one, mark)]
            yield f"  extra  {_said(one)}{' is ' + ', '.join(there) if there else ''}"


def _missed(marks: Sequence[Mark], found: Sequence[Suggestion]) -> Iterator[str]:
    for mark in marks:
        if not any(finds(one, mark) for one in found):
            near = [f"{one.kind} {one.start}-{one.end}" for one in found if stands(one, mark)]
            words = f"{mark.start}-{mark.end} {_short(mark.surfaces[0])}"
            yield f"  missed {mark.name} {words}{' found as ' + ', '.join(near) if near else ''}"


def _relations(gold: Gold, found: Suggestions) -> Iterator[str]:
    yield f"== {RELATIONS}"
    for link, right, plain in judge_links(gold, found):
        if not right:
            yield f"  missed {_told(link)}{' (of another modality)' if plain else ''}"
    for one, right in judge_relations(gold, found):
        if not right:
            ends = f"{_short(one.subject.exact)} {one.predicate} {_short(one.object.exact)}"
            yield f"  extra  {one.rule} {one.modality} {one.start}-{one.end} {ends}"


def _told(link: Link) -> str:
    ends = f"{link.subject} {link.predicate} {link.object}"
    return f"{ends} ({link.modality}) {link.start}-{link.end}"


def _said(one: Suggestion) -> str:
    return f"{one.rule} {one.modality} {one.start}-{one.end} {_short(one.exact)}"


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return repr(plain if len(plain) <= 90 else f"{plain[:60]} … {plain[-26:]}")
