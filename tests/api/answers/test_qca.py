"""Configurations as scripts ask for them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Call = Callable[..., tuple[int, str, str]]
NAMES = ("--outcome", "SURV", "--conditions", "DEV,URB,LIT,IND,STB")
TABLE = "site,programme,A,B,Y\n" + "".join(
    f"s{number},p{number // 2},{number // 8},{number % 2},{number // 8}\n" for number in range(16)
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_the_answer_of_the_contract(call: Call, shared: Path) -> None:
    path = shared / "data/qca/LC.csv"
    code, out, err = call("qca", path, *NAMES, "--id", "case", "--cut", "1", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    expected = {
        "cases": 18, "units": 18, "assumption": "independent cases", "outcome": "SURV", "cut": 1.0,
        "conditions": ["DEV", "URB", "LIT", "IND", "STB"], "simplifyingAssumptions": 5,
        "grade": "associated", "p": 0.001,
    }  # fmt: skip
    assert {key: found[key] for key in expected} == expected
    assert found["truthTable"][-1] == {
        "row": "11111", "n": 4, "inclusion": 1.0, "pri": 1.0, "out": "1",
        "cases": ["BE", "CZ", "NL", "UK"],
    }  # fmt: skip
    assert found["necessity"][0] == {
        "expression": "DEV", "inclusion": 1.0, "ron": 0.8, "coverage": 0.8,
    }  # fmt: skip
    (model,) = found["conservative"]
    assert model["expression"] == "DEV*~URB*LIT*STB + DEV*LIT*IND*STB"
    assert model["terms"][0] == {
        "expression": "DEV*~URB*LIT*STB", "inclusion": 1.0, "pri": 1.0, "coverage": 0.5,
        "uniqueCoverage": 0.25,
    }  # fmt: skip


def test_intermediate_formulas_where_a_theory_is_given(call: Call, shared: Path) -> None:
    given = ("qca", shared / "data/qca/LC.csv", *NAMES, "--cut", "1", "--json")
    assert "intermediate" not in json.loads(call(*given)[1])
    found = json.loads(call(*given, "--expect", "DEV,URB,LIT,IND,STB")[1])
    assert [one["expression"] for one in found["intermediate"]] == ["DEV*LIT*STB"]


def test_the_result_turned_round(call: Call, shared: Path) -> None:
    code, out, _ = call("qca", shared / "data/qca/LC.csv", *NAMES, "--negate", "--json")
    found = json.loads(out)
    assert (code, found["outcome"]) == (0, "~SURV")
    assert [one["expression"] for one in found["parsimonious"]] == ["~DEV + ~STB"]


def test_cases_that_share_a_programme(call: Call, table: Path) -> None:
    given = ("qca", table, "--outcome", "Y", "--conditions", "A,B", "--id", "site")
    found = json.loads(call(*given, "--json")[1])
    assert (found["units"], found["grade"]) == (16, "associated")
    found = json.loads(call(*given, "--cluster", "programme", "--json")[1])
    assert (found["cases"], found["units"], found["arrangements"]) == (16, 8, 70)
    assert (found["assumption"], found["p"]) == ("clustered by programme", 2 / 70)


def test_people_see_a_table_and_what_it_is_worth(call: Call, table: Path) -> None:
    code, out, err = call("qca", table, "--outcome", "Y", "--conditions", "A,B", "--n-cut", "5")
    assert (code, err) == (0, "")
    assert "not distinguishable from chance" in out
    assert "Parsimonious: what goes with Y: nothing" in out
    code, out, _ = call("qca", table, "--outcome", "Y", "--conditions", "B,A", "--negate")
    assert "associated: 8 units succeed and 8 fail" in out
    assert "~A" in out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--outcome", "Y"], 2, "conditions"),
        (["--outcome", "Z", "--conditions", "A"], 2, "no column 'Z': give one of site, programme"),
        (["--outcome", "Y", "--conditions", "A,programme"], 2, "row 2, column programme: is 'p0'"),
        (["--outcome", "Y", "--conditions", ","], 2, "0 conditions: give 1 to 12"),
        (["--outcome", "Y", "--conditions", "A", "--cut", "0"], 2, "--cut is 0.0"),
        (["--outcome", "Y", "--conditions", "A", "--cut", "nan"], 2, "--cut is nan"),
        (["--outcome", "Y", "--conditions", "A", "--n-cut", "0"], 2, "--n-cut is 0"),
        (["--outcome", "Y", "--conditions", "A", "--id", "programme"], 2, "more than once"),
        (["--outcome", "Y", "--conditions", "A", "--expect", "B"], 2, "--expect B: give each of A"),
    ],
)
def test_what_does_not_fit_is_refused(
    arguments: list[str], code: int, told: str, call: Call, table: Path
) -> None:
    found, out, err = call("qca", table, *arguments)
    assert (found, out) == (code, "")
    assert told in " ".join(err.split())


def test_raw_figures_are_no_degrees(call: Call, shared: Path) -> None:
    path = shared / "data/qca/LR.csv"
    code, out, _ = call("qca", path, *NAMES, "--id", "case", "--json")
    assert code == 2
    told = "LR.csv: row 2 (AU), column DEV: is '720': give a degree of membership"
    assert told in json.loads(out)["detail"]
    assert call("qca", path.with_name("none.csv"), *NAMES)[0] == 6
