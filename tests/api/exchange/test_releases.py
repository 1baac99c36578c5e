"""What changed between two releases, of bundles or moments, for people and for programs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.exchange.difference import apply_patch

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(nowhere: Path, call: Call, tmp_path: Path) -> Callable[..., Any]:
    """Two bundles: of one record more, one fewer and one changed."""

    def write(name: str, label: str) -> None:
        text = f"kind: entity\nrecord: innovation/{name}\nis: Innovation\nlabel: {label}\n"
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        assert call("add", tmp_path / f"{name}.yaml")[0] == 0
        assert call("level", f"innovation/{name}", "PUBLIC")[0] == 0

    assert call("init", "--team", "1")[0] == 0
    assert nowhere.exists()
    write("choirs", "choirs")
    write("walks", "walking groups")
    assert call("export", tmp_path / "one.zip")[0] == 0
    write("walks", "walking | groups")
    write("gardens", "gardens")
    assert call("withdraw", "innovation/choirs", "--reason", "it ended")[0] == 0
    assert call("export", tmp_path / "two.zip")[0] == 0

    def run(*words: str | Path) -> Any:  # noqa: ANN401 — whatever JSON there is
        code, out, err = call("diff", *words, "--json")
        assert code == 0, out + err
        return json.loads(out)

    return run


def test_two_bundles_differ_as_the_repository_does(
    told: Callable[..., Any], call: Call, tmp_path: Path
) -> None:
    bundles = tmp_path / "one.zip", tmp_path / "two.zip"
    found = told(*bundles, "--patch", tmp_path / "patch.rdfp")
    changes = {one["record"].rpartition("/")[2]: one["change"] for one in found["records"]}
    assert changes == {"choirs": "withdrawn", "gardens": "added", "walks": "changed"}
    assert (found["from"]["records"], found["to"]["records"]) == (2, 2)
    assert found["from"]["doubt"] is None
    (walks,) = (one for one in found["records"] if one["change"] == "changed")
    assert (len(walks["added"]), len(walks["removed"])) == (1, 1)
    assert found["counts"]["added"] == found["counts"]["withdrawn"] == 1
    steps = json.loads(call("changes", "--since", "0", "--json")[1])
    both = told("4", str(steps[-1]["sequence"]))
    assert both["records"] == found["records"]
    assert both["to"]["digest"] == found["to"]["digest"]
    nobody = told("0", "4")
    patch = (tmp_path / "patch.rdfp").read_text("utf-8").splitlines(keepends=True)
    before: dict[str, str] = {}
    for one in nobody["records"]:
        before[one["record"]] = "".join(f"{line}\n" for line in sorted(one["added"]))
    after = apply_patch(before, patch)
    assert {record.rpartition("/")[2] for record in after} == {"gardens", "walks"}


def test_people_read_what_was_before_and_what_is_after(
    told: Callable[..., Any], call: Call, tmp_path: Path
) -> None:
    assert told(tmp_path / "one.zip", tmp_path / "one.zip")["records"] == []
    code, page, _ = call("diff", tmp_path / "one.zip", tmp_path / "two.zip", "--markdown")
    assert code == 0
    assert "- changed: 1 records" in page
    assert r"| walking groups | walking \| groups |" in page
    code, out, _ = call("diff", tmp_path / "one.zip", tmp_path / "two.zip")
    assert code == 0
    assert "walking groups → walking | groups" in out
    assert out.rstrip().endswith("1 added, 1 changed, 1 withdrawn.")


def test_a_release_that_is_none_is_refused(
    told: Callable[..., Any], call: Call, tmp_path: Path
) -> None:
    assert told("0", "0")["records"] == []
    data = bytearray((tmp_path / "two.zip").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "spoilt.zip").write_bytes(data)
    assert call("diff", tmp_path / "one.zip", tmp_path / "spoilt.zip")[0] == 2
    assert call("diff", "0", "9999")[0] == 2
    assert call("diff", "0", tmp_path / "nowhere.zip")[0] in {2, 6}
