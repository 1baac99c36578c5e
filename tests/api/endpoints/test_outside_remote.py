"""Queries from outside on a SPARQL server of the user's: as on our own engine, and as fenced in."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import psutil
import pytest
from pyoxigraph import RdfFormat, parse

from bench.fuseki_server import Fuseki, change
from bench.hostile import sparql as hostile
from bench.hostile.canary import Canary, listen
from graph.remote.endpoint import Endpoint

Starts = Callable[..., AbstractContextManager[str]]
Reaches = Callable[..., AbstractContextManager[httpx.Client]]
URI = "WHATWORKED_SPARQL_URI"
SECONDS, MOST = 8, 400  # the limits of a query
PATIENCE = 120  # seconds of one that is to be broken off, or takes long
JSON = "application/sparql-results+json"
ROWS = [JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]
TURTLE = RdfFormat.TURTLE
GRAPHS = {
    "text/turtle": TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
WW = "PREFIX ww: <https://w3id.org/whatworked/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
NAMES = f"{WW} SELECT ?s ?name {{ ?s a ww:Innovation ; skos:prefLabel ?name }} ORDER BY ?s LIMIT 9"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c = ?l) }"
WIDE = f"""SELECT ?s ("{"x" * 3000}" AS ?wide) {{ ?s ?p ?o . ?t ?q ?r }}"""


@pytest.fixture(scope="module")
def dataset(fuseki_server: Fuseki) -> str:
    """An empty dataset."""
    address = f"{fuseki_server.address}/open"
    change(Endpoint(address, address), "DROP ALL")
    return f"{address}/query"


@pytest.fixture(scope="module")
def remote(reaching: Reaches, dataset: str) -> Iterator[httpx.Client]:
    """A server of the starter records whose engine is Fuseki."""
    given = {"QUERY_SECONDS": str(SECONDS), "QUERY_ROWS": str(MOST)}
    with reaching(SPARQL_URI=dataset, **given) as client:
        yield client


@pytest.fixture(scope="module")
def own(reaching: Reaches) -> Iterator[httpx.Client]:
    """A server of the same records with an engine of its own."""
    with reaching(QUERY_ROWS=str(MOST)) as client:
        yield client


def ask(client: httpx.Client, query: str, media: str = JSON, **more: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query, **more}, headers={"accept": media})


@pytest.mark.parametrize("media", ROWS)
def test_rows_are_the_same_in_each_format(
    remote: httpx.Client, own: httpx.Client, media: str
) -> None:
    for query in (NAMES, "SELECT ?s { ?s <a:nothing> ?o }", "SELECT (26.0 AS ?n) {}"):
        answers = [ask(one, query, media) for one in (remote, own)]
        assert [one.status_code for one in answers] == [200, 200], answers[0].text
        assert answers[0].headers["content-type"] == answers[1].headers["content-type"]
        assert answers[0].content == answers[1].content


@pytest.mark.parametrize("media", GRAPHS)
def test_triples_are_the_same_in_each_format(
    remote: httpx.Client, own: httpx.Client, media: str
) -> None:
    query = (
        f"{WW} CONSTRUCT {{ ?s skos:prefLabel ?n }} {{ ?s a ww:Innovation ; skos:prefLabel ?n }}"
    )
    found = [ask(one, query, media) for one in (remote, own)]
    assert [one.status_code for one in found] == [200, 200], found[0].text
    theirs, ours = ({quad.triple for quad in parse(one.content, GRAPHS[media])} for one in found)
    assert theirs == ours != set()


@pytest.mark.parametrize(
    ("text", "truth"), [("ASK { ?s a ?o }", True), ("ASK { <a:b> ?p ?o }", False)]
)
def test_a_truth_is_one(remote: httpx.Client, text: str, truth: bool) -> None:
    assert ask(remote, text).json()["boolean"] is truth
    assert remote.get("/sparql", params={"query": text}).json()["boolean"] is truth
    posted = remote.post(
        "/sparql", content=text, headers={"content-type": "application/sparql-query"}
    )
    assert posted.json()["boolean"] is truth


def test_graphs_are_named_by_the_protocol_and_by_the_store(
    remote: httpx.Client, own: httpx.Client
) -> None:
    small = "SELECT ?g { GRAPH ?g { ?s a ?c } } GROUP BY ?g ORDER BY COUNT(*) ?g LIMIT 2"
    names = [row["g"]["value"] for row in ask(own, small).json()["results"]["bindings"]]
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    for name in names:
        found = [ask(one, count, **{"default-graph-uri": name}).json() for one in (remote, own)]
        assert found[0] == found[1]
        inside = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
        listed = ask(remote, inside, **{"named-graph-uri": name}).json()["results"]["bindings"]
        assert [row["g"]["value"] for row in listed] == [name]
        stored = [one.get("/rdf-graphs/service", params={"graph": name}) for one in (remote, own)]
        theirs, ours = ({each.triple for each in parse(one.content, TURTLE)} for one in stored)
        assert theirs == ours != set()
    assert remote.get("/rdf-graphs/service", params={"graph": "urn:none"}).status_code == 404
    unknown = ask(remote, count, **{"default-graph-uri": "http://127.0.0.1:9/graph"})
    assert (unknown.status_code, unknown.json()["code"]) == (400, "unknownGraph")


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with listen() as canary:
        yield canary


@pytest.mark.parametrize("name", [f"{number} {row[0]}" for number, row in enumerate(hostile.CALLS)])
def test_nothing_that_calls_out_is_passed_on(
    remote: httpx.Client, canary: Canary, tmp_path: Path, name: str
) -> None:
    _, text, _ = hostile.CALLS[int(name.partition(" ")[0])]
    bait = tmp_path / "canary.nt"
    bait.write_text("<a:b> <a:b> 'the canary was read' .\n", "utf-8")
    text = text.replace("@/", f"127.0.0.1:{canary.port}/").replace("%FILE%", str(bait))
    answer = ask(remote, text)
    assert answer.status_code in {200, 400, 403}, answer.text
    assert canary.calls == []
    assert "canary was read" not in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { BIND('\\u0022 } SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } #' AS ?x) }",
        "SELECT * { ?s ?p ?o FILTER(<java:java.lang.System.exit>(?s)) }",
        "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
        "SELECT * { LET (?x := 1) }",  # of Jena alone
        "SELECT * { ?s ?p ?o } # \x0c",
    ],
)
def test_what_a_third_parser_could_read_otherwise_is_refused(
    remote: httpx.Client, text: str
) -> None:
    assert ask(remote, text).status_code == 400


def test_the_word_in_a_text_is_no_call(remote: httpx.Client, own: httpx.Client) -> None:
    query = f"{WW} ASK {{ ?s skos:prefLabel ?n FILTER(CONTAINS(?n, 'service')) }} # SERVICE"
    assert ask(remote, query).json() == ask(own, query).json()


def test_a_fault_is_told_with_its_place(remote: httpx.Client) -> None:
    answer = ask(remote, "SELECT * WHERE {\n  ?s ?p }")
    assert (answer.status_code, answer.json()["code"], answer.json()["line"]) == (400, "syntax", 2)
    assert remote.get("/sparql", params={"query": "DROP ALL"}).status_code == 403
    assert ask(remote, NAMES, "image/png").status_code == 406


@pytest.mark.parametrize("media", ROWS)
def test_what_is_cut_says_so(remote: httpx.Client, media: str) -> None:
    for many in (MOST, MOST + 1):
        answer = ask(remote, f"SELECT ?s {{ ?s ?p ?o }} LIMIT {many}", media)
        said = b"truncated" in answer.content[-100:] or "x-result-truncated" in answer.headers
        assert (answer.status_code, said) == (200, many > MOST)


def test_a_runaway_ends_in_time(remote: httpx.Client) -> None:
    begun = time.monotonic()
    answer = ask(remote, RUNAWAY)
    assert (answer.status_code, answer.json()["code"]) == (503, "deadline")
    assert time.monotonic() - begun < SECONDS + 30, "the machine may be slow, but not for ever"
    assert ask(remote, "ASK {}").json()["boolean"] is True


def server_of(client: httpx.Client) -> psutil.Process:
    """The process that listens where a client asks."""
    (server,) = (
        process
        for process in psutil.Process().children()
        for one in process.net_connections("tcp")
        if not one.raddr and one.laddr.port == client.base_url.port
    )
    return server


def connections(server: psutil.Process, dataset: str) -> int:
    """How many connections a server has to Fuseki."""
    port = httpx.URL(dataset).port
    found = [one for one in server.net_connections("tcp") if one.raddr and one.raddr.port == port]
    return sum(one.status == "ESTABLISHED" for one in found)


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE / 3  # twice of it is over before the query ends by itself
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def patient(reaching: Reaches, dataset: str) -> Iterator[httpx.Client]:
    """A server whose queries have much time, and whose answers may be long."""
    given = {"SECONDS": str(PATIENCE), "ROWS": "100000", "BYTES": str(60 * 10**6)}
    limits = {f"QUERY_{name}": value for name, value in given.items()}
    with reaching(SPARQL_URI=dataset, **limits) as client:
        yield client


def test_who_goes_away_ends_the_connection(patient: httpx.Client, dataset: str) -> None:
    remote, server = patient, server_of(patient)
    ask(remote, "ASK {}")
    before = connections(server, dataset)
    body = RUNAWAY.encode()
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: {remote.base_url.host}\r\n"
        f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    port = remote.base_url.port
    assert port
    with socket.create_connection((remote.base_url.host, port)) as caller:
        caller.sendall(head.encode() + body)
        until(lambda: connections(server, dataset) > before)
    until(lambda: connections(server, dataset) <= before)
    assert ask(remote, "ASK {}").json()["boolean"] is True


def test_a_long_answer_is_streamed_and_takes_no_memory(patient: httpx.Client) -> None:
    """60 MB pass, of which little is ever held."""
    server = server_of(patient)
    ask(patient, "ASK {}")
    before, most, size = server.memory_info().rss, 0, 0
    head = {"accept": JSON}
    with patient.stream("POST", "/sparql", data={"query": WIDE}, headers=head) as answer:
        for piece in answer.iter_bytes():
            size += len(piece)
            most = max(most, server.memory_info().rss)
    assert size > 55 * 10**6
    assert most - before < 40 * 2**20


def test_questions_and_queries_follow_the_ledger(
    home: Path, serving: Starts, dataset: str, call: Callable[..., tuple[int, str, str]]
) -> None:
    change(Endpoint(dataset.removesuffix("/query"), dataset.removesuffix("/query")), "DROP ALL")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(URI, dataset)
        with (
            serving(home, "--no-cypher") as address,
            httpx.Client(base_url=address, timeout=120) as client,
        ):
            query = f"{WW} SELECT (COUNT(*) AS ?n) {{ ?c a ww:Claim }}"
            had = client.get("/sparql", params={"query": query}, headers={"accept": JSON})
            found = client.get("/v1/questions/sets").json()
            claim = found["rows"][0][found["columns"].index("claim")]
            assert call("withdraw", claim.rpartition("/")[0], "--reason", "a test")[0] == 0
            again = client.get(
                "/sparql",
                params={"query": query},
                headers={"accept": JSON, "if-none-match": had.headers["etag"]},
            )
    assert json.loads(again.content) != had.json()
