"""What a caller has of /sparql already is not sent again, and what may be otherwise is not kept."""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

Starts = Callable[..., AbstractContextManager[str]]
Reaches = Callable[..., AbstractContextManager[httpx.Client]]
JSON, CSV = "application/sparql-results+json", "text/csv"
NAMES = "SELECT ?s { ?s a ?class } ORDER BY ?s LIMIT 3"
MOST = 50  # rows


@pytest.fixture(scope="module")
def client(reaching: Reaches) -> Iterator[httpx.Client]:
    """A server whose answers have few rows."""
    with reaching(QUERY_ROWS=str(MOST)) as client:
        yield client


def get(client: httpx.Client, query: str, **head: str) -> httpx.Response:
    given = {"query": query} if query else {}
    return client.get(
        "/sparql",
        params=given,
        headers={name.replace("_", "-"): text for name, text in head.items()},
    )


@pytest.mark.parametrize(
    ("query", "media"),
    [
        (NAMES, JSON),
        (NAMES, CSV),
        ("ASK { ?s ?p ?o }", JSON),
        ("CONSTRUCT { ?s a ?class } { ?s a ?class } LIMIT 3", "text/turtle"),
        ("SELECT ?s { ?s <a:nothing> ?o }", JSON),
    ],
)
def test_an_answer_that_is_had_already_is_not_sent_again(
    client: httpx.Client, query: str, media: str
) -> None:
    first = get(client, query, accept=media)
    again = get(client, query, accept=media, if_none_match=first.headers["etag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first.headers["vary"] == again.headers["vary"] == "accept"
    assert again.headers["etag"] == first.headers["etag"]
    head = client.head("/sparql", params={"query": query}, headers={"accept": media})
    assert head.headers["etag"] == first.headers["etag"]


def test_another_query_graph_or_format_is_another_answer(client: httpx.Client) -> None:
    had = {get(client, NAMES, accept=media).headers["etag"] for media in (JSON, CSV)}
    had.add(get(client, NAMES + " ", accept=JSON).headers["etag"])
    named = client.get(
        "/sparql", params={"query": NAMES, "default-graph-uri": "a:b"}, headers={"accept": JSON}
    )
    had.add(named.headers["etag"])
    assert len(had) == 4
    other = ", ".join(had - {named.headers["etag"]})
    again = client.get(
        "/sparql",
        params={"query": NAMES, "default-graph-uri": "a:b"},
        headers={"accept": JSON, "if-none-match": other},
    )
    assert again.status_code == 200


@pytest.mark.parametrize("media", [JSON, CSV, "application/sparql-results+xml"])
def test_what_is_cut_is_not_kept(client: httpx.Client, media: str) -> None:
    for many, kept in ((MOST, True), (MOST + 1, False)):
        answer = get(client, f"SELECT ?s {{ ?s ?p ?o }} LIMIT {many}", accept=media)
        assert (answer.status_code, "etag" in answer.headers) == (200, kept)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?n) {}",
        "SELECT (rand() AS ?n) {}",
        "SELECT (UUID() AS ?n) {}",
        "SELECT (StrUUID() AS ?n) {}",
        "SELECT (BNODE() AS ?n) {}",
    ],
)
def test_what_changes_by_itself_is_not_kept(client: httpx.Client, query: str) -> None:
    answer = get(client, query, accept=JSON)
    assert (answer.status_code, "etag" in answer.headers) == (200, False)
    assert "etag" in get(client, "SELECT ('now()' AS ?n) {}", accept=JSON).headers


def test_what_is_posted_or_refused_is_not_kept(client: httpx.Client) -> None:
    had = get(client, NAMES, accept=JSON).headers["etag"]
    head = {"accept": JSON, "if-none-match": had}
    posted = client.post("/sparql", data={"query": NAMES}, headers=head)
    assert (posted.status_code, "etag" in posted.headers) == (200, False)
    refused = get(client, "SELECT nonsense", accept=JSON)
    assert (refused.status_code, "etag" in refused.headers) == (400, False)


def test_a_change_of_the_graph_is_a_new_answer(
    home: Path, serving: Starts, call: Callable[..., tuple[int, str, str]]
) -> None:
    with (
        serving(home, "--no-cypher") as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        had = get(client, query, accept=JSON)
        found = client.get("/v1/questions/said").json()
        claim = found["rows"][0][found["columns"].index("claim")]
        assert call("withdraw", claim.rpartition("/")[0], "--reason", "a test")[0] == 0
        again = get(client, query, accept=JSON, if_none_match=had.headers["etag"])
        assert again.status_code == 200
        assert again.content != had.content


def put(client: httpx.Client, query: str) -> socket.socket:
    """Put a query; the server has read it, and its answer is not waited for."""
    host, port = client.base_url.host, client.base_url.port
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(query)}\r\n"
        "Content-Type: application/sparql-query\r\n\r\n"
    )
    caller = socket.create_connection((host, port))
    caller.sendall((head + query).encode())
    client.get("/v1/").raise_for_status()  # what came before is read before
    return caller


def test_who_leaves_has_not_had_a_text_examined(client: httpx.Client) -> None:
    heavy = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
    count = "SELECT (COUNT(*) AS ?n)"
    query = f"{count} {{ {heavy} SERVICE SILENT <http://127.0.0.1:9/> {{ {heavy} }} }}"
    with put(client, f"{count} {{ {heavy} . ?j ?k ?l }}"), put(client, query):
        pass  # the second waits for the end of the first, and both leave
    answer = client.post("/sparql", data={"query": query})
    assert (answer.status_code, answer.json()["code"]) == (403, "federationDisabled")


def test_a_graph_that_is_had_already_is_not_sent_again(client: httpx.Client) -> None:
    small = "SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY COUNT(*) LIMIT 1"
    graphs = get(client, small, accept=JSON).json()
    name = graphs["results"]["bindings"][0]["g"]["value"]
    where = {"graph": name}
    first = client.get("/rdf-graphs/service", params=where)
    head = {"if-none-match": first.headers["etag"]}
    assert client.get("/rdf-graphs/service", params=where, headers=head).status_code == 304
