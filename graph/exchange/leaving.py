"""What may leave: from a record to the reasons that hold it back; none means that it may.

Source of the bounds of small counts: NHS Digital, disclosure control of hospital episode
statistics (counts of patients from 1 to 7 below the national level).
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from graph.exchange.rules import LeavingRules, load_leaving
from graph.exchange.statements import Statements
from ontology.terms import load_ontology

Narrower = Callable[[str], str | None]  # of an IRI: the record less widely shared that has it
Facts = Mapping[str, frozenset[str]]

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
    return sorted({_reason(code, value, rules) for code, value in found})


def reference_reasons(said: Statements, narrower: Narrower) -> list[Reason]:
    """Which records less widely shared a record points to; `narrower` is asked about each IRI."""
    rules = load_leaving()
    found = {record for iri in said.links if (record := narrower(iri))}
    return [_reason("narrower", record, rules) for record in sorted(found - {said.record})]


Found = Iterator[tuple[str, str]]


def _reason(code: str, value: str, rules: LeavingRules) -> Reason:
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
    for facts in said.said().values():
        for count in _patients(facts, rules):
            if rules.is_small(count):
                yield "smallCount", f"{count:g}"
    for _, text in said.texts:
        for match in rules.few.finditer(text):
            yield "smallCount", match[0]


def _parts(said: Statements, rules: LeavingRules) -> Found:
    """A share of few people, or all but a few; a total less the parts that are shown."""
    n = load_ontology().iri("n")
    for facts in said.said().values():
        for whole in _numbers(facts.get(n, frozenset())):
            for share in _shares(facts, rules):
                part = round(whole * share / 100)
                if _counts_patients(facts, rules, whole=True) and (
                    rules.is_small(part) or rules.is_small(whole - part)
                ):
                    yield "smallPart", f"{share:g} % of {whole:g}"
    for group in _alike(said, rules).values():
        *parts, total = sorted(map(round, group))
        if any(rules.is_small(total - some) for some in _sums(parts, total)):
            shown = " and ".join(map(str, parts))
            yield "smallPart", f"{total} in all and {shown}"


def _sums(parts: Iterable[int], total: int) -> set[int]:
    """What some of the parts come to, below the total; one part at least."""
    sums = {0}
    for part in parts:
        sums |= {some + part for some in sums if some + part < total}
    return sums - {0}


def _alike(said: Statements, rules: LeavingRules) -> dict[object, list[float]]:
    """Counts of patients that are of one measure, use, time and unit, and of different people."""
    iri = load_ontology().iri
    measure, people = iri("measure"), iri("inPopulation")
    groups: dict[object, list[float]] = {}
    for facts in said.said().values():
        if measure not in facts or not _counts_patients(facts, rules):
            continue
        same = tuple(facts.get(key, frozenset()) for key in rules.alike)
        for predicate in rules.counts & facts.keys():
            if people in facts or predicate == iri("followUpValue"):
                groups.setdefault((predicate, same), []).extend(_numbers(facts[predicate]))
    return groups


def _patients(facts: Facts, rules: LeavingRules) -> Iterator[float]:
    """The counts of patients among what is stated of one thing."""
    n = load_ontology().iri("n")
    if _counts_patients(facts, rules):
        for predicate in rules.counts & facts.keys() - {n}:
            yield from map(abs, _numbers(facts[predicate]))
    if _counts_patients(facts, rules, whole=True):
        yield from _numbers(facts.get(n, frozenset()))


def _counts_patients(facts: Facts, rules: LeavingRules, *, whole: bool = False) -> bool:
    """Whether the unit is of patients; `whole` asks of n, which is so unless the unit denies it."""
    text = " ".join(facts.get(load_ontology().iri("unit"), frozenset())).lower()
    words = set(re.findall(r"\w+", text))
    if words & rules.others and not words & rules.patients:
        return False
    if whole:
        return not words or bool(words & rules.patients) or "%" in text or "share" in words
    return bool(words & rules.patients) and not any(rate in text for rate in rules.rates)


def _shares(facts: Facts, rules: LeavingRules) -> Iterator[float]:
    """Values in per cent."""
    iri = load_ontology().iri
    if any("%" in unit for unit in facts.get(iri("unit"), ())):
        for predicate in rules.counts & facts.keys() - {iri("n")}:
            yield from map(abs, _numbers(facts[predicate]))


def _numbers(values: frozenset[str]) -> Iterator[float]:
    for value in values:
        try:
            yield float(value)
        except ValueError:
            continue


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
