"""`whatworked neo4j`: its answers and its exit codes, with a server of the user's and without."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.neo4j.bolt import Address, Bolt
from graph.neo4j.install import read_lock
from graph.neo4j.load import Place
from graph.neo4j.server import find_server
from ontology.terms import PROJECT_BASE

Told = dict[str, object]
Whatworked = Callable[..., tuple[int, Told]]
TWICE = """
MATCH (claim)-[said:claimSubject]->(thing) WITH * LIMIT 1
CREATE (claim)-[again:claimSubject]->(thing) SET again = said
"""
HARMS = {
    TWICE: "whatworked neo4j load --rebuild",
    "MATCH (c:Claim) WITH c LIMIT 1 REMOVE c:Claim": "whatworked neo4j load --rebuild",
    "MATCH (l:Ledger) SET l.sequence = null": "whatworked neo4j load",
}


def rows_of(told: Told) -> list[list[object]]:
    found = told["rows"]
    assert isinstance(found, list)
    return found


def engines_of(told: Told) -> list[Told]:
    found = told["engines"]
    assert isinstance(found, list)
    return found


def write(uri: str, text: str) -> None:
    bolt = Bolt(Address(uri, os.environ["WHATWORKED_NEO4J_PASSWORD"]))
    bolt.command(text)
    bolt.close()


@pytest.fixture
def whatworked(
    home: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., tuple[int, str, str]]
) -> Whatworked:
    """Run a command on a repository of its own: its exit code, and what it says."""
    assert home
    for name in ("URI", "USER", "PASSWORD", "LEVEL"):
        monkeypatch.delenv(f"WHATWORKED_NEO4J_{name}", raising=False)

    def run(*arguments: str) -> tuple[int, Told]:
        code, out, _ = call(*arguments, "--json")
        return code, json.loads(out)

    return run


@pytest.fixture
def theirs(neo4j_server: Place, monkeypatch: pytest.MonkeyPatch, whatworked: Whatworked) -> str:
    """Make the tests' server the one of the user; its address."""
    assert callable(whatworked)
    server = find_server(neo4j_server.folder)
    assert server
    monkeypatch.setenv("WHATWORKED_NEO4J_URI", server.address.uri)
    monkeypatch.setenv("WHATWORKED_NEO4J_PASSWORD", server.address.password)
    return server.address.uri


def test_no_server_runs(whatworked: Whatworked) -> None:
    code, told = whatworked("neo4j", "status")
    assert (code, told["running"], told["sequence"], told["ledger"]) == (0, False, None, 1)
    assert whatworked("neo4j", "stop") == (0, {"running": False, "stopped": False})


@pytest.mark.parametrize("command", ["start", "load"])
def test_where_it_cannot_be_had_the_reason_is_told(
    whatworked: Whatworked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.setenv("WHATWORKED_NEO4J_JARS", str(tmp_path))
    code, told = whatworked("neo4j", command)
    assert (code, told["code"]) == (7, "notAvailable")
    assert "jars are missing" in str(told["detail"])
    assert whatworked("ask", "worked")[0] == 0


def test_other_bytes_are_not_started(
    neo4j_server: Place, whatworked: Whatworked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "jars").mkdir()
    for jar in read_lock():
        (tmp_path / "jars" / jar.file).symlink_to(neo4j_server.source.folder / jar.file)
    (tmp_path / "jars" / jar.file).unlink()
    (tmp_path / "jars" / jar.file).write_bytes(b"PK")
    monkeypatch.setenv("WHATWORKED_NEO4J_JARS", str(tmp_path / "jars"))
    code, told = whatworked("neo4j", "start")
    assert (code, told["code"]) == (6, "storage")
    assert jar.file in str(told["detail"])


def test_a_server_of_the_user_s_is_loaded(whatworked: Whatworked, theirs: str) -> None:
    code, told = whatworked("neo4j", "load", "--rebuild")
    assert (code, told["sequence"], told["way"]) == (0, 1, "bolt")
    assert whatworked("neo4j", "load") == (0, {"sequence": 1, "records": 0, "way": "unchanged"})
    code, told = whatworked("neo4j", "status")
    assert (code, told["running"], told["sequence"], told["bolt"]) == (0, True, 1, theirs)


@pytest.mark.parametrize("command", ["start", "stop"])
def test_a_server_of_the_user_s_is_the_user_s_to_run(
    whatworked: Whatworked, theirs: str, command: str
) -> None:
    code, told = whatworked("neo4j", command)
    assert (code, told["code"]) == (5, "conflict")
    assert theirs in str(told["detail"])


@pytest.mark.parametrize("question", ["worked", "said", "sets"])
def test_a_question_has_one_answer_in_both_languages(
    whatworked: Whatworked, theirs: str, question: str
) -> None:
    assert theirs
    assert whatworked("neo4j", "load", "--rebuild")[0] == 0
    code, ours = whatworked("ask", question, "--engine", "cypher")
    assert (code, ours.pop("engine")) == (0, "cypher")
    _, sparql = whatworked("ask", question)
    assert sparql.pop("engine") == "sparql"
    assert ours == sparql


def test_what_was_added_since_is_answered(
    whatworked: Whatworked, theirs: str, tmp_path: Path
) -> None:
    assert theirs
    assert whatworked("neo4j", "load", "--rebuild")[0] == 0
    (tmp_path / "set.yaml").write_text(
        "kind: entity\nrecord: innovation/new-one\nis: Innovation\nlabel: New one\n", "utf-8"
    )
    assert whatworked("add", str(tmp_path / "set.yaml"))[0] == 0
    code, told = whatworked("ask", "find", "--given", "name=New one", "--engine", "cypher")
    assert (code, told["sequence"]) == (0, 2)
    assert [row[0] for row in rows_of(told)] == [f"{PROJECT_BASE}id/innovation/new-one"]
    assert whatworked("ask", "find", "--engine", "cypher", "--as-of", "1")[0] == 7


def test_a_query_of_one_s_own_reads_and_never_writes(
    whatworked: Whatworked, theirs: str, tmp_path: Path
) -> None:
    assert theirs
    assert whatworked("neo4j", "load", "--rebuild")[0] == 0
    query = tmp_path / "own.cypher"
    query.write_text("MATCH (i:Innovation) WHERE i.iri ENDS WITH 'periprem' RETURN i.iri AS iri")
    code, told = whatworked("cypher", str(query))
    assert (code, told["columns"]) == (0, ["iri"])
    assert rows_of(told) == [[f"{PROJECT_BASE}id/innovation/periprem"]]
    for text in ("CREATE (n) RETURN n", "MATCH (n", "MATCH (n) DETACH DELETE n"):
        query.write_text(text)
        assert whatworked("cypher", str(query))[0] == 2


def test_check_sees_what_neo4j_lacks_or_has_twice(whatworked: Whatworked, theirs: str) -> None:
    assert whatworked("neo4j", "load", "--rebuild")[0] == 0
    code, told = whatworked("check")
    assert (code, told["ok"]) == (0, True)
    sparql, neo4j = engines_of(told)
    assert neo4j["name"] == "neo4j"
    assert (neo4j["digest"], neo4j["sequence"]) == (sparql["digest"], sparql["sequence"])
    for harm, repair in HARMS.items():
        write(theirs, harm)
        code, told = whatworked("check")
        assert (code, told["ok"]) == (6, False), harm
        assert repair in str(told["problems"])
        assert whatworked(*repair.split()[1:])[0] == 0
        assert whatworked("check")[0] == 0


def test_what_is_missing_or_wrong_is_said(
    whatworked: Whatworked, theirs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert theirs
    monkeypatch.setenv("WHATWORKED_NEO4J_PASSWORD", "wrong")
    code, told = whatworked("neo4j", "status")
    assert (code, told["running"]) == (0, False)
    assert "refuses" in str(told["reason"])
    assert whatworked("neo4j", "load")[0] == 7
    monkeypatch.delenv("WHATWORKED_NEO4J_PASSWORD")
    assert whatworked("neo4j", "load")[0] == 2
    monkeypatch.setenv("WHATWORKED_NEO4J_PASSWORD", "x")
    monkeypatch.setenv("WHATWORKED_NEO4J_LEVEL", "SECRET")
    assert whatworked("neo4j", "load")[0] == 2
