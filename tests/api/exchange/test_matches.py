"""Decisions on identity: read by questions, kept in the region, taken back to the byte."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
PAIR = "innovation/walks", "innovation/strolls"
REFUSED = "innovation/walks", "innovation/walking-school"
RECORDS = """
{kind: entity, record: innovation/walks, is: Innovation, label: walking groups, source: made up}
---
{kind: entity, record: innovation/strolls, is: Innovation, label: strolling clubs, source: made up}
---
{kind: entity, record: innovation/clubs, is: Innovation, label: clubs strolling, source: made up}
---
{kind: entity, record: innovation/walking-school, is: Innovation, label: walking groups, source: x}
---
{kind: entity, record: area/anytown, is: Area, label: Anytown, source: made up}
---
kind: decision
record: walks-are-two
subject: here:innovation/walks
relation: exactMatch
object: here:innovation/walking-school
verdict: refused
justification: one is for grown people
"""
PAGE = """
kind: source
record: {name}
document:
  {{title: of {name}, address: "https://ex.org/{name}", coverage: part, rangeRead: its top}}
nodes:
  use: {{is: Implementation, says: [{{key: what, implements: "here:innovation/{name}"}}]}}
"""


@pytest.fixture
def told(nowhere: Path, call: Run, tmp_path: Path) -> Callable[..., Any]:
    """What a command answers as JSON."""
    pages = (PAGE.format(name=name) for name in ("walks", "strolls"))
    (tmp_path / "records.yaml").write_text("---".join([RECORDS, *pages]), "utf-8")
    assert call("init", "--team", "1")[0] == 0
    code, out, err = call("add", tmp_path / "records.yaml")
    assert code == 0, out + err
    assert nowhere.exists()

    def run(*words: str | Path, code: int = 0) -> Any:  # noqa: ANN401 — whatever JSON there is
        found, out, err = call(*words, "--json")
        assert found == code, out + err
        return json.loads(out)

    return run


def test_an_accepted_match_is_read_by_questions_and_taken_back_to_the_byte(
    told: Callable[..., Any],
) -> None:
    before, apart = told("digest")["digest"], told("worked", "--innovation", "walks")
    done = told("match", "accept", *PAIR, "--reason", "one bundle", "--confidence", "0.8")
    assert (done["status"], done["verdict"]) == ("created", "accepted")
    joined = told("worked", "--innovation", "walks")
    other = told("worked", "--innovation", "strolls")
    assert joined["counts"] == other["counts"] != apart["counts"]
    for one, name in ((joined, "walks"), (other, "strolls")):
        assert one["innovation"].endswith(f"/{name}")
    assert joined["counts"]["cases"]["all"] == 2
    spread = told("spread", "strolls")
    assert len(spread["uses"]) == 2
    rows = told("ask", "innovations", "--given", "innovation=walks")["rows"]
    assert {row[0].rpartition("/")[2] for row in rows} == {"walks", "strolls"}
    (decided,) = (one for one in told("match", "list")["decided"] if one["confidence"])
    assert decided["reason"] == "one bundle"
    assert decided["reviewer"]
    told("match", "undo", *reversed(PAIR), "--reason", "they are two")
    assert told("digest")["digest"] == before
    assert told("worked", "--innovation", "walks")["counts"] == apart["counts"]


def test_what_was_refused_is_not_accepted_unseen_nor_proposed_again(
    told: Callable[..., Any],
) -> None:
    refusal = told("match", "accept", *REFUSED, "--reason", "one name", code=5)
    assert "refused before" in refusal["detail"]
    (proposed,) = told("match", "list")["proposals"]
    ends = proposed["one"], proposed["other"]
    assert {end.rpartition("/")[2] for end in ends} == {"clubs", "strolls"}
    told("match", "refuse", *ends, "--reason", "two clubs")
    assert told("match", "list")["proposals"] == []


def test_no_chain_of_merges_makes_one_of_what_was_refused(told: Callable[..., Any]) -> None:
    told("match", "accept", *PAIR, "--reason", "the same")
    chained = told("match", "accept", PAIR[1], REFUSED[1], "--reason", "the same", code=5)
    assert "refused before" in chained["detail"]


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (PAIR, 2, "say why"),
        ((PAIR[0], PAIR[0], "--reason", "x"), 2, "one thing already"),
        ((PAIR[0], "area/anytown", "--reason", "x"), 2, "of two kinds"),
        ((*PAIR, "--reason", "x", "--confidence", "much"), 2, "is no number"),
        ((*PAIR, "--reason", "x", "--confidence", "7"), 2, "from 0 to 1"),
        ((*PAIR, "--reason", "x", "--relation", "sameAs"), 2, "exactMatch"),
        (("innovation/nowhere", PAIR[0], "--reason", "x"), 2, "nothing is called"),
    ],
)
def test_what_is_no_decision_is_refused(
    told: Callable[..., Any], words: tuple[str, ...], code: int, why: str
) -> None:
    before = told("digest")
    assert why in told("match", "accept", *words, code=code)["detail"]
    assert told("digest") == before


def test_a_decision_stays_in_the_region(told: Callable[..., Any], tmp_path: Path) -> None:
    for record in ("innovation/walks", "innovation/strolls"):
        told("level", record, "PUBLIC")
    told("publish", tmp_path / "before")
    told("match", "accept", *PAIR, "--reason", "one bundle")
    told("publish", tmp_path / "after")
    files = [
        {path.name: path.read_bytes() for path in sorted((tmp_path / name).rglob("*.nq"))}
        for name in ("before", "after")
    ]
    assert files[0] == files[1] != {}


def test_the_exported_table_is_valid_sssom(told: Callable[..., Any], tmp_path: Path) -> None:
    told("match", "accept", *PAIR, "--reason", "one\tbundle", "--confidence", "0.8")
    out = tmp_path / "decisions.sssom.tsv"
    assert told("match", "export", out)["mappings"] == 2
    lines = [line for line in out.read_text("utf-8").splitlines() if line[0] != "#"]
    rows = {row["object_id"]: row for row in csv.DictReader(lines, delimiter="\t")}
    accepted, refused = rows["innovation:strolls"], rows["innovation:walking-school"]
    assert (accepted["predicate_id"], accepted["predicate_modifier"]) == ("skos:exactMatch", "")
    assert (accepted["confidence"], accepted["comment"]) == ("0.8", "one bundle")
    assert refused["predicate_modifier"] == "Not"
    assert {row["mapping_justification"] for row in rows.values()} == {
        "semapv:ManualMappingCuration"
    }
    kinds = ("-V", "JsonSchema", "-V", "PrefixMapCompleteness", "-V", "StrictCurieFormat")
    command = Path(sys.executable).with_name("sssom")
    checked = subprocess.run(
        [command, "validate", *kinds, out], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stderr
