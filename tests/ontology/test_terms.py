"""The terms of the ontology by the names that records use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from ontology.schemes import codes_of
from ontology.terms import (
    VOCAB,
    WW,
    XSD,
    code_iri,
    is_iri,
    load_ontology,
    read_turtle,
    turtle_files,
)

ONTOLOGY = load_ontology()
GUARDED = {  # what counts as having happened
    "Implementation",
    "TransferAttempt",
    "Adaptation",
    "OutcomeObservation",
    "QualitativeOutcome",
    "ConditionAssessment",
    "StageAssessment",
}
CAUSAL = {"explains", "citesMechanism", "contributesTo", "enabled", "attributedCause"}


def test_classes_know_what_they_fall_under() -> None:
    kinds = ONTOLOGY.kinds
    assert kinds["CaseStudy"].above[0] == WW + "Document"
    assert kinds["AcceptedClaim"].above == (WW + "Claim",)
    for kind in kinds.values():
        assert kind.iri == WW + kind.name
        assert kind.iri not in kind.above
        assert len(set(kind.above)) == len(kind.above)
        assert {above.removeprefix(WW) for above in kind.above} <= kinds.keys()


def test_what_happened_needs_a_claim() -> None:
    assert {kind.name for kind in ONTOLOGY.kinds.values() if kind.guarded} >= GUARDED


def test_causes_are_marked() -> None:
    found = {key for key, prop in ONTOLOGY.properties.items() if prop.causal}
    assert found >= CAUSAL & ONTOLOGY.properties.keys()
    assert found


def test_properties_have_one_kind_of_value() -> None:
    for key, prop in ONTOLOGY.properties.items():
        assert prop.key == key
        assert not (prop.code_list and (prop.datatype or prop.is_text))
        assert not (prop.is_text and prop.datatype not in {None, XSD + "string"})
        assert not (prop.metadata and prop.identity)
        if prop.code_list:
            assert codes_of(prop)
        if prop.causal or prop.linking:
            assert (prop.code_list, prop.datatype, prop.is_text) == (None, None, False)


def test_iris_by_key() -> None:
    assert ONTOLOGY.iri("changeValue") == WW + "changeValue"
    assert ONTOLOGY.iri("Lesson") == WW + "Lesson"
    with pytest.raises(KeyError):
        ONTOLOGY.iri("changeValeu")


def test_codes_by_notation() -> None:
    assert {"asserted", "planned", "possible"} <= ONTOLOGY.code_lists["modality"]
    assert code_iri("modality", "planned") == f"{VOCAB}modality/planned"
    stored = read_turtle(turtle_files("vocabularies"))
    for code_list, notations in ONTOLOGY.code_lists.items():
        for notation in notations:
            iri = NamedNode(code_iri(code_list, notation))
            assert list(stored.quads_for_pattern(iri, None, None, None))


@pytest.mark.parametrize(
    "text", ["", "a/b", "https://a b", "https://a/<b>", "https://[", "a:b c", "https://a/%zz"]
)
def test_what_is_no_iri(text: str) -> None:
    assert not is_iri(text)


@given(st.text())
def test_every_text_is_an_iri_or_not(text: str) -> None:
    assert is_iri(text) in {True, False}
    assert is_iri("https://ex.org/a")
