"""Figures of one's own loaded as profiles of places that are here, as scripts rely on them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology.terms import PROJECT_BASE

Call = Callable[..., tuple[int, str, str]]
DEVON, SOMERSET = (f"{PROJECT_BASE}id/area/E540000{n}" for n in (37, 38))
OWN = ("--source", "https://example.org/beds")
TABLE = """ONS,Name,Beds,Share,Remark
E54000037,Devon,1200,0.25,many
E54000038,Somerset,,0.5,
"""

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def load(call: Call, tmp_path: Path) -> Callable[..., tuple[int, dict[str, object]]]:
    """Load a table of figures: the exit code, and the answer as programs get it."""

    def load(text: str, *more: str, scheme: str = "beds") -> tuple[int, dict[str, object]]:
        file = tmp_path / "table.csv"
        file.write_text(text, "utf-8")
        words = ("--scheme", scheme, "--year", "2024", "--figures", "--json", *more)
        code, out, _ = call("registers", "load", file, *words)
        return code, json.loads(out)

    return load


def ask(call: Call, *given: str) -> list[list[object]]:
    code, out, err = call("ask", "numbers", *given, "--json")
    assert (code, err) == (0, "")
    rows: list[list[object]] = json.loads(out)["rows"]
    return rows


def test_the_numbers_of_a_table_become_figures(
    load: Callable[..., tuple[int, dict[str, object]]], call: Call
) -> None:
    code, loaded = load(TABLE, *OWN)
    assert (code, loaded["figures"], loaded["ignored"]) == (0, ["Beds", "Share"], ["Remark"])
    assert ask(call, "--given", "level=beds") == [
        [DEVON, "beds", "Beds", "2024", 1200],
        [DEVON, "beds", "Share", "2024", 0.25],
        [SOMERSET, "beds", "Share", "2024", 0.5],
    ]
    code, out, _ = call(
        "ask", "context", "--given", f"place={SOMERSET}", "--given", "level=beds", "--json"
    )
    rows = json.loads(out)["rows"]
    assert [row[3:9] for row in rows] == [
        ["Beds", "Beds", None, "not stated", "2024", "https://example.org/beds"],
        ["Share", "Share", 0.5, "not stated", "2024", "https://example.org/beds"],
    ]
    _, again = load(TABLE.replace("1200", "1300"), *OWN)
    records = again["records"]
    assert isinstance(records, list)
    assert [one["status"] for one in records] == ["updated", "unchanged"]


def test_columns_that_the_program_knows_have_their_source_and_unit(
    load: Callable[..., tuple[int, dict[str, object]]], call: Call
) -> None:
    text = "ons_code,name,share_rural,share_65_plus,mood\nE06000001,Hartlepool,0.03,,3\n"
    code, loaded = load(text, scheme="district")
    assert (code, loaded["figures"]) == (0, ["share_rural", "share_65_plus"])
    assert loaded["ignored"] == ["mood"]
    code, out, _ = call("ask", "context", "--given", "place=E06000001", "--json")
    rows = json.loads(out)["rows"]
    assert [(row[2], row[3], row[5], row[7]) for row in rows] == [
        ("district", "share_65_plus", None, "2020"),
        ("district", "share_rural", 0.03, "2021"),
    ]


@pytest.mark.parametrize(
    ("text", "more", "message"),
    [
        (TABLE, (), "no column is one that the program describes"),
        (TABLE.replace("E54000037", "E54999999"), OWN, "nothing is called 'E54999999' here"),
        ("ONS,Name,Remark\nE54000037,Devon,many\n", OWN, "no column of the table holds numbers"),
        (
            "ONS,Name,share_rural\nE54000037,Devon,high\n",
            (),
            "'high' under share_rural is no number",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_whole(
    text: str,
    more: tuple[str, ...],
    message: str,
    load: Callable[..., tuple[int, dict[str, object]]],
    call: Call,
) -> None:
    before = call("digest", "--json")
    code, problem = load(text, *more)
    assert code != 0
    assert message in str(problem["detail"])
    assert call("digest", "--json") == before


def test_a_source_is_of_figures(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(TABLE, "utf-8")
    code, _, err = call("registers", "load", file, "--scheme", "b", "--year", "2024", *OWN)
    assert code == 2
    assert "give --figures with it" in err
