"""What may leave: what holds a record back, and what does not."""

import hashlib

import pytest

from graph.canonical import canonical_nquads
from graph.exchange.leaving import content_reasons, is_nhs_number, reference_reasons
from graph.exchange.statements import read_statements
from graph.rdf import to_quads
from ontology.record import RECORD

WORDS = hashlib.sha256(b"Ada Example").hexdigest()
NAME = hashlib.sha256(b"a text").hexdigest()
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def source(document: str = f"licence: '{OGL}'", nodes: object = None) -> dict[str, object]:
    told = dict(part.strip().split(": ", 1) for part in document.split(";") if part)
    return {
        "kind": "source",
        "record": "story",
        "document": {
            "title": "A story",
            "coverage": "whole",
            "address": "https://example.org/story",
            **{key: value.strip("'") for key, value in told.items()},
        },
        "nodes": nodes or {},
    }


def entity(**facts: object) -> dict[str, object]:
    label = facts.pop("label", "a thing")
    kind = {"kind": "entity", "record": "innovation/thing", "is": "Innovation"}
    return {**kind, "label": label, "facts": facts}


def observed(**says: object) -> dict[str, object]:
    """Observations by name, each with what is stated of it."""
    return source(
        nodes={
            name: {"is": "OutcomeObservation", "says": [{"key": "what", **said}]}  # type: ignore[dict-item]
            for name, said in says.items()
        }
    )


def codes(record: dict[str, object]) -> list[str]:
    parsed = RECORD.validate_python(record)
    nquads = canonical_nquads(to_quads(parsed))
    return [reason.code for reason in content_reasons(read_statements(parsed.iri(), nquads))]


def test_a_document_without_a_licence_stays() -> None:
    assert codes(source("")) == ["licenceMissing"]
    assert codes(source()) == []


def test_who_wrote_a_record_may_give_a_licence_on_its_words() -> None:
    assert codes({**source(""), "licence": "https://creativecommons.org/licenses/by/4.0/"}) == []


@pytest.mark.parametrize(
    ("unit", "value", "held"),
    [
        ("patients", 3, True),
        ("patients", 7, True),
        ("patients", 8, False),
        ("patients", 0, False),
        ("people", 1, True),
        ("nurses", 3, False),
        ("teams", 3, False),
        ("sites", 3, False),
        ("visits", 3, False),
        ("patients for each full-time doctor", 3, False),
    ],
)
def test_small_counts_of_patients_stay(unit: str, value: int, held: bool) -> None:
    assert codes(observed(one={"followUpValue": value, "unit": unit})) == ["smallCount"] * held


def test_a_small_count_stays_when_only_an_unaccepted_claim_has_it() -> None:
    said = {"followUpValue": 3, "unit": "patients", "modality": "possible"}
    assert codes(observed(one=said)) == ["smallCount"]


@pytest.mark.parametrize(
    ("n", "unit", "value", "held"),
    [
        (200, "%", 98, True),  # all but four
        (200, "%", 2, True),  # four
        (200, "%", 50, False),
        (200, "% of sites", 2, False),
    ],
)
def test_shares_of_few_stay(n: int, unit: str, value: int, held: bool) -> None:
    said = {"followUpValue": value, "unit": unit, "n": n}
    assert codes(observed(one=said)) == ["smallPart"] * held


def test_parts_that_leave_few_of_the_total_stay() -> None:
    counted = {"unit": "patients", "measure": "measure/seen"}
    shown = {
        "all": {**counted, "followUpValue": 100},
        "women": {**counted, "followUpValue": 60},
        "men": {**counted, "followUpValue": 36},
    }
    assert codes(observed(**shown)) == ["smallPart"]
    shown["men"] = {**counted, "followUpValue": 20}
    assert codes(observed(**shown)) == []
    shown["older"] = {**counted, "followUpValue": 96}  # another way to part them: four are younger
    assert codes(observed(**shown)) == ["smallPart"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("write to ada@example.org", "email"),
        ("ring 01392 000 111", "phone"),
        ("ring +44 (0)20 7946 0000", "phone"),
        ("number 943 476 5919", "nhsNumber"),
        ("number 943 476 5918", None),
        ("seen between 2019 and 2021, in 1000000 homes", None),
        ("tried on three patients", "smallCount"),
        ("tried on 13 patients", None),
        ("one patient in five", None),
        ("one patient in Devon", "smallCount"),
        ("tried in three teams", None),
    ],
)
def test_what_reaches_or_names_somebody_stays(text: str, code: str | None) -> None:
    assert codes(entity(description=text)) == ([code] if code else [])


def person(label: str, *, digest: str) -> dict[str, object]:
    made = source(f"licence: '{OGL}';textSha256: {NAME};bytesSha256: {NAME};extractor: text/1")
    made["nodes"] = {"ada": {"is": "Person", "label": label, "at": [0, 11]}}
    return {**made, "spans": [[0, 11, digest, 1]]}


def test_a_name_leaves_only_where_its_source_publishes_it() -> None:
    assert codes(person("Ada Example", digest=WORDS)) == []
    assert codes(person("Ada Example", digest=NAME)) == ["personName"]
    assert codes(person("the lead of the ward", digest=NAME)) == []


def test_a_term_that_nobody_allowed_stays() -> None:
    line = '<https://example.org/r> <https://example.org/secret> "x" <https://example.org/r> .\n'
    found = content_reasons(read_statements("https://example.org/r", line))
    assert [reason.code for reason in found] == ["unknownTerm"]


def test_a_reference_to_a_narrower_record_names_it() -> None:
    record = RECORD.validate_python(entity(partOf="innovation/secret"))
    said = read_statements(record.iri(), canonical_nquads(to_quads(record)))
    secret = next(iri for iri in said.links if iri.endswith("/secret"))
    (found,) = reference_reasons(said, lambda iri: iri if iri == secret else None)
    assert secret in found.detail
    assert reference_reasons(said, lambda _: None) == []


def test_the_check_digit_of_an_nhs_number_is_asked_for() -> None:
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("1111111111")
