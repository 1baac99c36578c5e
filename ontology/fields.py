"""The fields of a record: what each may hold, checked against the terms of the ontology."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from ontology.schemes import codes_of
from ontology.terms import Property, is_iri, load_ontology
from ontology.values import Value, canonical, printable, show

_KEY, _LONGEST = r"[a-z0-9]+(-[a-z0-9]+)*", 100
_CODE = r"[a-z]+(-[a-z]+)*/[A-Za-z0-9]+(-[A-Za-z0-9]+)*"
_ELSEWHERE = re.compile(f"(here:)?{_CODE}(/{_KEY})?")

Key = Annotated[str, StringConstraints(pattern=f"^{_KEY}$", max_length=_LONGEST)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(printable)
]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Year = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
Start = Annotated[int, Field(strict=True, ge=0)]
SpanOf = tuple[Start, Start]


def misfit(field: str, message: object) -> PydanticCustomError:
    """A mistake in a field within the one that is being checked."""
    return PydanticCustomError("value", "{message}", {"message": str(message), "field": field})


def is_key(text: str) -> bool:
    """Whether a text can be a key of a record or of a node in it."""
    return len(text) <= _LONGEST and re.fullmatch(_KEY, text) is not None


def suggest(word: str, known: Iterable[str], otherwise: str) -> str:
    """A question about the nearest known words, or else what to do."""
    near = get_close_matches(word, list(known), n=3)
    return f"; did you mean {' or '.join(near)}?" if near else f": {otherwise}"


def _simple(raw: object, read: ValidatorFunctionWrapHandler) -> Value | tuple[Value, ...]:
    """One sentence in place of one for each kind of value that it is not."""
    try:
        value: Value | tuple[Value, ...] = read(raw)
    except ValidationError:
        msg = (
            f"a text, a number, true, false or a list of these is wanted, not {show(raw)}: correct "
            "it, or leave it out"
        )
        raise ValueError(msg) from None
    return value


Given = Annotated[Value | tuple[Value, ...], WrapValidator(_simple)]


def notation_of(code_list: str) -> AfterValidator:
    """A field whose value stands in this code list."""

    def check(value: str) -> str:
        _check_notation(code_list, value)
        return value

    return AfterValidator(check)


def _check_notation(code_list: str, value: Value) -> None:
    known = load_ontology().code_lists[code_list]
    if value not in known:
        choice = ", ".join(sorted(known))
        msg = f"{show(value)} is not in the list {code_list}: choose from {choice}"
        raise ValueError(msg)


def _check_code(prop: Property, code_list: str, value: Value) -> None:
    """See that a code stands where the property takes its values from."""
    if code_list in load_ontology().code_lists:
        _check_notation(code_list, value)
    elif value not in codes_of(prop):
        raise ValueError(_no_such_code(prop, value))


def _no_such_code(prop: Property, value: Value) -> str:
    codes = codes_of(prop)
    place = f"{prop.code_list}, below {prop.branch}" if prop.branch else prop.code_list
    if str(value) in codes:
        return f"{show(value)} is a code of the list {place}: put it in quotes"
    words = {word.casefold(): one for one in codes.values() for word in (one.label, one.notation)}
    near = {words[word] for word in get_close_matches(str(value).casefold(), words)}
    meant = " or ".join(sorted(f"{one.notation} ({one.label})" for one in near))
    way = f"did you mean {meant}?" if near else f"whatworked vocabulary {prop.code_list} has them"
    return f"{show(value)} is not in the list {place}; {way}"


def _kind(name: str) -> str:
    kinds = load_ontology().kinds
    if name not in kinds:
        near = suggest(name, kinds, "take one that stands in ontology/model")
        msg = f"{name!r} is not a class of the ontology{near}"
        raise ValueError(msg)
    return name


_MADE_OTHERWISE = {
    "Document": "a document has a record of its own, of kind source",
    "IdentityDecision": "a decision has a record of its own, of kind decision",
    "Claim": "a claim is made of each statement under says",
    "Prospect": "declare what it would be, and without words that it happened it is a Prospect",
}


def is_within(name: str, above: str) -> bool:
    """Whether a class is another one or falls under it."""
    kinds = load_ontology().kinds
    return kinds[above].iri in (kinds[name].iri, *kinds[name].above)


def _thing_kind(name: str) -> str:
    for above, way in _MADE_OTHERWISE.items():
        if is_within(name, above):
            msg = f"no node is declared {name}: {way}"
            raise ValueError(msg)
    return name


def _document_kind(name: str) -> str:
    if not is_within(name, "Document"):
        msg = f"{name} is no class of documents: write Document or CaseStudy, and make this a node"
        raise ValueError(msg)
    return name


def _not_empty(span: SpanOf) -> SpanOf:
    if span[0] >= span[1]:
        msg = f"a span is [start, end] with start before end, not {list(span)}"
        raise ValueError(msg)
    return span


def _names_elsewhere(ref: str) -> bool:
    return bool(_ELSEWHERE.fullmatch(ref)) or ("://" in ref and is_iri(ref))


def _reference(ref: str) -> str:
    if not _names_elsewhere(ref):
        msg = f"{ref!r} names nothing: write type/code, here:type/code or a full IRI"
        raise ValueError(msg)
    return ref


def _thing(ref: str) -> str:
    if re.fullmatch(_KEY, ref) or _names_elsewhere(ref):
        return ref
    msg = f"{ref!r} names nothing: write the key of a node, type/code, here:type/code or a full IRI"
    raise ValueError(msg)


def _entity_code(code: str) -> str:
    if not re.fullmatch(_CODE, code):
        msg = f"{code!r} names no entity: write type/code, such as area/E54000037"
        raise ValueError(msg)
    kind = code.partition("/")[0]
    if kind in ("source", "profile", "decision"):
        msg = f"{code!r} is the place of a record of kind {kind}: give the entity another type"
        raise ValueError(msg)
    return code


def _address(text: str) -> str:
    if "://" not in text or not is_iri(text):
        msg = f"{text!r} is no full address: write one such as https://…"
        raise ValueError(msg)
    return text


def _day(text: str) -> str:
    return canonical(load_ontology().properties["issued"], text)


def find_property(key: str) -> Property:
    """The property that a record may state under this key; ValueError says which are near."""
    properties = load_ontology().properties
    if key not in properties:
        usable = [name for name, prop in properties.items() if not prop.metadata]
        near = suggest(key, usable, "take one that stands in ontology/model")
        msg = f"{key!r} is not a property of the ontology{near}"
        raise ValueError(msg)
    if properties[key].metadata:
        msg = f"{key!r} describes claims or documents and is no statement: take it out of here"
        raise ValueError(msg)
    return properties[key]


ThingKind = Annotated[str, AfterValidator(_kind), AfterValidator(_thing_kind)]
DocumentKind = Annotated[str, AfterValidator(_kind), AfterValidator(_document_kind)]
Span = Annotated[SpanOf, AfterValidator(_not_empty)]
Reference = Annotated[str, AfterValidator(_reference)]
EntityCode = Annotated[str, StringConstraints(max_length=160), AfterValidator(_entity_code)]
Thing = Annotated[str, AfterValidator(_thing)]
Iri = Annotated[str, AfterValidator(_address)]
Day = Annotated[str, AfterValidator(_day)]
Modality = Annotated[str, notation_of("modality")]
ReviewState = Annotated[str, notation_of("review-state")]
REVIEW_STATES = ("unread", "singleReader", "secondRead")  # by how many readers stand by it
Role = Annotated[str, notation_of("asserter-role")]


def check_value(prop: Property, given: Given) -> None:
    """See that a value fits its property; ValueError says what would."""
    members = members_of(given)
    if not members:
        msg = f"{prop.key} has an empty list: leave it out when nothing is known"
        raise ValueError(msg)
    several = prop.identity and bool(prop.is_text or prop.code_list)  # names, topics
    if len(members) > 1 and (prop.datatype or prop.code_list) and not several:
        msg = f"{prop.key} takes one value in one item: give each its own key and place"
        raise ValueError(msg)
    for value in members:
        try:
            _check_one(prop, value)
        except ValueError as error:
            msg = f"{prop.key}: {error}"
            raise ValueError(msg) from None


def check_statements(statements: Mapping[str, Given], place: str = "") -> None:
    """See that statements are of known properties with fit values; a misfit says where not."""
    for key, given in statements.items():
        try:
            check_value(find_property(key), given)
        except ValueError as error:
            raise misfit(f"{place}{key}", error) from None


def check_facts(facts: Mapping[str, Given]) -> None:
    """See that statements are of identity, and point to other records; a misfit says where not."""
    check_statements(facts, "facts.")
    for key in facts:
        if not find_property(key).identity:
            msg = f"{key} is a finding: say it in the record of the document that says so"
            raise misfit(f"facts.{key}", msg)
    for key, ref in pointers(facts):
        if "/" not in ref:
            msg = f"{ref!r} names no other record: write type/code or a full IRI"
            raise misfit(f"facts.{key}", msg)


def pointers(statements: Mapping[str, Given]) -> Iterator[tuple[str, str]]:
    """The property and the value of all that points to a thing."""
    for key, given in statements.items():
        prop = find_property(key)
        if not (prop.code_list or prop.datatype or prop.is_text):
            yield from ((key, str(value)) for value in members_of(given))


def _check_one(prop: Property, value: Value) -> None:
    if prop.code_list:
        _check_code(prop, prop.code_list, value)
    elif prop.datatype or prop.is_text:
        canonical(prop, value)
    elif not isinstance(value, str):
        msg = f"a thing is wanted (a key of this record, type/code or an IRI), not {show(value)}"
        raise ValueError(msg)
    else:
        _thing(value)


def members_of(given: Given) -> tuple[Value, ...]:
    """The values of a field that may hold one or several."""
    return given if isinstance(given, tuple) else (given,)
