"""The guard of configurations, and what is not known of cases."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from ontology.errors import InvalidInput, LimitReached, NotFound
from queries.configurations.answer import explain, tell
from queries.configurations.cases import Cases, Columns, make_cases
from queries.configurations.family import Ranked
from queries.configurations.guard import guard, weaken
from queries.configurations.minimal import find_models
from queries.configurations.sets import join, write
from queries.configurations.solution import Solution, analyse
from queries.configurations.truth_table import Cutoffs

HALVES = ["11", "11", "11", "11", "00", "00", "00", "00"]


def cases(rows: Sequence[str], units: Sequence[str] | None = None, unknown: str = "-") -> Cases:
    """Cases of one digit for each condition A, B, … and the result."""
    names = "ABCDEFGH"[: len(rows[0]) - 1]
    cells = [dict(zip(f"{names}Y", row.replace(unknown, " "), strict=True)) for row in rows]
    if units:
        cells = [{**row, "U": unit} for row, unit in zip(cells, units, strict=True)]
    return make_cases(cells, Columns("Y", tuple(names), cluster="U" if units else None))


def solve(rows: Sequence[str], units: Sequence[str] | None = None) -> Solution:
    return analyse(cases(rows, units), Cutoffs(1))


def test_all_arrangements_of_a_few_units_are_tried() -> None:
    """Of 70 ways to deal out the results two follow A or ~A."""
    found = solve(HALVES)
    assert (found.guarded.arrangements, found.guarded.p) == (70, 2 / 70)
    assert found.grade == "associated"


def test_p_is_that_of_the_whole_search() -> None:
    """With a second condition to choose from, two more ways look as good."""
    rows = ["111", "111", "101", "101", "010", "010", "000", "000"]
    found = solve(rows)
    assert (found.guarded.arrangements, found.guarded.p) == (70, 4 / 70)
    assert found.grade == "notDistinguishableFromChance"
    assert [write(one.terms[0], "AB") for one in found.parsimonious] == ["A"]


def test_sites_of_a_programme_are_one_try() -> None:
    """Sixteen sites of four programmes are no more than four."""
    sites, programmes = HALVES * 2, ["a", "b", "c", "d"]
    grouped = sorted(sites)
    assert solve(grouped).grade == "associated"
    found = solve(grouped, [name for name in programmes for _ in range(4)])
    counts = found.guarded.units, found.guarded.successes, found.guarded.failures
    assert (counts, found.grade, found.guarded.p) == ((4, 2, 2), "tooFew", None)
    eight = solve(grouped, [name for name in "abcdefgh" for _ in range(2)])
    assert (eight.guarded.units, eight.guarded.arrangements, eight.guarded.p) == (8, 70, 2 / 70)


def test_programmes_of_many_sizes_keep_their_results() -> None:
    sizes = {"a": 1, "b": 3, "c": 2, "d": 5, "e": 1, "f": 2, "g": 4, "h": 1}
    units = [name for name, size in sizes.items() for _ in range(size)]
    found = solve(["11" if name in "abcd" else "00" for name in units], units)
    assert (found.guarded.arrangements, found.guarded.p) == (70, 2 / 70)


@pytest.mark.parametrize("rows", [["11"], ["11"] * 9, ["00"] * 9, HALVES[1:], HALVES[:-1]])
def test_fewer_than_four_of_either_result_are_too_few(rows: list[str]) -> None:
    found = solve(rows)
    assert (found.grade, found.guarded.p) == ("tooFew", None)
    assert "fewer than 4" in explain(found)


def test_noise_of_programmes_is_seldom_called_associated() -> None:
    """Results and conditions belong to eight programmes of two sites each; 30 such worlds."""
    chance = random.Random(4)  # noqa: S311 — worlds, no secrets
    called = {"units": 0, "sites": 0}
    for _ in range(30):
        rows = [f"{chance.getrandbits(3):03b}{number % 2}" for number in range(8) for _ in "x"]
        sites = [row for row in rows for _ in range(2)]
        units = [name for name in "abcdefgh" for _ in range(2)]
        for name, found in (("units", cases(sites, units)), ("sites", cases(sites))):
            called[name] += guard(found).grade == "associated"
    assert called["units"] <= 3
    assert called["sites"] > called["units"]


def test_a_case_with_an_unknown_cell_is_left_out_and_tried_both_ways() -> None:
    found = tell(solve(["101", *(f"{row[0]}1{row[1]}" for row in HALVES), "1-1"]), None)
    assert (found["cases"], found["units"]) == (9, 9)
    assert found["unknown"] == {
        "cells": 1,
        "cases": ["row 11"],
        "columns": {"B": 1},
        "completions": 2,
        "inAllCompletions": ["A"],
        "inSomeCompletions": [],
        "differsByResult": True,
    }
    assert (found["grade"], found["p"]) == (
        "notDistinguishableFromChance",
        pytest.approx(0.0, abs=0.05),
    )
    assert "withheld" in str(found["reason"])


def test_an_association_stands_where_unknown_cells_could_not_change_it() -> None:
    rows = [*(f"{row[0]}{n % 2}{row[1]}" for n, row in enumerate(HALVES * 2)), "1-1", "0-0"]
    found = solve(rows)
    assert (found.withheld, found.grade) == ("", "associated")
    # but not where they could: at their worst eight of 24 cases go against it
    rows = [*(f"{row[0]}{n % 2}{row[1]}" for n, row in enumerate(HALVES * 2)), *["-01", "-10"] * 4]
    found = solve(rows)
    assert found.guarded.p is not None
    assert found.guarded.p < 0.01
    assert found.weakest is not None
    assert found.weakest > 0.05
    assert found.grade == "notDistinguishableFromChance"
    assert "at their worst" in explain(found)


def test_the_worst_is_found_however_many_cells_are_unknown() -> None:
    """Every completion of ten unknown cells goes at least as well with the result."""
    rows = [*(f"{row[0]}{n % 2}{row[1]}" for n, row in enumerate(HALVES)), *["--1", "1--"] * 2]
    given, whole = cases(rows), cases(rows).keep_whole()
    best = guard(whole).ranked[0]
    low, high = (score_of(best, one) for one in weaken(given, best))
    assert low == high
    gaps = np.argwhere(np.isnan(given.values))
    for states in product((0.0, 1.0), repeat=len(gaps)):
        values = given.values.copy()
        values[tuple(gaps.T)] = states
        assert score_of(best, replace(given, values=values)) >= low - 1e-9


def score_of(formula: Ranked, of: Cases) -> float:
    inside = np.max([join(term, of.states) for term in formula.terms], axis=0)
    return float(np.corrcoef(inside, of.results)[0, 1] * np.sign(formula.correlation))


def test_too_many_unknown_cells_are_not_tried_one_by_one() -> None:
    found = solve(
        [*(f"{row[0]}{n % 2}{row[1]}" for n, row in enumerate(HALVES * 2)), *["-10"] * 11]
    )
    assert found.swept
    assert (found.swept.completions, found.swept.stable) == (None, ())
    assert found.grade != "associated"


def test_what_is_all_unknown_has_no_formula() -> None:
    found = tell(solve(["-1", "-0"]), None)
    assert (found["cases"], found["truthTable"], found["parsimonious"]) == (0, [], [])
    assert found["grade"] == "tooFew"
    assert {one["inclusion"] for one in found["necessity"]} == {None}  # type: ignore[attr-defined]


def test_a_row_that_is_seldom_seen_counts_as_not_seen() -> None:
    found = analyse(cases([*HALVES, "01"]).keep_whole(), Cutoffs(0.8, 6))
    assert [row.out for row in found.table] == ["?", "?"]
    assert (found.parsimonious, found.grade) == ((), "notDistinguishableFromChance")
    assert "no formula" in explain(found)


def test_a_condition_that_never_changes_is_told_and_in_no_parsimonious_formula() -> None:
    found = tell(solve([f"{row[0]}1{row[1]}" for row in HALVES]), None)
    assert found["constant"] == ["B"]
    models = found["parsimonious"], found["conservative"]
    assert [one[0]["expression"] for one in models] == ["A", "A*B"]  # type: ignore[index]


def test_where_nothing_fails_a_formula_asks_for_nothing() -> None:
    found = solve(["11", "01", "11"])
    assert [write(one.terms[0], "A") for one in found.parsimonious] == ["1"]
    assert found.grade == "tooFew"


def test_more_ties_than_can_be_read_are_a_limit() -> None:
    """Each of ten rows has two terms of its own, which makes 1,024 covers."""
    rows = [tuple(map(int, f"{number:010b}")) for number in range(10)]
    primes = [(*row[:at], 2, *row[at + 1 :]) for row in rows for at in (0, 1)]
    with pytest.raises(LimitReached, match="fewer conditions"):
        find_models(primes, rows)


@pytest.mark.parametrize(
    ("cells", "columns", "told"),
    [
        ({"A": "1", "Y": "2"}, Columns("Y", ("A",)), "row 2, column Y: is '2'"),
        ({"A": "x", "Y": "1"}, Columns("Y", ("A",)), "row 2, column A: is 'x'"),
        ({"A": "inf", "Y": "1"}, Columns("Y", ("A",)), "column A: is 'inf'"),
        ({"A": "0.5", "Y": "1"}, Columns("Y", ("A",)), "neither in nor out"),
        ({"A": "1", "Y": "1", "n": ""}, Columns("Y", ("A",), "n"), "row 2, column n: is empty"),
        ({"A": "1", "Y": "1", "n": ""}, Columns("Y", ("A",), None, "n"), "column n: is empty"),
        ({"A*": "1", "Y": "1"}, Columns("Y", ("A*",)), "rename it"),
        ({"A": "1", "Y": "1"}, Columns("Y", ("A", "Y")), "named twice"),
        ({"A": "1", "Y": "1"}, Columns("Y", ()), "give 1 to 12"),
        ({**dict.fromkeys("ABCDEFGHIJKLM", "1"), "Y": "1"}, Columns("Y", tuple("ABCDEFGHIJKLM")),
         "13 conditions: give 1 to 12"),
    ],
)  # fmt: skip
def test_a_cell_or_a_column_that_does_not_fit_is_named(
    cells: dict[str, str], columns: Columns, told: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_cases([cells], columns)
    assert told in str(caught.value)


def test_a_column_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound, match="--negate"):
        make_cases([{"A": "1", "Y": "1"}], Columns("~Y", ("A",)))
    with pytest.raises(InvalidInput, match="no rows"):
        make_cases([], Columns("Y", ("A",)))
    with pytest.raises(InvalidInput, match="its own name"):
        make_cases([{"A": "1", "Y": "1", "n": "x"}] * 2, Columns("Y", ("A",), "n"))
