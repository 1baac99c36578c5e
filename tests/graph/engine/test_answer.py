"""Cells and updates: what comes back is what was said, and nothing else is taken."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.engine.memory import MemoryEngine
from graph.engine.port import Update
from ontology.errors import InvalidInput
from queries.catalogue import Cell, Question

G = "https://ex.org/g"
XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"


@pytest.mark.parametrize("text", [f"<{G}> <{G}> <{G}> <{G}h> .\n", f"<{G}> <{G}> <{G}> <{G}> ."])
def test_an_update_holds_lines_of_its_own_graph_only(text: str) -> None:
    with pytest.raises(InvalidInput, match=f"<{G}> are not all"):
        list(Update(1, {G: text}).texts())


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    query = "SELECT ?x WHERE { VALUES ?x { UNDEF } }"
    echo = Question("echo", "What was given", {"x": "string"}, ("x",), query)
    with MemoryEngine() as engine:
        assert engine.ask(echo, x=text).rows == ((text,),)


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ('"1.2.3"^^xsd:decimal', "1.2.3"),
        ('"many"^^xsd:integer', "many"),
        ('"INF"^^xsd:double', "INF"),
        ('"perhaps"^^xsd:boolean', "perhaps"),
        ("1.5e3", Decimal(1500)),
        ("-3", -3),
        ('"hello"@en', "hello"),
        ('"2025"^^xsd:gYear', "2025"),
    ],
)
def test_a_literal_that_is_no_number_stays_text(written: str, cell: Cell) -> None:
    text = f"{XSD} SELECT ?x WHERE {{ VALUES ?x {{ {written} }} }}"
    with MemoryEngine() as engine:
        assert engine.ask(Question("one", "One", {}, ("x",), text)).rows == ((cell,),)
