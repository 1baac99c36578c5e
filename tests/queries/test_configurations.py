"""Configurations as the R package QCA finds them, in crisp and in fuzzy data."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest.tables import read_table
from queries.configurations.answer import tell, tell_models
from queries.configurations.between import read_expected, solve_between
from queries.configurations.cases import Cases, Columns, make_cases
from queries.configurations.guard import guard
from queries.configurations.sets import join, weigh_necessity
from queries.configurations.solution import analyse
from queries.configurations.truth_table import Cutoffs

# Lipset's cases calibrated, and what QCA 3.25.1 for R says of them at an inclusion of 0.8
NAMES = ("DEV", "URB", "LIT", "IND", "STB")
LIPSET = """
AU .81 .12 .99 .73 .43 .05; BE .99 .89 .98 1 .98 .95; CZ .58 .98 .98 .90 .91 .89
EE .16 .07 .98 .01 .91 .12; FI .58 .03 .99 .08 .58 .77; FR .98 .03 .99 .81 .95 .95
DE .89 .79 .99 .96 .31 .05; GR .04 .09 .13 .36 .43 .06; HU .07 .16 .88 .07 .13 .42
IE .72 .05 .98 .01 .95 .92; IT .34 .10 .41 .47 .58 .05; NL .98 1 .99 .94 .99 .95
PL .02 .17 .59 0 0 .12; PT .01 .02 .01 .11 .01 .05; RO .01 .03 .17 0 .84 .21
ES .03 .30 .09 .21 .20 .06; SE .95 .13 .99 .67 .91 .95; UK .98 .99 .99 1 .98 .95
"""
FUZZY: Mapping[tuple[str, str], Mapping[str, tuple[float, ...]]] = {
    ("SURV", "conservative"): {
        "DEV*URB*LIT*IND*STB": (0.904, 0.886, 0.454, 0.393),
        "DEV*~URB*LIT*~IND*STB": (0.804, 0.719, 0.265, 0.204),
        "DEV*URB*LIT*IND*STB + DEV*~URB*LIT*~IND*STB": (0.870, 0.843, 0.658),
    },
    ("SURV", "parsimonious"): {
        "DEV*~IND": (0.815, 0.721, 0.284, 0.194),
        "URB*STB": (0.874, 0.845, 0.520, 0.430),
        "DEV*~IND + URB*STB": (0.850, 0.819, 0.714),
    },
    ("~SURV", "conservative"): {
        "~DEV*~URB*~IND": (0.886, 0.854, 0.678, 0.582),
        "DEV*LIT*IND*~STB": (0.981, 0.973, 0.220, 0.124),
        "~DEV*~URB*~IND + DEV*LIT*IND*~STB": (0.897, 0.871, 0.803),
    },
    ("~SURV", "parsimonious"): {"~DEV + ~STB": (0.849, 0.816, 0.888)},
}
NEEDED = {
    "DEV": (0.831, 0.811, 0.775), "URB": (0.539, 0.899, 0.771), "LIT": (0.991, 0.509, 0.643),
    "IND": (0.669, 0.786, 0.684), "STB": (0.920, 0.680, 0.707),
}  # fmt: skip
NEEDED_CRISP = {
    "DEV": (1, 0.800, 0.800), "URB": (0.500, 0.929, 0.800), "LIT": (1, 0.500, 0.615),
    "IND": (0.750, 0.833, 0.750), "STB": (1, 0.700, 0.727),
}  # fmt: skip
Answer = Mapping[str, Any]


def fuzzy() -> Cases:
    rows = [line.split() for line in LIPSET.replace("\n", ";").split(";") if line.strip()]
    heads = ("case", *NAMES, "SURV")
    table = [dict(zip(heads, row, strict=True)) for row in rows]
    return make_cases(table, Columns("SURV", NAMES, "case"))


def crisp(shared: Path, conditions: Sequence[str] = NAMES) -> Cases:
    table = read_table(shared / "data/qca/LC.csv")
    return make_cases(table, Columns("SURV", tuple(conditions), "case"))


def answer(cases: Cases, cut: float, outcome: str = "SURV") -> Answer:
    return tell(analyse(cases.negate() if outcome[0] == "~" else cases, Cutoffs(cut)), None)


def told(models: Sequence[Answer]) -> dict[str, list[float]]:
    """What an answer says of each formula and each term: inclusion, PRI, coverage, unique."""
    keys = ("inclusion", "pri", "coverage", "uniqueCoverage")
    found = [one for model in models for one in (*model["terms"], model)]
    return {one["expression"]: [one[key] for key in keys if key in one] for one in found}


def needed(cases: Cases) -> dict[str, list[float]]:
    listed = answer(cases, 1)["necessity"]
    return {
        one["expression"]: [one[key] for key in ("inclusion", "ron", "coverage")] for one in listed
    }


def test_the_truth_table_printed_for_crisp_data(shared: Path) -> None:
    expected = json.loads((shared / "data/qca/expected.json").read_text("utf-8"))["truth_table_LC"]
    rows = {
        "".join(map(str, row[:5])): (str(row[5]), row[6], row[7], sorted(row[8].split(",")))
        for row in expected["rows"]
    }
    found = answer(crisp(shared), 1)
    assert {
        row["row"]: (row["out"], row["n"], row["inclusion"], row["cases"])
        for row in found["truthTable"]
    } == rows
    assert (found["remainders"], found["contradictions"]) == (23, [])


@pytest.mark.parametrize("number", range(4))
def test_a_solution_printed_for_crisp_data(number: int, shared: Path) -> None:
    text = (shared / "data/qca/expected.json").read_text("utf-8")
    case = json.loads(text)["cases"][number]
    found = answer(crisp(shared), case["incl_cut"], case["outcome"])
    models = found["parsimonious" if case["remainders"] else "conservative"]
    assert [[term["expression"] for term in one["terms"]] for one in models] == case["models"]
    numbers = told(models)
    for fit in case["fit"]:
        keys = [key for key in ("inclS", "PRI", "covS", "covU") if key in fit]
        of = numbers[fit["expression"].replace("+", " + ")]
        assert of[: len(keys)] == pytest.approx([fit[key] for key in keys], abs=5e-4)
    if "simplifying_assumptions_rows" in case:
        count = len(case["simplifying_assumptions_rows"])
        assert found["simplifyingAssumptions"] == models[0]["simplifyingAssumptions"] == count


@pytest.mark.parametrize(("outcome", "kind"), FUZZY)
def test_a_solution_for_fuzzy_data(outcome: str, kind: str) -> None:
    models = answer(fuzzy(), 0.8, outcome)[kind]
    assert len(models) == 1
    numbers = told(models)
    for expression, fit in FUZZY[outcome, kind].items():
        assert numbers[expression] == pytest.approx(fit, abs=5e-4), expression


def test_the_intermediate_solution_for_fuzzy_data() -> None:
    found = analyse(fuzzy(), Cutoffs(0.8))
    models = solve_between(found, read_expected("DEV,URB,LIT,IND,STB", NAMES))
    expected = {
        "DEV*URB*LIT*STB": (0.901, 0.879, 0.468, 0.378),
        "DEV*LIT*~IND*STB": (0.814, 0.721, 0.282, 0.191),
        "DEV*URB*LIT*STB + DEV*LIT*~IND*STB": (0.866, 0.839, 0.660),
    }
    numbers = told(tell_models(models, found))
    assert numbers.keys() == expected.keys()
    for expression, fit in expected.items():
        assert numbers[expression] == pytest.approx(fit, abs=5e-4), expression


def test_without_expectations_no_unseen_row_counts(shared: Path) -> None:
    for cases in (fuzzy(), crisp(shared)):
        found = analyse(cases, Cutoffs(0.8))
        assert solve_between(found, {}) == found.conservative


def test_the_truth_table_of_fuzzy_data() -> None:
    rows = {row["row"]: row for row in answer(fuzzy(), 0.8)["truthTable"]}
    found = {name: [row["inclusion"], row["pri"]] for name, row in rows.items()}
    assert found["10101"] == pytest.approx([0.804, 0.719], abs=5e-4)
    assert found["11111"] == pytest.approx([0.904, 0.886], abs=5e-4)
    assert found["10111"] == pytest.approx([0.709, 0.634], abs=5e-4)
    assert {name: (row["out"], row["n"]) for name, row in rows.items() if row["out"] == "1"} == {
        "10101": ("1", 2), "11111": ("1", 4),
    }  # fmt: skip


def test_what_is_necessary(shared: Path) -> None:
    for cases, expected in ((fuzzy(), NEEDED), (crisp(shared), NEEDED_CRISP)):
        found = needed(cases)
        assert len(found) == 10
        assert all(found[name] == pytest.approx(expected[name], abs=5e-4) for name in NAMES)


def test_what_is_necessary_and_dropped_by_parsimony_is_flagged(shared: Path) -> None:
    assert answer(crisp(shared), 1)["necessaryLeftOut"] == ["LIT"]
    assert answer(fuzzy(), 0.8)["necessaryLeftOut"] == ["LIT", "STB"]


def test_what_is_necessary_jointly() -> None:
    cases = fuzzy()
    need = weigh_necessity(join((2, 2, 1, 2, 1), cases.states), cases.results)
    assert (need.inclusion, need.ron, need.coverage) == pytest.approx(
        (0.915, 0.800, 0.793), abs=5e-4
    )


def test_contradictions_are_told_and_count_as_not_followed(shared: Path) -> None:
    found = answer(crisp(shared, NAMES[:4]), 1)
    rows = {row["row"]: (row["out"], row["n"], row["inclusion"]) for row in found["truthTable"]}
    assert rows["1011"] == ("C", 3, pytest.approx(2 / 3))
    assert rows["1111"] == ("C", 5, 0.8)
    assert [one["cases"] for one in found["contradictions"]] == [
        ["AU", "FR", "SE"], ["BE", "CZ", "DE", "NL", "UK"],
    ]  # fmt: skip
    assert [one["expression"] for one in found["conservative"]] == ["DEV*~URB*LIT*~IND"]
    assert [one["expression"] for one in found["parsimonious"]] == ["DEV*~IND"]
    assert found["parsimonious"][0]["coverage"] == 0.25
    # at the cut-off itself a row counts, and its contradiction is still told
    loose = answer(crisp(shared, NAMES[:4]), 0.8)
    assert {row["row"]: row["out"] for row in loose["truthTable"]}["1111"] == "1"
    assert len(loose["contradictions"]) == 2


def test_lipset_is_no_chance(shared: Path) -> None:
    cases = crisp(shared).keep_whole()
    found = analyse(cases, Cutoffs(1))
    assert (found.guarded.p, found.grade) == (0.001, "associated")
    assert guard(cases) == found.guarded
    best = tell(found, None)["ranked"]
    assert best[0] == {  # type: ignore[index]
        "expression": "DEV*STB", "goesWith": "SURV", "correlation": pytest.approx(1),
    }  # fmt: skip


def test_tied_models_are_all_listed_the_shortest_first() -> None:
    table = [dict(zip("ABCY", row, strict=True)) for row in ("0111", "1011", "0000", "1100")]
    found = answer(make_cases(table, Columns("Y", ("A", "B", "C"))), 1)
    assert [one["expression"] for one in found["parsimonious"]] == ["C"]
    table = [dict(zip("ABCY", row, strict=True)) for row in ("1101", "0011", "0000")]
    found = answer(make_cases(table, Columns("Y", ("A", "B", "C"))), 1)
    models = [one["expression"] for one in found["parsimonious"]]
    assert models == ["A + C", "B + C"]
    # of the five rows that nobody has seen each takes four, three of them the same
    assert [one["simplifyingAssumptions"] for one in found["parsimonious"]] == [4, 4]
    assert found["simplifyingAssumptions"] == 5
