"""What becomes of what readers accepted: records of one reader's, of outcomes, of claims."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[..., Any]
TEXT = """Walking groups

The walking groups aim to help people meet.
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "walking-groups.txt"
    path.write_text(TEXT, "utf-8")
    return path


def state_of(ask: Ask, key: str, reader: str) -> tuple[str | None, str | None]:
    items = ask("list", "--all", "--as", reader)["items"]
    (one,) = (item for item in items if item["key"] == key)
    return one["status"], one["state"]


def claims(call: Run, record: str) -> set[str]:
    found = json.loads(call("ask", "said", "--given", f"document={record}", "--json")[1])
    return {row[0] for row in found["rows"]}


def test_one_reader_may_publish_where_the_team_is_one(
    nowhere: Path,
    call: Run,
    text: Path,
    ask: Ask,
) -> None:
    assert call("init", "--team", "1")[0] == 0
    ask("add", text)
    ask("accept", *(one["key"] for one in ask("list")["items"]))
    done = ask("publish", "walking-groups")
    assert nowhere.exists()
    assert done["reviewState"] == "singleReader"
    assert done["held"] == []
    found = json.loads(call("ask", "said", "--given", f"document={done['record']}", "--json")[1])
    at = found["columns"].index("reviewState")
    assert {row[at] for row in found["rows"]} == {"singleReader"}
    for state, count in (("unread", 1), ("singleReader", 1), ("secondRead", 0)):
        words = ["ask", "said", "--review-state", state, "--json"]
        assert len(json.loads(call(*words)[1])["rows"]) == count * len(found["rows"])
    assert call("ask", "said", "--review-state", "thirdRead")[0] == 2
    assert call("ask", "said", "--review-state", "unread", "--engine", "cypher")[0] == 7


def test_two_things_are_merged_by_a_decision_and_split_without_a_trace(
    home: Path,
    ask: Ask,
    call: Run,
) -> None:
    assert home.exists()
    before = json.loads(call("digest", "--json")[1])["digest"]
    ends = "innovation/periprem", "innovation/precept"
    assert call("review", "merge", *ends, "--json")[0] == 2
    merged = ask("merge", *ends, "--reason", "both are run by one team")
    listed = json.loads(call("changes", "--since", "1", "--json")[1])
    assert listed[-1]["record"] == merged["record"]
    ask("split", *ends, "--reason", "they are not")
    assert json.loads(call("digest", "--json")[1])["digest"] == before


OUTCOME = """Choir

We launched the choir across Devon in 2021.
Visits to the surgery fell by 9 points.
"""


def test_an_outcome_is_published_once_a_reader_says_of_what_use_it_is(
    nowhere: Path, call: Run, tmp_path: Path, ask: Ask
) -> None:
    assert call("init", "--team", "1")[0] == 0
    assert nowhere.exists()
    (tmp_path / "choir.txt").write_text(OUTCOME, "utf-8")
    ask("add", tmp_path / "choir.txt")
    items = ask("list")["items"]
    ask("accept", *(one["key"] for one in items))
    (outcome,) = (one["key"] for one in items if one["class"] == "OutcomeObservation")
    held = {one["key"]: one["reason"] for one in ask("publish", "choir")["held"]}
    assert "ofImplementation" in held[outcome]
    use, innovation = (
        ask("name", "choir", at, "--class", kind, "--label", label)["items"][0]
        for kind, label, at in (
            ("Implementation", "the choir in Devon", "7:42"),
            ("Innovation", "choir", "20:25"),
        )
    )
    assert use["state"] == "singleReader"
    ask("relate", outcome, "ofImplementation", use["key"])
    ask("relate", use["key"], "implements", innovation["key"])
    done = ask("publish", "choir")
    assert outcome in {one["key"] for one in done["published"]}


CLAIMS = """kind: source
record: choir-read
document:
  title: Choir
  coverage: whole
  bytesSha256: {sha}
  textSha256: {sha}
  extractor: text/1
says:
  - {{key: fun, about: [area/anytown], gist: singing was {how}, at: [0, 5]}}
  - {{key: size, about: [area/anytown], gist: thirty came, at: [7, 20]}}
"""


def test_claims_of_a_record_are_read_again_by_another_than_their_author(
    nowhere: Path, call: Run, tmp_path: Path, ask: Ask
) -> None:
    assert call("init")[0] == 0
    assert nowhere.exists()
    text, record = tmp_path / "choir.txt", tmp_path / "choir-read.yaml"
    text.write_text(OUTCOME, "utf-8")
    held = json.loads(call("document", "add", text, "--json")[1])
    record.write_text(CLAIMS.format(sha=held["textSha256"], how="fun"), "utf-8")
    ask("add", record, "--as", "ann")
    fun, size = (one["key"] for one in ask("list", "--as", "ben")["items"])
    assert ask("list", "--as", "ann")["items"] == []
    assert state_of(ask, fun, "ann") == ("accepted", "singleReader")
    ask("accept", fun, "--as", "ann")
    assert call("review", "publish", "choir-read", "--as", "ann")[0] == 4
    ask("accept", fun, "--as", "ben")
    ask("reject", size, "--reason", "it does not say so", "--as", "ben")
    done = ask("publish", "choir-read", "--as", "ben")
    assert [one["key"] for one in done["published"]] == [fun]
    assert claims(call, done["record"]) == {f"{done['record']}/document-fun"}
    record.write_text(CLAIMS.format(sha=held["textSha256"], how="a joy"), "utf-8")
    ask("add", record, "--as", "ann")
    assert state_of(ask, fun, "ann") == ("accepted", "singleReader")
    assert state_of(ask, size, "ann") == ("disputed", "singleReader")


def test_what_is_erased_leaves_nothing_in_the_log_of_reviews(
    nowhere: Path, tmp_path: Path, call: Run
) -> None:
    (tmp_path / "walks.txt").write_text("Walks\n\nThe walks aim to cheer Zymurgia.\n", "utf-8")
    for words in (("init", "--team", "1"), ("review", "add", tmp_path / "walks.txt")):
        assert call(*words)[0] == 0
    listed = json.loads(call("review", "list", "--json")[1])["items"]
    assert call("review", "accept", *(one["key"] for one in listed), "--json")[0] == 0
    code, out, err = call("review", "publish", "walks", "--json")
    assert code == 0, out + err
    database = nowhere / "local.db"
    assert b"Zymurgia" in database.read_bytes()
    assert call("erase", "source/walks", "--reason", "asked to")[0] == 0
    assert b"Zymurgia" not in database.read_bytes()
    assert json.loads(call("review", "list", "--all", "--json")[1])["items"] == []
    assert call("review", "add", tmp_path / "walks.txt")[0] == 0
    again = json.loads(call("review", "list", "--json")[1])["items"]
    assert {one["state"] for one in again} == {"unread"}
