"""The description of a feed in VoID: how much stands in it, of which classes and properties.

Source: Describing Linked Datasets with the VoID Vocabulary, W3C Interest Group Note, 2011.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph.exchange.catalogue import text_in_english
from graph.exchange.checkpoint import Checkpoint
from graph.exchange.pages import ROOT, stream_of
from ontology.terms import RDF, SKOS, WW

_HEAD = """\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
_TYPE = f"<{RDF}type>"


@dataclass(frozen=True)
class Counts:
    """How many statements there are, and things; things by class, statements by property.

    Classes and properties are IRIs in <>.
    """

    triples: int
    entities: int
    classes: Counter[str]
    properties: Counter[str]


def count_statements(graphs: Iterable[str]) -> Counts:
    """Count what is stated in graphs of canonical N-Quads, each thing once."""
    things, typed = set[str](), set[tuple[str, str]]()
    properties = Counter[str]()
    for nquads in graphs:
        for line in nquads.split("\n")[:-1]:
            subject, predicate, rest = line.split(" ", 2)
            things.add(subject)
            properties[predicate] += 1
            if predicate == _TYPE:
                typed.add((subject, rest.partition(" ")[0]))
    classes = Counter(kind for _, kind in typed)
    return Counts(properties.total(), len(things), classes, properties)


def write_void(point: Checkpoint, counts: Counts, licence: str, feed: str) -> bytes:
    """Write the description in Turtle; `feed` is the link to the folder of the feed."""
    stream = stream_of(point.base, point.audience)
    title = text_in_english(f"What worked, where, and why: {point.region}")
    modified = f'    dct:modified "{point.time}"^^xsd:dateTime ;\n' if point.time else ""
    body = f"""\
<> a void:DatasetDescription ;
    dct:title {title} ;
    foaf:primaryTopic <{stream}> .

<{stream}> a void:Dataset ;
    dct:title {title} ;
    dct:publisher <{point.base}> ;
    dct:license <{licence}> ;
{modified}    rdfs:seeAlso <{feed}{ROOT}>, <{feed}catalogue.ttl> ;
    void:vocabulary <{WW}>, <{SKOS}>, <http://purl.org/dc/terms/> ;
    void:feature <http://www.w3.org/ns/formats/N-Quads> ;
    void:documents {point.records} ;
    void:triples {counts.triples} ;
    void:entities {counts.entities} ;
    void:classes {len(counts.classes)} ;
    void:properties {len(counts.properties)}{_partitions(counts)} .

<{point.base}> a foaf:Agent ;
    foaf:name {text_in_english(point.region)} .
"""
    return (_HEAD + body).encode()


def _partitions(counts: Counts) -> str:
    """A partition for each class, and one for each property, in the order of their IRIs."""
    parts = [
        f" ;\n    void:classPartition [ void:class {one} ; void:entities {number} ]"
        for one, number in sorted(counts.classes.items())
    ]
    parts += [
        f" ;\n    void:propertyPartition [ void:property {one} ; void:triples {number} ]"
        for one, number in sorted(counts.properties.items())
    ]
    return "".join(parts)
