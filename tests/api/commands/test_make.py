"""The commands that make and fill a repository, as a user is promised them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology.terms import PROJECT_BASE

Call = Callable[..., tuple[int, str, str]]
ENTITY = "kind: entity\nrecord: innovation/{}\nis: Innovation\nlabel: {}\n"
INVENTED = """kind: source
record: leaflet
document: {title: Leaflet, coverage: whole, extractor: text/1,
  bytesSha256: &0 , textSha256: &0 }
nodes:
  factors: {of: set/ten-factors, says: [
    {key: status, membershipStatus: notEnumerated, basis: curatorReading, because: none is listed},
    {key: one, hasMember: trust, at: [0, 5]}]}
  trust: {is: Theme, label: trust between teams}
spans: [[0, 5, &0 , 1]]
""".replace("&0", "0" * 64)


def write(path: Path, *texts: str) -> Path:
    path.write_text("---\n".join(texts), "utf-8")
    return path


def digest(call: Call) -> str:
    return str(json.loads(call("digest", "--json")[1])["digest"])


def test_an_empty_repository(nowhere: Path, call: Call) -> None:
    code, out, _ = call("init", "--team", "1", "--json")
    assert (code, json.loads(out)) == (
        0,
        {
            "home": str(nowhere),
            "region": "unnamed region",
            "base": PROJECT_BASE,
            "team": 1,
            "sequence": 0,
            "records": 0,
        },
    )
    code, out, _ = call("init", "--json")
    assert (code, json.loads(out)["code"]) == (5, "conflict")
    assert call("check")[0] == 0


@pytest.mark.usefixtures("nowhere")
def test_a_region_of_its_own(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WHATWORKED_REGION", "Devon")
    monkeypatch.setenv("WHATWORKED_BASE", "https://ex.org/devon/")
    _, out, _ = call("init", "--starter", "--json")
    made = json.loads(out)
    assert (made["region"], made["base"], made["sequence"]) == (
        "Devon",
        "https://ex.org/devon/",
        1,
    )
    _, out, _ = call("add", write(tmp_path / "a.yaml", ENTITY.format("a", "A")), "--json")
    assert json.loads(out)["records"][0]["record"] == "https://ex.org/devon/id/innovation/a"
    innovations = {row[0] for row in json.loads(call("ask", "worked", "--json")[1])["rows"]}
    assert f"{PROJECT_BASE}id/innovation/periprem" in innovations
    assert all(str(one).startswith(PROJECT_BASE) for one in innovations)


@pytest.mark.parametrize("base", ["ex.org", "https://ex.org", "https://a b/", "https://[/"])
def test_a_base_that_is_none(
    nowhere: Path, call: Call, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    monkeypatch.setenv("WHATWORKED_BASE", base)
    code, _, err = call("init")
    assert (code, "is no base IRI" in err, nowhere.exists()) == (2, True, False)


def test_an_init_that_was_cut_short_is_done_again(nowhere: Path, call: Call) -> None:
    call("init")
    (nowhere / "region.json").unlink()
    assert call("check")[0] == 6
    assert call("init")[0] == 0
    assert call("check")[0] == 0


@pytest.mark.usefixtures("home")
def test_adding_twice_adds_nothing(call: Call, tmp_path: Path) -> None:
    path = write(tmp_path / "two.yaml", ENTITY.format("a", "A"), ENTITY.format("b", "B"))
    first = json.loads(call("add", path, "--json")[1])
    assert [one["status"] for one in first["records"]] == ["created", "created"]
    assert {one["sequence"] for one in first["records"]} == {2}
    assert first["violations"] == []
    before = digest(call)
    again = json.loads(call("add", path, "--json")[1])
    assert [one["status"] for one in again["records"]] == ["unchanged", "unchanged"]
    assert [one["version"] for one in again["records"]] == [
        one["version"] for one in first["records"]
    ]
    assert json.loads(call("digest", "--json")[1]) == {"sequence": 2, "digest": before}


@pytest.mark.usefixtures("home")
def test_an_edit_undone_is_the_digest_of_before(call: Call, tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", ENTITY.format("a", "A"))
    call("add", path)
    before = digest(call)
    _, out, _ = call("add", write(path, ENTITY.format("a", "B")), "--json")
    assert json.loads(out)["records"][0]["status"] == "updated"
    assert digest(call) != before
    call("add", write(path, ENTITY.format("a", "A")))
    assert digest(call) == before
    assert json.loads(call("digest", "--json")[1])["sequence"] == 4


@pytest.mark.usefixtures("home")
def test_one_violation_refuses_all(call: Call, tmp_path: Path) -> None:
    good = write(tmp_path / "good.yaml", ENTITY.format("good", "Good"))
    bad = write(tmp_path / "bad.yaml", ENTITY.format("bad", "26"), ENTITY.format("Worse", "x y"))
    before = digest(call)
    code, out, err = call("add", good, bad, "--json")
    found = json.loads(out)
    assert (code, found["code"], err) == (2, "invalid", "")
    assert {one["record"] for one in found["violations"]} == {"innovation/bad"}
    assert {"record", "field", "rule", "severity", "message"} <= set(found["violations"][0])
    code, out, err = call("add", good, bad)
    assert (code, out) == (2, "")
    assert err.count("\n") == len(found["violations"])
    assert digest(call) == before


@pytest.mark.usefixtures("home")
def test_a_record_twice_in_one_call(call: Call, tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", ENTITY.format("a", "A"), ENTITY.format("a", "B"))
    code, _, err = call("add", path)
    assert (code, "innovation/a is given twice" in err) == (2, True)


@pytest.mark.usefixtures("home")
def test_an_invented_member_is_refused_by_name(call: Call, tmp_path: Path) -> None:
    before = digest(call)
    code, out, _ = call("add", write(tmp_path / "leaflet.yaml", INVENTED), "--json")
    messages = [one["message"] for one in json.loads(out)["violations"]]
    assert code == 2
    assert any("10 factors" in text and "trust between teams" in text for text in messages)
    assert digest(call) == before


@pytest.mark.usefixtures("home")
def test_what_nobody_describes_yet_is_noted(call: Call, tmp_path: Path) -> None:
    text = INVENTED.replace("set/ten-factors", "set/eleven-factors").replace(
        "membershipStatus: notEnumerated", "membershipStatus: partial"
    )
    code, out, _ = call("add", write(tmp_path / "leaflet.yaml", text), "--json")
    found = json.loads(out)
    assert (code, found["records"][0]["status"]) == (0, "created")
    warnings = [one for one in found["violations"] if one["rule"] == "unresolved"]
    assert "set/eleven-factors" in warnings[0]["message"]
    assert {one["severity"] for one in found["violations"]} == {"Warning"}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["add"], 2, "invalid"),
        (["add", "none.yaml"], 6, "storage"),
        (["add", "."], 6, "storage"),
        (["document", "add", "none.txt"], 6, "storage"),
        (["document", "add", "none.doc"], 2, "unknownFormat"),
        (["document", "add", "none.txt", "--coverage", "most"], 2, "invalid"),
        (["document", "spans", "none.yaml"], 6, "storage"),
        (["init", "--team", "0", "--home", "elsewhere"], 2, "invalid"),
        (["init", "--team", "some"], 2, "invalid"),
        (["add", "a.yaml", "--home", "elsewhere"], 6, "storage"),
        (["no-such-command"], 2, "invalid"),
        (["add", "--no-such-option"], 2, "invalid"),
    ],
)
def test_problems_are_one_json_document(
    arguments: list[str], code: int, told: str, call: Call
) -> None:
    found, out, _ = call(*arguments, "--json")
    problem = json.loads(out)
    assert (found, problem["code"]) == (code, told)
    assert {"type", "title", "detail"} <= set(problem)
    found, out, err = call(*arguments)
    assert (found, out) == (code, "")
    assert err.count("\n") == 1
