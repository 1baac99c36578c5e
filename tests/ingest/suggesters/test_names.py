"""What a text names is found by the shape of names and by what is said of them; words are ours.

None of the bodies, places, people and works here is in a register.
"""

import pytest

from ingest.suggesters.layout import read_layout
from ingest.suggesters.names import read_names, suggest_names
from ingest.suggesters.names.gazetteer import BODIES
from ingest.suggesters.suggestion import Suggestion

NOBODY = read_names([])  # no register


def find(text: str) -> list[Suggestion]:
    return suggest_names(read_layout(text), NOBODY)


def of(text: str, *kinds: str) -> list[str]:
    return [one.label for one in find(text) if one.kind in kinds]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Wexvale Academic Health Science Network", "HealthInnovationNetwork"),
        ("Wexvale AHSN", "HealthInnovationNetwork"),
        ("Health Innovation Wexvale", "HealthInnovationNetwork"),
        ("Oakmere ICS", "IntegratedCareSystem"),
        ("NHS Oakmere and Tarn Integrated Care Board", "IntegratedCareBoard"),
        ("Hollin Bay and Marsh End NHS Foundation Trust", "Organisation"),
        ("Saint Ardle's and St Thomas' NHS Trust", "Organisation"),
        ("University of Brentham", "Organisation"),
        ("Tarn Vale County Council", "Organisation"),
        ("Collaboration for Leadership in Applied Hill Studies", "Organisation"),
        ("National Lantern Council", "NationalBody"),
        ("Department for Lanterns and Lamps", "NationalBody"),
    ],
)
def test_a_body_is_known_by_the_shape_of_its_name(name: str, kind: str) -> None:
    assert [(one.label, one.kind) for one in find(f"Last year {name} began it.")
            if one.kind in BODIES] == [(name, kind)]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("They met Tarn Vale AHSN and Oakmere ICS.", ["Tarn Vale AHSN", "Oakmere ICS"]),
        ("They worked with Z-Lab and Ardle Royal Infirmary.", ["Z-Lab", "Ardle Royal Infirmary"]),
        ("Ardle Trust’s Falls Unit paid.", ["Ardle Trust"]),
        ("Anna Brook, Head of Nursing at Ardle Hospital, paid.", ["Ardle Hospital"]),
        ("It was made by the local company, Softwell.", ["Softwell"]),
        ("Trusts, hospitals and Foundation Trusts paid.", []),
    ],
)
def test_bodies_are_kept_apart(text: str, bodies: list[str]) -> None:
    assert of(text, *BODIES) == bodies


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("It ran in Exmoorshire and near Hexworth.", ["Exmoorshire", "Hexworth"]),
        ("It ran in Devon, Ardle and Quorn.", ["Devon", "Ardle", "Quorn"]),
        ("The hub is based in Mossop.", ["Mossop"]),
        ("It ran in Mereham and the Isles of Lark.", ["Mereham and the Isles of Lark"]),
        ("Oakmere ICS began. People in Oakmere joined.", ["Oakmere"]),
        ("It ran in Excel and in May.", []),
    ],
)
def test_a_place_is_known_by_its_shape_its_neighbours_or_its_board(
    text: str, areas: list[str]
) -> None:
    assert of(text, "Area") == areas


def test_a_work_is_found_again_without_the_word_that_says_what_it_is() -> None:
    found = find("Nurses used the SleepWise app. Then SleepWise was praised.")
    works = [one for one in found if one.kind == "Innovation"]
    assert [one.label for one in works] == ["SleepWise app", "SleepWise"]
    assert works[1].attributes["refersTo"] == "SleepWise app"


def test_a_bundle_that_was_met_before_it_is_told_to_be_one_is_one() -> None:
    text = "Wards began using NEWTStep. NEWTStep is a bundle of six checks."
    assert {one.kind for one in find(text) if one.label == "NEWTStep"} == {"InnovationBundle"}


@pytest.mark.parametrize(
    ("text", "person", "post"),
    [
        ("– Anna Brook, Lead Nurse, Ardle Hospital", "Anna Brook", "Lead Nurse, Ardle Hospital"),
        ("Our Volunteer Lead, Omar Field, wrote it.", "Omar Field", "Volunteer Lead"),
        ("We thank Siân Pugh (patient representative).", "Siân Pugh", "patient representative"),
    ],
)
def test_a_person_has_the_post_that_is_given(text: str, person: str, post: str) -> None:
    assert (of(text, "Person"), of(text, "Post")) == ([person], [post])


def test_words_of_the_field_are_no_persons() -> None:
    text = "Patient Involvement Lead and Digital Care Manager are posts. As Next Steps said so."
    assert of(text, "Person") == []


def test_an_abbreviation_stands_for_the_name_it_follows() -> None:
    (first, *_, last) = [
        one
        for one in find("Calder Vale Hospitals Trust (CVHT) began. CVHT ended.")
        if one.kind in BODIES
    ]
    assert first.label == "Calder Vale Hospitals Trust"
    assert (last.label, last.attributes["refersTo"]) == ("CVHT", first.label)


@pytest.mark.parametrize("unit", ["Foo ", "Foo and Bar ", "Devon, ", "this odd bundle. ", "(", "1"])
def test_twice_the_text_is_no_more_than_twice_the_names(unit: str) -> None:
    once, twice = find(unit * 200), find(unit * 400)
    assert len(once) <= len(twice) <= 2 * len(once) + 1
