"""A repository whose engine is a SPARQL server of the user's: the same answers, and checked."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.settings import read_settings
from bench.fuseki_server import Fuseki
from graph.remote.endpoint import Endpoint
from graph.remote.server import SparqlServer
from ontology.errors import InvalidInput

Call = Callable[..., tuple[int, str, str]]
URI = "WHATWORKED_SPARQL_URI"


@pytest.fixture
def address(fuseki_server: Fuseki) -> str:
    """An empty dataset that a command can be pointed at."""
    found = f"{fuseki_server.address}/open"
    change(found, "DROP ALL")
    return f"{found}/query"


def change(dataset: str, update: str) -> None:
    with closing(SparqlServer(Endpoint(dataset, dataset))) as server:
        server.update(update)


def test_commands_ask_the_server_and_check_it(
    home: Path, call: Call, address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert home.exists()
    query = tmp_path / "query.rq"
    query.write_text("SELECT (COUNT(*) AS ?n) { ?use a <https://w3id.org/whatworked/ns#Claim> }")
    commands = (("ask", "worked", "--json"), ("sparql", query, "--json"), ("digest", "--json"))
    before = [call(*command) for command in commands]
    monkeypatch.setenv(URI, address)
    assert [call(*command) for command in commands] == before
    code, text, _ = call("check", "--json")
    checked = json.loads(text)
    (found,) = (one for one in checked["engines"] if one["name"] == "remote")
    assert (code, checked["problems"]) == (0, [])
    assert found["digest"] == checked["ledger"]["digest"]
    record = records(before[0][1])[0]
    assert call("withdraw", record, "--reason", "a test")[0] == 0
    assert record not in records(call("ask", "worked", "--json")[1])
    change(address.removesuffix("/query"), "INSERT DATA { GRAPH <urn:a> { <urn:a> a <urn:b> } }")
    code, text, _ = call("check", "--json")
    assert code == 6
    assert "empty its dataset" in json.loads(text)["problems"][0]


def records(answer: str) -> list[str]:
    """The records whose claims an answer shows."""
    found = json.loads(answer)
    claim = found["columns"].index("claim")
    return [row[claim].rpartition("/")[0] for row in found["rows"]]


def test_another_repository_is_refused(
    home: Path, call: Call, address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(URI, address)
    assert call("ask", "sets")[0] == 0
    other = tmp_path / "other"
    assert call("init", "--starter", "--home", other)[0] == 0
    code, _, aside = call("ask", "sets", "--home", other)
    assert code == 5
    assert "another repository" in aside
    assert home.exists()


def test_the_past_and_other_levels_are_answered_here(
    home: Path, call: Call, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home.exists()
    monkeypatch.setenv(URI, address)
    past = call("ask", "sets", "--as-of", "1", "--json")
    monkeypatch.setenv(URI, "http://127.0.0.1:9/query")
    assert call("ask", "sets", "--as-of", "1", "--json") == past
    code, _, aside = call("ask", "sets")
    assert code == 7
    assert "does not answer at http://127.0.0.1:9/query" in aside
    code, text, _ = call("check", "--json")
    assert code == 0
    assert "was not compared" in " ".join(json.loads(text)["notes"])


def test_a_running_server_follows_and_mends_it(
    home: Path,
    call: Call,
    serving: Callable[..., AbstractContextManager[str]],
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = json.loads(call("ask", "sets", "--json")[1])["rows"]
    monkeypatch.setenv(URI, address)
    with serving(home) as base:
        found = [ask(base)["rows"]]
        change(address.removesuffix("/query"), "DROP ALL")
        lost = ask(base)
        found.append(ask(base)["rows"])
    assert "lost what it held" in lost["detail"]
    assert found == [expected, expected]


def ask(base: str) -> dict[str, Any]:
    answer: dict[str, Any] = httpx.get(f"{base}/v1/questions/sets", timeout=120).json()
    return answer


def test_settings_are_read() -> None:
    named = {
        URI: "https://ex.org/ds/sparql",
        "WHATWORKED_SPARQL_USER": "curator",
        "WHATWORKED_SPARQL_PASSWORD": "hidden",
        "WHATWORKED_SPARQL_LEVEL": "NHS",
    }
    found = read_settings(named).remote
    assert found
    assert (found.endpoint.update, found.level) == ("https://ex.org/ds/update", "NHS")
    assert "hidden" not in repr(read_settings(named))
    named["WHATWORKED_SPARQL_UPDATE_URI"] = "https://ex.org/statements"
    other = read_settings(named).remote
    assert other
    assert other.endpoint.update == "https://ex.org/statements"
    assert read_settings({}).remote is None
    with pytest.raises(InvalidInput, match="give one of LOCAL"):
        read_settings({**named, "WHATWORKED_SPARQL_LEVEL": "SECRET"})
