"""What a region offers, for people and machines that look for data: DCAT-AP 3.0.1."""

from pyoxigraph import Literal

from graph.exchange.checkpoint import Checkpoint
from graph.exchange.pages import ROOT, stream_of
from ontology.terms import SKOS, WW

_HEAD = """\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
_MEDIA = "https://www.iana.org/assignments/media-types/"


def write_catalogue(point: Checkpoint, licence: str, distribution: str = ROOT) -> bytes:
    """Write the catalogue in Turtle: one dataset, and where it is had.

    `distribution` is the link to the data, relative to the catalogue.
    """
    stream = stream_of(point.base, point.audience)
    title = text_in_english(f"What worked, where, and why: {point.region}")
    about = text_in_english(f"{point.records} records for the audience {point.audience}.")
    body = f"""\
<#catalogue> a dcat:Catalog ;
    dct:title {title} ;
    dct:description {text_in_english("What this region shares of its learning records.")} ;
    dct:publisher <#publisher> ;
    dct:license <{licence}> ;
    dcat:dataset <{stream}> .

<#publisher> a foaf:Agent ;
    foaf:name {text_in_english(point.region)} .

<{stream}> a dcat:Dataset, void:Dataset ;
    dct:title {title} ;
    dct:description {about} ;
    dct:publisher <#publisher> ;
    dct:license <{licence}> ;
    dct:conformsTo <{WW.removesuffix("#")}> ;
    dct:identifier "{stream}" ;
    dcat:version "{point.epoch}.{point.sequence}" ;
{_modified(point)}    void:vocabulary <{WW}>, <{SKOS}>, <http://purl.org/dc/terms/> ;
    void:uriSpace "{point.base}id/" ;
    void:documents {point.records} ;
    void:feature <http://www.w3.org/ns/formats/N-Quads> ;
    dcat:distribution <#distribution> .

<{WW.removesuffix("#")}> a dct:Standard .
<{licence}> a dct:LicenseDocument .

<#distribution> a dcat:Distribution ;
    dct:title {text_in_english("The data")} ;
    dcat:accessURL <{distribution}> ;
    dct:license <{licence}> ;
    dcat:mediaType <{_MEDIA}application/n-quads> .

<{_MEDIA}application/n-quads> a dct:MediaType .
"""
    return (_HEAD + body).encode()


def _modified(point: Checkpoint) -> str:
    return f'    dct:modified "{point.time}"^^xsd:dateTime ;\n' if point.time else ""


def text_in_english(text: str) -> str:
    """Write a text as a literal of Turtle."""
    return str(Literal(text, language="en"))
