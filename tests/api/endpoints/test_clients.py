"""The clients that analysts bring, each against a running server: none of them is ours."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn
from xml.dom.minidom import Document

import httpx
import pytest
from neo4j import READ_ACCESS, GraphDatabase
from rdflib import Literal, URIRef, Variable
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import GET, JSON, POST, POSTDIRECTLY, URLENCODED, XML, SPARQLWrapper

from bench.fuseki_server import find_jar, java
from graph.neo4j.bolt import Address
from graph.neo4j.load import Place
from graph.neo4j.server import find_server
from ontology.errors import NotAvailable
from ontology.terms import PROJECT_BASE, RDF, WW
from tests.javascript import install_locked

PERIPREM = f"{PROJECT_BASE}id/innovation/periprem"
LABEL = f"""
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?label WHERE {{ <{PERIPREM}> skos:prefLabel ?label }}
"""
CYPHER = "MATCH (i:Innovation {iri: $iri}) RETURN i.skos_prefLabel AS label"
NODE = """
const neo4j = require('neo4j-driver')
const [uri, password, iri, text] = process.argv.slice(2)
const driver = neo4j.driver(uri, neo4j.auth.basic('neo4j', password))
driver.executeQuery(text, {iri}, {routing: neo4j.routing.READ})
  .then(found => console.log(JSON.stringify(found.records.map(one => one.get('label')))))
  .finally(() => driver.close())
"""
LOCKED = Path(__file__).with_name("javascript")  # the driver and all it needs, by their digests
R = """
suppressPackageStartupMessages(library(SPARQL))
given <- commandArgs(trailingOnly = TRUE)
found <- SPARQL(given[1], given[2])$results
cat(as.character(found), sep = "\\n")
"""
JENA = [  # how an answer is to be written, the query, and what is then to be read
    ("csv", LABEL, "label\nPERIPrem"),
    ("json", LABEL, '"en"'),
    ("text", f"ASK {{ <{PERIPREM}> a <{WW}Innovation> }}", "Yes"),
    ("text", f"ASK {{ <{PERIPREM}> a <{WW}Area> }}", "No"),
    (
        "nt",
        f"CONSTRUCT {{ ?s a <{WW}Area> }} WHERE {{ BIND(<{PERIPREM}> AS ?s) ?s a ?class }}",
        f"<{PERIPREM}> <{RDF}type> <{WW}Area> .",
    ),
]
Miss = Callable[[str], NoReturn]


@pytest.fixture(scope="module")
def address(serving_neo4j: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    with serving_neo4j() as address:
        yield address


@pytest.fixture
def bolt(address: str, neo4j_server: Place) -> Address:
    """Where Neo4j answers itself, once it holds the records."""
    assert ask(address).status_code == 202
    server = find_server(neo4j_server.folder)
    assert server
    return server.address


def ask(address: str, **more: object) -> httpx.Response:
    body = {"statement": CYPHER, "parameters": {"iri": PERIPREM}, **more}
    login = ("neo4j", "whatever")
    return httpx.post(f"{address}/db/neo4j/query/v2", json=body, auth=login, timeout=600)


@pytest.mark.parametrize(
    ("method", "request_as"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]
)
@pytest.mark.parametrize("form", [JSON, XML])
def test_sparqlwrapper(address: str, method: str, request_as: str, form: str) -> None:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setQuery(LABEL)
    client.setMethod(method)
    client.setRequestMethod(request_as)
    client.setReturnFormat(form)
    found = client.query().convert()
    text = found.toxml() if isinstance(found, Document) else json.dumps(found)
    assert "PERIPrem" in text
    assert '"en"' in text


def test_rdflib_s_store(address: str) -> None:
    store = SPARQLStore(f"{address}/sparql")
    assert [dict(row.items()) for row in store.query(LABEL).bindings] == [
        {Variable("label"): Literal("PERIPrem", "en")}
    ]
    assert bool(store.query(f"ASK {{ <{PERIPREM}> a <{WW}Innovation> }}"))
    triples = store.query(f"CONSTRUCT {{ ?s a <{WW}Area> }} WHERE {{ ?s a <{WW}Area> }}")
    assert len(triples.graph or ()) > 10
    assert next(iter(store.triples((URIRef(PERIPREM), None, None))))


@pytest.fixture(scope="module")
def jena(miss: Miss) -> Path:
    """Apache Jena's programs for a command line, which are in the jar of its server."""
    try:
        return find_jar(os.environ)
    except NotAvailable as error:
        miss(str(error))


@pytest.mark.parametrize("options", [[], ["--post"]], ids=["get", "post"])
@pytest.mark.parametrize("asked", JENA)
def test_jena(address: str, jena: Path, options: list[str], asked: tuple[str, str, str]) -> None:
    form, query, expected = asked
    words = ["arq.rsparql", "--service", f"{address}/sparql", f"--results={form}", *options, query]
    told = subprocess.run(
        java(jena, *words, heap="256m"), capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    assert expected in told.stdout


def test_r(address: str, miss: Miss, tmp_path: Path) -> None:
    program = shutil.which("Rscript")
    if program is None:
        miss("no R; install r-cran-sparql")
    (tmp_path / "ask.R").write_text(R, "utf-8")
    told = subprocess.run(
        [program, tmp_path / "ask.R", f"{address}/sparql", LABEL],
        capture_output=True,
        text=True,
        check=False,
    )
    if "no package called" in told.stderr:
        miss("R has no package SPARQL; install r-cran-sparql")
    assert "PERIPrem" in told.stdout, told.stderr


def test_the_python_driver(bolt: Address) -> None:
    with (
        GraphDatabase.driver(bolt.uri, auth=(bolt.user, bolt.password)) as driver,
        driver.session(default_access_mode=READ_ACCESS) as session,
    ):
        assert session.run(CYPHER, iri=PERIPREM).value() == ["PERIPrem"]


def test_the_javascript_driver(bolt: Address, miss: Miss, tmp_path: Path) -> None:
    node = install_locked(LOCKED, tmp_path, miss)
    (tmp_path / "ask.cjs").write_text(NODE, "utf-8")
    arguments = [bolt.uri, bolt.password, PERIPREM, CYPHER]
    told = subprocess.run(
        [node, "ask.cjs", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert told.stdout.strip() == '["PERIPrem"]', told.stderr


def test_plain_http_as_the_query_api_has_it(address: str) -> None:
    answer = ask(address, accessMode="Read", includeCounters=True, bookmarks=[])
    assert answer.status_code == 202
    found = answer.json()
    assert found["data"] == {"fields": ["label"], "values": [["PERIPrem"]]}
    assert found["counters"]["containsUpdates"] is False
    assert ask(address, bookmarks=found["bookmarks"]).status_code == 202
