"""When an answer says associated, and when it must not: a sample of what bench/nulls shows."""

from dataclasses import replace

import pytest

from bench.nulls import NULLS, PLANTED, RANKED, World, analyse_world, judge, make_world
from queries.outcomes.case import Case, State
from queries.transfer.formulas import find_formulas
from queries.transfer.matrix import make_matrix
from queries.transfer.why import analyse_cases

WORLDS = 25


@pytest.mark.parametrize("name", NULLS)
def test_nothing_is_seldom_called_associated(name: str) -> None:
    """Of 25 worlds one or two are expected, and more than five come once in 800 tries."""
    assert sum(judge(NULLS[name], seed)[0] for seed in range(WORLDS)) <= 5


def test_a_planted_cause_is_found_and_comes_first() -> None:
    for name in ("A, 16 programmes", "A or both B and C, 20 programmes"):
        assert sum(judge(PLANTED[name], seed)[0] for seed in range(12)) >= 8
    for name in ("A", "A and B"):
        assert sum(judge(RANKED[name], seed)[1] for seed in range(10)) >= 9


def test_few_programmes_of_many_sites_are_too_few() -> None:
    world = World(6, 8, truth=lambda states: states[0])
    found = analyse_world(world, 1)
    assert len(found.matrix.cases) == 48
    assert found.grade == "tooFew"


def planted(size: int = 16) -> list[Case]:
    return make_world(World(size, truth=lambda states: states[0]), 3)


def known_of(case: Case, names: str) -> Case:
    kept = {one: state for one, state in case.states.items() if one[-1] in names}
    return replace(case, states=kept)


def test_a_condition_unknown_in_many_cases_is_dropped_and_said_so() -> None:
    cases = [known_of(case, "ABC" if n < 8 else "ABCD") for n, case in enumerate(planted())]
    found = find_formulas(make_matrix(cases))
    assert found.dropped == (("condition/D", "unknown in 50% of the cases"),)
    assert "condition/D" not in found.searched
    assert found.grade == "associated"


def test_a_condition_that_never_differs_is_dropped_and_said_so() -> None:
    same = State("present", ("claim",))
    cases = [replace(one, states={**one.states, "condition/E": same}) for one in planted()]
    assert find_formulas(make_matrix(cases)).dropped == (("condition/E", "the same in all cases"),)


def test_an_association_is_withheld_where_failures_are_coded_less() -> None:
    lost = [one.use for one in planted() if one.result == "failed"][:2]
    cases = [known_of(case, "ABC") if case.use in lost else case for case in planted()]
    found = analyse_cases(cases, lambda *_: None)
    assert found.formulas.guarded.grade == "associated"
    assert "more is unknown" in found.formulas.withheld
    assert found.grade == "notDistinguishableFromChance"


def test_a_model_has_four_conditions_at_most() -> None:
    found = find_formulas(make_matrix(make_world(World(24, conditions=8), 5)))
    assert (len(found.searched), len(found.model)) == (8, 4)
    assert found.solution is not None
    assert len(found.solution.cases.conditions) == 4


def test_what_was_partly_there_does_not_count_as_there() -> None:
    """All successes have a little of A and no failure has any: no row has it."""
    partly = State("partly", ("claim",))
    turned = [
        replace(one, states={**one.states, "condition/A": partly})
        if one.result == "succeeded"
        else one
        for one in planted(20)
    ]
    found = find_formulas(make_matrix(turned)).solution
    assert found is not None
    place = found.cases.conditions.index("A")
    assert {row.term[place] for row in found.table} == {0}


def test_unclear_cases_are_counted_and_not_analysed() -> None:
    cases = [replace(planted()[0], result="unclear"), *planted()[1:]]
    found = analyse_cases(cases, lambda *_: None)
    assert len(found.matrix.of("unclear")) == 1
    assert found.formulas.guarded.units == 15
