"""The traps that texts of this kind set; the sentences are our own."""

from collections.abc import Collection
from pathlib import Path

import pytest

from bench.extraction.facts import read_facts
from bench.extraction.gold import read_gold
from bench.extraction.inventions import list_forbidden
from ingest.suggesters.names import shipped_names
from ingest.suggesters.suggest import suggest
from ingest.suggesters.suggestion import Suggestion, Suggestions

RESULTS = ("OutcomeObservation", "QualitativeOutcome")
HAPPENED = ("Implementation", "TransferAttempt")


def find(text: str) -> Suggestions:
    return suggest(text, shipped_names())


def of(text: str, *kinds: str) -> list[Suggestion]:
    return [one for one in find(text).found if one.kind in kinds]


def told_as_fact(text: str, kinds: Collection[str]) -> list[str]:
    return [one.exact for one in of(text, *kinds) if one.modality == "asserted"]


def areas(text: str) -> list[str]:
    return [one.exact for one in of(text, "Area")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("There was a 26% increase in the proportion of patients seen.", "notStated"),
        ("The share of patients seen rose by 5 percentage points.", "absolutePercentagePoints"),
        ("There was a relative reduction of 12% in falls.", "relative"),
    ],
)
def test_percent_are_no_percentage_points_and_what_is_not_stated_stays_so(
    text: str, kind: str
) -> None:
    (one,) = of(text, "OutcomeObservation")
    assert one.attributes["changeKind"] == kind


@pytest.mark.parametrize(
    "text",
    [
        "The scheme aims to reduce attendances at emergency departments.",
        "The lamps are meant to reduce falls by 10%.",
        "The team hopes to cut waiting times by a third.",
        "It was designed to improve sleep on the ward.",
    ],
)
def test_an_intention_is_no_result(text: str) -> None:
    assert told_as_fact(text, RESULTS) == []


def test_an_example_is_no_instance() -> None:
    text = "Wards adapt it to their own needs eg moving it from an urban hospital to a rural one."
    assert told_as_fact(text, (*HAPPENED, "Adaptation")) == []


@pytest.mark.parametrize(
    "text",
    [
        "The service will be rolled out across Kent next year.",
        "There are plans to spread the scheme to Essex.",
        "It is expected that the pathway will cut admissions by 8%.",
    ],
)
def test_a_plan_is_no_fact(text: str) -> None:
    assert told_as_fact(text, (*RESULTS, *HAPPENED)) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("This led to \u20188 steps for change\u2018 that teams use. They meet on Mondays.", "8"),
        ("Lampline is a bundle of 11 steps to prevent falls. Nurses wash their hands.", "11"),
    ],
)
def test_the_members_of_a_set_are_not_made_up(text: str, number: str) -> None:
    found = find(text)
    sets = [one for one in found.found if one.kind in ("NamedSet", "InnovationBundle")]
    assert number in {str(one.attributes.get("declaredMemberCount")) for one in sets}
    assert [one for one in found.relations if one.predicate in ("hasMember", "hasPart")
            and one.object not in sets] == []  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The simulation showed that admissions would fall by 10%.",
        "In the model, 12% fewer patients were admitted.",
    ],
)
def test_a_simulated_result_is_no_observation(text: str) -> None:
    assert told_as_fact(text, RESULTS) == []


def test_what_a_leader_says_is_testimony() -> None:
    text = (
        "“The lamps have transformed the care that we give to all our patients”, said Ada Brook, "
        "Chief Nurse."
    )
    assert told_as_fact(text, RESULTS) == []
    assert of(text, "Testimony")


@pytest.mark.parametrize("word", ["recently", "to date"])
def test_no_date_is_made_of_a_word(word: str) -> None:
    times = of(f"The lamps have {word} been put up in Kent.", "TimeReference")
    assert [one.exact for one in times if any(c.isdigit() for c in str(one.attributes))] == []


@pytest.mark.parametrize(
    "text",
    [
        "The lamps were put up in 2020.",
        "People rang NHS 111 first.",
        "It began during COVID-19.",
        "See section 4.7.2 of the report.",
        "The lamps were put up on 4 May 2021.",
    ],
)
def test_a_year_a_line_and_a_section_are_no_quantities(text: str) -> None:
    assert [one for one in find(text).found if "value" in one.attributes] == []
    assert of(text, "OutcomeObservation", "NamedSet") == []


def test_odd_spaces_quotes_and_mistakes_stay_as_they_are() -> None:
    text = "South\u00a0West\u202fAHSN acheived a 26\u00a0% increase in attendence."
    found = find(text).found
    assert all(one.exact == text[one.start : one.end] for one in found)
    assert any(one.exact == "South\u00a0West\u202fAHSN" for one in found)


def test_an_anaphor_is_given_no_name() -> None:
    for one in find("Lampline helps. This approach will spread. It is used in Kent.").found:
        assert one.label in " ".join(one.exact.split()) or one.label == "Lampline"


def test_an_uptake_is_no_result_in_health() -> None:
    (one,) = of("Uptake of the lamps rose from 40% to 62%.", "OutcomeObservation")
    assert "level" not in one.attributes
    assert {one.attributes["baseline"], one.attributes["followUp"]} == {40, 62}


def test_two_versions_of_a_bundle_keep_their_counts() -> None:
    text = (
        "An early page tells of a bundle of 10 steps. Two years later Lampline is a bundle of 11 "
        "steps."
    )
    counts = [one.attributes.get("declaredMemberCount") for one in of(text, "InnovationBundle")]
    assert set(counts) - {None} == {10, 11}


def test_a_result_of_one_trust_and_of_all_are_not_summed() -> None:
    text = "One trust saw 12% fewer falls; across all eight trusts falls fell by 8%."
    assert [one.attributes["value"] for one in of(text, "OutcomeObservation")] == [12, 8]


def test_what_is_told_twice_is_told_where_it_stands() -> None:
    text = "Falls fell by 8%.\n\nThe ward was pleased: falls fell by 8%."
    first, second = of(text, "OutcomeObservation")
    assert (first.attributes["value"], second.attributes["value"]) == (8, 8)
    assert first.end < second.start


@pytest.mark.parametrize(
    "text",
    [
        "The lamps were put up on every ward.",
        "The report says nothing of training.",
        "The role of leaders was not looked at.",
    ],
)
def test_silence_is_no_absence(text: str) -> None:
    assert of(text, "ConditionAssessment") == []
    assert [one for one in of(text, "Condition") if one.attributes.get("state")] == []


@pytest.mark.parametrize(
    "text",
    [
        "There was no change in admissions.",
        "The lamps did not reduce falls.",
        "Falls rose by 8%.",
    ],
)
def test_a_poor_result_is_told_as_it_is(text: str) -> None:
    for one in of(text, "OutcomeObservation"):
        assert one.attributes["direction"] in ("noChange", "increase")
    assert not any(
        one.attributes.get("direction") == "decrease"
        and one.attributes.get("polarity") != "negated"
        for one in find(text).found
    )


def test_words_that_point_back_are_never_sure() -> None:
    text = "South West AHSN ran a course. Our staff praised it. This approach will spread."
    for one in find(text).found:
        if "refersTo" in one.attributes:
            assert one.attributes["resolution"] in ("likely", "open")


def test_a_chain_is_not_closed() -> None:
    text = "Lampline builds on the 8 steps for light. The 8 steps for light build on Night Watch."
    joined = {(one.subject.exact, one.object.exact) for one in find(text).relations}
    assert not any("Lampline" in first and "Night" in second for first, second in joined)


def test_no_relation_leads_from_a_cause_to_a_result_as_a_fact() -> None:
    text = (
        "What were the results?\n\nFalls fell by 26%. Success is attributed to the training of "
        "night staff."
    )
    causes = {"citesMechanism", "explains", "attributedCause", "contributesTo"}
    found = [one for one in find(text).relations if one.predicate in causes]
    assert [one.modality for one in found if one.modality != "attributed"] == []


def test_addresses_and_numbers_of_people_are_no_attributes() -> None:
    text = "Ask Ada Brook, Chief Nurse, ada.brook@example.org or 01234 567890, for the lamps."
    for one in find(text).found:
        assert not any("@" in str(value) or "567890" in str(value) for value in one.attributes)
        assert one.kind == "CaseStudy" or "@" not in one.label


def test_no_place_is_made_of_a_post_or_a_body() -> None:
    text = "Ada Brook, Chief Nurse, Devon ICS, wrote the plan."
    assert areas(text) == []


@pytest.mark.parametrize(
    ("results", "lessons"),
    [
        ("What were the results?", "What were the learning points?"),
        ("Results", "Lessons learned"),
        ("4.2 Outcomes and impact", "4.3 Key learning"),
        ("## Impact", "## What we learned"),
        ("RESULTS", "LEARNING POINTS"),
    ],
)
def test_no_page_s_own_headings_are_needed(results: str, lessons: str) -> None:
    text = (
        f"A lamp for every ward\n\n{results}\n\nFalls fell by 12% in Kent.\n\n{lessons}\n\n"
        "- Asking the night staff first.\n- Starting with one ward.\n"
    )
    found = find(text)
    assert {"results", "lessons"} <= {section.role for section in found.sections}
    assert len([one for one in found.found if one.kind == "Lesson"]) == 2


def test_no_code_of_a_framework_is_put_on_words() -> None:
    text = "The climate on the ward and the leaders’ engagement helped the lamps to spread."
    codes = {"cfir", "nasss", "eric", "frame"}
    assert not any(codes & set(str(one.attributes).casefold().split()) for one in find(text).found)


def test_a_share_is_not_made_of_a_word_for_a_setting() -> None:
    (one,) = of("Night lamps were tried in rural communities.", "ContextFeature")
    assert not one.attributes.keys() & {"value", "share", "unit"}


def test_an_example_in_one_project_is_no_setting_of_the_whole() -> None:
    text = "One of the projects helps teachers in rural schools. The course ran in Kent."
    relations = find(text).relations
    assert [one for one in relations if one.predicate in ("inContextOf", "hasContextFeature")] == []


def test_a_place_is_told_only_where_its_name_stands() -> None:
    text = "The Children’s Assessment Unit took part. The trust is in Kent."
    assert areas(text) == ["Kent"]


def test_the_marked_text_is_not_made_to_say_what_it_does_not(shared: Path) -> None:
    assert list_forbidden(find(read_gold(shared / "data").text)) == []


def test_the_simulated_results_of_the_shared_text_are_no_observations(shared: Path) -> None:
    texts = read_facts(shared / "data")
    simulated = [(text, fact) for text, facts in texts.values() for fact in facts if fact.simulated]
    assert simulated
    for text, fact in simulated:
        near = [one for one in find(text).found if fact.start <= one.start < fact.end]
        assert [
            one.exact for one in near if one.kind in RESULTS and one.modality == "asserted"
        ] == []
