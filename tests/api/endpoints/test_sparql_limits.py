"""What a caller is told who asks too much, too often or too long; it costs nobody else."""

import csv
import io
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path

import httpx
import psutil
import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results
from rdflib import Graph
from rdflib.query import Result

from graph.engine.jobs import CHILDREN, WAITING, WAITING_EACH

Starts = Callable[..., AbstractContextManager[str]]
Reaches = Callable[..., AbstractContextManager[httpx.Client]]
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
RUNAWAY = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"
SLOW = f"""
SELECT ?a ?d ("{"x" * 4000}" AS ?wide)
{{ ?a a ?c . ?d a ?f FILTER(STRENDS(SHA512(CONCAT(STR(?a), STR(?d))), "000")) }}
"""  # a row now and then
MOST = 3000  # rows
ALL = "SELECT ?s ?p { ?s ?p ?o }"
GRAPH = "CONSTRUCT { ?s a ?o } { SELECT DISTINCT ?s ?o { ?s a ?o } LIMIT %s }"
TABLES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
TRIPLES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
RDFLIB = {
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
}  # of which it does not warn


@pytest.fixture(scope="module")
def short(reaching: Reaches) -> Iterator[httpx.Client]:
    """A server whose answers have few rows."""
    given = {"QUERY_ROWS": str(MOST), "QUERY_SECONDS": "2", "QUERY_BYTES": str(2**24)}
    with reaching(**given) as client:
        yield client


@pytest.fixture(scope="module")
def patient(starter: Path, serving: Starts) -> Iterator[str]:
    """A server whose queries may take all the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WHATWORKED_QUERY_SECONDS", "600")
        with serving(starter, "--no-cypher") as address:
            yield address


def ask(client: httpx.Client, query: str, media: str) -> httpx.Response:
    answer = client.post("/sparql", data={"query": query}, headers={"accept": media})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == media
    return answer


def count_rows(media: str, document: bytes) -> int:
    """The rows of an answer, as readers of other people's have it."""
    if media == "text/csv":
        return len(list(csv.DictReader(io.StringIO(document.decode(), newline=""), strict=True)))
    if media == "text/tab-separated-values":
        found = parse_query_results(document, QueryResultsFormat.TSV)
        assert isinstance(found, QuerySolutions)
        return len(list(found))
    return len(Result.parse(io.BytesIO(document), content_type=media))


def says_cut(media: str, answer: httpx.Response) -> bool:
    """A table says it in its head, for it has no other room; all others at their end."""
    if media.startswith("text/") and media in TABLES:
        return "x-result-truncated" in answer.headers
    return b"truncated" in answer.content[-100:]


@pytest.mark.parametrize("media", TABLES)
@pytest.mark.parametrize("many", [MOST, MOST + 1])
def test_a_table_that_is_cut_says_so_and_can_be_read(
    short: httpx.Client, media: str, many: int
) -> None:
    answer = ask(short, f"{ALL} LIMIT {many}", media)
    assert count_rows(media, answer.content) == MOST
    assert says_cut(media, answer) == (many > MOST)


@pytest.mark.parametrize("media", TRIPLES)
@pytest.mark.parametrize("many", [MOST, MOST + 1])
def test_a_graph_that_is_cut_says_so_and_can_be_read(
    short: httpx.Client, media: str, many: int
) -> None:
    answer = ask(short, GRAPH % many, media)
    triples = {quad.triple for quad in parse(answer.content, TRIPLES[media])}
    assert len(triples) == MOST
    if media in RDFLIB:
        assert len(Graph().parse(data=answer.content, format=media)) == MOST
    assert says_cut(media, answer) == (many > MOST)


@pytest.mark.parametrize("media", TABLES)
def test_what_has_come_when_the_time_is_over_can_be_read(short: httpx.Client, media: str) -> None:
    answer = ask(short, SLOW, media)
    assert 0 < count_rows(media, answer.content) < MOST
    assert says_cut(media, answer)


LONG = f"""CONCAT({", ".join(["?y"] * 100)})"""
WIDE = f"BIND('{'x' * 1000}' AS ?y)"


@pytest.fixture(scope="module")
def tight(reaching: Reaches) -> Iterator[httpx.Client]:
    """A server whose answers have few bytes."""
    with reaching(QUERY_BYTES="20000") as client:
        yield client


@pytest.mark.parametrize("media", [*TABLES, *TRIPLES])
def test_one_row_that_has_no_room_is_told_as_a_problem(tight: httpx.Client, media: str) -> None:
    what = f"SELECT ({LONG} AS ?z)" if media in TABLES else "CONSTRUCT { <a:b> <a:b> ?z }"
    where = WIDE if media in TABLES else f"{WIDE} BIND({LONG} AS ?z)"
    query = f"{what} {{ {where} }}"
    answer = tight.post("/sparql", data={"query": query}, headers={"accept": media})
    assert (answer.status_code, answer.json()["code"]) == (503, "size")
    assert "one row is longer than an answer may be" in answer.json()["detail"]


@pytest.mark.parametrize("media", TABLES)
def test_rows_before_one_that_has_no_room_are_kept_and_it_is_said(
    tight: httpx.Client, media: str
) -> None:
    rows = f"{{ BIND('short' AS ?z) }} UNION {{ {WIDE} BIND({LONG} AS ?z) }}"
    answer = ask(tight, f"SELECT ?z {{ {rows} }}", media)
    assert count_rows(media, answer.content) == 1
    assert says_cut(media, answer)


def send(address: str, caller: int, query: str = RUNAWAY, claimed: int = 1) -> socket.socket:
    """Put a query as a caller with an address of its own, and one that it claims to pass on for.

    Its answer is not waited for.
    """
    url = httpx.URL(address)
    sent = socket.create_connection((url.host, url.port), source_address=(f"127.0.0.{caller}", 0))
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: {url.host}\r\nContent-Length: {len(query)}\r\n"
        f"Content-Type: application/sparql-query\r\nX-Forwarded-For: 192.0.2.{claimed}\r\n\r\n"
    )
    sent.sendall(head.encode() + query.encode())
    return sent


def ask_as(address: str, caller: int, seconds: float = 60) -> httpx.Response | None:
    """The answer to a small query of such a caller; None where it has to wait."""
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{caller}")
    with httpx.Client(base_url=address, transport=transport, timeout=seconds) as client:
        try:
            return client.post("/sparql", data={"query": "ASK { }"})
        except httpx.ReadTimeout:
            return None


def working(address: str) -> list[int]:
    """The processes that work at a query: they can open no file any more."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            here = {one.laddr.port for one in process.net_connections("tcp") if not one.raddr}
            if httpx.URL(address).port in here:
                tree = process.children(recursive=True)
                found += [one.pid for one in tree if one.rlimit(psutil.RLIMIT_NOFILE) == (0, 0)]
    return found


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def assert_refused(address: str, caller: int, status: int, code: str, sent: ExitStack) -> None:
    """At last: a question that slips in between takes the place of what was sent before it."""
    while ask_as(address, caller, 0.5) is None:
        sent.enter_context(send(address, caller))
    answer = ask_as(address, caller)
    assert answer is not None
    assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert int(answer.headers["retry-after"]) > 0


def test_a_caller_over_its_own_limit_is_told_so_and_stands_in_nobodys_way(patient: str) -> None:
    with ExitStack() as sent:  # 127.0.0.1, whom servers are wont to believe what it passes on
        for number in range(1 + WAITING_EACH):
            sent.enter_context(send(patient, 1, claimed=number))
        assert_refused(patient, 1, 429, "callerBusy", sent)
        other = ask_as(patient, 3)
        assert other is not None
        assert other.json()["boolean"] is True
    until(lambda: not working(patient))
    assert ask_as(patient, 1)


def test_a_full_queue_refuses_and_the_questions_of_the_house_go_on(patient: str) -> None:
    with ExitStack() as sent:
        for number in range(CHILDREN):
            sent.enter_context(send(patient, 10 + number))
        until(lambda: len(working(patient)) == CHILDREN)
        for number in range(WAITING):
            sent.enter_context(send(patient, 100 + number // WAITING_EACH))
        assert_refused(patient, 200, 503, "busy", sent)
        assert httpx.get(f"{patient}/v1/questions/sets", timeout=60).status_code == 200
    until(lambda: not working(patient))
    assert ask_as(patient, 200)


@pytest.mark.parametrize("query", [RUNAWAY, f"SELECT * {{ {CROSS} }}"], ids=["silent", "talking"])
def test_a_caller_who_goes_away_ends_the_work(patient: str, query: str) -> None:
    with send(patient, 2, query):
        until(lambda: working(patient))
    until(lambda: not working(patient))
