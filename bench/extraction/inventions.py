"""What suggestions say that the text does not: the count that must be nought on any text.

The rules here know nothing of how suggestions are made. Numbers count as written in digits or as a
word, in the same line or the next one; a label and the words of an attribute stand in the text
one after the other, or are of a code list; a member of a set stands in the block that names it.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache

from bench.extraction.gold import tables
from bench.extraction.scoring import fold
from ingest.suggesters.suggestion import Relation, Suggestion, Suggestions
from ontology.terms import load_ontology

_MEMBER = ("hasMember", "hasPart")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_DURATION = re.compile(r"P[0-9]+[DWMY]")
_LETTERS = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"[0-9]+")
_FIGURE = re.compile(r"[0-9]+(?:[,\u00a0\u202f][0-9]{3})*(?:\.[0-9]+)?")


def list_inventions(text: str, found: Suggestions) -> list[str]:
    """One sentence for each thing that suggestions say and a text does not."""
    words = _flat(text)
    said = [wrong for one in found.found for wrong in _in_suggestion(text, words, one)]
    return [*said, *_in_relations(text, found), *_in_sections(text, found)]


def _in_suggestion(text: str, words: str, one: Suggestion) -> Iterator[str]:
    if not 0 <= one.start < one.end <= len(text) or one.exact != text[one.start : one.end]:
        yield f"{one.rule}: {one.exact!r} is not what stands at {one.start} to {one.end}"
        return
    if one.kind not in load_ontology().kinds:
        yield f"{one.rule}: {one.kind} is no class"
    if one.modality not in load_ontology().code_lists["modality"]:
        yield f"{one.rule}: {one.modality} is no modality"
    if _flat(one.label) not in words:
        yield f"{one.rule}: the label {one.label!r} is not in the text"
    yield from (
        f"{one.rule}: {key} {piece!r} is not in the text"
        for key, value in one.attributes.items()
        for piece in (value.split("; ") if isinstance(value, str) else ())
        if not _is_code(piece) and _flat(piece) not in words
    )
    near = _numbers(_around(text, one))
    for key, value in one.attributes.items():
        yield from (
            f"{one.rule}: {key} {value}: {number} is not in the sentence"
            for number in _figures(value)
            if number not in near
        )


def _flat(text: str) -> str:
    """The runs of letters and of digits of a text, a space before and after each."""
    return " ".join(["", *_TOKEN.findall(text.casefold()), ""])


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for codes in load_ontology().code_lists.values() for code in codes)


def _is_code(piece: str) -> bool:
    return piece in _codes() or bool(_DURATION.fullmatch(piece))


def _around(text: str, one: Suggestion) -> str:
    """The lines that a suggestion stands in, with one more before and after."""
    line = text.rfind("\n", 0, one.start)
    start = text.rfind("\n", 0, max(line, 0)) + 1
    line = text.find("\n", one.end)
    end = text.find("\n", line + 1) if line >= 0 else -1
    return text[start : end if end >= 0 else len(text)]


def _figures(value: object) -> Iterator[Decimal]:
    match value:
        case bool():
            return
        case int() | Decimal():
            yield abs(Decimal(value))
        case str():
            yield from (_decimal(found) for found in _FIGURE.findall(value))


def _numbers(words: str) -> frozenset[Decimal]:
    """All numbers that some words write, in digits or spelt out, and such as 1.2 million."""
    figures = [_decimal(found) for found in (*_FIGURE.findall(words), *_DIGITS.findall(words))]
    said = frozenset(_LETTERS.findall(words.casefold()))
    figures += [Decimal(number) for word, number in _spelt().items() if set(word.split()) <= said]
    scales = [scale for word, scale in tables()["scales"].items() if word in said]
    return frozenset((*figures, *(number * scale for number in figures for scale in scales)))


@cache
def _spelt() -> Mapping[str, int]:
    units, tens = tables()["words"], tables()["tens"]
    both = {f"{ten} {unit}": tens[ten] + units[unit] for ten in tens for unit in units}
    return {**units, **tens, **tables()["counts"], **tables()["scales"], **both}


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(re.sub(r"[^0-9.]", "", digits))
    except InvalidOperation:
        return Decimal(-1)


def _in_relations(text: str, found: Suggestions) -> Iterator[str]:
    known = {(one.start, one.end, one.kind, one.label) for one in found.found}
    for one in found.relations:
        told = f"{one.rule}: {one.predicate}"
        if any((end.start, end.end, end.kind, end.label) not in known for end in _ends(one)):
            yield f"{told} holds what is not suggested"
        if not 0 <= one.start < one.end <= len(text):
            yield f"{told} stands at {one.start} to {one.end}, which is nowhere"
        if is_member(one) and "\n\n" in text[_ends(one)[0].end : _ends(one)[1].start].strip():
            yield f"{told}: {one.object.exact!r} stands in another block than {one.subject.exact!r}"


def _ends(one: Relation) -> tuple[Suggestion, Suggestion]:
    """What a relation is between, in the order of the text."""
    ends = (one.subject, one.object)
    return ends if one.subject.start <= one.object.start else (one.object, one.subject)


def is_member(one: Relation) -> bool:
    """Whether a relation says that something is in a set or a bundle."""
    return one.predicate in _MEMBER and one.subject.kind in tables()["memberless"]


def _in_sections(text: str, found: Suggestions) -> Iterator[str]:
    at = 0
    for one in found.sections:
        if not at <= one.start < one.end <= len(text):
            yield f"a section from {one.start} to {one.end} overlaps another or is not in the text"
        if one.role not in load_ontology().code_lists["section-role"]:
            yield f"{one.role} is no role of a section"
        at = one.end


def list_forbidden(found: Suggestions) -> list[str]:
    """One sentence for each thing that the marked text is known not to say."""
    return [
        *(_told(one) for one in found.found if _is_forbidden(one)),
        *(
            f"{one.rule}: {one.subject.exact!r} {one.predicate} {one.object.exact!r} {one.modality}"
            for one in found.relations
            if _is_forbidden_relation(one)
        ),
    ]


def _told(one: Suggestion) -> str:
    return f"{one.rule}: {one.kind} {one.exact!r} {sorted(one.attributes)}"


def _is_forbidden(one: Suggestion) -> bool:
    return any(
        one.kind == rule["kind"]
        and fold(one.exact) not in map(fold, rule["but"])
        and ("attributes" not in rule or set(rule["attributes"]) & set(one.attributes))
        for rule in tables()["never"]
    )


def _is_forbidden_relation(one: Relation) -> bool:
    if is_member(one) and one.object.kind not in tables()["memberless"]:
        return True
    return any(
        one.predicate in rule["predicates"]
        and rule.get("modality", one.modality) == one.modality
        and ("subjects" not in rule or fold(one.subject.exact) in map(fold, rule["subjects"]))
        for rule in tables()["never_related"]
    )
