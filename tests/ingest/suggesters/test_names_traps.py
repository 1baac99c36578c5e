"""The traps that names set: none is taken; words are ours."""

import re

import pytest

from ingest.suggesters.layout import read_layout
from ingest.suggesters.names import read_names, shipped_names, suggest_names
from ingest.suggesters.suggest import choose
from ingest.suggesters.suggestion import Suggestion

NOBODY = read_names([])
WORD = re.compile(r"\w+")


def find(text: str) -> list[Suggestion]:
    return choose(suggest_names(read_layout(text), shipped_names()))


def systems(text: str) -> list[str]:
    found = choose(suggest_names(read_layout(text), NOBODY))
    return [one.label for one in found if one.kind == "IntegratedCareSystem"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The three ICSs (Ern, Wyre and Sark) met.", ["Ern", "Wyre", "Sark"]),
        ("The three ICSs (Ern, Wyre, Fell and Tarn) met.", ["Ern", "Wyre", "Fell and Tarn"]),
        (
            "The ICSs in the region (Ern, Wyre, Fell and Tarn) met. All three ICSs agreed.",
            ["Ern", "Wyre", "Fell and Tarn"],
        ),
    ],
)
def test_a_list_of_places_has_as_many_systems_as_the_text_says(text: str, names: list[str]) -> None:
    assert systems(text) == names


def test_a_list_in_brackets_says_whom_the_group_means_and_leaves_it_open() -> None:
    text = "The three ICSs (Ern, Wyre and Sark) met. Later all three ICSs met other ICSs."
    groups = [one for one in find(text) if one.attributes.get("isCollective")]
    assert [one.attributes.get("refersTo") for one in groups] == [
        "Ern; Wyre; Sark",
        "Ern; Wyre; Sark",
        None,
    ]
    assert [one.attributes.get("resolution") for one in groups] == ["open", "open", None]


@pytest.mark.parametrize("words", ["South West", "Health Innovation Network"])
def test_a_name_of_several_things_stays_open(words: str) -> None:
    (one,) = [one for one in find(f"They asked the {words} about it.") if one.label == words]
    assert one.attributes["resolution"] == "open"


def test_a_name_that_changed_is_told_as_it_was_written() -> None:
    found = find("Fell Partnership (previously Fell CCG) paid.")
    assert {one.label for one in found} >= {
        "Fell Partnership (previously Fell CCG)",
        "Fell Partnership",
    }


def test_a_former_kind_of_body_takes_no_neighbour_in() -> None:
    found = find("Tarn AHSN and Wyrevale ICS (previously STP) led it.")
    former = [one.label for one in found if one.rule == "names.formerly"]
    assert former == ["Wyrevale ICS (previously STP)"]


def test_a_system_is_called_after_its_place() -> None:
    found = find("Wyrevale ICS grew. Within the Wyrevale system all agree.")
    (one,) = [one for one in found if one.rule == "names.refers-system"]
    assert (one.label, one.attributes["refersTo"]) == ("Wyrevale system", "Wyrevale ICS")


@pytest.mark.parametrize(
    ("before", "resolution"),
    [("", "likely"), ("The Spring Ready bundle is old. ", "open")],
)
def test_this_bundle_is_surer_where_only_one_was_named(before: str, resolution: str) -> None:
    text = f"{before}The Winter Ready bundle is new. All wards use this simple bundle."
    (one,) = [one for one in find(text) if one.rule == "names.refers-bundle"]
    assert one.attributes == {"refersTo": "Winter Ready bundle", "resolution": resolution}


def test_words_that_point_to_nothing_named_are_no_name() -> None:
    assert find("This bundle and this app are new; our approach will spread in the region.") == []


def test_every_name_is_made_of_words_of_the_text() -> None:
    text = "The three ICSs (Ern, Wyre and Sark) met\u00a0Tarn\u202fVale AHSN; (Fell, AHSN’s)."
    for one in find(text):
        assert one.exact == text[one.start : one.end]
        assert set(WORD.findall(one.label)) <= set(WORD.findall(one.exact))
