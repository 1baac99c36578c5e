"""From records to named graphs: everything at home, classes written out, nothing without a name."""

from collections.abc import Mapping

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph.canonical import canonical_nquads, require_own_graph
from graph.rdf import to_quads
from ingest.read import corpus_files, read_files
from ontology.errors import InvalidInput
from ontology.record import Record
from ontology.report import parse_record
from ontology.terms import PROJECT_BASE, RDF, SKOS, VOCAB, WW, XSD, load_ontology

BASE = "https://ex.org/devon/"
DIGEST = "0" * 64
Raw = dict[str, object]
CORPUS = read_files(corpus_files())


def source(nodes: Mapping[str, object], **more: object) -> Record:
    return parse_record(
        {
            "kind": "source",
            "record": "report",
            "document": {
                "title": "Report",
                "coverage": "whole",
                "bytesSha256": DIGEST,
                "textSha256": DIGEST,
                "extractor": "text/1",
            },
            "nodes": nodes,
            "spans": ((0, 5, DIGEST, 1),),
            **more,
        }
    )


def objects(quads: list[Quad], subject: str, predicate: str) -> set[str]:
    return {
        quad.object.value
        for quad in quads
        if quad.subject == NamedNode(subject)
        and quad.predicate == NamedNode(predicate)
        and not isinstance(quad.object, Triple)
    }


def lines(quads: list[Quad]) -> set[tuple[str, str]]:
    """What a graph says of its own record, with shortened names."""
    return {
        (_short(quad.predicate.value), _short(quad.object.value))
        for quad in quads
        if quad.subject == quad.graph_name and not isinstance(quad.object, Triple)
    }


def _short(text: str) -> str:
    for start, name in ((WW, ""), (VOCAB, "v:"), (PROJECT_BASE, ""), (SKOS, ""), (BASE, "here:")):
        text = text.replace(start, name)
    return text.rpartition("#")[2] if text.startswith("http") else text


@pytest.mark.parametrize("record", CORPUS, ids=lambda record: str(record.record))
@pytest.mark.parametrize("base", [PROJECT_BASE, BASE])
def test_everything_has_a_name_and_its_home(record: Record, base: str) -> None:
    quads = to_quads(record, base)
    iri = record.iri(base)
    for quad in quads:
        assert not isinstance(quad.subject, BlankNode | Triple)
        assert not isinstance(quad.object, BlankNode | Triple)
        assert quad.graph_name == NamedNode(iri)
        assert quad.subject.value == iri or quad.subject.value.startswith(f"{iri}/")
    assert len(set(quads)) == len(quads)
    require_own_graph(iri, canonical_nquads(quads))


@pytest.mark.parametrize("record", CORPUS, ids=lambda record: str(record.record))
def test_classes_are_written_out(record: Record) -> None:
    quads, kinds = to_quads(record), load_ontology().kinds
    names = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    for name in names:
        types = objects(quads, name, RDF + "type")
        mains = objects(quads, name, WW + "mainClass")
        assert types
        assert len(mains) == (0 if WW + "Claim" in types else 1)
        for main in mains | types:
            assert {main, *kinds[main.removeprefix(WW)].above} <= types


def test_an_entity() -> None:
    record = parse_record(
        {
            "kind": "entity",
            "record": "organisation/a-1",
            "is": "Organisation",
            "label": "One",
            "facts": {"altLabel": "The one", "odsCode": "A01", "isCollective": True},
            "source": "https://ex.org/list",
        }
    )
    quads = to_quads(record, BASE)
    found = lines(quads)
    assert {
        ("mainClass", "Organisation"),
        ("type", "Organisation"),
        ("prefLabel", "One"),
        ("altLabel", "The one"),
        ("odsCode", "A01"),
        ("isCollective", "true"),
    } <= {(key.rpartition("/")[2], value) for key, value in found}
    assert {quad.graph_name for quad in quads} == {NamedNode(f"{BASE}id/organisation/a-1")}
    (label,) = {quad.object for quad in quads if quad.predicate.value == SKOS + "prefLabel"}
    assert label == Literal("One", language="en")


def test_a_profile() -> None:
    record = parse_record(
        {
            "kind": "profile",
            "record": "a-2020",
            "of": "here:area/a",
            "label": "A in 2020",
            "source": "https://ex.org/table",
            "sourceVersion": "1",
            "year": "2020",
            "figures": (
                {"key": "people", "feature": "population", "value": 10, "unit": "persons"},
                {"key": "old", "feature": "share", "value": None, "unit": "%", "computed": "no"},
            ),
        }
    )
    quads = to_quads(record, BASE)
    iri = f"{BASE}id/profile/a-2020"
    assert objects(quads, iri, WW + "profileOf") == {f"{BASE}id/area/a"}
    assert objects(quads, iri, WW + "hasFigure") == {f"{iri}/people", f"{iri}/old"}
    values = [quad.object for quad in quads if quad.predicate.value == WW + "figureValue"]
    assert values == [Literal("10", datatype=NamedNode(XSD + "decimal"))]


def test_a_decision() -> None:
    record = parse_record(
        {
            "kind": "decision",
            "record": "same",
            "subject": "here:innovation/a",
            "relation": "closeMatch",
            "object": "innovation/b",
            "verdict": "refused",
            "justification": "they differ",
        }
    )
    assert lines(to_quads(record, BASE)) >= {
        ("decisionSubject", "here:id/innovation/a"),
        ("decisionObject", "id/innovation/b"),
        ("decisionRelation", "closeMatch"),
        ("verdict", "v:verdict/refused"),
    }


def test_what_lives_elsewhere_gets_no_statement_here() -> None:
    says = ({"key": "count", "declaredMemberCount": 8, "at": (0, 5)},)
    quads = to_quads(source({"eight": {"of": "set/eight", "at": (0, 5), "says": says}}))
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    assert f"{PROJECT_BASE}id/set/eight" not in subjects
    claim = f"{PROJECT_BASE}id/source/report/eight-count-declaredMemberCount"
    assert objects(quads, claim, WW + "claimSubject") == {f"{PROJECT_BASE}id/set/eight"}
    assert objects(quads, claim, WW + "claimObject") == {"8"}


def test_words_without_a_digest_are_named() -> None:
    record = source({"theme": {"is": "Theme", "label": "a", "at": (6, 9)}})
    with pytest.raises(InvalidInput, match=r"\[6, 9\] have no digest: add the document's text"):
        to_quads(record)


@pytest.mark.parametrize(
    "nodes",
    [
        # an item about things, and a node
        {
            "use": {
                "is": "Implementation",
                "says": ({"key": "place", "about": ("use",), "gist": "so", "at": (0, 5)},),
            },
            "use-place": {"is": "Theme", "label": "a"},
        },
        # two things of one list that end alike
        {
            "use": {
                "is": "Implementation",
                "says": ({"key": "k", "inArea": ("area/a", "place/a"), "at": (0, 5)},),
            }
        },
    ],
)
def test_two_things_of_one_name_are_refused(nodes: Raw) -> None:
    with pytest.raises(InvalidInput, match="id/source/report/use-"):
        to_quads(source(nodes))


def test_the_order_of_a_file_is_no_matter() -> None:
    nodes: Raw = {
        key: {"is": "Theme", "label": key, "at": (0, 5)} for key in ("one", "two", "three")
    }
    turned = dict(reversed(nodes.items()))
    assert canonical_nquads(to_quads(source(nodes))) == canonical_nquads(to_quads(source(turned)))
