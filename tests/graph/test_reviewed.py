"""What fewer have read is left out of a record's graph, and nothing else is."""

import pytest

from graph.canonical import canonical_nquads
from graph.rdf import to_quads
from graph.reviewed import keep_reviewed
from ontology.errors import InvalidInput
from ontology.fields import REVIEW_STATES as STATES
from ontology.record import Source
from ontology.report import parse_record
from ontology.terms import load_ontology

IRI = "https://w3id.org/whatworked/id/source/page"


def record(*states: str, modality: str = "asserted") -> Source:
    """One thing that is done, another that is only named, with the states of what says so."""
    use, name, aim = states
    raw = {
        "kind": "source",
        "record": "page",
        "reviewState": "singleReader",
        "document": {"title": "Page", "coverage": "whole", "address": "https://example.org/page"},
        "nodes": {
            "use": {
                "is": "Implementation",
                "label": "use",
                "says": (
                    {"key": "what", "implements": "innovation/a", "reviewState": use},
                    {"key": "plan", "inArea": "area/a", "modality": modality, "reviewState": aim},
                ),
            },
            "method": {
                "is": "Method",
                "label": "method",
                "says": ({"key": "note", "note": "a way", "reviewState": name},),
            },
        },
    }
    made = parse_record(raw)
    assert isinstance(made, Source)
    return made


def graph(made: Source) -> str:
    return canonical_nquads(to_quads(made))


def test_a_record_that_two_have_read_is_whole() -> None:
    text = graph(record("secondRead", "secondRead", "secondRead"))
    assert all(keep_reviewed(text, state) == text for state in STATES)


def test_what_one_has_read_is_left_out_with_all_that_stands_on_it() -> None:
    text = graph(record("secondRead", "singleReader", "secondRead"))
    left = keep_reviewed(text, "secondRead")
    assert f"<{IRI}/use>" in left
    assert f"<{IRI}/method>" not in left
    assert keep_reviewed(text, "singleReader") == text


def test_what_no_claim_left_says_has_happened_is_a_prospect() -> None:
    text = graph(record("singleReader", "secondRead", "secondRead", modality="planned"))
    left = keep_reviewed(text, "secondRead")
    assert "ns#implements> <" not in left.replace("claimPredicate", "")
    assert f"<{IRI}/use> <https://w3id.org/whatworked/ns#mainClass> " in left
    assert "ns#Prospect>" in left
    assert "ns#Implementation> <https://w3id.org/whatworked/id" not in "".join(
        line for line in left.splitlines() if "#type>" in line
    )


@pytest.mark.parametrize("use", STATES)
@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("aim", STATES)
@pytest.mark.parametrize("modality", ["asserted", "planned"])
@pytest.mark.parametrize("least", STATES[1:])
def test_what_is_left_is_what_a_record_of_the_rest_would_be(
    use: str, name: str, aim: str, modality: str, least: str
) -> None:
    """The claims left out, and the graph made anew, give the same triples of every thing left."""
    kept = [state for state in (use, name, aim) if STATES.index(state) >= STATES.index(least)]
    text = graph(record(use, name, aim, modality=modality))
    left = set(keep_reviewed(text, least).splitlines())
    made = record(use, name, aim, modality=modality)
    nodes = {
        key: node.model_copy(
            update={
                "says": tuple(
                    item
                    for item in node.says
                    if STATES.index(item.review_state or "") >= STATES.index(least)
                )
            }
        )
        for key, node in made.nodes.items()
    }
    rest = made.model_copy(update={"nodes": {k: node for k, node in nodes.items() if node.says}})
    if kept and "unread" not in (use, name, aim):
        assert left == set(graph(rest).splitlines())
    assert all(f"/{state}>" not in line for line in left for state in STATES[: STATES.index(least)])


def test_the_states_are_those_of_the_code_list() -> None:
    assert set(STATES) == load_ontology().code_lists["review-state"]


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(InvalidInput, match="secondRead"):
        keep_reviewed("", "thirdRead")
