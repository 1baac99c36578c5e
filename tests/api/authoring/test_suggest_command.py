"""`whatworked suggest`: the form of the contract, for one document and for many."""

import csv
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from ontology.terms import load_ontology

Call = Callable[..., tuple[int, str, str]]
TEXT = """A lamp for every ward

What were the results?

There was a 26% increase in the proportion of patients seen in Kent. South West AHSN took part.

What were the learning points?

  • Creating a single list of lamps.
  • Asking the night staff first.
"""
KEYS = "class label start end exact modality rule confidence attributes"
COMMAND = Path(sys.executable).with_name("whatworked")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_one_document_has_the_form_of_the_contract(call: Call, report: Path) -> None:
    code, out, _ = call("suggest", report, "--json")
    told = json.loads(out)
    assert code == 0
    assert set(told) == {"document", "sections", "suggestions", "relations"}
    assert told["document"] == {
        "name": "report.txt",
        "sha256": sha256(TEXT.encode()).hexdigest(),
        "textSha256": sha256(TEXT.encode()).hexdigest(),
        "mediaType": "text/plain",
        "length": len(TEXT),
    }
    for one in told["suggestions"]:
        assert " ".join(one) == KEYS
        assert one["exact"] == TEXT[one["start"] : one["end"]]
        assert one["class"] in load_ontology().kinds
        assert one["confidence"] is None or 0 <= one["confidence"] <= 1
    for relation in told["relations"]:
        assert set(relation) == {"subject", "predicate", "object", "start", "end", "modality"}
        assert {relation["subject"], relation["object"]} <= set(range(len(told["suggestions"])))
    for section in told["sections"]:
        assert set(section) == {"role", "start", "end"}


def test_what_a_document_says_is_suggested(call: Call, report: Path) -> None:
    told = json.loads(call("suggest", report, "--json")[1])
    found = {(one["class"], one["exact"]) for one in told["suggestions"]}
    assert {("Area", "Kent"), ("HealthInnovationNetwork", "South West AHSN")} <= found
    (change,) = [one for one in told["suggestions"] if one["class"] == "OutcomeObservation"]
    assert change["attributes"]["value"] == 26
    assert change["attributes"]["changeKind"] == "notStated"
    assert len([one for one in told["suggestions"] if one["class"] == "Lesson"]) == 2
    assert {"results", "lessons"} <= {section["role"] for section in told["sections"]}


def test_a_table_has_a_row_for_each_suggestion(call: Call, report: Path) -> None:
    told = json.loads(call("suggest", report, "--json")[1])["suggestions"]
    code, out, _ = call("suggest", report, "--csv")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert code == 0
    assert [(row["class"], int(row["start"]), row["exact"]) for row in rows] == [
        (one["class"], one["start"], one["exact"]) for one in told
    ]
    assert {row["document"] for row in rows} == {"report.txt"}
    (change,) = [row for row in rows if row["class"] == "OutcomeObservation"]
    assert (change["section"], json.loads(change["attributes"])["value"]) == ("results", 26)
    assert call("suggest", report, "--csv", "--json")[0] == 2


def test_what_a_spreadsheet_would_run_is_text(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "=1+1.txt"
    path.write_text(TEXT, "utf-8")
    rows = list(csv.DictReader(io.StringIO(call("suggest", path, "--csv")[1], newline="")))
    assert {row["document"] for row in rows} == {"'=1+1.txt"}


def test_people_get_a_table_of_each_section(call: Call, report: Path) -> None:
    code, out, _ = call("suggest", report)
    assert code == 0
    assert all(
        word in out for word in ("report.txt", "results", "lessons", "Kent", "a reader decides")
    )


def test_of_many_documents_a_bad_one_is_told_and_the_others_go_on(
    call: Call, report: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff\xfe nonsense")
    code, out, aside = call("suggest", report, bad, report, "--json")
    first, second, third = json.loads(out)
    assert code == second.get("exitCode", 2) == 2
    assert first == third
    assert second["code"] == "encoding"
    assert "bad.txt" in second["detail"]
    assert "bad.txt" in aside
    code, out, aside = call("suggest", report, bad, report)
    assert (code, out.count("a reader decides"), "bad.txt" in aside) == (2, 2, True)


def test_of_a_folder_every_document_is_read(call: Call, report: Path, tmp_path: Path) -> None:
    beneath = tmp_path / "more" / "again"
    beneath.mkdir(parents=True)
    (beneath / "page.md").write_text(TEXT, "utf-8")
    (beneath / "picture.png").write_bytes(b"no document")
    told = json.loads(call("suggest", tmp_path, "--json")[1])
    assert [one["document"]["name"] for one in told] == ["page.md", "report.txt"]
    assert json.loads(call("suggest", report, report, "--json")[1])[0] == told[1]
    names = {row[0] for row in csv.reader(io.StringIO(call("suggest", tmp_path, "--csv")[1]))}
    assert names == {"document", "page.md", "report.txt"}


def test_a_folder_without_a_document_is_told(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("suggest", tmp_path, "--json")
    assert code == 2
    assert "holds no document" in json.loads(out)["detail"]


def test_a_document_is_written_as_soon_as_it_is_read(tmp_path: Path) -> None:
    """The second document is a pipe that nobody fills till the first one's answer is here."""
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(TEXT, "utf-8")
    os.mkfifo(second)
    with subprocess.Popen(
        [COMMAND, "suggest", first, second, "--json"], stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        second.write_text(TEXT, "utf-8")
        told = json.loads(line + running.stdout.read())
    assert [one["document"]["name"] for one in told] == ["first.txt", "second.txt"]


def test_a_document_that_cannot_be_read_is_told(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("suggest", tmp_path / "none.txt", "--json")
    assert code == 6
    assert json.loads(out)["code"] == "storage"


def test_the_names_of_a_repository_are_known_where_they_are_asked_for(
    call: Call, home: Path, tmp_path: Path
) -> None:
    text = "The trust then took up Zzyqx for a year."
    record = {"kind": "entity", "record": "innovation/zzyqx", "is": "Innovation", "label": "Zzyqx"}
    (tmp_path / "zzyqx.json").write_text(json.dumps(record), "utf-8")
    (tmp_path / "short.txt").write_text(text, "utf-8")
    assert call("add", tmp_path / "zzyqx.json", "--home", home)[0] == 0

    def named(*options: str) -> list[str]:
        code, out, _ = call("suggest", tmp_path / "short.txt", "--json", *options)
        assert code == 0
        return [
            one["exact"] for one in json.loads(out)["suggestions"] if one["class"] == "Innovation"
        ]

    assert "Zzyqx" not in named()
    assert "Zzyqx" in named("--names", "--home", str(home))


def test_no_model_is_asked_unless_one_is_set_up(
    call: Call, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WHATWORKED_READER_URI", raising=False)
    code, _, aside = call("suggest", report, "--reader")
    assert code == 2
    assert "WHATWORKED_READER_URI" in aside
    monkeypatch.setenv("WHATWORKED_READER_URI", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("WHATWORKED_READER_MODEL", "stub")
    assert call("suggest", report)[0] == 0
    assert call("suggest", report, "--reader")[0] == 7


def test_a_bar_on_a_terminal_leaves_the_output_alone(report: Path) -> None:
    """Standard error is a terminal here, and standard output a file."""
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [COMMAND, "suggest", report, report, "--json"],
            stdout=subprocess.PIPE,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm"},
            check=True,
        )
    finally:
        os.close(theirs)
        os.close(ours)
    assert len(json.loads(done.stdout)) == 2
