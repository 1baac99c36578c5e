"""Similar contexts as scripts ask for them: by command, at all levels."""

import csv
import io
import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.recompute import recompute
from ontology.terms import PROJECT_BASE

Call = Callable[..., tuple[int, str, str]]
DEVON = "NHS Devon Integrated Care Board"
PLACES = {"icb": "QYG", "subIcb": "02P", "district": "E06000052", "lsoa": "E01000034"}
TABLE = """code,name,rural,old,same,note
a,Ay,0.1,10,4,x
b,Be,0.2,20,4,y
c,Ce,0.4,,4,z
d,De,1.1,40,4,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, "utf-8")
    return path


@pytest.fixture
def with_shared(nowhere: Path, shared: Path) -> tuple[Path, Path]:
    return nowhere, shared


def found(call: Call, *arguments: str | Path) -> dict[str, object]:
    code, out, err = call("similar", *arguments, "--json")
    assert (code, err) == (0, "")
    answer: dict[str, object] = json.loads(out)
    return answer


def results(answer: dict[str, object]) -> list[dict[str, object]]:
    listed = answer["results"]
    assert isinstance(listed, list)
    return listed


@pytest.mark.usefixtures("with_shared")
@pytest.mark.parametrize("level", PLACES)
@pytest.mark.parametrize("profile", ["all", "rurality", "deprivation", "age"])
def test_an_answer_can_be_worked_out_again(level: str, profile: str, call: Call) -> None:
    answer = found(call, PLACES[level], "--level", level, "--profile", profile, "--top", "7")
    assert recompute(answer) < 1e-9
    assert (answer["method"], answer["level"]) == ("gower", level)
    assert len(results(answer)) == 7
    assert "not been shown to predict" in str(answer["note"])
    for result in results(answer):
        parts = result["contributions"]
        assert isinstance(parts, list)
        likeness = result["similarity"]
        assert isinstance(likeness, float)
        assert math.fsum(part["contribution"] for part in parts) == 1 - likeness
        assert result["differences"]
        assert result["unknown"] == answer["unknown"]


@pytest.mark.usefixtures("nowhere")
def test_the_boards_need_no_other_data(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WHATWORKED_SHARED", str(tmp_path))
    answer = found(call, DEVON)
    assert (answer["subject"], answer["compared"], answer["unknown"]) == ("E54000037", 41, [])
    assert [result["rank"] for result in results(answer)] == [1, 2, 3, 4, 5]
    assert all(
        result["rankBest"] == result["rank"] == result["rankWorst"] for result in results(answer)
    )
    code, out, err = call("similar", "E06000052", "--level", "district")
    assert (code, out) == (7, "")
    assert "because" in err
    assert "lad_context.csv" in err


def test_a_table_in_the_repository_goes_first(
    call: Call, nowhere: Path, shared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WHATWORKED_SHARED", str(tmp_path))
    table = nowhere / "contexts" / "district.csv"
    table.parent.mkdir(parents=True)
    shutil.copy(shared / "data" / "context" / "lad_context.csv", table)
    answer = found(call, "Cornwall")
    assert (answer["level"], answer["compared"]) == ("district", 295)
    assert answer["unknown"] == ["density", "densestTenth", "ruralUrbanMix"]
    assert all(0.7 < float(str(result["coverage"])) < 0.8 for result in results(answer))
    table.write_text(table.read_text("utf-8").replace("Cornwall", "Kernow"), "utf-8")
    assert found(call, "Kernow")["compared"] == 295


def test_a_label_of_two_levels_is_ambiguous(call: Call, nowhere: Path) -> None:
    table = nowhere / "contexts" / "district.csv"
    table.parent.mkdir(parents=True)
    table.write_text(f"ons_code,name,share_rural\nE06000000,{DEVON},0.1\n", "utf-8")
    code, out, err = call("similar", DEVON)
    assert (code, out) == (2, "")
    assert f"give a code or --level: {DEVON} (icb), {DEVON} (district)" in " ".join(err.split())


@pytest.mark.usefixtures("with_shared")
def test_a_place_has_many_names(call: Call) -> None:
    names = (
        DEVON, DEVON.lower(), "Devon", "E54000037", "QJK", "organisation/QJK", "area/E54000037",
        f"{PROJECT_BASE}id/area/E54000037", f"{PROJECT_BASE}id/organisation/QJK",
    )  # fmt: skip
    answers = [found(call, name, "--level", "icb") for name in names]
    assert all(answer == answers[0] for answer in answers)
    assert found(call, "Cornwall")["level"] == "district"
    assert found(call, "E01000034")["level"] == "lsoa"


@pytest.mark.usefixtures("with_shared")
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["Atlantis"], 2, "no place of icb, subIcb, district is called 'Atlantis'"),
        (["QYG", "--level", "icbs"], 2, "did you mean icb"),
        (["QYG", "--profile", "ages"], 2, "did you mean age"),
        (["QYG", "--weights", "rurral=1"], 2, "did you mean rural"),
        (["QYG", "--weights", "rural=-1"], 2, "give a number from 0"),
        (["QYG", "--weights", "rural=nan"], 2, "give a number from 0"),
        (["QYG", "--weights", "rural=1,rural=2"], 2, "given twice"),
        (["QYG", "--profile", "age", "--weights", "age=0"], 2, "no feature has a weight above 0"),
        (["QYG", "--weights", "rural"], 2, "write name=number"),
        (["QYG", "--top", "0"], 2, "give a number of 1 or more"),
        (["QYG", "--columns", "a"], 2, "--columns is for a table"),
        (["QYG", "--given", "rural=0.1"], 2, "give either a place or --given"),
        ([], 2, "give either a place or --given"),
        (["--given", "rurral=0.1"], 2, "did you mean rural"),
        (["--given", "rural=1.5"], 2, "rural is 1.5: give a share, 0 to 1"),
        (["--given", "rural=much"], 2, "give a number"),
        (["--given", "rural=0.1", "--given", "rural=0.2"], 2, "given twice"),
        (["QYG", "--table", "x.csv"], 2, "--table and --id go together"),
    ],
)
def test_what_does_not_fit_is_refused(
    arguments: list[str], code: int, told: str, call: Call
) -> None:
    got, out, err = call("similar", *arguments)
    assert (got, out) == (code, "")
    assert told in " ".join(err.split())


@pytest.mark.usefixtures("nowhere")
def test_a_context_that_is_described(call: Call) -> None:
    answer = found(call, "--given", "rural=0.5", "--given", '{"over65": 0.25, "coastal": null}')
    assert (answer["subject"], answer["given"]) == (None, {"rural": 0.5, "over65": 0.25})
    assert answer["compared"] == 42
    for result in results(answer):
        assert result["belowLine"] is True
        assert [part["feature"] for part in result["contributions"]] == ["rural", "over65"]  # type: ignore[attr-defined]
    assert recompute(answer) < 1e-9
    low, high = (results(answer)[0][name] for name in ("rankBest", "rankWorst"))
    assert (low, high) == (1, 42)
    assert answer["ranks"] == "bounds"


@pytest.mark.usefixtures("nowhere")
def test_weights_are_echoed_and_count(call: Call) -> None:
    answer = found(call, "QYG", "--weights", "rural=3,age=0")
    weights = answer["weights"]
    assert isinstance(weights, dict)
    assert (weights["rural"], weights["over65"], weights["density"]) == (3, 0, 1.5)
    features = [part["feature"] for part in results(answer)[0]["contributions"]]  # type: ignore[attr-defined]
    assert "over65" not in features


@pytest.mark.usefixtures("nowhere")
def test_a_table_of_ones_own(call: Call, table: Path) -> None:
    answer = found(call, "a", "--table", table, "--id", "code", "--columns", "rural,old,same")
    assert answer["frame"] == {
        "rural": {"kind": "numeric", "lo": 0.1, "hi": 1.1, "bend": "none"},
        "old": {"kind": "numeric", "lo": 10, "hi": 40, "bend": "none"},
    }
    assert "all places are the same there: same" in str(answer["note"])
    assert recompute(answer) < 1e-9
    first, second, last = results(answer)
    assert (first["id"], first["name"], second["id"], last["id"]) == ("b", "Be", "c", "d")
    assert first["similarity"] == pytest.approx(1 - (0.1 + 1 / 3) / 2)
    assert (second["coverage"], second["unknown"]) == (0.5, ["old"])
    assert (second["low"], second["high"]) == (pytest.approx(0.35), pytest.approx(0.85))
    assert (second["rankBest"], second["rankWorst"]) == (1, 2)
    assert "low, high, rankBest and rankWorst say what it may be" in str(answer["note"])


@pytest.mark.usefixtures("nowhere")
def test_a_table_with_features_of_the_profile(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,share_rural,share_65_plus,x\na,0.1,0.2,1\nb,0.3,0.1,2\nc,,0.3,9\n", "utf-8")
    answer = found(call, "a", "--table", path, "--id", "id")
    frame = answer["frame"]
    assert isinstance(frame, dict)
    assert list(frame) == ["rural", "over65"]
    path.write_text("id,x,y,z\na,1,1,t\nb,2,3,u\nc,9,,v\n", "utf-8")
    frame = found(call, "a", "--table", path, "--id", "id")["frame"]
    assert isinstance(frame, dict)
    assert list(frame) == ["x", "y"]


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(
    ("text", "arguments", "told"),
    [
        (TABLE, ["e", "--id", "code"], "no row is called 'e'"),
        (TABLE, ["a", "--id", "kode"], "has no column 'kode'"),
        (TABLE, ["a", "--id", "code", "--columns", "rurral"], "did you mean rural"),
        (TABLE, ["a", "--id", "code", "--columns", "note"], "'x', which is no number"),
        (TABLE, ["a", "--id", "code", "--columns", "same"], "no column of numbers tells"),
        (
            "id,share_rural\na,0.1\nb,12\n",
            ["a", "--id", "id"],
            "row b: rural is 12.0: give a share",
        ),
        ("id,x\na,1\na,2\n", ["a", "--id", "id"], "more than once"),
        ("id,x\n", ["a", "--id", "id"], "has no rows"),
        ("id,name,x\na,A,1\nb,A,2\n", ["A", "--id", "id"], "several rows, give one of: a, b"),
        ("id,x\na,1,2\n", ["a", "--id", "id"], "not as many cells"),
    ],
)
def test_a_table_that_does_not_fit(
    text: str, arguments: list[str], told: str, call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, "utf-8")
    code, out, err = call("similar", *arguments, "--table", path)
    assert (code, out) == (2, "")
    assert told in " ".join(err.split())


@pytest.mark.usefixtures("nowhere")
def test_rows_and_words(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    rows = list(csv.DictReader(io.StringIO(call("similar", "QYG", "--csv")[1])))
    listed = results(found(call, "QYG"))
    assert [row["id"] for row in rows] == [result["id"] for result in listed]
    assert {row["similarityStatus"] for row in rows} == {"reported"}
    code, out, _ = call("similar", "QYG")
    assert code == 0
    assert "whom to read first" in " ".join(out.split())
    assert str(listed[0]["differences"][0]) in out  # type: ignore[index]
