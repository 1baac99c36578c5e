"""The W3C suites of SPARQL 1.1 Protocol, Graph Store Protocol and Service Description."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import IdentifiedNode, Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
STATUSES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
STORE = "/rdf-graphs/service"
TABULAR = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
TRIPLES = {"text/turtle", "application/n-triples", "application/rdf+xml"}
SERVES = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="module")
def suites(shared: Path) -> Path:
    return shared / "conformance" / "sparql-protocol"


@pytest.fixture(scope="module")
def client(serving: SERVES, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    nowhere = tmp_path_factory.mktemp("scratch") / "home"
    with (
        serving(nowhere, "--scratch") as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def read(path: Path) -> tuple[Graph, list[Node]]:
    found = Graph().parse(path)
    entries = next(found.objects(None, MF.entries))
    return found, list(Collection(found, entries))


def text_of(found: Graph, node: Node, name: IdentifiedNode) -> str:
    return str(found.value(node, name))


def headers_of(found: Graph, node: Node) -> dict[str, str]:
    listed = found.value(node, HT.headers)
    pairs = list(Collection(found, listed)) if listed else list[Node]()
    return {text_of(found, one, HT.fieldName): text_of(found, one, HT.fieldValue) for one in pairs}


def body_of(found: Graph, node: Node) -> bytes | None:
    body = found.value(node, HT.body)
    if body is None:
        return None
    return text_of(found, body, CNT.chars).encode(text_of(found, body, CNT.characterEncoding))


def requests_of(found: Graph, test: Node) -> list[Node]:
    listed = found.value(found.value(test, MF.action), HT.requests)
    assert listed is not None
    return list(Collection(found, listed))


def check_status(found: Graph, response: Node, answer: httpx.Response) -> None:
    expected = {str(one).rpartition("#")[2] for one in found.objects(response, MF.expectedStatus)}
    family = f"StatusCode{answer.status_code // 100}xx"
    exact = {STATUSES[one] for one in expected if one in STATUSES}
    assert family in expected or answer.status_code in exact, (expected, answer, answer.text)


def check_format(found: Graph, response: Node, answer: httpx.Response) -> None:
    expected = found.value(response, MF.expectedFormat)
    media = answer.headers.get("content-type", "").partition(";")[0]
    if str(expected) == "boolean":
        assert media in TABULAR
        assert isinstance(answer.json()["boolean"], bool)
    elif str(expected) == "tabular":
        assert media in TABULAR
    elif str(expected) == "RDF":
        assert media in TRIPLES
        Graph().parse(data=answer.content, format=media)
    truth = found.value(response, MF.expectedBoolean)
    if truth is not None:
        assert json.loads(answer.content)["boolean"] is truth.toPython()  # type: ignore[attr-defined]


def test_protocol(suites: Path, client: httpx.Client) -> None:
    found, tests = read(suites / "protocol" / "manifest.ttl")
    passed = 0
    for test in tests:
        client.delete(STORE, params={"default": ""})
        for data in found.objects(test, UT.graphData):
            name = text_of(found, data, RDFS.label)
            path = suites / "protocol" / text_of(found, data, UT.graph).rpartition("/")[2]
            put = client.put(
                STORE,
                params={"graph": name},
                content=path.read_bytes(),
                headers={"content-type": "application/n-triples"},
            )
            assert put.status_code in {201, 204}, put.text
        for request in requests_of(found, test):
            answer = client.request(
                text_of(found, request, HT.methodName),
                text_of(found, request, HT.absolutePath),
                content=body_of(found, request),
                headers=headers_of(found, request),
            )
            response = found.value(request, HT.resp)
            assert response is not None
            check_status(found, response, answer)
            if answer.is_success:
                check_format(found, response, answer)
        passed += 1
    assert passed == 34


def test_graph_store(suites: Path, client: httpx.Client) -> None:
    passed = 0
    for name in ("manifest-direct.ttl", "manifest-indirect.ttl"):
        found, _ = read(suites / "graph-store-protocol" / name)
        for test in found.subjects(RDF.type, MF.GraphStoreProtocolTest):  # one is in no list
            client.post("/sparql", data={"update": "DROP ALL"})
            places: dict[str, str] = {}
            for request in requests_of(found, test):
                check_exchange(found, request, client, places)
            passed += 1
    assert passed == 14


def check_exchange(
    found: Graph, request: Node, client: httpx.Client, places: dict[str, str]
) -> None:
    path = text_of(found, request, HT.absolutePath)
    for template, place in places.items():
        path = path.replace(template, quote(place, safe=""))
    direct = path.startswith("/gsp/")
    ours = path.replace("/gsp/", "/rdf-graphs/", 1) if direct else STORE + path[4:]
    answer = client.request(
        text_of(found, request, HT.methodName),
        ours,
        content=body_of(found, request),
        headers=headers_of(found, request),
    )
    response = found.value(request, HT.resp)
    assert response is not None
    check_status(found, response, answer)
    for name, value in headers_of(found, response).items():
        assert answer.headers[name] == value
    location = found.value(response, MF.expectedLocation)
    if location is not None:
        places[str(location)] = answer.headers["location"]
    expected = body_of(found, response)
    if expected is not None:
        base = str(answer.request.url)
        theirs = Graph().parse(data=expected, format="turtle", publicID=base)
        assert isomorphic(theirs, Graph().parse(data=answer.content, format="turtle")), path


RANGES = {  # SPARQL 1.1 Service Description §3: a property, and the class of its values
    SD.defaultDataset: SD.Dataset,
    SD.defaultGraph: SD.Graph,
}
DOMAINS = {
    SD.Service: {
        *(SD.endpoint, SD.supportedLanguage, SD.resultFormat, SD.inputFormat, SD.feature),
        SD.defaultDataset,
    },
    SD.Dataset: {SD.defaultGraph, SD.namedGraph},
    SD.Graph: set(),
}
LANGUAGES = {SD.SPARQL11Query, SD.SPARQL11Update}


def test_service_description(suites: Path, client: httpx.Client) -> None:
    _, tests = read(suites / "service-description" / "manifest.ttl")
    checks = {
        "returns-rdf": check_is_rdf,
        "has-endpoint-triple": check_endpoint,
        "conforms-to-schema": check_schema,
    }
    names = [str(test).rpartition("#")[2] for test in tests]
    assert sorted(names) == sorted(checks)
    for name in names:
        for media in ("*/*", "text/turtle", "application/rdf+xml", "application/n-triples"):
            checks[name](client, media)


def describe(client: httpx.Client, media: str) -> Graph:
    answer = client.get("/sparql", headers={"accept": media})
    assert answer.status_code == 200
    kind = answer.headers["content-type"].partition(";")[0]
    assert media in {"*/*", kind}
    return Graph().parse(data=answer.content, format=kind)


def check_is_rdf(client: httpx.Client, media: str) -> None:
    assert len(describe(client, media)) > 0


def check_endpoint(client: httpx.Client, media: str) -> None:
    endpoints = {str(one) for one in describe(client, media).objects(None, SD.endpoint)}
    assert endpoints == {str(client.base_url.join("/sparql"))}


def check_schema(client: httpx.Client, media: str) -> None:
    found = describe(client, media)
    for subject, predicate, value in found:
        if predicate == RDF.type:
            continue
        classes = set(found.objects(subject, RDF.type))
        assert any(predicate in DOMAINS[kind] for kind in classes)  # type: ignore[index]
        if predicate in RANGES:
            assert (value, RDF.type, RANGES[predicate]) in found  # type: ignore[index]
        if predicate == SD.supportedLanguage:
            assert value in LANGUAGES
    assert len(set(found.subjects(RDF.type, SD.Service))) == 1
