"""Taking back: withdrawn from current answers, or erased from every byte."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from ontology.terms import PROJECT_BASE

Call = Callable[..., tuple[int, str, str]]
STORY = "Xylophonic Ward Round"
TEXT = f"The {STORY} was used by the zymurgy team, and worked."
NAME = sha256(TEXT.encode()).hexdigest()
BOATS = f"{PROJECT_BASE}id/source/round"
SOURCE = f"""kind: source
record: round
document: {{title: {STORY}, coverage: whole, extractor: text/1,
  bytesSha256: {NAME}, textSha256: {NAME}}}
nodes:
  use:
    is: Implementation
    label: the zymurgy team
    says: [{{key: what, implements: innovation/round, at: [4, 25]}}]
"""
ENTITY = "kind: entity\nrecord: innovation/round\nis: Innovation\nlabel: ward round\n"


@pytest.fixture
def secret(home: Path, call: Call, tmp_path: Path) -> Path:
    """A repository that holds two versions of a record, and its text."""
    files = {"a.txt": TEXT, "a.yaml": SOURCE, "b.yaml": ENTITY}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    call("document", "add", tmp_path / "a.txt")
    assert call("add", tmp_path / "a.yaml", tmp_path / "b.yaml")[0] == 0
    (tmp_path / "a.yaml").write_text(SOURCE.replace("the zymurgy", "their zymurgy"), "utf-8")
    assert call("add", tmp_path / "a.yaml")[0] == 0
    return home


def holding(home: Path, *words: str) -> set[str]:
    """The files of a repository with one of some words in their bytes or names."""
    marks = [word.encode() for word in words]
    return {
        path.relative_to(home).as_posix()
        for path in home.rglob("*")
        if path.is_file() and any(mark in path.read_bytes() + path.name.encode() for mark in marks)
    }


def test_what_is_withdrawn_stays_in_history(secret: Path, call: Call) -> None:
    code, out, _ = call("withdraw", "innovation/round", "--reason", "a mistake", "--json")
    assert (code, json.loads(out)) == (
        0,
        {
            "record": f"{PROJECT_BASE}id/innovation/round",
            "operation": "delete",
            "sequence": 4,
            "dependants": [BOATS],
        },
    )
    assert call("ask", "find", "--given", "name=ward round", "--json")[1].count("ward round") < 2
    then = json.loads(
        call("ask", "find", "--given", "name=ward round", "--as-of", "3", "--json")[1]
    )
    assert len(then["rows"]) == 1
    assert call("withdraw", "innovation/round", "--reason", "again")[0] == 2
    assert call("check")[0] == 0
    assert "a mistake" not in (secret / "ledger" / "log").read_text("utf-8")


def test_what_is_erased_leaves_no_byte(secret: Path, call: Call) -> None:
    words = (STORY, "zymurgy", TEXT[:20])
    assert holding(secret, *words)
    blobs = [
        path.read_bytes()
        for path in (secret / "ledger" / "blobs").glob("*/*.nq")
        if b"zymurgy" in path.read_bytes()
    ]
    assert len(blobs) == 2
    salted = [sha256(blob).hexdigest() for blob in blobs]
    unsalted = [sha256(blob.split(b"\n", 1)[1]).hexdigest() for blob in blobs]
    code, out, _ = call("erase", STORY, "--reason", "asked to", "--json")
    found = json.loads(out)
    assert (code, found["record"], found["operation"]) == (0, BOATS, "erase")
    assert holding(secret, *words, *unsalted, NAME) == set()
    assert holding(secret, *salted) == {"ledger/log"}
    erased = [
        one for one in json.loads(call("changes", "--json")[1]) if one["operation"] == "erase"
    ]
    assert {one["version"] for one in erased} == set(salted)
    code, out, _ = call("check", "--json")
    assert (code, json.loads(out)["problems"]) == (0, [])
    assert json.loads(call("ask", "worked", "--as-of", "3", "--json")[1])["rows"]
    assert call("erase", "source/round", "--reason", "again")[0] == 0


def test_a_text_that_another_record_stands_on_stays(
    secret: Path, call: Call, tmp_path: Path
) -> None:
    (tmp_path / "c.yaml").write_text(SOURCE.replace("record: round", "record: other"), "utf-8")
    assert call("add", tmp_path / "c.yaml")[0] == 0
    call("erase", "source/round", "--reason", "asked to")
    assert (secret / "documents" / f"{NAME}.txt").exists()
    call("erase", "source/other", "--reason", "asked to")
    assert not list((secret / "documents").iterdir())


def test_what_was_withdrawn_can_be_erased(secret: Path, call: Call) -> None:
    call("withdraw", "source/round", "--reason", "a mistake")
    assert call("erase", "source/round", "--reason", "asked to")[0] == 0
    assert holding(secret, "zymurgy", NAME) == set()
    assert call("check")[0] == 0


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("command", ["withdraw", "erase"])
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none", "nothing is called 'none'"),
        ("https://ex.org/none", "is no record of its own"),
        (f"{BOATS}/use", "is no record of its own"),
        ("round", "means several records, give one of"),
    ],
)
def test_what_is_no_record_is_refused(command: str, name: str, told: str, call: Call) -> None:
    code, out, _ = call(command, name, "--reason", "asked to", "--json")
    assert (code, told in json.loads(out)["detail"]) == (2, True)
    code, out, _ = call(command, name, "--json")
    assert (code, json.loads(out)["code"]) == (2, "invalid")


def test_who_acted_is_known_here_and_nowhere_else(secret: Path, call: Call) -> None:
    call("withdraw", "source/round", "--reason", "for Quentin", "--as", "Philippa")
    assert holding(secret, "Philippa", "Quentin") == {"local.db"}
