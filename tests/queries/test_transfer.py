"""Contrasts, agreement and necessity of made-up cases, where what is unknown stays unknown."""

import random
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.outcomes.case import Case, Named, Result, State
from queries.transfer.contrasts import Contrast, count_lifts, find_agreements, find_contrasts
from queries.transfer.matrix import Matrix, make_matrix
from queries.transfer.necessity import Necessity, find_necessity
from queries.transfer.why import analyse_cases

STATES: Mapping[str, State] = {
    "1": State("present", ("p",)),
    "p": State("partly", ("p",)),
    "0": State("absent", ("p",)),
    "c": State("conflicting", ("p", "q")),
}


def case(name: str, states: str, result: Result, unit: str = "") -> Case:
    """A case of one digit for each condition A, B, …; - is unknown, c conflicting, p partly."""
    named = Named(name)
    return Case(
        use=named,
        innovation=Named("innovation"),
        unit=Named(unit or name),
        unit_kind="programme",
        result=result,
        because="made up",
        findings=(),
        states={letter: STATES[one] for letter, one in zip("ABCDEFGH", states, strict=False)
                if one != "-"},
    )  # fmt: skip


def matrix(succeeded: Mapping[str, str], failed: Mapping[str, str]) -> Matrix:
    return make_matrix(
        [
            *(case(name, states, "succeeded") for name, states in succeeded.items()),
            *(case(name, states, "failed") for name, states in failed.items()),
        ]
    )


def contrasts(succeeded: Mapping[str, str], failed: Mapping[str, str]) -> tuple[Contrast, ...]:
    return find_contrasts(matrix(succeeded, failed), lambda *_: None)


def test_a_strict_contrast_has_one_recorded_difference_and_nothing_unknown() -> None:
    (found,) = contrasts({"s": "1111"}, {"far": "0000", "near": "0111"})
    assert (found.failure.use.iri, found.differing, found.strict) == ("near", ("A",), True)
    assert found.agreeing == ("B", "C", "D")
    (found,) = contrasts({"s": "1111"}, {"near": "011-"})
    assert (found.comparable, found.strict, found.unknown) == (True, False, ("D",))


def test_a_failure_is_not_chosen_because_little_of_it_is_known() -> None:
    """One known difference and four unknown are more than two known differences."""
    coded = {"well": "00111111", "hardly": "0111----"}
    (found,) = contrasts({"s": "11111111"}, coded)
    assert found.failure.use.iri == "well"
    # where only the other can be compared it is the one, and says what is unknown
    (found,) = contrasts({"s": "11111111"}, {"hardly": "0111----"})
    assert (found.comparable, len(found.unknown)) == (True, 4)


@pytest.mark.parametrize("seed", range(40))
def test_hiding_states_of_a_failure_never_makes_it_the_choice(seed: int) -> None:
    """Planted missingness: the nearest stays the nearest whatever is hidden of the others."""
    chance = random.Random(seed)  # noqa: S311 — cases, no secrets
    success = "".join(chance.choice("01") for _ in range(8))
    failures = {f"f{n}": "".join(chance.choice("01") for _ in range(8)) for n in range(6)}
    (before,) = contrasts({"s": success}, failures)
    chosen = before.failure.use.iri
    hidden = {
        name: states if name == chosen else _hide(states, chance)
        for name, states in failures.items()
    }
    (after,) = contrasts({"s": success}, hidden)
    assert after.failure.use.iri == chosen


def _hide(states: str, chance: random.Random) -> str:
    return "".join("-" if chance.random() < 0.4 else one for one in states)


@pytest.mark.parametrize(
    ("success", "failure", "comparable"),
    [
        ("111-----", "000-----", False),  # three known of eight
        ("1111----", "0000----", True),
        ("11", "00", False),  # two known
        ("111", "000", True),
        ("111", "00c", False),  # what conflicts is not known
    ],
)
def test_too_little_known_is_not_comparable(success: str, failure: str, comparable: bool) -> None:
    rest = {"other": "11111111"[: len(success)]}
    (found, _) = find_contrasts(
        make_matrix(
            [
                case("a", success, "succeeded"),
                case("b", rest["other"], "succeeded"),
                case("f", failure, "failed"),
            ]
        ),
        lambda *_: None,
    )
    assert found.comparable == comparable
    assert found.strict is False


def test_ties_go_to_the_more_similar_place() -> None:
    likeness = {"f1": 0.2, "f2": 0.9, "f3": None}
    found = find_contrasts(
        matrix({"s": "111"}, {"f1": "011", "f2": "101", "f3": "110"}),
        lambda _, failure: likeness[failure.use.iri],
    )
    assert [(one.failure.use.iri, one.similarity) for one in found] == [("f2", 0.9)]


def test_votes_are_of_comparable_contrasts_only() -> None:
    found = count_lifts(contrasts({"s1": "111", "s2": "110", "s3": "1--"}, {"f": "010"}))
    assert [(one.condition, one.for_success, one.for_failure) for one in found] == [
        ("A", 2, 0), ("C", 1, 0),
    ]  # fmt: skip
    assert found[0].units == 2
    assert [one.votes for one in count_lifts(contrasts({"s": "0p1"}, {"f": "111"}))] == [-1, -1]


def test_agreement_counts_what_is_known() -> None:
    found = find_agreements(matrix({"s1": "11p", "s2": "1-1", "s3": "-11"}, {"f": "10-"}))
    assert [(one.condition, one.present, one.successes, one.unknown) for one in found] == [
        ("A", 2, 3, 1), ("B", 2, 3, 1),
    ]  # fmt: skip
    assert (found[0].failures_present, found[0].failures_known) == (1, 1)
    assert find_agreements(matrix({"only": "111"}, {})) == ()


def test_necessity_is_empty_below_two_failures() -> None:
    assert find_necessity(matrix({"s1": "1", "s2": "1"}, {"f": "0"})) == ()
    assert find_necessity(matrix({}, {"f": "0", "g": "0"})) == ()
    (found,) = find_necessity(matrix({"s1": "1", "s2": "1"}, {"f": "0", "g": "1"}))
    assert (found.fit.inclusion, found.fit.coverage, found.fit.ron) == (1, 2 / 3, 0.5)
    assert (found.low, found.high) == (found.fit, found.fit)
    assert (found.failures.absent, found.failures.present, found.failures.of) == (1, 1, 2)


@given(st.lists(st.sampled_from("1p0-"), min_size=4, max_size=7))
@settings(deadline=None, max_examples=50)
def test_bounds_hold_whatever_the_unknown_is(states: list[str]) -> None:
    """Every completion lies within them."""

    gaps = [at for at, one in enumerate(states) if one == "-"]
    if (known := weigh(states)) is None:
        return
    for kinds in product("10", repeat=len(gaps)):
        filled = list(states)
        for at, kind in zip(gaps, kinds, strict=True):
            filled[at] = kind
        found = weigh(filled)
        assert found
        for name in ("inclusion", "ron", "coverage"):
            number, low, high = (getattr(one, name) for one in (found.fit, known.low, known.high))
            if number is not None and low is not None and high is not None:
                assert low - 1e-9 <= number <= high + 1e-9


def weigh(states: list[str]) -> Necessity | None:
    """The necessity of one condition; the first half of the cases succeed."""
    named = {f"x{n}": one for n, one in enumerate(states)}
    half = {name: named.pop(name) for name in list(named)[: len(named) // 2]}
    return next(iter(find_necessity(matrix(half, named))), None)


def test_the_order_of_cases_does_not_matter() -> None:
    cases = [
        case(f"u{n}", f"{n % 2}{n // 2 % 2}{n % 3 % 2}", "succeeded" if n % 2 else "failed")
        for n in range(12)
    ]
    shuffled = cases[:]
    random.Random(1).shuffle(shuffled)  # noqa: S311 — cases, no secrets
    found, again = (analyse_cases(one, lambda *_: None) for one in (cases, shuffled))
    assert again.contrasts == found.contrasts
    assert again.necessity == found.necessity
    assert (again.grade, again.formulas.model, again.formulas.guarded) == (
        found.grade, found.formulas.model, found.formulas.guarded,
    )  # fmt: skip
