"""Laws of configurations: what holds of every table of cases."""

from dataclasses import replace
from itertools import combinations, product
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from queries.configurations.answer import tell
from queries.configurations.cases import Cases
from queries.configurations.minimal import covers, find_models, find_primes
from queries.configurations.sets import ANY, Term, join
from queries.configurations.solution import analyse
from queries.configurations.truth_table import Cutoffs, split

LAW = settings(deadline=None, max_examples=30)
CRISP = st.sampled_from((0.0, 1.0))
FUZZY = st.sampled_from((0.0, 0.1, 0.3, 0.45, 0.6, 0.8, 0.95, 1.0))
CUTS = st.sampled_from((0.5, 0.8, 1.0))


@st.composite
def tables(draw: DrawFn, degrees: SearchStrategy[float] = CRISP) -> Cases:
    width = draw(st.integers(1, 4))
    row = st.lists(degrees, min_size=width + 1, max_size=width + 1)
    values = np.array(draw(st.lists(row, min_size=1, max_size=14)))
    ids = tuple(f"case {number}" for number in range(len(values)))
    return Cases(ids, ids, tuple("ABCD"[:width]), "Y", values)


def any_tables() -> SearchStrategy[Cases]:
    return st.one_of(tables(), tables(FUZZY))


@given(any_tables(), CUTS)
@LAW
def test_a_model_is_true_of_each_row_that_the_result_follows_and_of_no_other(
    cases: Cases, cut: float
) -> None:
    found = analyse(cases, Cutoffs(cut))
    yes, no = split(found.table)
    for model in (*found.conservative, *found.parsimonious):
        assert all(any(covers(term, row) for term in model.terms) for row in yes)
        assert not any(covers(term, row) for term in model.terms for row in no)


@given(any_tables(), CUTS)
@LAW
def test_a_conservative_term_lies_within_parsimonious_ones(cases: Cases, cut: float) -> None:
    found = analyse(cases, Cutoffs(cut))
    yes, no = split(found.table)
    primes = find_primes(yes, no)
    for model in found.conservative:
        assert model.assumed == 0
        assert all(any(_within(term, prime) for prime in primes) for term in model.terms)
    shortest = {len(model.terms) for model in found.parsimonious}
    assert all(len(model.terms) >= min(shortest) for model in found.conservative)


def _within(term: Term, prime: Term) -> bool:
    return all(state in (ANY, of) for of, state in zip(term, prime, strict=True))


@given(any_tables(), CUTS, st.randoms(use_true_random=False))
@LAW
def test_the_order_of_rows_and_columns_does_not_matter(
    cases: Cases, cut: float, chance: Random
) -> None:
    rows = list(range(len(cases.ids)))
    columns = list(range(len(cases.conditions)))
    chance.shuffle(rows)
    chance.shuffle(columns)
    ids = tuple(cases.ids[at] for at in rows)
    names = tuple(cases.conditions[at] for at in columns)
    values = cases.values[np.ix_(rows, [*columns, len(columns)])]
    found = analyse(cases, Cutoffs(cut))
    turned = analyse(Cases(ids, ids, names, "Y", values), Cutoffs(cut))
    by_rows = analyse(Cases(ids, ids, cases.conditions, "Y", cases.values[rows]), Cutoffs(cut))
    assert tell(by_rows, None) == tell(found, None)
    assert replace(turned.guarded, ranked=()) == replace(found.guarded, ranked=())
    assert turned.assumptions == found.assumptions
    back = [columns.index(at) for at in range(len(columns))]
    for mine, other in (
        (found.parsimonious, turned.parsimonious),
        (found.conservative, turned.conservative),
    ):
        assert {frozenset(model.terms) for model in mine} == {
            frozenset(tuple(term[at] for at in back) for term in model.terms) for model in other
        }


@given(tables())
@LAW
def test_de_morgan_holds_of_crisp_data(cases: Cases) -> None:
    """Where all rows are seen and none contradicts, the negation is the complement."""
    found, turned = (analyse(one, Cutoffs(1)) for one in (cases, cases.negate()))
    yes, no = split(found.table)
    if all(row.inclusion in (0, 1) for row in found.table):
        assert split(turned.table) == (no, yes)
        rows = list(product((0, 1), repeat=len(cases.conditions)))
        if len(found.table) == len(rows):
            for model, of in product(found.parsimonious, turned.parsimonious):
                true = {row for row in rows if any(covers(term, row) for term in model.terms)}
                false = {row for row in rows if any(covers(term, row) for term in of.terms)}
                assert (true | false, true & false) == (set(rows), set())


@given(any_tables(), CUTS)
@LAW
def test_a_case_told_twice_changes_no_formula(cases: Cases, cut: float) -> None:
    ids = tuple(f"case {number}" for number in range(2 * len(cases.ids)))
    twice = replace(cases, ids=ids, units=ids, values=np.vstack([cases.values, cases.values]))
    found, again = (analyse(one, Cutoffs(cut)) for one in (cases, twice))
    assert [one.terms for one in again.parsimonious] == [one.terms for one in found.parsimonious]
    assert [one.terms for one in again.conservative] == [one.terms for one in found.conservative]


@given(any_tables())
@LAW
def test_shares_are_from_0_to_1_and_parts_are_no_more_than_the_whole(cases: Cases) -> None:
    found = analyse(cases, Cutoffs(0.8))
    for model in (*found.conservative, *found.parsimonious):
        for fit, unique in zip(model.fits, model.unique, strict=True):
            numbers = [fit.inclusion, fit.pri, fit.coverage, model.fit.coverage, unique]
            assert all(number is None or -1e-9 <= number <= 1 + 1e-9 for number in numbers)
            if unique is not None and fit.coverage is not None:
                assert unique <= fit.coverage + 1e-9


@given(st.data())
def test_models_are_all_the_smallest_covers(data: st.DataObject) -> None:
    """As trying every set of terms finds them."""
    rows = list(product((0, 1), repeat=3))
    out = data.draw(st.lists(st.sampled_from("10?"), min_size=8, max_size=8))
    yes = [row for row, told in zip(rows, out, strict=True) if told == "1"]
    no = [row for row, told in zip(rows, out, strict=True) if told == "0"]
    for refused, no_more in ((no, False), ([row for row in rows if row not in yes], True)):
        good = [
            term
            for term in product((0, 1, ANY), repeat=3)
            if any(covers(term, row) for row in yes)
            and not any(covers(term, row) for row in refused)
        ]
        primes = [one for one in good if not any(_within(one, of) for of in good if of != one)]
        found = find_primes(yes, None if no_more else no)
        assert set(found) == set(primes)
        assert {frozenset(one) for one in find_models(found, yes)} == _smallest(primes, yes)


def _smallest(primes: list[Term], yes: list[Term]) -> set[frozenset[Term]]:
    for size in range(1, len(yes) + 1):
        found = {
            frozenset(chosen)
            for chosen in combinations(primes, size)
            if all(any(covers(term, row) for term in chosen) for row in yes)
        }
        if found:
            return found
    return set()


@given(any_tables())
@LAW
def test_a_row_of_a_crisp_case_is_the_one_that_it_is_wholly_in(cases: Cases) -> None:
    found = analyse(cases, Cutoffs(0.8))
    assert sorted(at for row in found.table for at in row.cases) == list(range(len(cases.ids)))
    for row in found.table:
        assert (join(row.term, found.cases.states)[list(row.cases)] > 0.5).all()
