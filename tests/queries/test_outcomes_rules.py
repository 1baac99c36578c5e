"""The rules by which figures have a direction, and outcomes a result."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.catalogue import Cell
from queries.outcomes.case import Case, Finding, Named, Result
from queries.outcomes.estimates import propose_same
from queries.outcomes.facts import Fact, Thing
from queries.outcomes.findings import conclude
from queries.outcomes.rules import find_movement, judge_outcome


def thing(**facts: Cell) -> Thing:
    home = Thing("x/y", None, "OutcomeObservation", {}, frozenset(), {})
    named = home.named
    stated = {name: (Fact(value, None, f"c/{name}", named, None),) for name, value in facts.items()}
    return Thing("x/y", None, "OutcomeObservation", {}, frozenset(), stated)


NUMBERS = st.one_of(st.none(), st.decimals(-9, 9, places=1))
WAYS = st.sampled_from([None, "increase", "decrease", "noChange", "mixed", "unclear"])


@settings(max_examples=300, deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS, WAYS, st.sampled_from([None, "noneStated", "beforeAfter"]))
def test_a_success_has_a_comparator_and_moves_as_wanted(
    before: Decimal | None,
    after: Decimal | None,
    change: Decimal | None,
    stated: str | None,
    compares: str | None,
) -> None:
    facts = {"baselineValue": before, "followUpValue": after, "changeValue": change,
             "direction": stated, "compares": compares}  # fmt: skip
    seen_thing = thing(**{name: value for name, value in facts.items() if value is not None})
    wanted = thing(outcomeLevel="health", desiredDirection="increase")
    judged = judge_outcome(seen_thing, wanted, thing())
    if judged.result == "succeeded":
        assert compares == "beforeAfter"
        assert stated in (None, "increase")
        assert before is None or after is None or after > before
        assert change is None or change > 0
    if judged.result == "unclear":
        assert judged.way is None
    assert judged.because


@pytest.mark.parametrize(
    ("facts", "direction"),
    [
        ({"baselineValue": 3, "followUpValue": 29}, "increase"),
        ({"changeValue": Decimal("-0.84")}, "decrease"),
        ({"changeValue": 30, "direction": "decrease"}, "decrease"),
        ({"changeValue": 30}, None),
        ({"changeValue": 0}, "noChange"),
        ({"direction": "decrease"}, "decrease"),
        ({"followUpValue": 7, "direction": "increase"}, "increase"),
        ({"followUpValue": 7}, None),
        ({"changeValue": 30, "direction": "noChange"}, None),
        ({"changeValue": 3, "ciLow": -5, "ciHigh": 8, "direction": "noChange"}, "noChange"),
        ({"changeValue": -3, "ciLow": -5, "ciHigh": -1, "direction": "increase"}, None),
        ({"changeValue": 3, "pValue": Decimal("0.3"), "direction": "increase"}, "noChange"),
        ({"changeValue": 3, "pValue": Decimal("0.01"), "direction": "increase"}, "increase"),
        ({"pValue": Decimal("0.3"), "direction": "increase"}, "noChange"),
        ({"followUpValue": 7, "pValue": Decimal("0.3"), "direction": "increase"}, "noChange"),
        ({"pValue": Decimal("0.01"), "direction": "increase"}, "increase"),
        ({"changeValue": Decimal("0.8"), "unit": "risk ratio"}, "decrease"),
        (
            {"changeValue": Decimal("0.8"), "unit": "risk ratio", "ciLow": Decimal("0.6"),
             "ciHigh": Decimal("1.1")},
            "noChange",
        ),
        ({"baselineValue": 9, "followUpValue": 4, "changeValue": 5, "direction": "decrease"},
         "decrease"),
        ({"baselineValue": 4, "followUpValue": 9, "changeValue": -5}, None),
        ({"changeValue": 3, "direction": "mixed"}, None),
        ({"followUpValue": Decimal("0.96"), "ciLow": 0, "ciHigh": 1, "direction": "increase"},
         "increase"),
    ],
)  # fmt: skip
def test_the_direction_of_figures(facts: dict[str, Cell], direction: str | None) -> None:
    assert find_movement(thing(**facts)).direction == direction


POINTS: dict[str, Cell] = {"changeKind": "absolutePercentagePoints", "unit": "%"}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"baselineValue": 3, "followUpValue": 29, "changeValue": 26, **POINTS},
         "from 3% to 29%, a change of 26 percentage points"),
        ({"changeValue": 26, "unit": "%", "changeKind": "relative"}, "a relative change of 26%"),
        ({"changeValue": 26, "unit": "%", "changeKind": "notStated"},
         "a change of 26%, points or relative not stated"),
        ({"changeValue": Decimal("-0.84"), "ciLow": -5, "ciHigh": 3, **POINTS,
          "compares": "strategyVsStrategy"},
         "a difference of -0.84 percentage points, interval from -5 to 3, which holds no change"),
        ({"followUpValue": 91, "unit": "%", "direction": "increase",
          "compares": "innovationVsUsual"}, "91%, stated as higher"),
        ({"followUpValue": 14270, "unit": "women"}, "14,270 women"),
        ({"pValue": Decimal("0.02"), "direction": "decrease"}, "p = 0.02, stated as lower"),
        ({"direction": "noChange"}, "stated as unchanged, without a figure"),
    ],
)  # fmt: skip
def test_figures_are_told_as_what_they_are(facts: dict[str, Cell], told: str) -> None:
    assert find_movement(thing(**facts)).told == told


def test_what_is_unclear_still_tells_its_figures() -> None:
    judged = judge_outcome(thing(followUpValue=370, unit="babies"), None, thing())
    assert judged.because.endswith("which way it went is not stated (370 babies)")


def finding(iri: str, measure: str, result: Result = "succeeded") -> Finding:
    facts: dict[str, Cell] = {"changeValue": 10, "followUpValue": None, "unit": "points", "n": None}
    named = Named(f"{iri}-measure", measure)
    return Finding(Named(iri), named, "health", result, "said so", (), (), facts)


def test_what_is_mixed_is_told_by_result() -> None:
    found = [finding("a/x", "pain", "failed"), finding("a/y", "sleep"), finding("a/z", "mood")]
    assert conclude(found, "effect") == (
        "unclear",
        "mixed: succeeded in sleep, mood; failed in pain",
    )


@pytest.mark.parametrize(("other", "pairs"), [("a/y", 0), ("b/y", 1)])
def test_two_measures_of_one_document_are_not_perhaps_the_same(other: str, pairs: int) -> None:
    found = (finding("a/x", "pain"), finding(other, "mood"))
    walks = Named("innovation/walks")
    case = Case(walks, walks, walks, "source", "succeeded", "said so", found)
    assert len(propose_same([case])) == pairs
