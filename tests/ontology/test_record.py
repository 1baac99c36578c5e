"""The record: what one record alone can show is checked here, in words for its author."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pyoxigraph import NamedNode

from graph.claims import claims_of
from graph.rdf import to_quads
from ontology.record import Entity, Source
from ontology.report import InvalidRecord, parse_record
from ontology.terms import PROJECT_BASE, WW

DIGEST = "0" * 64
Raw = dict[str, object]


def source(*items: Raw, **more: object) -> Raw:
    return {
        "kind": "source",
        "record": "report",
        "document": {
            "title": "Report",
            "coverage": "whole",
            "bytesSha256": DIGEST,
            "textSha256": DIGEST,
            "extractor": "text/1",
        },
        "nodes": {"use": {"is": "Implementation", "label": "use", "says": items}},
        **more,
    }


def item(**more: object) -> Raw:
    return {"key": "what", "at": (0, 5), **more}


def entity(**more: object) -> Raw:
    return {
        "kind": "entity",
        "record": "innovation/a",
        "is": "Innovation",
        "label": "A",
        **more,
    }


def parsed(raw: Raw) -> Source:
    found = parse_record(raw)
    assert isinstance(found, Source)
    return found


def told(raw: object) -> Iterator[tuple[str, str]]:
    with pytest.raises(InvalidRecord) as caught:
        parse_record(raw)
    for finding in caught.value.findings:
        yield finding.field, finding.message


def test_iris_of_the_four_kinds() -> None:
    profile = {
        "kind": "profile",
        "record": "a-2020",
        "of": "area/a",
        "label": "A",
        "source": "https://ex.org/t",
        "sourceVersion": "1",
        "year": "2020",
        "figures": ({"key": "n", "feature": "people", "value": 1, "unit": "persons"},),
    }
    decision = {
        "kind": "decision",
        "record": "same",
        "subject": "innovation/a",
        "relation": "exactMatch",
        "object": "https://ex.org/a",
        "verdict": "accepted",
        "justification": "they are",
    }
    records = [entity(), source(), profile, decision]
    assert [parse_record(raw).iri() for raw in records] == [
        f"{PROJECT_BASE}id/{path}"
        for path in ("innovation/a", "source/report", "profile/a-2020", "decision/same")
    ]
    assert parse_record(entity()).iri("https://ex.org/x/") == "https://ex.org/x/id/innovation/a"


def test_predicates_are_the_fields_the_model_lacks() -> None:
    (found,) = (
        parsed(source(item(implements="innovation/a", inArea=("area/a", "area/b"))))
        .nodes["use"]
        .says
    )
    assert dict(found.predicates) == {
        "implements": "innovation/a",
        "inArea": ("area/a", "area/b"),
    }
    assert (found.modality, found.polarity, found.resolution) == ("asserted", "affirmed", "certain")


def test_values_keep_their_type() -> None:
    (found,) = (
        parsed(source(item(changeValue=Decimal("0.410"), n=26, anticipated=True, unit="26")))
        .nodes["use"]
        .says
    )
    assert [repr(value) for value in found.predicates.values()] == [
        "Decimal('0.410')",
        "26",
        "True",
        "'26'",
    ]


def test_places_are_all_spans() -> None:
    record = source(
        item(implements="innovation/a"),
        {"key": "read", "aggregation": "programme", "basis": "curatorReading", "because": "so"},
        says=({"key": "about", "about": ("use",), "gist": "so", "at": (7, 9)},),
    )
    found = parsed(record)
    assert set(found.places()) == {(0, 5), (7, 9)}
    assert [(node, one.key) for node, one in found.items()] == [
        ("document", "about"),
        ("use", "what"),
        ("use", "read"),
    ]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"implemnts": "innovation/a"}, "did you mean implements"),
        ({"claimSubject": "use"}, "is no statement"),
        ({"implements": "usee"}, "did you mean use"),
        ({"implements": "a b/c"}, "names nothing"),
        ({"implements": "https://a b/"}, "names nothing"),
        ({"implements": 26}, "a thing is wanted"),
        ({"implements": ()}, "empty list"),
        ({"direction": "up"}, "is not in the list direction"),
        ({"direction": ("increase", "decrease")}, "one value"),
        ({"changeValue": "26"}, "a number is wanted"),
        ({"implements": {"a": "b"}}, "is wanted"),
        ({"implements": None}, "is wanted"),
        ({}, "nothing is stated"),
        ({"about": ("use",)}, "give the gist"),
        ({"gist": "so"}, "name it under about"),
        ({"about": ("usee",), "gist": "so"}, "did you mean use"),
        ({"asserter": "nobody", "implements": "use"}, "nobody"),
        ({"at": None, "implements": "use"}, "give the words it stands on"),
        ({"at": (5, 5), "implements": "use"}, "start before end"),
        ({"at": (-1, 5), "implements": "use"}, "two whole numbers from 0"),
        ({"basis": "curatorReading", "implements": "use"}, "needs its reason"),
        ({"modality": "sure", "implements": "use"}, "is not in the list modality"),
    ],
)
def test_an_item_is_refused_in_words(said: Raw, message: str) -> None:
    ((field, found),) = told(source(item(**said)))
    assert message in found
    assert field.startswith("nodes.use")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"is": "Innovation"}, "no class of documents"),
        ({"is": "CaseStdy"}, "did you mean CaseStudy"),
        ({"record": "A Report"}, "small letters"),
        ({"nodes": {"document": {"is": "Theme"}}}, "give the node another key"),
        ({"nodes": {"a": {}}}, "here or elsewhere"),
        ({"nodes": {"a": {"is": "Theme", "of": "theme/a"}}}, "take one out"),
        ({"nodes": {"a": {"of": "theme/a", "label": "a"}}}, "has its label there"),
        ({"nodes": {"a": {"of": "theme"}}}, "names nothing"),
        ({"nodes": {"a": {"is": "AcceptedClaim"}}}, "no node is declared AcceptedClaim"),
        ({"nodes": {"a": {"is": "Document"}}}, "no node is declared Document"),
        ({"nodes": {"A b": {"is": "Theme"}}}, "small letters"),
        ({"colour": "red"}, "is not a field here"),
        ({"spans": ((0, 5, "0", 1),)}, "SHA-256"),
        ({"kind": "sorce"}, "write entity, source, profile or decision"),
    ],
)
def test_a_source_is_refused_in_words(change: Raw, message: str) -> None:
    assert any(message in found for _, found in told({**source(), **change}))


def test_a_key_stands_once() -> None:
    items = item(implements="innovation/a"), item(inArea="area/a")
    ((_, message),) = told(source(*items))
    assert "'what' stands twice" in message


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"is": "Implementation"}, "happened somewhere"),
        ({"is": "Claim"}, "no node is declared Claim"),
        ({"facts": {"changeValue": 1}}, "is a finding"),
        ({"facts": {"odsCode": 26}}, "a text is wanted"),
        ({"record": "source/a"}, "source"),
        ({"record": "profile/a"}, "profile"),
        ({"record": "innovation"}, "type/code"),
        ({"label": ""}, "must not be empty"),
        ({"label": "a\0b"}, "cannot be printed"),
    ],
)
def test_an_entity_is_refused_in_words(change: Raw, message: str) -> None:
    assert any(message in found for _, found in told(entity(**change)))


def test_an_entity_may_have_several_other_names() -> None:
    found = parse_record(entity(facts={"altLabel": ("A one", "The A")}))
    assert isinstance(found, Entity)
    assert found.facts["altLabel"] == ("A one", "The A")


@pytest.mark.parametrize("raw", [None, 1, "a", (), ({},), {}, {"kind": "entity"}, {1: 2}])
def test_what_is_no_record_is_refused(raw: object) -> None:
    assert list(told(raw))


PAGE: Raw = {
    "title": "Page",
    "coverage": "part",
    "rangeRead": "its top",
    "address": "https://ex.org",
}


def test_a_document_is_held_or_has_an_address() -> None:
    held, page = parsed(source()), parsed(source(document=PAGE))
    assert (held.document.held, held.document.basis) == (True, "span")
    assert (page.document.held, page.document.basis) == (False, "address")
    assert page.places() == {}


def test_statements_of_a_page_stand_on_its_address() -> None:
    said: tuple[Raw, ...] = (
        {"key": "what", "implements": "innovation/a"},
        {"key": "where", "inArea": "area/a", "basis": "address"},
        {"key": "read", "aggregation": "programme", "basis": "curatorReading", "because": "so"},
    )
    claims = claims_of(parsed(source(*said, document=PAGE)))
    assert [claim.basis for claim in claims] == ["address", "address", "curatorReading"]


@pytest.mark.parametrize("basis", ["address", "curatorReading"])
def test_a_page_makes_real_what_a_reading_does_not(basis: str) -> None:
    said: Raw = {"key": "what", "implements": "innovation/a", "basis": basis, "because": "so it is"}
    quads = to_quads(parsed(source(said, document=PAGE)))
    kinds = {quad.object for quad in quads if quad.predicate == NamedNode(WW + "mainClass")}
    assert (NamedNode(WW + "Implementation") in kinds) is (basis == "address")
