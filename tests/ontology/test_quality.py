"""The ontology, its shapes and its rules hold together: nothing undescribed, unnamed or unused."""

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS
from rdflib.term import Node

from graph.rdf import to_quads
from graph.rules import load_rules
from ingest.read import corpus_files, read_files, register_files
from ontology.context import context_text
from ontology.schemes import codes_of
from ontology.terms import PROJECT_BASE, SCHEMA, VOCAB, WW, XSD, load_ontology

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
SHAPES = "https://w3id.org/whatworked/shapes#"
QUALITY = "https://w3id.org/whatworked/quality#"
LOGGED = {"sharing"}  # stands in the log of a repository: no property of a record has it
PREFIX = re.compile(r"^\s*(?:@prefix|PREFIX)\s+([\w-]+):\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)
PARTS = (SH["or"], SH["and"], SH.xone, SH["not"], SH.property, SH.node, SH.qualifiedValueShape)
BOUNDS = (SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive)


@cache
def read(*places: str) -> rdflib.Graph:
    """Some Turtle files, or all those of some folders, in one graph."""
    graph = rdflib.Graph()
    for place in places:
        path = ONTOLOGY / place
        for file in sorted(path.glob("*.ttl")) if path.is_dir() else [path]:
            graph.parse(file, format="turtle")
    return graph


def own() -> rdflib.Graph:
    return read("whatworked.ttl", "model", "vocabularies")


def known() -> rdflib.Graph:
    return read("whatworked.ttl", "model", "vocabularies", "vocabularies/published")


def broken_rules(graph: rdflib.Graph) -> set[str]:
    """The shapes of the ontology over itself that a version of it breaks."""
    _, report, _ = pyshacl.validate(
        graph, shacl_graph=read("quality"), inference="none", advanced=False
    )
    assert isinstance(report, rdflib.Graph)
    return {str(rule).removeprefix(QUALITY) for rule in report.objects(None, SH.sourceShape)}


def shapes_in(graph: rdflib.Graph) -> set[Node]:
    return {*graph.subjects(RDF.type, SH.NodeShape), *graph.subjects(RDF.type, SH.PropertyShape)}


def members(graph: rdflib.Graph, head: Node) -> list[Node]:
    return list(rdflib.collection.Collection(graph, head))


def names_in(path: Path) -> set[str]:
    """The IRIs of ours that a Turtle or SPARQL file names, by prefix or in full."""
    text = path.read_text("utf-8")
    named = set(re.findall(r"<([^<>\s]+)>", text))
    for prefix, iri in PREFIX.findall(text):
        local = re.findall(rf"(?<![\w-]){prefix}:([A-Za-z0-9](?:[\w.-]*[\w-])?)", text)
        named |= {iri + name for name in local}
    return {name for name in named if is_ours(name)}


def is_ours(iri: str) -> bool:
    return bool(re.fullmatch(rf"{WW}\w+|{VOCAB}[\w-]+/[\w.-]+", iri))


@cache
def declared() -> set[str]:
    return {str(subject) for subject in known().subjects() if is_ours(str(subject))}


def term_files() -> list[Path]:
    rooms = ("model", "vocabularies", "vocabularies/published", "shapes", "rules", "quality")
    folders = [ONTOLOGY / name for name in rooms]
    found = [path for folder in [*folders, ROOT / "queries"] for path in folder.glob("*.*")]
    return sorted(path for path in found if path.suffix in {".ttl", ".rq"})


def test_the_ontology_keeps_its_own_rules() -> None:
    assert broken_rules(known()) == set()


@pytest.mark.parametrize(
    ("subject", "predicate", "rule"),
    [
        (WW + "Claim", RDFS.label, "Term-label"),
        (WW + "Claim", SKOS.definition, "Term-definition"),
        (WW + "unit", SKOS.example, "Term-example"),
        (WW + "unit", DCTERMS.source, "Term-source"),
        (WW + "unit", RDFS.isDefinedBy, "Term-isDefinedBy"),
        (WW + "unit", rdflib.URIRef(SCHEMA + "domainIncludes"), "Property-domain"),
        (WW + "unit", rdflib.URIRef(SCHEMA + "rangeIncludes"), "Property-values"),
        (WW + "direction", rdflib.URIRef(WW + "codeList"), "Property-values"),
        (str(DCTERMS.title), rdflib.URIRef(WW + "recordKey"), "Property-key"),
        (WW + "Agent", RDF.type, "Class-subClassOf"),
        (WW + "Area", RDF.type, "Property-range"),
        (VOCAB + "direction", RDF.type, "Property-codeList"),
        (VOCAB + "direction", SKOS.definition, "Scheme-definition"),
        (VOCAB + "direction/mixed", SKOS.notation, "Concept-notation"),
        (VOCAB + "direction/mixed", SKOS.prefLabel, "Concept-prefLabel"),
        (VOCAB + "direction/mixed", SKOS.definition, "Concept-definition"),
        (VOCAB + "direction/mixed", SKOS.inScheme, "Concept-inScheme"),
        (WW.removesuffix("#"), DCTERMS.license, "Ontology-license"),
    ],
)
def test_what_is_left_out_is_found(subject: str, predicate: Node, rule: str) -> None:
    injured = rdflib.Graph() + own()
    injured.remove((rdflib.URIRef(subject), predicate, None))
    assert rule in broken_rules(injured)


@pytest.mark.parametrize("path", term_files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_term_that_a_file_names_is_in_the_ontology(path: Path) -> None:
    assert names_in(path) - declared() == set()


def test_every_term_that_the_corpus_uses_is_in_the_ontology() -> None:
    quads = [quad for record in read_files(corpus_files()) for quad in to_quads(record)]
    used = {quad.predicate.value for quad in quads}
    used |= {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    assert {iri for iri in used if is_ours(iri)} - declared() == set()
    assert {prop.iri for prop in load_ontology().properties.values()} >= {
        quad.predicate.value for quad in quads if quad.predicate.value != str(RDF.type)
    }


def test_record_keys_are_unique() -> None:
    properties = {
        subject
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for subject in own().subjects(RDF.type, kind)
    }
    assert len(load_ontology().properties) == len(properties)


def test_code_lists_and_files_are_the_same() -> None:
    published = {path.stem for path in (ONTOLOGY / "vocabularies/published").iterdir()}
    lists = {prop.code_list for prop in load_ontology().properties.values() if prop.code_list}
    named = {VOCAB + name for name in (lists - published) | LOGGED}
    stems = {path.stem for path in (ONTOLOGY / "vocabularies").glob("*.ttl")}
    assert {VOCAB + stem for stem in stems} == named
    assert load_ontology().code_lists.keys() == stems


@pytest.mark.parametrize("stem", sorted(load_ontology().code_lists))
def test_a_code_list_holds_its_own_codes(stem: str) -> None:
    graph, scheme = read(f"vocabularies/{stem}.ttl"), rdflib.URIRef(VOCAB + stem)
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    notations = {f"{VOCAB}{stem}/{graph.value(concept, SKOS.notation)}" for concept in concepts}
    assert {str(concept) for concept in concepts} == notations
    assert concepts == set(graph.objects(scheme, SKOS.hasTopConcept))
    assert concepts == set(graph.subjects(SKOS.topConceptOf, scheme))
    assert concepts == set(graph.subjects(SKOS.inScheme, scheme))


@pytest.mark.parametrize(("folder", "base"), [("shapes", SHAPES), ("quality", QUALITY)])
def test_every_shape_has_a_name_a_message_and_a_severity(folder: str, base: str) -> None:
    graph = read(folder)
    for shape in shapes_in(graph):
        assert str(shape).startswith(base)
        (message,) = graph.objects(shape, SH.message)
        assert isinstance(message, rdflib.Literal)
        assert message.language == "en"
        assert message.endswith(".")
        (severity,) = graph.objects(shape, SH.severity)
        assert severity in {SH.Violation, SH.Warning}


@pytest.mark.parametrize("folder", ["shapes", "quality"])
def test_shapes_are_made_of_named_shapes_in_core_terms(folder: str) -> None:
    graph, parts = read(folder), set[Node]()
    for predicate in PARTS:
        for part in graph.objects(None, predicate):
            listed = (part, RDF.first, None) in graph
            parts |= set(members(graph, part)) if listed else {part}
    assert parts <= shapes_in(graph)
    targets = {*graph.subjects(SH.targetClass), *graph.subjects(SH.targetSubjectsOf)}
    assert shapes_in(graph) == parts | targets  # none that nothing reaches
    assert not {SH.sparql, SH.uniqueLang, SH.closed, SH.rule} & set(graph.predicates())


def test_a_bound_stands_beside_a_datatype() -> None:
    graph = read("shapes")
    bounded = {shape for bound in BOUNDS for shape in graph.subjects(bound)}
    assert bounded
    assert all((shape, SH.datatype, None) in graph for shape in bounded)


def test_shapes_allow_the_codes_of_the_code_list() -> None:
    graph, full = read("shapes"), set[str]()
    coded = {prop.iri: prop for prop in load_ontology().properties.values() if prop.code_list}
    for shape, head in graph.subject_objects(SH["in"]):
        prop = coded.get(str(graph.value(shape, SH.path)))
        if prop:
            allowed = {str(code) for code in members(graph, head)}
            every = {concept.iri for concept in codes_of(prop).values()}
            assert allowed <= every, shape
            full |= {prop.code_list or ""} if allowed == every else set()
    assert full == {prop.code_list for prop in coded.values()}


def test_every_class_has_a_use() -> None:
    graph, shapes = own(), read("shapes")
    used = set(graph.objects(None, RDFS.subClassOf))
    used |= {kind for name in ("domain", "range") for kind in graph.objects(
        None, rdflib.URIRef(f"{SCHEMA}{name}Includes"))}  # fmt: skip
    used |= set(graph.objects(None, RDF.type)) | set(shapes.objects())
    records = read_files(corpus_files() + register_files())
    corpus = (quad for record in records for quad in to_quads(record))
    things = (quad.object for quad in corpus)
    used |= {rdflib.URIRef(thing.value) for thing in things if isinstance(thing, NamedNode)}
    assert {rdflib.URIRef(kind.iri) for kind in load_ontology().kinds.values()} - used == set()


def test_rules_name_what_their_message_needs() -> None:
    assert len(load_rules()) == len(list((ONTOLOGY / "rules").glob("*.rq")))
    for rule in load_rules():
        answer = Store().query(rule.text)
        assert isinstance(answer, QuerySolutions)
        variables = {variable.value for variable in answer.variables}
        assert {"record", "focus", "value", *re.findall(r"\{(\w+)\}", rule.message)} <= variables
        assert "VALUES ?record { UNDEF }" in rule.text


def rule_names(name: str) -> set[str]:
    return names_in(ONTOLOGY / "rules" / f"{name}.rq")


def test_rules_list_all_causal_properties_and_all_guarded_classes() -> None:
    ontology = load_ontology()
    causal = {prop.iri for prop in ontology.properties.values() if prop.causal}
    assert rule_names("causal-plain") == causal
    guarded = {kind.iri for kind in ontology.kinds.values() if kind.guarded}
    assert guarded <= rule_names("prospective-typed")
    allowed = set(members(read("shapes"), read("shapes").value(
        rdflib.URIRef(SHAPES + "Prospect-prospectOf"), SH["in"]) or RDF.nil))  # fmt: skip
    assert {str(kind) for kind in allowed} == guarded


def test_plain_facts_of_a_document_are_its_metadata() -> None:
    domain = rdflib.URIRef(SCHEMA + "domainIncludes")
    text = (ONTOLOGY / "rules" / "plain-unbacked.rq").read_text("utf-8")
    metadata = {
        prop.iri
        for prop in load_ontology().properties.values()
        if prop.metadata
        and (rdflib.URIRef(prop.iri), domain, rdflib.URIRef(WW + "Document")) in own()
    }
    prefixes = dict(PREFIX.findall(text))
    listed = re.findall(r"([a-z]+):(\w+)", text.partition("NOT IN (\n")[2].partition(")")[0])
    assert {prefixes[prefix] + name for prefix, name in listed} == metadata


def test_the_context_is_written_from_the_ontology() -> None:
    held = (files("ontology") / "context.jsonld").read_text("utf-8")
    assert held == context_text(), "write ontology.context.context_text() to context.jsonld"


def test_the_context_reads_codes_texts_and_numbers() -> None:
    said = json.loads(context_text()) | {
        "id": "source/x/rise",
        "type": "OutcomeObservation",
        "direction": "increase",
        "changeValue": "26",
        "label": "a rise",
        "measure": "source/x/share",
    }
    quads = parse(json.dumps(said), format=RdfFormat.JSON_LD)
    found = {(quad.predicate.value, str(quad.object)) for quad in quads}
    assert found == {
        (str(RDF.type), f"<{WW}OutcomeObservation>"),
        (WW + "direction", f"<{VOCAB}direction/increase>"),
        (WW + "changeValue", f'"26"^^<{XSD}decimal>'),
        (str(SKOS.prefLabel), '"a rise"@en'),
        (WW + "measure", f"<{PROJECT_BASE}id/source/x/share>"),
    }
