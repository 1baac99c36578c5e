"""Documents at the command line: held, shown, followed into a new version."""

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from bench.samples import make_pdf, make_word
from ontology.terms import PROJECT_BASE

Call = Callable[..., tuple[int, str, str]]
RECORD = f"{PROJECT_BASE}id/source/south-west-learning-system"
WORDS = "At last the ward used boats. It worked, they say."
SOURCE = f"""kind: source
record: boats
document: {{title: Boats, coverage: whole, extractor: text/1,
  bytesSha256: {sha256(WORDS.encode()).hexdigest()},
  textSha256: {sha256(WORDS.encode()).hexdigest()}}}
nodes:
  use:
    is: Implementation
    label: boats on the ward
    says: [{{key: what, implements: innovation/periprem, at: [12, 27]}}]
"""


@pytest.fixture
def report(shared: Path, tmp_path: Path) -> Path:
    path = shared / "data/case-studies/nhse-south-west-learning-system.txt"
    return Path(shutil.copy(path, tmp_path / "report.txt"))


def quotes(call: Call) -> list[str | None]:
    return [citation["quote"] for citation in citations(call)]


def citations(call: Call) -> list[dict[str, str | None]]:
    """Where the words of the case study stand that an outcome is cited with."""
    found = json.loads(call("ask", "worked", "--json")[1])["citations"].values()
    return [citation for citation in found if citation["record"] == RECORD]


@pytest.mark.usefixtures("home")
def test_words_are_shown_once_they_are_held(call: Call, report: Path) -> None:
    assert quotes(call) == [None]
    code, out, _ = call("document", "add", report, "--address", "https://ex.org/r", "--json")
    found = json.loads(out)
    text = report.read_bytes().decode()
    assert (code, found["document"], found["held"], found["length"]) == (
        0,
        RECORD,
        True,
        len(text),
    )
    assert found["textSha256"] == sha256(text.encode()).hexdigest()
    assert quotes(call) == [text[6638:6652]]
    assert [citation["address"] for citation in citations(call)] == ["https://ex.org/r"]


@pytest.mark.usefixtures("home")
def test_words_are_shown_from_a_folder(
    call: Call, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHATWORKED_DOCUMENTS", str(report.parent))
    assert quotes(call) == [report.read_bytes().decode()[6638:6652]]


@pytest.mark.usefixtures("home")
def test_a_changed_character_loses_what_covers_it(call: Call, report: Path) -> None:
    text = report.read_bytes().decode()
    report.write_bytes((text[:6640] + "7" + text[6641:]).encode())
    found = json.loads(call("document", "add", report, "--json")[1])
    assert (found["document"], found["records"]) == (None, [])
    (moved,) = found["moved"]
    assert moved["record"] == RECORD
    assert [6638, 6652] in moved["unplaced"]
    assert all(start <= 6640 < end for start, end in moved["unplaced"])
    assert all(place[:2] == place[2:] for place in moved["placed"])
    assert len(moved["placed"]) + len(moved["unplaced"]) == 272
    _, out, _ = call("document", "add", report)
    assert "not found again: [6638, 6652]" in out


@pytest.mark.usefixtures("home")
def test_a_stranger_is_only_held(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Quite another story.", "utf-8")
    found = json.loads(call("document", "add", tmp_path / "a.md", "--json")[1])
    assert (found["held"], found["moved"], found["document"]) == (True, [], None)


def test_a_changed_byte_is_named(call: Call, report: Path, home: Path) -> None:
    name = json.loads(call("document", "add", report, "--json")[1])["textSha256"]
    path = home / "documents" / f"{name}.txt"
    path.write_bytes(path.read_bytes().replace(b"26%", b"27%"))
    code, out, _ = call("check", "--json")
    found = json.loads(out)
    assert (code, found["ok"]) == (6, False)
    assert any(path.name in problem for problem in found["problems"])
    call("document", "add", report)
    assert call("check")[0] == 0


@pytest.mark.usefixtures("home")
def test_a_record_gets_its_digests_from_the_text(call: Call, tmp_path: Path) -> None:
    path, text = tmp_path / "boats.yaml", tmp_path / "boats.txt"
    path.write_text(SOURCE, "utf-8")
    text.write_text(WORDS, "utf-8")
    code, _, err = call("add", path)
    assert (code, "add the document's text first" in err) == (2, True)
    assert call("document", "spans", path)[0] == 2
    assert call("document", "add", text)[0] == 0
    assert call("add", path)[0] == 0
    before = call("digest", "--json")[1]
    assert json.loads(call("document", "spans", path, "--json")[1]) == {str(path): 1}
    row = f"  - [12, 27, {sha256(b'ward used boats').hexdigest()}, 1]"
    assert path.read_text("utf-8") == f"{SOURCE}\nspans:\n{row}\n"
    assert json.loads(call("add", path, "--json")[1])["records"][0]["status"] == "unchanged"
    assert call("digest", "--json")[1] == before


@pytest.mark.usefixtures("home")
def test_words_that_were_not_those_are_refused(call: Call, tmp_path: Path) -> None:
    path, text = tmp_path / "boats.yaml", tmp_path / "boats.txt"
    path.write_text(f"{SOURCE}spans: [[12, 27, {'0' * 64}, 1]]\n", "utf-8")
    text.write_text(WORDS, "utf-8")
    call("document", "add", text)
    code, out, _ = call("add", path, "--json")
    (found,) = json.loads(out)["violations"]
    assert (code, found["rule"], found["record"]) == (2, "span/digest", "boats")
    path.write_text(SOURCE.replace("27]", "99]"), "utf-8")
    _, out, _ = call("add", path, "--json")
    (found,) = json.loads(out)["violations"]
    assert found["rule"] == "span/outside"


@pytest.mark.usefixtures("home")
def test_several_documents_are_held_and_bad_ones_told(
    call: Call, report: Path, tmp_path: Path
) -> None:
    lamp, bad = tmp_path / "lamp.docx", tmp_path / "bad.pdf"
    lamp.write_bytes(make_word())
    bad.write_bytes(b"words")
    code, out, _ = call("document", "add", lamp, bad, report, "--json")
    found = json.loads(out)
    assert code == 2
    assert [one["document"] for one in found["documents"]] == [None, RECORD]
    assert all(one["held"] for one in found["documents"])
    (refused,) = found["refused"]
    assert (refused["file"], refused["code"]) == (str(bad), "unreadable")
    assert refused["detail"].startswith("bad.pdf: is no PDF")
    code, out, err = call("document", "add", lamp, bad)
    assert (code, out.count("Held: ")) == (2, 1)
    assert err.startswith("bad.pdf: is no PDF")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("unreadable.docx", make_word()[:500]),
        ("noText.pdf", make_pdf(words=False)),
        ("encoding.txt", WORDS.encode("utf-16")),
    ],
)
def test_a_document_that_is_refused_leaves_nothing(
    call: Call, home: Path, tmp_path: Path, name: str, data: bytes
) -> None:
    before = kept(home)
    (tmp_path / name).write_bytes(data)
    code, out, _ = call("document", "add", tmp_path / name, "--json")
    assert (code, json.loads(out)["code"]) == (2, Path(name).stem)
    assert kept(home) == before


def kept(home: Path) -> set[tuple[str, int]]:
    """All files of a repository with their sizes."""
    return {(str(path), path.stat().st_size) for path in home.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("home")
def test_one_address_is_of_one_document(call: Call, report: Path) -> None:
    code, _, err = call("document", "add", report, report, "--address", "https://ex.org/r")
    assert (code, "add the files one by one" in err) == (2, True)
