"""The registers, made again from the published lists, and held against them day by day."""

import csv
import json
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import REGISTERS, read_files, register_files
from ingest.registers.__main__ import write_registers
from ingest.registers.recast import map_boards, recast, total
from ontology.fields import members_of
from ontology.record import Entity

FIRST, LAST, THEN = "2022-07-01", "2026-03-31", "2026-04-01"
RECORDS = [record for record in read_files(register_files()) if isinstance(record, Entity)]
BY_CODE = {record.record: record for record in RECORDS}
SUCCESSIONS = [record for record in RECORDS if record.is_ == "Succession"]
BOARDS = {
    str(record.facts["odsCode"]): record
    for record in RECORDS
    if record.is_ == "IntegratedCareBoard"
}


def stated(record: Entity, key: str) -> set[str]:
    return {str(value) for value in members_of(record.facts.get(key, ()))}


def standing(record: Entity, day: str) -> bool:
    begins, ends = (str(record.facts.get(key, day)) for key in ("validFrom", "validTo"))
    return begins <= day <= ends


def codes_of(board: str, day: str) -> list[str]:
    """The ONS codes in force for a board's area on a day."""
    areas = [BY_CODE[area] for area in stated(BOARDS[board], "coversArea")]
    return [str(area.facts["onsCode"]) for area in areas if standing(area, day)]


def concepts(shared: Path, name: str) -> dict[str, dict[str, str]]:
    found = json.loads((shared / "data/vocabularies" / f"{name}.json").read_text("utf-8"))
    return {one["notation"]: one for one in found["concepts"]}


@pytest.fixture(scope="module")
def people(shared: Path) -> dict[str, Decimal | None]:
    with (shared / "data/context/sub_icb_context.csv").open(encoding="utf-8", newline="") as file:
        return {row["ons_code"]: Decimal(row["population_2021"]) for row in csv.DictReader(file)}


def test_they_are_made_of_the_lists_byte_for_byte(shared: Path) -> None:
    made = write_registers(shared / "data")
    kept = {path.name: path.read_text("utf-8") for path in REGISTERS.glob("*.yaml")}
    assert made == kept


def test_how_many_there_are() -> None:
    assert Counter(record.is_ for record in RECORDS) == {
        "IntegratedCareBoard": 48,
        "NhsRegion": 7,
        "HealthInnovationNetwork": 26,
        "SubIcbLocation": 106,
        "Succession": 27,
        # boards under each code, regions under each code, locations with two recoded, districts
        "Area": 51 + 11 + 108 + 296,
    }


@pytest.mark.parametrize(
    ("day", "name"), [(FIRST, "icb-2022"), (LAST, "icb-2022"), (THEN, "icb-2026")]
)
def test_each_map_is_that_of_its_list(shared: Path, day: str, name: str) -> None:
    listed = concepts(shared, name)
    assert {code for code, board in BOARDS.items() if standing(board, day)} == listed.keys()
    for code, concept in listed.items():
        before = concept.get("onsCodeBeforeApril2023", concept["onsCode"])
        assert codes_of(code, day) == [before if day == FIRST else concept["onsCode"]]
        assert stated(BOARDS[code], "inRegion") == {f"organisation/{concept['nhsRegion']}"}


def test_a_day_before_the_boards_has_none() -> None:
    assert not [board for board in BOARDS.values() if standing(board, "2022-06-30")]


@pytest.mark.parametrize("code", sorted(BOARDS))
def test_every_board_has_its_predecessors_and_successors(shared: Path, code: str) -> None:
    pairs = json.loads((shared / "data/vocabularies/icb-2026.json").read_text("utf-8"))[
        "successions"
    ]
    came = {one["predecessor"]: one["type"] for one in pairs if one["successor"] == code}
    went = {one["successor"]: one["type"] for one in pairs if one["predecessor"] == code}
    me = f"organisation/{code}"
    to_me = [one for one in SUCCESSIONS if stated(one, "toOrganisation") == {me}]
    from_me = [one for one in SUCCESSIONS if stated(one, "fromOrganisation") == {me}]
    assert {_end(one, "fromOrganisation"): one.facts["successionKind"] for one in to_me} == came
    assert {_end(one, "toOrganisation"): one.facts["successionKind"] for one in from_me} == went
    assert stated(BOARDS[code], "predecessor") == {f"organisation/{old}" for old in came}
    assert {one.facts["extent"] for one in from_me} == ({"part"} if len(went) > 1 else set()) | (
        {"whole"} if len(went) == 1 else set()
    )
    assert {str(one.facts["takesEffect"]) for one in (*to_me, *from_me)} <= {THEN}
    assert bool(went) == (not standing(BOARDS[code], THEN))


def _end(succession: Entity, key: str) -> str:
    (end,) = stated(succession, key)
    return end.removeprefix("organisation/")


def test_the_kinds_of_succession_are_as_published() -> None:
    boards = [one for one in SUCCESSIONS if one.facts["takesEffect"] == THEN]
    kinds = Counter(str(one.facts["successionKind"]) for one in boards)
    assert kinds == {"merger": 9, "split": 6, "acquisition": 1}


@pytest.mark.parametrize(
    ("board", "before", "after", "first_day"),
    [
        ("QXU", "E54000052", "E54000063", "2023-04-01"),
        ("QNX", "E54000053", "E54000064", "2023-04-01"),
        ("QRL", "E54000042", "E54000067", THEN),
    ],
)
def test_the_ods_code_outlives_the_ons_code(
    board: str, before: str, after: str, first_day: str
) -> None:
    last_day = LAST if first_day == THEN else "2023-03-31"
    assert (codes_of(board, last_day), codes_of(board, first_day)) == ([before], [after])
    assert stated(BY_CODE[f"area/{after}"], "replaces") == {f"area/{before}"}
    assert standing(BOARDS[board], last_day)
    assert standing(BOARDS[board], first_day)


def test_no_other_board_changed_its_code() -> None:
    changed = {code for code, board in BOARDS.items() if len(stated(board, "coversArea")) > 1}
    assert changed == {"QXU", "QNX", "QRL"}


def test_regions_keep_their_ods_code_under_each_ons_code(shared: Path) -> None:
    for code, concept in concepts(shared, "nhs-regions").items():
        history = {f"area/{one}" for one in concept["onsCodeHistory"]}
        assert stated(BY_CODE[f"organisation/{code}"], "coversArea") == history
        former = history - {f"area/{concept['onsCode']}"}
        assert stated(BY_CODE[f"area/{concept['onsCode']}"], "replaces") == former


def test_eleven_networks_were_renamed_and_four_were_not(shared: Path) -> None:
    found = [one for one in RECORDS if one.is_ == "HealthInnovationNetwork"]
    now = {one.label: one for one in found if standing(one, "2023-10-01")}
    assert now.keys() == {
        one["prefLabel"] for one in concepts(shared, "health-innovation-networks").values()
    }
    for concept in concepts(shared, "health-innovation-networks").values():
        after, old = now[concept["prefLabel"]], concept["formerName"]
        before = [BY_CODE[one] for one in stated(after, "predecessor")]
        assert [one for one in before if old in stated(one, "altLabel")] == before
        assert bool(before) == (old != after.label)
        assert all(one.facts["validTo"] == "2023-09-30" for one in before)


def test_locations_lie_in_their_boards_and_districts_in_what_the_table_says(shared: Path) -> None:
    folder = shared / "data/context"
    with (folder / "sub_icb_context.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            location = BY_CODE[f"organisation/{row['ods_code']}"]
            assert stated(location, "partOf") == {f"organisation/{row['icb_ods_code']}"}
            assert f"area/{row['ons_code']}" in stated(location, "coversArea")
    split: set[str] = set()
    with (folder / "lad_context.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            area = BY_CODE[f"area/{row['ons_code']}"]
            (code,) = codes_of(row["icb_ods_code_mainly"], LAST)
            whole, mainly = stated(area, "partOf"), stated(area, "mainlyIn")
            assert f"area/{code}" in whole | mainly
            assert not whole & mainly
            split |= {area.label} if f"area/{code}" in mainly else set()
    assert len(split) == 13  # small areas of these lie in two boards or three


def test_every_record_says_where_it_was_seen() -> None:
    assert all(record.source for record in RECORDS)
    assert not [record.record for record in RECORDS if "same repository" in str(record.source)]


@pytest.mark.parametrize("day", ["2023-04-01", "2024-01-01", LAST])
def test_the_first_map_sums_to_the_boards_as_published(
    shared: Path, people: dict[str, Decimal | None], day: str
) -> None:
    found = recast(people, map_boards(RECORDS, day))
    with (shared / "data/context/icb_context.csv").open(encoding="utf-8", newline="") as file:
        published = {
            row["ods_code"]: Decimal(row["population_2021"]) for row in csv.DictReader(file)
        }
    assert {board: one.value for board, one in found.items()} == published
    assert not any(one.reason for one in found.values())


def test_boards_of_whole_locations_sum_exactly_and_frimley_is_shared_out_to_nobody(
    people: dict[str, Decimal | None],
) -> None:
    boards = map_boards(RECORDS, THEN)
    found = recast(people, boards)
    before = recast(people, map_boards(RECORDS, LAST))
    assert len(found) == 36
    unknown = {board for board, one in found.items() if one.value is None}
    assert unknown == {"S0E4D", "S9B9J", "QRL"}
    assert boards.homeless == ("E38000252",)
    for board in unknown:
        assert "Frimley" in str(found[board].reason)
        assert "D4U1Y" in str(found[board].reason)
    for board in found.keys() - unknown:
        assert found[board].value == sum(
            (people[code] or Decimal(0) for code in boards.areas[board]), Decimal(0)
        )
    merged = {"Z9B2Z": ("QMJ", "QRV"), "T6Y0W": ("QMM",), "S1Y5D": ("QHG", "QUE")}
    for board, old in merged.items():
        whole = sum((before[one].known for one in old), Decimal(0))
        assert found[board].known >= whole
    east = ("QHG", "QUE", "QM7", "QH8", "QJG", "QMM")
    new = ("S1Y5D", "D7T5G", "T6Y0W")
    assert sum(before[one].known for one in east) == sum(found[one].known for one in new)


def test_england_is_the_same_on_both_maps(people: dict[str, Decimal | None]) -> None:
    first, second = map_boards(RECORDS, LAST), map_boards(RECORDS, THEN)
    england = sum((number or Decimal(0) for number in people.values()), Decimal(0))
    assert total(people, first) == total(people, second) == england
    known = sum(one.known for one in recast(people, second).values())
    frimley = people["E38000252"]
    assert frimley
    assert known + frimley == england


def test_a_figure_is_of_a_boundary(people: dict[str, Decimal | None]) -> None:
    """Two areas had another boundary until April 2023: their boards' figures are not those."""
    found = recast(people, map_boards(RECORDS, FIRST))
    unknown = {board: one.reason for board, one in found.items() if one.value is None}
    assert unknown == {"QXU": "no figure of E38000246", "QNX": "no figure of E38000248"}


def test_what_is_not_known_of_one_location_is_not_known_of_its_board(
    people: dict[str, Decimal | None],
) -> None:
    boards = map_boards(RECORDS, LAST)
    found = recast({**people, "E38000049": None}, boards)["QM7"]
    assert (found.value, found.reason) == (None, "no figure of E38000049")
    assert total({**people, "E38000049": None}, boards) is None


def test_a_location_lies_in_one_board_a_day() -> None:
    for day in (FIRST, LAST, THEN):
        times = Counter(code for codes in map_boards(RECORDS, day).areas.values() for code in codes)
        assert set(times.values()) == {1}


def test_a_label_and_a_code_are_of_one_thing() -> None:
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in RECORDS:
        for key in ("odsCode", "onsCode"):
            for code in stated(record, key):
                named[key, code].add(record.record)
    assert not [found for found in named.values() if len(found) > 1]


CODES = sorted(
    str(BY_CODE[area].facts["onsCode"])
    for record in RECORDS
    if record.is_ == "SubIcbLocation"
    for area in stated(record, "coversArea")
    if standing(BY_CODE[area], LAST)
)
MAPS = {day: map_boards(RECORDS, day) for day in ("2023-04-01", LAST, THEN)}


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=len(CODES), max_size=len(CODES)))
def test_nothing_is_lost_between_the_maps(values: list[Decimal]) -> None:
    figures: dict[str, Decimal | None] = dict(zip(CODES, values, strict=True))
    for boards in MAPS.values():
        found = recast(figures, boards)
        alone = sum((figures[code] or Decimal(0) for code in boards.homeless), Decimal(0))
        assert sum((one.known for one in found.values()), alone) == sum(values, Decimal(0))
        assert all(one.value in (None, one.known) for one in found.values())
