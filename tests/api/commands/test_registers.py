"""Tables of one's own loaded as registers, and questions of a day, as scripts rely on them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology.terms import PROJECT_BASE

Call = Callable[..., tuple[int, str, str]]
ID = f"{PROJECT_BASE}id/"
OURS = "https://ex.org/devon/id/"
TABLE = """Org Code,Name,Class,Start date,Close date,Parent,Covers,Formerly,Beds
north,Northern network,,2020-01-01,,QJK,E54000037,,3
south,"Southern, network",Team,2021-01-01,2024-03-31,NHS Devon ICB,,north,5
east,Eastern network,,2021-01-01,,north,,north; south,
"""

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def region(home: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another repository, of a region with a base of its own."""
    monkeypatch.setenv("WHATWORKED_HOME", str(home.with_name("region")))
    monkeypatch.setenv("WHATWORKED_REGION", "Devon")
    monkeypatch.setenv("WHATWORKED_BASE", "https://ex.org/devon/")
    assert call("init", "--starter")[0] == 0


def write(folder: Path, text: str = TABLE) -> Path:
    file = folder / "networks.csv"
    file.write_text(text, "utf-8")
    return file


def load(call: Call, file: Path, *more: str) -> dict[str, list[dict[str, str]]]:
    code, out, _ = call(
        "registers", "load", file, "--scheme", "nets", "--year", "2025", "--json", *more
    )
    found: dict[str, list[dict[str, str]]] = json.loads(out)
    assert code == (0 if "register" in found else 2)
    return found


def ask(call: Call, *arguments: str) -> list[list[str]]:
    code, out, err = call("ask", *arguments, "--json")
    assert (code, err) == (0, "")
    rows: list[list[str]] = json.loads(out)["rows"]
    return rows


def test_a_table_becomes_records(call: Call, tmp_path: Path) -> None:
    loaded = load(call, write(tmp_path))
    assert [one["status"] for one in loaded["records"]] == ["created"] * 3
    assert list(map(str, loaded["ignored"])) == ["Beds"]
    assert loaded["gone"] == loaded["violations"] == []
    rows = ask(call, "registered", "--given", "register=nets")
    assert {row[1]: row[4:] for row in rows} == {
        "Northern network": ["2020-01-01", None],
        "Southern, network": ["2021-01-01", "2024-03-31"],
        "Eastern network": ["2021-01-01", None],
    }
    rows = ask(call, "within", "--given", "place=south", "--given", "asAt=2022-08-01")
    assert {row[3].removeprefix(ID) for row in rows} == {"organisation/QJK", "organisation/Y58"}
    assert ask(call, "within", "--given", "place=south", "--given", "asAt=2024-04-01") == []


def test_loading_twice_changes_nothing(call: Call, tmp_path: Path) -> None:
    load(call, write(tmp_path))
    before = call("digest", "--json")
    assert [one["status"] for one in load(call, write(tmp_path))["records"]] == ["unchanged"] * 3
    assert call("digest", "--json") == before


def test_a_changed_row_is_an_update_and_one_taken_out_is_told(call: Call, tmp_path: Path) -> None:
    load(call, write(tmp_path))
    lines = TABLE.replace("Northern network", "The North").splitlines()
    loaded = load(call, write(tmp_path, "\n".join(lines[:3])))
    assert [one["status"] for one in loaded["records"]] == ["updated", "unchanged"]
    assert [one["label"] for one in loaded["gone"]] == ["Eastern network"]
    assert ask(call, "labels", "--given", "thing=east")
    _, out, _ = call(
        "registers", "load", write(tmp_path, TABLE), "--scheme", "nets", "--year", "2026"
    )
    assert "3 updated" in out


@pytest.mark.usefixtures("region")
def test_a_region_keeps_them_under_its_own_base(call: Call, tmp_path: Path) -> None:
    loaded = load(call, write(tmp_path))
    assert [one["record"] for one in loaded["records"]] == [
        f"{OURS}organisation/{code}" for code in ("north", "south", "east")
    ]
    rows = ask(call, "within", "--given", "place=east", "--given", "within=QJK")
    assert [row[3] for row in rows] == [f"{ID}organisation/QJK"]


def test_a_table_of_areas_is_known_by_its_codes(call: Call, tmp_path: Path) -> None:
    text = "ONS code,Area name,partOf\nE05000001,A ward,Exeter\nE05000002,Another,E07000041\n"
    loaded = load(call, write(tmp_path, text))
    assert loaded["records"][0]["record"] == f"{ID}area/E05000001"
    rows = ask(call, "within", "--given", "within=QJK", "--given", "asAt=2025-01-01")
    assert {"A ward", "Another", "Exeter"} <= {row[1] for row in rows}


def test_a_mistake_is_told_with_its_row_and_column(call: Call, tmp_path: Path) -> None:
    before = call("digest", "--json")
    rows = (
        "a,A,,2020-01-01,2019-01-01,,,,\nb,B,,,,,QJK,,\n",
        "QJK,A,,,,QJQ,,,\nc,C,,,,15N; Devon,,,\n",
    )
    found: dict[str, str] = {}
    for some in rows:
        told = load(call, write(tmp_path, f"{TABLE.splitlines()[0]}\n{some}"))["violations"]
        found |= {f"{one['record']}, {one['field']}": one["message"] for one in told}
    assert "not after validTo" in found["row 2, column Start date"]
    assert "coversArea names an Area" in found["row 3, column Covers"]
    assert "is the code of" in found["row 2, column Org Code"]
    assert "nothing is called 'QJQ' here" in found["row 2, column Parent"]
    assert len(found) == 4
    assert call("digest", "--json") == before


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--column", "code"), "write FIELD=HEADING"),
        (("--scheme", "My Nets"), "small letters"),
        (("--year", "25"), "four digits"),
    ],
)
def test_an_option_that_cannot_be_read(
    call: Call, tmp_path: Path, more: tuple[str, ...], says: str
) -> None:
    known = ["--scheme", "nets", "--year", "2025", *more]
    code, _, err = call("registers", "load", write(tmp_path), *known)
    assert (code, says in err) == (2, True)


def test_a_question_of_a_day(call: Call) -> None:
    rows = ask(call, "boards", "--given", "place=NHS Devon ICB", "--given", "asAt=2025-01-01")
    assert [row[2] for row in rows] == ["QJK"]
    code, _, err = call("ask", "boards", "--given", "asAt=2025")
    assert (code, "a date as YYYY-MM-DD" in err) == (2, True)


def test_figures_of_a_level_are_kept_for_comparisons(
    call: Call, home: Path, tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHATWORKED_SHARED", str(tmp_path / "nowhere"))
    asked = ("similar", "Exeter", "--level", "district", "--json")
    assert json.loads(call(*asked)[1])["code"] == "notAvailable"
    file = shared / "data/context/lad_context.csv"
    code, out, _ = call(
        "registers", "load", file, "--scheme", "district", "--year", "2024", "--json"
    )
    kept = json.loads(out)
    assert (code, kept["places"], kept["file"]) == (0, 296, str(home / "contexts/district.csv"))
    assert "rural" in kept["features"]
    assert "lsoas" in kept["ignored"]
    assert call(*asked)[0] == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("code,name\na,A\n", "has no column 'ons_code'"),
        ("ons_code,name,beds\nE07000041,A,3\n", "no column is one that places are compared by"),
        ("ons_code,name,share_rural\nE07000041,A,x\n", "give a number"),
        ("ons_code,name,share_rural\n", "holds no row"),
    ],
)
def test_figures_that_nothing_can_be_compared_by(
    call: Call, home: Path, tmp_path: Path, text: str, says: str
) -> None:
    known = ("--scheme", "district", "--year", "2024")
    code, _, err = call("registers", "load", write(tmp_path, text), *known)
    assert (code, says in err, (home / "contexts").exists()) == (2, True, False)
