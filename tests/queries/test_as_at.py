"""Questions of a day, asked of the registers that come with the program."""

from collections.abc import Iterator

import pytest

from api.answers.asking import find_thing
from bench.loaded import engine_of
from graph.engine.memory import MemoryEngine
from ingest.read import read_files, register_files
from ontology.errors import InvalidInput
from ontology.terms import PROJECT_BASE
from queries.catalogue import Cell

ID = f"{PROJECT_BASE}id/"
DAYS = {"2022-06-30": 0, "2022-07-01": 42, "2023-04-01": 42, "2026-03-31": 42, "2026-04-01": 36}


@pytest.fixture(scope="module")
def engine() -> Iterator[MemoryEngine]:
    with engine_of(read_files(register_files())) as engine:
        yield engine


def ask(engine: MemoryEngine, question: str, **given: str) -> list[dict[str, Cell]]:
    """The rows by column; things are given by code, label or IRI, and told by type and code."""
    things = {key: find_thing(name, engine.ask) for key, name in given.items() if key != "asAt"}
    rows = engine.ask(question, **{**given, **things})
    return [
        {key: _short(cell) for key, cell in zip(rows.columns, row, strict=True)}
        for row in rows.rows
    ]


def _short(cell: Cell) -> Cell:
    return cell.removeprefix(ID) if isinstance(cell, str) else cell


@pytest.mark.parametrize(("day", "count"), DAYS.items())
def test_so_many_boards_there_were(engine: MemoryEngine, day: str, count: int) -> None:
    assert len(ask(engine, "boards", asAt=day)) == count


@pytest.mark.parametrize(
    "name",
    [
        "QJK",
        "E54000037",
        "NHS Devon Integrated Care Board",
        "nhs devon icb",
        f"{ID}organisation/QJK",
    ],
)
def test_a_board_is_found_by_code_or_label(engine: MemoryEngine, name: str) -> None:
    (row,) = ask(engine, "boards", place=name, asAt="2025-01-01")
    assert (row["odsCode"], row["onsCode"], row["region"]) == (
        "QJK",
        "E54000037",
        "organisation/Y58",
    )


@pytest.mark.parametrize("region", ["Y61", "E40000007", "E40000013", "NHS England East of England"])
def test_boards_of_a_region_under_any_of_its_codes(engine: MemoryEngine, region: str) -> None:
    assert len(ask(engine, "boards", place=region, asAt="2026-03-31")) == 6
    assert len(ask(engine, "boards", place=region, asAt="2026-04-01")) == 3


def test_an_ended_board_is_found_and_is_of_its_days_alone(engine: MemoryEngine) -> None:
    (row,) = ask(engine, "boards", place="QNQ")
    assert (row["validFrom"], row["validTo"]) == ("2022-07-01", "2026-03-31")
    assert ask(engine, "boards", place="QNQ", asAt="2026-04-01") == []
    went = ask(engine, "successions", organisation="QNQ")
    assert {(row["successor"], row["kind"], row["extent"]) for row in went} == {
        ("organisation/QRL", "acquisition", "part"),
        ("organisation/S0E4D", "split", "part"),
        ("organisation/S9B9J", "split", "part"),
    }


@pytest.mark.parametrize(
    ("day", "area"),
    [("2023-03-31", "E54000052"), ("2023-04-01", "E54000063"), ("2026-03-31", "E54000063")],
)
def test_a_board_has_the_code_of_the_day(engine: MemoryEngine, day: str, area: str) -> None:
    assert [row["onsCode"] for row in ask(engine, "boards", place="QXU", asAt=day)] == [area]
    around = {row["within"] for row in ask(engine, "within", place="organisation/92A", asAt=day)}
    assert around == {"organisation/QXU", "organisation/Y59"}


def test_a_network_has_had_two_names(engine: MemoryEngine) -> None:
    (row,) = ask(engine, "successions", organisation="South West AHSN")
    assert (row["successorLabel"], row["kind"], row["date"], row["extent"]) == (
        "Health Innovation South West",
        "renaming",
        "2023-10-01",
        "whole",
    )


def test_a_district_lies_whole_or_mainly_in_a_board_by_the_day(engine: MemoryEngine) -> None:
    def lies(day: str) -> dict[Cell, Cell]:
        rows = ask(engine, "within", place="North Hertfordshire", asAt=day)
        assert not any(row["dated"] for row in rows)
        return {row["within"]: row["how"] for row in rows}

    assert lies("2020-01-01") == {}
    old, new = ("area/E54000025", "organisation/QM7"), ("area/E54000065", "organisation/S1Y5D")
    assert lies("2026-03-31") == {**dict.fromkeys(old, "mainly"), "organisation/Y61": "mainly"}
    assert lies("2026-04-01") == {**dict.fromkeys(new, "whole"), "organisation/Y61": "whole"}


def test_nobody_knows_where_frimley_lies_now(engine: MemoryEngine) -> None:
    for place in ("E38000252", "Bracknell Forest"):
        rows = ask(engine, "within", place=place, asAt="2026-04-01")
        assert {row["within"] for row in rows} <= {"organisation/D4U1Y"}


def test_a_location_goes_with_its_commissioners_former_name(engine: MemoryEngine) -> None:
    rows = ask(engine, "within", place="area/E38000197", asAt="2026-04-01")
    assert {"area/E54000066", "organisation/D7T5G"} < {row["within"] for row in rows}


def test_what_lies_in_a_region(engine: MemoryEngine) -> None:
    rows = ask(engine, "within", within="Y58", asAt="2025-01-01")
    boards = {row["place"] for row in rows if str(row["placeLabel"]).endswith("Care Board")}
    assert len(boards) == 7
    assert "Exeter" in {row["placeLabel"] for row in rows}


def test_without_a_day_all_rows_come_with_their_days(engine: MemoryEngine) -> None:
    found = {row["within"]: (row["validFrom"], row["validTo"]) for row in
             ask(engine, "within", place="organisation/07H")}  # fmt: skip
    assert found["organisation/QM7"] == ("2022-07-01", "2026-03-31")
    for rows in (ask(engine, "within"), ask(engine, "boards")):
        assert all(str(row["validFrom"] or "") <= str(row["validTo"] or "9") for row in rows)


def test_a_name_of_several_things_lists_them(engine: MemoryEngine) -> None:
    with pytest.raises(InvalidInput, match=r"area/E38000230.*organisation/15N"):
        ask(engine, "within", place="NHS Devon ICB - 15N")
