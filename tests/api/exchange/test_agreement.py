"""What other regions say of an innovation: tried too, agreed on, and as each region saw it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., tuple[int, str, str]]
THEIRS = "https://north.example/id/innovation/walks"
RECORDS = """
{kind: entity, record: area/anytown, is: Area, label: Anytown, source: made up}
---
{kind: entity, record: organisation/trust, is: Organisation, label: Anytown Trust, source: made up}
---
{kind: entity, record: innovation/choirs, is: Innovation, label: choirs, source: made up}
"""


@pytest.fixture
def told(
    nowhere: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """A repository of the South, where the North's innovation is known by its IRI."""
    monkeypatch.setenv("WHATWORKED_BASE", "https://south.example/")
    monkeypatch.setenv("WHATWORKED_REGION", "South")
    (tmp_path / "records.yaml").write_text(RECORDS, "utf-8")
    assert call("init", "--team", "1")[0] == 0
    assert nowhere.exists()
    assert call("add", tmp_path / "records.yaml")[0] == 0

    def run(*words: str | Path, code: int = 0) -> Any:  # noqa: ANN401 — whatever JSON there is
        found, out, err = call(*words, "--json")
        assert found == code, out + err
        return json.loads(out)

    return run


def test_we_tried_it_too_by_name_or_without_one(told: Callable[..., Any]) -> None:
    words = "We ran the groups for a year. They stopped when the room was sold."
    named = ("--place", "Anytown", "--by", "Anytown Trust")
    told("tried", THEIRS, "--words", words, "--status", "stopped", *named)
    told("tried", THEIRS, "--words", "It goes on.", "--status", "sustained", "--sharing", "PUBLIC")
    asked = told("ask", "triedToo", "--given", f"innovation={THEIRS}")
    rows = [dict(zip(asked["columns"], row, strict=True)) for row in asked["rows"]]
    where = {
        (row["status"], row["placeLabel"], row["organisationLabel"], row["byRegion"])
        for row in rows
    }
    assert where == {
        ("stopped", "Anytown", "Anytown Trust", "https://south.example/"),
        ("sustained", None, None, "https://south.example/"),
    }
    assert {row["ofRegion"] for row in rows} == {"https://north.example/"}
    quotes = {one["quote"] for one in asked["citations"].values()}
    assert quotes == {words, "It goes on."}


def test_origins_that_contradict_one_another_are_shown_with_their_regions(
    told: Callable[..., Any], call: Call
) -> None:
    for words, status in (("It ended.", "stopped"), ("It stays.", "sustained")):
        told("tried", THEIRS, "--words", words, "--status", status)
    (agreed,) = told("agreement", THEIRS, "--axis", "adoption")["agreements"]
    assert (agreed["verdict"], agreed["origins"]) == ("disagree", 2)
    assert agreed["regions"] == [{"base": "https://south.example/", "name": "South"}]
    assert {voice["result"] for voice in agreed["voices"]} == {"succeeded", "failed"}
    quotes = {one["quote"] for voice in agreed["voices"] for one in voice["citations"]}
    assert quotes == {"It ended.", "It stays."}
    code, out, _ = call("agreement", "--axis", "adoption")
    assert code == 0
    assert "origins contradict one another" in out
    assert "(South)" in out


def test_a_question_is_answered_as_a_region_saw_it(told: Callable[..., Any]) -> None:
    asked = "ask", "innovations"
    at = told(*asked)["sequence"]
    told("tried", THEIRS, "--words", "It stays.", "--status", "sustained")
    ours = told("ask", "triedToo", "--region", "South")
    assert len(ours["rows"]) == 1
    before = told("ask", "triedToo", "--region", "South", "--as-of", str(at))
    assert (before["rows"], before["sequence"]) == ([], at)
    shared = told("ask", "triedToo", "--region", "shared by all regions")
    assert shared["rows"] == []
    assert "North" in told("ask", "triedToo", "--region", "North", code=2)["detail"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((THEIRS, "--words", " "), "say in a sentence"),
        (("nowhere", "--words", "It stays."), "nothing is called"),
        ((THEIRS, "--words", "It stays.", "--status", "fine"), "implementation-status"),
        ((THEIRS, "--words", "It stays.", "--place", "Atlantis"), "nothing is called"),
    ],
)
def test_a_trial_that_says_nothing_known_is_refused(
    told: Callable[..., Any], nowhere: Path, words: tuple[str, ...], why: str
) -> None:
    before = told("digest")
    assert why in told("tried", *words, code=2)["detail"]
    assert told("digest") == before
    assert not list((nowhere / "documents").glob("*.txt"))
