"""In what mood a text says a thing, and whether it denies it; the sentences are our own."""

import pytest

from ingest.suggesters.layout import read_layout
from ingest.suggesters.modality import MOODS, set_moods
from ingest.suggesters.names import shipped_names
from ingest.suggesters.statements.lexicon import read_rules
from ingest.suggesters.suggest import suggest
from ingest.suggesters.suggestion import Suggestion

DENIALS = [raw["example"] for raw in read_rules(MOODS)["denials"]]
RESULTS = ("QualitativeOutcome", "OutcomeObservation", "ModelledObservation", "Implementation")


def mood_of(text: str, exact: str, kind: str = "Activity") -> Suggestion:
    start = text.index(exact)
    one = Suggestion(kind, exact, start, start + len(exact), exact, "marked")
    (told,) = set_moods(read_layout(text), [one])
    return told


def results(text: str) -> list[Suggestion]:
    page = f"A ward in Kent\n\nWhat were the results?\n\n{text}\n"
    return [one for one in suggest(page, shipped_names()).found if one.kind in RESULTS]


@pytest.mark.parametrize(
    ("text", "exact", "mood"),
    [
        ("The ward opened a clinic at night.", "a clinic at night", "asserted"),
        ("Nurses said that the clinic saves time.", "the clinic saves time", "reported"),
        ("According to carers, the clinic is calm.", "the clinic is calm", "reported"),
        ("The fall was attributed to daily review.", "daily review", "attributed"),
        ("The drop was largely due to daily review.", "daily review", "attributed"),
        ("They credited the change to daily review.", "daily review", "asserted"),
        ("The clinic aims to shorten waits.", "shorten waits", "intended"),
        ("They moved beds in order to free a room.", "free a room", "intended"),
        ("It was designed to keep carers well.", "keep carers well", "intended"),
        ("They took new steps eg reducing visits at night.", "visits at night", "intended"),
        ("The clinic will open on Sundays.", "open on Sundays", "planned"),
        ("The board plans to open a clinic.", "open a clinic", "planned"),
        ("A clinic is planned for the spring.", "A clinic", "planned"),
        ("It is expected that waits shorten.", "waits shorten", "expected"),
        ("The board hopes that waits shorten.", "waits shorten", "expected"),
        ("Wards should ask carers early.", "ask carers early", "recommended"),
        ("They may adapt it, eg using it in a rural clinic.", "a rural clinic", "illustrative"),
        ("They adapt it, for example in a rural clinic.", "a rural clinic", "illustrative"),
        ("Waits could be shorter on each ward.", "Waits", "possible"),
        ("In this way they might open earlier.", "open earlier", "possible"),
        ("At night we could cut waits.", "At night we could cut waits", "possible"),
    ],
)
def test_words_are_in_the_mood_that_their_sentence_sets(text: str, exact: str, mood: str) -> None:
    assert mood_of(text, exact).modality == mood


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("It was hard for want of rooms we could use.", "It was hard"),
        ("The ward shut the clinic because it could not heat it.", "The ward shut the clinic"),
        ("Staff signed up in May.", "signed up in May"),
        ("Staff were willing to open the clinic.", "open the clinic"),
        ("Carers committed to three visits.", "three visits"),
        ("They opened a clinic which could grow.", "a clinic"),
        ("They now know how waits could be cut.", "They now know"),
    ],
)
def test_a_cue_colours_its_own_clause_only(text: str, exact: str) -> None:
    assert mood_of(text, exact).modality == "asserted"


def test_what_exists_is_no_plan_because_a_plan_names_it() -> None:
    assert mood_of("It will open in Kent.", "Kent", "Area").modality == "asserted"


def test_a_need_that_an_aim_meets_is_no_hope() -> None:
    text = "The clinic aims to meet the needs of carers."
    assert mood_of(text, "the needs of carers", "Need").modality == "asserted"


def test_a_mood_that_a_rule_knows_stays() -> None:
    text = "The clinic will open."
    one = Suggestion("Lesson", text, 0, len(text), text, "marked", "recommended")
    assert set_moods(read_layout(text), [one]) == [one]


@pytest.mark.parametrize("example", DENIALS, ids=lambda example: example["text"])
def test_denied_words_say_so(example: dict[str, str]) -> None:
    told = mood_of(example["text"], example["exact"])
    assert told.attributes["polarity"] == "negated"


@pytest.mark.parametrize(
    "text",
    [
        "The lamps did not lead to better sleep.",
        "The lamps have not improved sleep on the ward.",
        "There is no evidence that the lamps have led to better sleep.",
        "We found no clear evidence that the lamps improved sleep.",
        "There was no change in falls at night.",
        "There was little improvement in sleep.",
        "The lamps failed to reduce falls by 10%.",
        "Falls did not fall by 10%.",
        "The scheme has never led to calmer nights.",
        "None of the wards has been able to keep the lamps.",
        "The lamps were not introduced across the wards.",
        "The lamps haven’t helped carers to sleep.",
    ],
)
def test_what_is_denied_is_never_told_as_so(text: str) -> None:
    told = [one for one in results(text) if one.modality == "asserted"]
    nothing = {("polarity", "negated"), ("direction", "noChange")}
    assert [one.exact for one in told if not nothing & set(one.attributes.items())] == []


@pytest.mark.parametrize(
    "text",
    [
        "The lamps have not only improved sleep but helped nurses.",
        "The lamps, which were not cheap, have improved sleep.",
        "Nights are calm, no doubt, and the lamps have improved sleep.",
    ],
)
def test_a_not_that_denies_nothing_leaves_a_result(text: str) -> None:
    told = results(text)
    assert told
    assert all("polarity" not in one.attributes for one in told)


@pytest.mark.parametrize(
    "text",
    [
        "The lamps could reduce falls at night.",
        "The lamps aim to reduce falls by 10%.",
        "The lamps will reduce falls by 10%.",
        "It is hoped that the lamps have led to better sleep.",
        "If funds allow, the lamps may be introduced across the wards.",
        "Falls would have been reduced by 10%.",
        "The ward plans to introduce lamps across six rooms.",
    ],
)
def test_what_is_hoped_or_possible_is_no_result(text: str) -> None:
    assert [one.exact for one in results(text) if one.modality == "asserted"] == []


@pytest.mark.parametrize(
    ("lead", "mood"),
    [
        ("The lamps have:", "asserted"),
        ("The lamps could:", "possible"),
        ("The simulation showed:", "possible"),
        ("Next year the ward will:", "planned"),
        ("Wards should:", "recommended"),
        ("The lamps could be had.", "asserted"),
        ("The lamps were put up because they could be had. Since then they have:", "asserted"),
    ],
)
def test_the_words_before_a_list_set_the_mood_of_its_items(lead: str, mood: str) -> None:
    text = f"A ward in Kent\n\nWhat was done\n\n{lead}\n\n• calmed the nights for all\n"
    assert mood_of(text, "calmed the nights").modality == mood


def test_the_cause_of_a_change_is_attributed_never_a_fact() -> None:
    text = "Falls fell by 26%. This success was attributed to daily review, and trust in teams."
    page = f"A ward in Kent\n\nResults\n\n{text}\n"
    found = suggest(page, shipped_names())
    causes = [one for one in found.found if one.kind in ("Mechanism", "Claim")]
    assert len(causes) == 3
    assert {one.modality for one in causes} == {"attributed"}
    of_causes = [
        one for one in found.relations if {one.subject.kind, one.object.kind} & {"Mechanism"}
    ]
    assert {one.modality for one in of_causes} == {"attributed"}
