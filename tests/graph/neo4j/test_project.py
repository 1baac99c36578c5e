"""The property graph: a bijection with the dataset, whatever the literals."""

import string
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, DefaultGraph, Literal, NamedNode, Quad

from graph.canonical import canonical_nquads, dataset_digest, graph_digest
from graph.neo4j.cardinality import single_valued
from graph.neo4j.project import Node, PropertyGraph, digest_of, project
from graph.neo4j.property_names import PREFIXES, iri_of, name_of
from graph.rdf import to_quads
from ingest.read import corpus_files, read_files
from ontology.errors import InvalidInput
from ontology.terms import RDF, SKOS, WW, XSD, load_ontology

RECORD = "https://ex.org/id/source/a"
TERMS = [
    *(WW + name for name in ("claimObject", "changeValue", "iri", "graph", "a_b", "Resource")),
    *(RDF + "type", SKOS + "prefLabel", SKOS + "altLabel", "http://purl.org/dc/terms/title"),
    *("https://ex.org/p", "urn:x:y", "https://ex.org/_", f"{WW}é", f"{SKOS}pref-label"),
]
NASTY = [
    *(Literal(text, datatype=NamedNode(XSD + kind)) for text, kind in [
        ("01", "integer"), ("1", "integer"), ("+1", "integer"), (str(2**63), "integer"),
        (str(-(2**63)), "integer"), ("1" * 50, "integer"), ("x", "integer"), ("1.00", "decimal"),
        ("0.41", "decimal"), ("26", "decimal"), ("-0", "decimal"), ("0." + "1" * 30, "decimal"),
        ("9" * 400, "decimal"), (".5", "decimal"), ("1E0", "double"), ("NaN", "double"),
        ("INF", "float"), ("true", "boolean"), ("1", "boolean"), ("2024-02-30", "date"),
        ("2024-02-29", "date"), ("0000-01-01", "date"), ("2024-02-29Z", "date"),
        ("2024-01-01T24:00:00Z", "dateTime"), ("2024", "gYear"), ("P2Y6M", "duration"),
        ("", "integer"), ("1 ", "integer"), ("a=b", "anyURI")]),
    *(Literal(text) for text in (
        "", " ", "a=b@c^d", "^xsd_integer 1", "@en", "line\nbreak\r\n", "\x00\x1f\x7f\u0085\u2028",
        "😀", "true", "1", "2024-02-29", '"quoted" \\ `ticks`', "\ue000\ue001", ",;\t|")),
    *(Literal("same", language=tag) for tag in ("en", "en-gb", "fr")),
    Literal("", language="en"),
    Literal("same", language="ar", direction=BaseDirection.RTL),
    Literal("same", datatype=NamedNode("https://ex.org/type=a")),
]  # fmt: skip

iris = st.sampled_from([*TERMS, RECORD, f"{RECORD}/b", "https://ex.org/id/area/c"])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
literals = st.one_of(
    st.sampled_from(NASTY),
    st.builds(Literal, texts),
    st.builds(lambda text: Literal(text, language="en"), texts),
    st.builds(Literal, st.integers()),
    st.builds(Literal, st.booleans()),
    st.builds(
        lambda text, term: Literal(text, datatype=NamedNode(term)), texts, st.sampled_from(TERMS)
    ),
    st.builds(
        lambda number: Literal(format(number, "f"), datatype=NamedNode(XSD + "decimal")),
        st.decimals(allow_nan=False, allow_infinity=False),
    ),
)
subjects = st.sampled_from(["", "/b", "/b/c", "/d"])
records = st.sampled_from([f"https://ex.org/id/source/{name}" for name in "abc"])
quads = st.builds(
    lambda record, rest, predicate, value: Quad(
        NamedNode(record + rest), NamedNode(predicate), value, NamedNode(record)
    ),
    *(records, subjects, st.sampled_from(TERMS)),
    st.one_of(literals, st.builds(NamedNode, iris)),
)
datasets = st.lists(quads, max_size=40)


def write(found: list[Quad]) -> dict[str, str]:
    grouped: dict[str, list[Quad]] = {}
    for quad in found:
        assert isinstance(quad.graph_name, NamedNode)
        grouped.setdefault(quad.graph_name.value, []).append(quad)
    return {record: canonical_nquads(some) for record, some in grouped.items()}


def digest(texts: dict[str, str]) -> str:
    return dataset_digest((record, graph_digest(text)) for record, text in texts.items())


def about(*values: Literal | NamedNode, predicate: str = WW + "claimObject") -> Node:
    home = NamedNode(RECORD)
    found = [Quad(home, NamedNode(predicate), value, home) for value in values]
    return project(write(found)).nodes[RECORD]


@settings(max_examples=200, deadline=None)
@given(datasets)
def test_what_is_projected_can_be_restored(found: list[Quad]) -> None:
    texts = write(found)
    assert digest_of(project(texts)) == digest(texts)


def test_the_case_study_can_be_restored() -> None:
    texts = {one.iri(): canonical_nquads(to_quads(one)) for one in read_files(corpus_files())}
    assert digest_of(project(texts)) == digest(texts)


@pytest.mark.parametrize("predicate", TERMS)
def test_all_nasty_literals_at_once(predicate: str) -> None:
    home = NamedNode(RECORD)
    texts = write([Quad(home, NamedNode(predicate), value, home) for value in NASTY])
    assert digest_of(project(texts)) == digest(texts)


@settings(max_examples=200, deadline=None)
@given(datasets)
def test_the_order_of_statements_and_records_says_nothing(found: list[Quad]) -> None:
    texts = write(found)
    assert project(texts) == project(dict(reversed(texts.items())))


@given(st.one_of(st.text(string.ascii_letters + "_:/#-.", min_size=1), st.sampled_from(TERMS)))
def test_names_are_a_bijection(text: str) -> None:
    for iri in (text, *(namespace + text for namespace in [WW, *PREFIXES.values()])):
        if ":" in iri:
            assert iri_of(name_of(iri)) == iri


def test_known_terms_have_names_that_need_no_backticks() -> None:
    ontology = load_ontology()
    iris = [
        *(kind.iri for kind in ontology.kinds.values()),
        *(prop.iri for prop in ontology.properties.values()),
    ]
    assert [iri for iri in iris if not name_of(iri).replace("_", "").isalnum()] == []


def test_the_ontology_decides_what_is_one_value() -> None:
    assert {WW + "spanStart", WW + "changeValue", SKOS + "prefLabel"} <= single_valued()
    assert WW + "gist" not in single_valued()  # a testimony may have several
    assert about(Literal(1), predicate=WW + "gist").properties == {"gist": [1]}
    assert about(Literal(1)).properties == {"claimObject": 1}


def test_a_second_value_where_one_is_due_is_kept_in_the_twin() -> None:
    found = about(Literal("b", language="en"), Literal("a")).properties
    assert found == {"claimObject": "a", "_claimObject": ["", "@en b"]}


def test_canonical_values_have_no_twin() -> None:
    values = [Literal("0.41", datatype=NamedNode(XSD + "decimal")), Literal(True), Literal("x")]
    assert [about(value).properties for value in values] == [
        {"claimObject": 0.41},
        {"claimObject": True},
        {"claimObject": "x"},
    ]


def test_values_of_several_kinds_are_text() -> None:
    found = about(Literal(1), Literal("x"), predicate="https://ex.org/p").properties
    assert found == {
        "https://ex.org/p": ["1", "x"],
        "_https://ex.org/p": ["^xsd_integer", ""],
    }


def test_an_object_may_be_a_thing_or_a_value() -> None:
    thing = NamedNode("https://ex.org/id/area/c")
    home = NamedNode(RECORD)
    predicate = NamedNode(WW + "claimObject")
    graph = project(write([Quad(home, predicate, value, home) for value in (thing, Literal(1))]))
    assert graph.nodes[RECORD].properties == {"claimObject": 1}
    (found,) = graph.relationships.values()
    assert (found.type, found.start, found.end, found.graph) == (
        *("claimObject", RECORD, thing.value),
        RECORD,
    )
    assert graph.nodes[thing.value] == Node(thing.value)


def _blank() -> Quad:
    return Quad(NamedNode(RECORD), NamedNode(TERMS[0]), BlankNode("b"), NamedNode(RECORD))


def _elsewhere() -> Quad:
    return Quad(NamedNode(RECORD + "b"), NamedNode(TERMS[0]), Literal(1), NamedNode(RECORD))


def _homeless() -> Quad:
    return Quad(NamedNode(RECORD), NamedNode(TERMS[0]), Literal(1), DefaultGraph())


@pytest.mark.parametrize("make", [_blank, _elsewhere, _homeless])
def test_what_no_property_graph_can_hold_is_refused(make: Callable[[], Quad]) -> None:
    with pytest.raises(InvalidInput, match=RECORD):
        project({RECORD: f"{make()} .\n"})


def test_a_thing_lives_in_one_record() -> None:
    inner = f"{RECORD}/b"
    texts = {record: f'<{inner}> <{TERMS[0]}> "1" <{record}> .\n' for record in (RECORD, inner)}
    with pytest.raises(InvalidInput, match="lives in"):
        project(texts)


def test_nothing_is_a_graph_too() -> None:
    assert project({}) == PropertyGraph({}, {})
