"""The terms of exchange are described in full, and no other is named."""

import re
from pathlib import Path

import pyshacl
import rdflib
from rdflib.namespace import RDF, RDFS, SH

ROOT = Path(__file__).parents[2]
EXCHANGE = "https://w3id.org/whatworked/exchange#"


def described() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology" / "exchange.ttl", format="turtle")


def test_they_keep_the_rules_of_the_ontology() -> None:
    rules = rdflib.Graph().parse(ROOT / "ontology" / "quality" / "terms.ttl", format="turtle")
    conforms, _, told = pyshacl.validate(described(), shacl_graph=rules, inference="none")
    assert conforms, told
    injured = described()
    injured.remove((rdflib.URIRef(f"{EXCHANGE}erased"), RDFS.label, None))
    assert not pyshacl.validate(injured, shacl_graph=rules, inference="none")[0]


def test_each_is_described_and_used() -> None:
    files = [*(ROOT / "graph").rglob("*.py"), *(ROOT / "api").rglob("*.py")]
    text = "".join(path.read_text("utf-8") for path in files)
    named = {*re.findall(r"(?:\{EXCHANGE\}|wx:)(\w+)", text)}
    terms = {
        str(term).removeprefix(EXCHANGE)
        for term in described().subjects(RDF.type)
        if str(term).startswith(EXCHANGE)
    }
    assert named == terms
    assert (rdflib.URIRef(f"{EXCHANGE}KeptRule"), RDF.type, SH.ConstraintComponent) in described()
