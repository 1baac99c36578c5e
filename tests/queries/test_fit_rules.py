"""The rules of the verdict: each fires where its sentence holds, and none says more than counts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.fit.rules import ENOUGH, RULES, TWO, Weighed, judge

EIGHT = frozenset(f"unit-{n}" for n in range(8))
BASE = Weighed(
    worked=frozenset(sorted(EIGHT)[:6]),
    failed=frozenset(sorted(EIGHT)[6:]),
    worked_alike=frozenset(sorted(EIGHT)[:2]),
    compared=True,
    had=("staff training",),
)
NAMES = st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(tuple)
UNITS = st.frozensets(st.integers(0, 11).map(str))
SEEN = st.builds(
    Weighed, worked=UNITS, failed=UNITS, worked_alike=UNITS, failed_alike=UNITS,
    compared=st.booleans(), had=NAMES, lacking=NAMES, open=NAMES, decisive=NAMES,
)  # fmt: skip
CASES = {
    "noResult": Weighed(),
    "oneVoice": replace(BASE, worked=frozenset({"a"}), failed=frozenset()),
    "noFailure": replace(BASE, worked=EIGHT, failed=frozenset()),
    "tooFew": replace(BASE, worked=frozenset("abc"), failed=frozenset("d")),
    "lacksDecisive": replace(BASE, decisive=("staff training",)),
    "notComparable": replace(BASE, compared=False),
    "fewAlike": replace(BASE, worked_alike=frozenset("a")),
    "failedAlike": replace(BASE, worked_alike=frozenset(), failed_alike=frozenset("ab")),
    "mixedAlike": replace(BASE, failed_alike=frozenset("a")),
    "lacksNeeded": replace(BASE, lacking=("clinical champion",)),
    "openNeeds": replace(BASE, open=("clinical champion", "peer network")),
    "workedAlike": BASE,
}


def test_every_rule_has_its_case() -> None:
    assert list(CASES) == [rule.name for rule in RULES]


@pytest.mark.parametrize("name", CASES)
def test_a_rule_speaks_where_it_holds(name: str) -> None:
    judged = judge(CASES[name])
    assert judged.rule == name
    assert "{" not in judged.reason
    assert judged.verdict == next(rule.verdict for rule in RULES if rule.name == name)


@given(SEEN)
def test_a_verdict_needs_enough_units_and_a_failure(seen: Weighed) -> None:
    judged = judge(seen)
    if judged.verdict != "cannotSay":
        assert seen.units >= ENOUGH
        assert seen.failed
    if judged.verdict == "favourable":
        assert len(seen.worked_alike) >= TWO
        assert not seen.failed_alike
        assert not seen.lacking
        assert not seen.decisive
        assert len(seen.had) >= len(seen.open)


@given(SEEN)
def test_a_failure_in_a_similar_place_never_helps(seen: Weighed) -> None:
    more = replace(
        seen, failed=seen.failed | {"another"}, failed_alike=seen.failed_alike | {"another"}
    )
    assert judge(more).verdict != "favourable"
