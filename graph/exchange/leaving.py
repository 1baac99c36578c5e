"""What may leave: from a record to the reasons that hold it back; none means that it may.

Source of the bounds of small counts: NHS Digital, disclosure control of hospital episode
statistics (counts of patients from 1 to 7 below the national level).
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from graph.exchange.counts import counts_of, few_left, shares_of
from graph.exchange.rules import LeavingRules, load_leaving
from graph.exchange.statements import Statements
from ontology.terms import load_ontology

Narrower = Callable[[str], str | None]  # of an IRI: the record less widely shared that has it

_NHS_WEIGHTS = range(10, 1, -1)


@dataclass(frozen=True, order=True)
class Reason:
    """Why a record is held back: the rule's name, and a sentence that says what to change."""

    code: str
    detail: str


def content_reasons(said: Statements) -> list[Reason]:
    """What within a record holds it back, whoever the audience is."""
    rules = load_leaving()
    found = chain(
        _unknown_terms(said, rules),
        _licence(said),
        _counts(said, rules),
        _parts(said, rules),
        _contacts(said, rules),
        _names(said, rules),
    )
    return sorted({give_reason(code, value, rules) for code, value in found})


def reference_reasons(said: Statements, narrower: Narrower) -> list[Reason]:
    """Which records less widely shared a record points to; `narrower` is asked about each IRI."""
    rules = load_leaving()
    found = {record for iri in said.links if (record := narrower(iri))}
    return [give_reason("narrower", record, rules) for record in sorted(found - {said.record})]


Found = Iterator[tuple[str, str]]


def give_reason(code: str, value: str, rules: LeavingRules) -> Reason:
    """Say why a record is held back; `value` is what was found in it."""
    sentence = rules.reasons[code].format(
        value=value, smallest=rules.smallest, largest=rules.largest
    )
    return Reason(code, sentence)


def _unknown_terms(said: Statements, rules: LeavingRules) -> Found:
    return (("unknownTerm", one) for one in said.predicates - rules.allowed)


def _licence(said: Statements) -> Found:
    """A document without a licence, unless those who wrote the record gave one on their words."""
    iri = load_ontology().iri
    for document in said.of_kind(iri("Document")):
        if not any(said.values(document, iri(key)) for key in ("licence", "recordLicence")):
            yield "licenceMissing", document


def _counts(said: Statements, rules: LeavingRules) -> Found:
    for count in counts_of(said, rules):
        if rules.is_small(count.value):
            yield "smallCount", f"{count.value:g}"
    for _, text in said.texts:
        for match in rules.few.finditer(text):
            yield "smallCount", match[0]


def _parts(said: Statements, rules: LeavingRules) -> Found:
    """A share of few people, or all but a few; a total less the parts that are shown."""
    for whole, share in shares_of(said, rules):
        part = round(whole * share / 100)
        if rules.is_small(part) or rules.is_small(whole - part):
            yield "smallPart", f"{share:g} % of {whole:g}"
    groups: dict[object, list[float]] = {}
    for count in counts_of(said, rules):
        if count.is_part:
            same = (count.facts.get(key, frozenset()) for key in rules.alike)
            groups.setdefault((count.predicate, *same), []).append(count.value)
    for group in groups.values():
        if shown := few_left(group, rules):
            yield "smallPart", shown


def _contacts(said: Statements, rules: LeavingRules) -> Found:
    read = {text for predicate, text in said.texts if predicate not in rules.unread}
    for text in read | said.links | said.things.keys():
        for kind, pattern in rules.contacts.items():
            for match in pattern.finditer(text):
                if kind != "nhsNumber" or is_nhs_number("".join(match.groups())):
                    yield kind, _masked(match[0])


def _masked(text: str) -> str:
    """Enough to find it again; a preview is not to spread what it holds back."""
    return f"{text[:3]}…"


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits end in their check digit (modulus 11, NHS Data Dictionary)."""
    if not re.fullmatch(r"[0-9]{10}", digits) or len(set(digits)) == 1:
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, _NHS_WEIGHTS, strict=False))
    return (11 - weighed % 11) % 11 == int(digits[-1])


def _names(said: Statements, rules: LeavingRules) -> Found:
    """Names of people that no published source gives by the very words that are pointed at."""
    iri = load_ontology().iri
    public = {iri("address"), iri("licence")}
    published = any(public & facts.keys() for facts in said.things.values())
    words = {value for facts in said.things.values() for value in facts.get(iri("exactSha256"), ())}
    for person in said.of_kind(iri("Person")):
        for name in said.values(person, iri("label")):
            seen = hashlib.sha256(name.encode()).hexdigest() in words
            if rules.name.search(name) and not (published and (seen or _at_address(said, person))):
                yield "personName", name


def _at_address(said: Statements, person: str) -> bool:
    """Whether a claim that names the person stands on a page whose text is not held."""
    iri = load_ontology().iri
    return any(
        any(basis.endswith("/address") for basis in facts.get(iri("basis"), ()))
        and any(person in facts.get(iri(key), ()) for key in ("claimObject", "claimSubject"))
        for facts in said.things.values()
    )
