"""What a caller is told where something cannot be had or read, and where in a text that is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

Call = Callable[..., tuple[int, str, str]]
TYPED = "application/vnd.neo4j.query"


@pytest.fixture(scope="module")
def plain(reaching: Callable[..., AbstractContextManager[httpx.Client]]) -> Iterator[httpx.Client]:
    """A server without Cypher."""
    with reaching() as client:
        yield client


@pytest.fixture(scope="module")
def both(serving_neo4j: Callable[[], AbstractContextManager[str]]) -> Iterator[httpx.Client]:
    """A server with Cypher."""
    with serving_neo4j() as address, httpx.Client(base_url=address, timeout=600) as client:
        yield client


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("SELECT * WHERE {\n  ?s ?p }", 2),
        ("ASK {\n\n  nonsense:a ?p ?o }", 3),
        ("ASK {\n  ?s ?p ?o .\n  FILTER(1 + ) }", 3),
        ("SELECT ?s", 1),
    ],
)
def test_where_a_query_breaks_the_grammar(plain: httpx.Client, query: str, line: int) -> None:
    for answer in (
        plain.get("/sparql", params={"query": query}),
        plain.post("/sparql", data={"query": query}),
    ):
        found = answer.json()
        assert (answer.status_code, found["code"]) == (400, "syntax")
        assert answer.headers["content-type"] == "application/problem+json"
        assert found["line"] == line
        assert 1 < found["column"] <= len(query.split("\n")[line - 1]) + 1
        assert f"line {line}, column {found['column']}" in found["detail"]


@pytest.mark.parametrize("path", ["/v1/cypher", "/db/neo4j/query/v2", "/v1/questions/sets"])
def test_without_cypher_it_is_said_why(plain: httpx.Client, path: str) -> None:
    if path.startswith("/v1/questions"):
        answer = plain.get(path, params={"engine": "cypher"})
    else:
        answer = plain.post(path, json={"statement": "RETURN 1"})
    assert answer.status_code == 501
    assert "Cypher is not available here, because this server runs without it" in answer.text


def test_an_engine_that_there_is_not(plain: httpx.Client) -> None:
    answer = plain.get("/v1/questions/sets", params={"engine": "gremlin"})
    assert answer.status_code == 400
    assert "engine is one of sparql, cypher" in answer.json()["detail"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org"])  # noqa: S104
@pytest.mark.parametrize("options", [["--scratch"], []])
def test_nobody_but_this_machine_is_listened_to(
    home: Path, call: Call, host: str, options: list[str]
) -> None:
    assert home.exists()
    code, _, aside = call("serve", *options, "--host", host, "--port", "0")
    assert code == 2
    assert "loopback address" in aside


@pytest.mark.parametrize("question", ["sets", "worked", "said"])
def test_a_question_has_the_same_rows_over_http_in_both_languages(
    both: httpx.Client, question: str
) -> None:
    path = f"/v1/questions/{question}"
    sparql = both.get(path).json()
    answer = both.get(path, params={"engine": "cypher"})
    cypher = answer.json()
    assert (sparql.pop("engine"), cypher.pop("engine")) == ("sparql", "cypher")
    assert cypher == sparql
    tag = {"if-none-match": answer.headers["etag"]}
    assert both.get(path, params={"engine": "cypher"}, headers=tag).status_code == 304
    assert both.get(path, headers=tag).status_code == 200


@pytest.mark.parametrize(
    ("expression", "kind", "value"),
    [
        ("1", "Integer", "1"),
        ("1.5", "Float", "1.5"),
        ("true", "Boolean", True),
        ("'a'", "String", "a"),
        ("date('2025-01-31')", "Date", "2025-01-31"),
        ("null", "Null", None),
        ("[1]", "List", [{"$type": "Integer", "_value": "1"}]),
        ("{a: 1}", "Map", {"a": {"$type": "Integer", "_value": "1"}}),
    ],
)
def test_values_with_their_types(
    both: httpx.Client, expression: str, kind: str, value: object
) -> None:
    answer = ask_typed(both, f"RETURN {expression} AS x")
    assert answer["data"] == {"fields": ["x"], "values": [[{"$type": kind, "_value": value}]]}
    given = {"x": {"$type": kind, "_value": value}}
    assert ask_typed(both, "RETURN $x AS x", given)["data"] == answer["data"]


def ask_typed(
    client: httpx.Client, statement: str, given: Mapping[str, object] | None = None
) -> dict[str, Any]:
    answer = client.post(
        "/db/neo4j/query/v2",
        json={"statement": statement, "parameters": given or {}},
        headers={"accept": TYPED, "content-type": TYPED},
    )
    assert answer.status_code == 202, answer.text
    assert answer.headers["content-type"] == TYPED
    found: dict[str, Any] = answer.json()
    return found
