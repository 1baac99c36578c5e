"""What a reader is promised of figures: as written, of the right kind, and none that is none."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingest.suggesters.quantities
from ingest.read import raw_documents
from ingest.suggesters.layout import read_layout
from ingest.suggesters.quantities import suggest_quantities
from ingest.suggesters.suggestion import Suggestion


def _load(path: Path) -> dict[str, Any]:
    (raw,) = raw_documents(path)
    return cast("dict[str, Any]", raw)


CASES = _load(Path(__file__).with_suffix(".yaml"))
RULES = _load(Path(ingest.suggesters.quantities.__file__).with_name("rules.yaml"))["rules"]
SEEN = "OutcomeObservation"
DIGITS = re.compile(r"(?<![\d.,·:/])\d{1,3}(?![\d.,·:/])")
TIMES = [
    ("In the last four years, much has changed.", "In the last four years", 4, "years"),
    ("It was a nine-month course.", "a nine-month", 9, "month"),
    ("Access took 18 months.", "18 months", 18, "months"),
    ("It lasted for an average of 72 minutes.", "for an average of 72 minutes", 72, "minutes"),
    ("We will meet for the next five years.", "for the next five years", 5, "years"),
]


def read(text: str) -> list[Suggestion]:
    return suggest_quantities(read_layout(text))


def of_kind(text: str, kind: str) -> list[Suggestion]:
    return [one for one in read(text) if one.kind == kind]


def _text(case: Mapping[str, Any]) -> str:
    return str(case["text"])


def _said(one: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in one.items()}


@pytest.mark.parametrize("case", CASES["figures"], ids=_text)
def test_a_figure_is_read_with_all_that_is_written_beside_it(case: dict[str, Any]) -> None:
    found = [one for one in read(case["text"]) if one.exact == case["exact"]]
    (one,) = [one for one in found if one.kind == case.get("kind", SEEN)]
    assert _said(one.attributes) == _said(case["said"])
    assert one.modality == case.get("mood", "asserted")


def _told(case: Mapping[str, Any]) -> list[str]:
    """What the one whole number in digits of a text is read as."""
    numbers = DIGITS.findall(case["text"])
    return [key for key, value in case["said"].items() if [str(value)] == numbers]


@pytest.mark.parametrize("case", [one for one in CASES["figures"] if _told(one)], ids=_text)
def test_another_number_in_the_same_words_is_that_number(case: dict[str, Any]) -> None:
    for other in ("37", "64"):
        said = [one.attributes for one in read(DIGITS.sub(other, case["text"]))]
        assert any(all(str(one.get(key)) == other for key in _told(case)) for one in said)


@pytest.mark.parametrize(
    ("digits", "words"), [("3", "three"), ("12", "twelve"), ("40", "forty"), ("25", "twenty-five")]
)
@pytest.mark.parametrize(
    "text", ["Visits fell by {} per cent.", "In all, {} nurses were trained.", "It took {} weeks."]
)
def test_a_number_in_words_says_what_it_says_in_digits(text: str, digits: str, words: str) -> None:
    figures, spelt = read(text.format(digits)), read(text.format(words))
    assert [one.attributes for one in figures] == [one.attributes for one in spelt] != []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["name"])
def test_a_rule_finds_what_its_example_says(rule: dict[str, Any]) -> None:
    found = {(one.rule, one.kind, one.exact) for one in read(rule["example"]["text"])}
    assert (rule["name"], rule["kind"], rule["example"]["exact"]) in found


def test_every_suggestion_is_of_a_rule_that_has_an_example() -> None:
    names = [rule["name"] for rule in RULES]
    texts = [case["text"] for case in (*CASES["figures"], *CASES["counts"])]
    assert {one.rule for text in texts for one in read(text)} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("case", CASES["counts"], ids=_text)
def test_a_declared_number_is_that_of_what_is_counted(case: dict[str, Any]) -> None:
    (found,) = of_kind(case["text"], case["kind"])
    assert (found.exact, found.attributes) == (
        case["exact"],
        {"declaredMemberCount": case["count"]},
    )


@pytest.mark.parametrize(("text", "exact", "value", "unit"), TIMES)
def test_a_length_of_time_keeps_its_number_and_unit(
    text: str, exact: str, value: int, unit: str
) -> None:
    (found,) = of_kind(text, "TimeReference")
    assert found.exact == exact
    assert (found.attributes["value"], found.attributes["unit"]) == (value, unit)


@pytest.mark.parametrize("text", CASES["nothing"])
def test_what_numbers_or_names_is_no_quantity(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("number", ["26%", "26 per cent", "26\u00a0%", "26\u2009%"])
@pytest.mark.parametrize("text", ["There was a {} increase in uptake.", "Uptake rose by {}."])
def test_a_percentage_alone_is_no_kind_of_change(text: str, number: str) -> None:
    (found,) = of_kind(text.format(number), SEEN)
    assert (found.attributes["value"], found.attributes["changeKind"]) == (26, "notStated")


def test_a_list_is_of_a_model_where_its_first_line_says_so() -> None:
    text = "The models gave these figures:\n\n• Stays fall in 10% of wards.\n• Costs stay.\n"
    assert of_kind(text, "ModelledObservation")
    assert not of_kind(text, SEEN)


def test_a_tool_for_forecasting_makes_no_figure_a_forecast() -> None:
    text = "With the forecasting tool, cancelled visits fell by 9%."
    assert [one.kind for one in read(text) if "value" in one.attributes] == [SEEN]


def test_a_row_of_a_table_is_read_by_its_columns() -> None:
    rows = ["| Measure | Baseline | Follow-up |", "|---|---|---|", "| Falls | 120 | 95 |"]
    (found,) = of_kind("\n".join(rows) + "\n", SEEN)
    assert found.exact == "Falls | 120 | 95"
    assert (found.attributes["baseline"], found.attributes["followUp"]) == (120, 95)
    assert found.attributes["direction"] == "decrease"


def test_two_aims_that_share_a_verb_are_two_measures() -> None:
    found = of_kind("A bundle meant to reduce lung injury and infant mortality.", "OutcomeMeasure")
    assert [one.label for one in found] == ["lung injury", "infant mortality"]
    assert all(one.attributes == {"desiredDirection": "decrease"} for one in found)


def test_the_measure_of_a_change_has_no_value_of_its_own() -> None:
    text = "A 31% increase in the share of wards that got what they asked for in this round."
    (found,) = of_kind(text, "OutcomeMeasure")
    assert found.exact == "the share of wards that got what they asked for"
    assert found.attributes == {}


def test_a_figure_of_the_problem_is_no_outcome() -> None:
    text = "A study\n\nWhat was the problem or opportunity?\n\nAround 48% of patients waited.\n"
    assert [one.kind for one in read(text)] == ["ChallengeFigure"]


PIECES = (
    "26%", "from 3 to 29%", "fell by", "a 7% rise in", "12 per 1,000", "£3m", "twenty", "111",
    "NHS 111", "1.5.2", "n=12", "p<0.05", "95% CI 1-2", "between", "and", "10–40%", "1,234,567",
    "…", "\u00a0", "\n", "\n\n", "• ", "(", ")", "to", "of", "a third of", "doubled", "by half",
    "no change in", "deaths", "patients", "could", ".", ",", "9" * 40, "x7", "-", "one", "years",
    "'", "31 of 50 wards", "1 in 6", "3 times more", "12\u2009500", "12 500", "threefold",
    "down from", "compared with", "before", "| a | 3 | 4 |", "| x | before | after |", "tenfold",
)  # fmt: skip
NUMBER = re.compile(r"[0-9]+(?:[,\u00a0\u2009\u202f][0-9]{3})*(?:[.·][0-9]+)?|[.·][0-9]+")
SPELT = {"one": 1, "three": 3, "ten": 10, "twenty": 20, "twenty one": 21, "twenty-one": 21}


def written(text: str) -> set[Decimal]:
    """All numbers that a text writes, read as plainly as can be."""
    plain = {re.sub(r"[,\s]", "", one).replace("·", ".") for one in NUMBER.findall(text)}
    plain |= set(re.findall(r"[0-9]+(?:\.[0-9]+)?", text))
    spelt = {value for word, value in SPELT.items() if word in " ".join(text.casefold().split())}
    return {Decimal(one) for one in plain} | {Decimal(one) for one in spelt}


@given(
    st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
)
def test_every_figure_and_label_stands_in_the_text(text: str) -> None:
    for one in read(text):
        assert one.exact == text[one.start : one.end] != ""
        assert one.label in " ".join(text.split())
        for value in one.attributes.values():
            if isinstance(value, int | Decimal):
                assert value is True or abs(Decimal(value)) in written(text), one


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_the_same_text_gives_the_same_in_one_order(text: str) -> None:
    found = read(text)
    assert found == read(text)
    assert [one.start for one in found] == sorted(one.start for one in found)


@pytest.mark.parametrize("piece", ["9", "1,", "10-", "(", "fell by ", "word ", "n = 1 ", "\u00a0"])
def test_a_hundred_thousand_characters_without_a_figure_are_read(piece: str) -> None:
    assert read((piece * (100_000 // len(piece))).strip()) == []


@pytest.mark.parametrize(
    "piece",
    ["26% ", "from 3 to 4% ", "a third of ", "1:1 ", "and 1 ", "1 in 2 ", "3 wards ", "doubled "],
)
def test_a_sentence_of_figures_alone_is_read(piece: str) -> None:
    text = (piece * (6_000 // len(piece))).strip()
    assert all(one.exact == text[one.start : one.end] for one in read(text))
