"""What a text says: in lists, in prose and in quotations; the sentences are our own."""

from typing import Any

import pytest

from ingest.suggesters.layout import read_layout
from ingest.suggesters.names import shipped_names
from ingest.suggesters.statements import suggest_statements
from ingest.suggesters.statements.lexicon import read_rules
from ingest.suggesters.statements.lists import ListRule, read_list_rules
from ingest.suggesters.statements.quotations import RULES as QUOTATIONS
from ingest.suggesters.suggest import suggest
from ingest.suggesters.suggestion import Suggestion

HEADINGS = {
    "summary": "Case study summary",
    "problem": "What was the problem?",
    "intervention": "What was done",
    "implementation": "Implementation",
    "results": "What were the results?",
    "lessons": "What were the learning points?",
    "next": "Next steps",
}


def under(role: str, text: str) -> str:
    return f"A ward in Kent\n\n{HEADINGS[role]}\n\n{text}\n"


def of(text: str, *kinds: str) -> list[Suggestion]:
    return [one for one in suggest(text, shipped_names()).found if one.kind in kinds]


def exacts(text: str, *kinds: str) -> list[str]:
    return [one.exact for one in of(text, *kinds)]


@pytest.mark.parametrize("rule", read_list_rules(), ids=lambda rule: rule.name)
def test_an_item_of_a_list_is_what_its_example_says(rule: ListRule) -> None:
    role = next(one for one in rule.roles or HEADINGS if one not in rule.avoid)
    lead = rule.example.get("lead", "So it went.")
    text = under(role, f"{lead}\n\n• {rule.example['text']}")
    found = [
        one
        for one in suggest_statements(read_layout(text), [])
        if one.start >= text.index("•") and one.rule.startswith("statements.") and "-l" in one.rule
    ]
    wanted = [(rule.name, rule.example["exact"])] if rule.kind else []
    assert [(one.rule, one.exact) for one in found] == wanted


def test_list_rules_have_names_of_their_own() -> None:
    names = [rule.name for rule in read_list_rules()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("mark", ["•", "-", "*", "1.", "a)", "–"])
def test_an_item_is_read_whatever_its_mark(mark: str) -> None:
    second = {"1.": "2.", "a)": "b)"}.get(mark, mark)
    text = under("lessons", f"{mark} Ask carers early.\n{second} Plan for the nights.")
    assert exacts(text, "Lesson") == ["Ask carers early", "Plan for the nights"]


def test_what_the_lead_in_calls_a_list_counts_more_than_its_section() -> None:
    text = under("lessons", "The main barriers were:\n\n• Old computers on the wards")
    (one,) = of(text, "Condition", "Lesson")
    assert (one.kind, one.attributes["valence"]) == ("Condition", "barrier")


def test_a_list_that_solves_barriers_lists_none() -> None:
    text = under(
        "implementation", "To overcome these barriers:\n\n• Bought new lamps for each ward"
    )
    assert exacts(text, "Condition") == []
    assert exacts(text, "Activity") == ["Bought new lamps for each ward"]


def test_numbered_conditions_that_are_not_listed_get_no_members() -> None:
    text = under("results", "This led to 5 conditions for change.\n\n• Warm rooms for all")
    assert [one.exact for one in of(text, "Condition")] == []


def test_expected_benefits_are_no_outcomes() -> None:
    text = under("results", "The expected benefits are:\n\n• Calmer nights on the ward")
    assert exacts(text, "QualitativeOutcome") == []
    assert [one.modality for one in of(text, "Expectation")] == ["expected"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The checklist was adopted by three other trusts.", "adopted"),
        ("The checklist has spread to two wards in Leeds.", "adopted"),
        ("The checklist was adopted in Kent with minor changes.", "adoptedWithAdaptation"),
        ("An adapted version of the checklist was introduced in Hull.", "adoptedWithAdaptation"),
        ("The checklist is being rolled out in two more trusts.", "underway"),
        ("Hull and Leeds are now rolling it out.", "underway"),
        ("The checklist will be rolled out in the north.", "planned"),
        ("The checklist is now business as usual on each ward.", "sustained"),
        ("The checklist was abandoned after a month.", "abandoned"),
        ("One ward stopped using the checklist.", "abandoned"),
        ("The checklist is no longer used.", "abandoned"),
        ("Two trusts declined to adopt the checklist.", "notAdopted"),
        ("The checklist was never adopted.", "notAdopted"),
        ("Hull decided not to use the checklist.", "notAdopted"),
        ("Hull did not take the checklist up.", "notAdopted"),
        ("They intend to extend the checklist to wards in Dover.", "planned"),
        ("Three more wards are preparing to launch.", "planned"),
        ("The west wing withdrew after a month.", "abandoned"),
        ("Hull stopped the checklist after a month.", "abandoned"),
        ("The east wing still uses it.", "sustained"),
    ],
)
def test_a_transfer_has_the_status_that_its_words_give(text: str, status: str) -> None:
    assert [one.attributes["transferStatus"] for one in of(text, "TransferAttempt")] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "There are no plans to roll out the checklist.",
        "The checklist will not be rolled out.",
        "Two patients withdrew after a month.",
        "The nurse stopped the drip after a day.",
        "The checklist has not yet been rolled out in Hull.",
        "Nothing is said of other wards.",
    ],
)
def test_no_transfer_is_made_of_what_is_denied_or_not_said(text: str) -> None:
    told = of(text, "TransferAttempt", "Plan", "Implementation")
    assert [one.exact for one in told if "polarity" not in one.attributes
            and one.attributes.get("transferStatus") != "notAdopted"] == []  # fmt: skip


@pytest.mark.parametrize(
    ("text", "valence"),
    [
        ("A lack of time slowed the start.", "barrier"),
        ("Staff were unable to leave the ward.", "barrier"),
        ("Old computers made it hard to use the tool.", "barrier"),
        ("The move was delayed because of the floods.", "barrier"),
        ("Strong support from the matron was essential.", "enabler"),
        ("A named nurse was key to success.", "enabler"),
        ("Having a nurse on each shift meant that staff could ask.", "enabler"),
        ("Good light was seen as an enabler.", "enabler"),
        ("Support from the porters facilitated uptake.", "enabler"),
        ("Hull pulled out because its matron had moved.", "barrier"),
        ("Frequent changes of shift hindered it.", "barrier"),
        ("Noise was the main barrier.", "barrier"),
    ],
)
def test_what_helps_and_what_hinders_is_told_apart(text: str, valence: str) -> None:
    found = of(under("results", text), "Condition")
    assert {one.attributes["valence"] for one in found} == {valence}


def test_in_the_section_on_the_problem_a_hindrance_is_a_challenge() -> None:
    text = under("problem", "A lack of beds meant long waits.")
    assert exacts(text, "Challenge") == ["A lack of beds"]
    assert exacts(text, "Condition") == []


@pytest.mark.parametrize(
    "text",
    [
        "Advice for others: start small.",
        "In hindsight we should have asked the night staff first.",
        "We learned that letters work less well than calls.",
        "Wards should ask the night staff early.",
    ],
)
def test_lessons_are_told_in_prose_too(text: str) -> None:
    found = of(under("lessons", text), "Lesson")
    assert [one.modality for one in found][:1] == ["recommended"] or "Advice" in text


@pytest.mark.parametrize("role", ["summary", "implementation", "results", "next"])
def test_what_came_of_it_is_found_in_any_section(role: str) -> None:
    text = under(role, "The scheme has led to better handover between wards.")
    assert len(exacts(text, "QualitativeOutcome")) == 1


def test_silence_is_no_absence() -> None:
    text = under("results", "The ward has new lamps. Nurses use them at night.")
    assert of(text, "Condition", "Challenge", "TransferAttempt", "ConditionAssessment") == []


@pytest.mark.parametrize("rule", read_rules(QUOTATIONS)["rules"], ids=lambda rule: rule["name"])
def test_a_quotation_is_found_as_its_example_says(rule: dict[str, Any]) -> None:
    (one,) = of(under("results", rule["example"]["text"]), "Testimony")
    assert (one.rule, one.exact) == (rule["name"], rule["example"]["exact"])


def test_a_quotation_is_never_put_right() -> None:
    text = "“We was all dead pleased wiv the lamps that they give to us”, said Ada Brook, nurse."
    (one,) = of(text, "Testimony")
    assert one.exact == "We was all dead pleased wiv the lamps that they give to us"
    assert one.label == one.exact


def test_what_is_said_in_a_quotation_is_reported_by_who_said_it() -> None:
    said = "“The lamps have helped our patients to sleep through the night.”"
    found = suggest(under("results", f"{said} – Ada Brook, Chief Nurse"), shipped_names())
    (outcome,) = [one for one in found.found if one.kind == "QualitativeOutcome"]
    assert outcome.modality == "reported"
    assert ("reportedBy", "Ada Brook", "reported") in [
        (one.predicate, one.object.exact, one.modality) for one in found.relations
        if one.subject == outcome
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        '"[It gave us rest]," said one patient.',
        'Ada Brook, Chief Nurse, said the ward "[could not have managed]".',
        "One nurse told us: “[It was twice the work.]”",
    ],
)
def test_a_short_quotation_counts_where_somebody_is_told_to_say_it(text: str) -> None:
    said = text[text.index("[") + 1 : text.index("]")]
    assert exacts(text.replace("[", "").replace("]", ""), "Testimony") == [said]


def test_a_name_between_marks_is_no_testimony() -> None:
    text = "The “open door” and the “night lamp scheme” were set up in May, said the board."
    assert of(text, "Testimony") == []


@pytest.mark.parametrize(
    ("heading", "text", "told"),
    [
        ("Enablers", "Visits rather than letters.", [("Visits rather than letters", "enabler")]),
        ("What got in the way", "Keys went astray.", [("Keys went astray", "barrier")]),
        ("What got in the way", "We put up a second key box.", []),
        (
            "Discussion",
            "Barriers: dim bulbs on the stairs; too few spare keys.",
            [("dim bulbs on the stairs", "barrier"), ("too few spare keys", "barrier")],
        ),
    ],
)
def test_a_heading_or_a_colon_says_what_follows(
    heading: str, text: str, told: list[tuple[str, str]]
) -> None:
    found = of(f"A ward in Kent\n\n{heading}\n\n{text}\n", "Condition")
    assert [(one.exact, one.attributes["valence"]) for one in found] == told


def test_under_a_heading_that_names_both_the_words_decide() -> None:
    text = "A ward\n\nBarriers and enablers\n\nA named lead was key to success. It rained.\n"
    assert [one.attributes["valence"] for one in of(text, "Condition")] == ["enabler"]


def test_what_hinders_is_no_advice_though_it_stands_among_lessons() -> None:
    text = under("lessons", "The barriers were:\n\n• Old sockets on the wards")
    assert [one.modality for one in of(text, "Condition")] == ["asserted"]


def test_a_question_that_was_put_is_no_testimony() -> None:
    text = "They were asked “How do you feel about our lamps in the bedrooms at night?” each week."
    assert of(text, "Testimony") == []


def test_words_that_point_back_stay_what_they_are() -> None:
    text = under("results", "These sessions have led to a new plan for the nights.")
    assert exacts(text, "QualitativeOutcome") == [
        "These sessions have led to a new plan for the nights"
    ]
