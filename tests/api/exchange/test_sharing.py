"""Regions share by commands: keys, trust, publish, export and verify."""

import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def bare(nowhere: Path, call: Call) -> Path:
    """A repository without the starter records."""
    assert call("init")[0] == 0
    return nowhere


def add(call: Call, folder: Path, name: str, label: str, level: str | None = None) -> None:
    text = f"kind: entity\nrecord: innovation/{name}\nis: Innovation\nlabel: {label}\n"
    (folder / f"{name}.yaml").write_text(text, "utf-8")
    assert call("add", folder / f"{name}.yaml", "--as", "Quentin Quill")[0] == 0
    if level:
        assert call("level", f"innovation/{name}", level)[0] == 0


def test_the_key_is_its_owners_alone_and_shown_in_public(bare: Path, call: Call) -> None:
    file = bare / "keys" / "signing.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    code, out, _ = call("keys", "show", "--json")
    (shown,) = json.loads(out)["jwks"]["keys"]
    assert (code, shown["crv"], "d" in shown) == (0, "Ed25519", False)
    assert call("keys", "new")[0] == 5
    file.unlink()
    assert call("keys", "show")[0] == 6
    assert call("keys", "new")[0] == 0


def test_a_backup_has_the_key_only_when_asked(bare: Path, call: Call, tmp_path: Path) -> None:
    assert call("backup", tmp_path / "plain")[0] == 0
    assert call("backup", tmp_path / "full", "--keys")[0] == 0
    assert not (tmp_path / "plain" / "keys").exists()
    wanted = (bare / "keys" / "signing.json").read_bytes()
    shutil.rmtree(bare)
    assert call("restore", tmp_path / "full")[0] == 0
    assert (bare / "keys" / "signing.json").read_bytes() == wanted


def test_trust_is_given_and_taken(bare: Path, call: Call, tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text(call("keys", "show", "--json")[1], "utf-8")
    assert json.loads(call("trust", "list", "--json")[1]) == {"trusted": []}
    code, out, _ = call("trust", "add", "North", tmp_path / "keys.json", "--json")
    (north,) = json.loads(out)["trusted"]
    assert (code, north["region"], len(north["kids"])) == (0, "North", 1)
    private = bare / "keys" / "signing.json"
    assert call("trust", "add", "North", private)[0] == 2
    assert call("trust", "remove", "South")[0] == 2
    assert call("trust", "remove", "North")[0] == 0
    assert json.loads(call("trust", "list", "--json")[1]) == {"trusted": []}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_an_export_says_what_it_holds_back_and_verifies(
    bare: Path, call: Call, tmp_path: Path
) -> None:
    add(call, tmp_path, "shown", "a thing to be seen", "PUBLIC")
    add(call, tmp_path, "reached", "write to ada@example.org", "PUBLIC")
    code, out, _ = call("export", tmp_path / "a.zip", "--json")
    told = json.loads(out)
    held = {one["record"].rpartition("/")[2]: one["code"] for one in told["held"]}
    assert (code, held["reached"], "shown" in held) == (0, "email", False)
    code, out, _ = call("verify", tmp_path / "a.zip", "--json")
    assert (code, json.loads(out)) == (
        0,
        {
            "valid": True,
            "issuer": "unnamed region",
            "sequence": told["sequence"],
            "problems": [],
        },
    )
    page = call("export", tmp_path / "b.zip", "--preview")[1]
    assert "write to" not in page
    assert ["Approved by:" in page, "innovation/reached: an e-mail address" in page] == [True, True]
    assert not (tmp_path / "b.zip").exists()
    assert bare.is_dir()


@pytest.mark.usefixtures("bare")
def test_a_page_to_sign_tells_what_the_file_will_hold(call: Call, tmp_path: Path) -> None:
    add(call, tmp_path, "shown", "a thing with <b>marks</b>", "PUBLIC")
    add(call, tmp_path, "reached", "write to ada@example.org", "PUBLIC")
    add(call, tmp_path, "own", "a thing of our own")
    code, out, _ = call("export", tmp_path / "page.html", "--preview", "--json")
    page = (tmp_path / "page.html").read_text("utf-8")
    told = json.loads(call("export", tmp_path / "a.zip", "--json")[1])
    assert (code, json.loads(out)["digest"]) == (0, told["digest"])
    for wanted in (told["digest"], "a thing with &lt;b&gt;marks&lt;/b&gt;", "ada…", "Signature"):
        assert wanted in page
    for never in ("ada@example.org", "Quentin", "a thing of our own", "innovation/own"):
        assert never not in page
    assert call("export", tmp_path / "none" / "page.html", "--preview")[0] == 6


@pytest.mark.usefixtures("bare")
def test_what_is_for_few_is_not_written_among_the_public(call: Call, tmp_path: Path) -> None:
    add(call, tmp_path, "few", "a thing for few", "NHS")
    assert call("publish", tmp_path / "site")[0] == 0
    before = contents(tmp_path / "site")
    assert call("publish", tmp_path / "site", "--sharing", "NHS")[0] == 5
    assert contents(tmp_path / "site") == before
    assert call("publish", tmp_path / "nhs", "--sharing", "NHS")[0] == 0
    assert b"a thing for few" in contents(tmp_path / "nhs")["0/000001.nq"]


@pytest.mark.usefixtures("bare")
def test_what_cannot_be_exported_or_verified_is_told(call: Call, tmp_path: Path) -> None:
    assert call("export", tmp_path / "none" / "a.zip")[0] == 6
    assert call("export", tmp_path / "a.zip", "--sharing", "LOCAL")[0] == 2
    assert call("verify", tmp_path / "none.zip")[0] == 6
    (tmp_path / "a.zip").write_bytes(b"no zip")
    code, out, _ = call("verify", tmp_path / "a.zip", "--json")
    assert (code, json.loads(out)["problems"][0]["code"]) == (2, "unsafeArchive")


@pytest.mark.usefixtures("bare")
def test_a_strangers_bundle_is_not_trusted_until_its_key_is(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("export", tmp_path / "a.zip")[0] == 0
    (tmp_path / "keys.json").write_text(call("keys", "show", "--json")[1], "utf-8")
    monkeypatch.setenv("WHATWORKED_HOME", str(tmp_path / "other"))
    assert call("init")[0] == 0
    code, out, _ = call("verify", tmp_path / "a.zip", "--json")
    assert (code, json.loads(out)["problems"][0]["code"]) == (3, "untrusted")
    assert call("trust", "add", "South", tmp_path / "keys.json")[0] == 0
    code, out, _ = call("verify", tmp_path / "a.zip", "--json")
    assert (code, json.loads(out)["issuer"]) == (0, "South")


@pytest.mark.usefixtures("home")
def test_the_starter_records_leave_with_questions_and_answers(call: Call, tmp_path: Path) -> None:
    told = json.loads(call("export", tmp_path / "a.zip", "--json")[1])
    assert told["records"] > 1000
    assert {one["code"] for one in told["held"]} == {"smallCount"}
    with zipfile.ZipFile(tmp_path / "a.zip") as bundle:
        answer = json.loads(bundle.read("data/answers/worked.json"))
        assert answer["rows"]
        assert b"SELECT" in bundle.read("data/questions/worked.rq")
    assert call("verify", tmp_path / "a.zip")[0] == 0
