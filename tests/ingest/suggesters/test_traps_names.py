"""The traps that names of places and bodies set; the sentences are our own."""

import pytest

from ingest.suggesters.names import shipped_names
from ingest.suggesters.suggest import suggest
from ingest.suggesters.suggestion import Suggestion


def of(text: str, *kinds: str) -> list[Suggestion]:
    return [one for one in suggest(text, shipped_names()).found if one.kind in kinds]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("It ran in Cornwall and the Isles of Scilly.", ["Cornwall and the Isles of Scilly"]),
        (
            "It ran in Kent, Surrey and Cornwall, and the Isles of Scilly.",
            ["Kent", "Surrey", "Cornwall, and the Isles of Scilly"],
        ),
        ("It ran in Kent, Surrey and Dorset.", ["Kent", "Surrey", "Dorset"]),
    ],
)
def test_a_place_with_and_in_its_name_is_one_place(text: str, places: list[str]) -> None:
    assert [one.exact for one in of(text, "Area")] == places


def test_a_name_of_several_places_is_not_decided() -> None:
    (one,) = of("Staff across the South West took part.", "Area")
    assert "South West" in one.exact
    assert one.label in one.exact


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Devon ICS took part.", "IntegratedCareSystem"),
        ("NHS Devon ICB took part.", "IntegratedCareBoard"),
        ("People in Devon took part.", "Area"),
    ],
)
def test_a_system_a_board_and_an_area_are_three_things(text: str, kind: str) -> None:
    (one,) = of(text, "IntegratedCareSystem", "IntegratedCareBoard", "Area")
    assert one.kind == kind


def test_a_former_name_stays_as_it_is_written() -> None:
    (one,) = of("South West AHSN led the work.", "HealthInnovationNetwork", "Organisation")
    assert (one.exact, one.label) == ("South West AHSN", "South West AHSN")


def test_a_body_and_a_team_beside_it_are_two_things() -> None:
    text = (
        "What did the Accelerated Access Collaborative (AAC) and/or the Innovation, Research "
        "and Life Sciences Team add?"
    )
    body, team = of(text, "NationalBody"), of(text, "Team")
    assert any(one.exact.startswith("Accelerated Access Collaborative") for one in body)
    assert [one.exact.endswith("Innovation, Research and Life Sciences Team") for one in team] == [
        True
    ]
    assert not any("Collaborative" in one.exact for one in team)


def test_a_name_that_several_bodies_have_is_not_decided() -> None:
    found = of("The Health Innovation Network ran the course.", "Organisation")
    assert all(one.attributes["resolution"] == "open" for one in found)


def test_a_body_and_its_former_form_are_told_apart() -> None:
    found = of("Devon ICS (previously STP) took part.", "Organisation", "IntegratedCareSystem")
    assert {one.exact for one in found} == {"Devon ICS", "Devon ICS (previously STP)"}
    assert all(one.label in one.exact for one in found)
