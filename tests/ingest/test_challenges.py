"""What published tables say of challenges: nothing is made of what is missing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.contexts.challenges import (
    ALL_REPORT,
    comparable_months,
    read_emergency_care,
    read_health_index,
    read_patients,
    read_talking_therapies,
)
from ingest.tables import Row, read_table

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December"]  # fmt: skip


@pytest.fixture(scope="module")
def published(shared: Path) -> Callable[[str], list[Row]]:
    return lambda name: read_table(shared / "data" / "context" / name)


def month(year: int, number: int, over: str = "", total: str = "100") -> Row:
    return {
        "ods_code": "Q1",
        "date": f"{MONTHS[number - 1]} {year}",
        "attendances_over_4hours": over or str(12 * (year % 10) + number),
        "total_attendances": total,
        "emergency_admissions_over_4hours": "1",
        "total_emergency_admissions": "4",
    }


def year(number: int) -> list[Row]:
    return [month(number, one) for one in range(1, 13)]


def shares(rows: list[Row]) -> Row:
    return next(row for row in read_emergency_care(rows) if "attendances" in row["indicator"])


def test_a_year_is_held_against_the_same_months_of_the_year_before() -> None:
    found = shares([*year(2024), *year(2025)])
    assert (found["year"], found["first_year"]) == ("2025", "2024")
    assert found["value"] == str((12 * 60 + 78) / 1200)
    assert found["first_value"] == str((12 * 48 + 78) / 1200)


def test_a_copied_month_is_left_out_of_both_years() -> None:
    rows = [*year(2024), *year(2025)]
    rows[12 + 1] = month(2025, 2, over=rows[1]["attendances_over_4hours"])
    assert [number for _, number in comparable_months(rows)] == [1, *range(3, 13)]


def test_months_in_which_not_all_reported_are_left_out() -> None:
    rows = [*year(2022), *year(2023), *year(2024)]
    assert ALL_REPORT == (2023, 6)
    assert comparable_months(rows) == [(2024, number) for number in range(6, 13)]


def test_a_sum_with_a_missing_part_is_unknown() -> None:
    rows = [*year(2024), *year(2025)]
    rows[-1] = {**rows[-1], "attendances_over_4hours": ""}
    found = shares(rows)
    assert found["value"] == ""
    assert found["first_value"] != ""


def test_the_published_months_that_are_copies_are_seen(
    published: Callable[[str], list[Row]],
) -> None:
    rows = published("icb_ae_monthly.csv.gz")
    months = comparable_months(rows)
    assert months == [*((2024, n) for n in range(8, 13)), *((2025, n) for n in (1, 4, 5, 6, 7))]
    found = list(read_emergency_care(rows))
    assert len(found) == 84
    assert all(0 < float(row["value"]) < 1 for row in found)


def test_scores_are_the_first_and_the_last(published: Callable[[str], list[Row]]) -> None:
    found = list(read_health_index(published("icb_health_index_2015_2021.csv")))
    assert len(found) == 42 * 4
    assert {(row["first_year"], row["year"]) for row in found} == {("2015", "2021")}
    (one,) = (row for row in found if (row["code"], row["indicator"][13:]) == ("QE1", "overall"))
    assert (one["first_value"], one["value"]) == ("97.9", "98.5")


def test_a_lower_score_is_the_worse(published: Callable[[str], list[Row]]) -> None:
    """The boards with the higher deprivation have the lower scores."""
    scores = {
        row["code"]: float(row["value"])
        for row in read_health_index(published("icb_health_index_2015_2021.csv"))
        if row["indicator"].endswith("overall")
    }
    deprived = {
        row["ods_code"]: float(row["imd2025_score_mean"]) for row in published("icb_context.csv")
    }
    ordered = sorted(scores, key=lambda code: deprived[code])
    assert min(scores[code] for code in ordered[:5]) > max(scores[code] for code in ordered[-5:])


def test_the_indicators_under_the_last_score_are_in_part_those_of_the_year_before(
    published: Callable[[str], list[Row]],
) -> None:
    """The reason why they are not shipped, and why the score says so."""
    rows = published("icb_health_index_2015_2021.csv")
    by_year = {
        year: {row["ods_code"]: row for row in rows if row["year"] == year}
        for year in ("2020", "2021")
    }
    columns = list(rows[0])[6:]
    assert len(columns) == 56
    same = [
        name
        for name in columns
        if all(row[name] == by_year["2020"][code][name] for code, row in by_year["2021"].items())
    ]
    assert len(same) == 21


def test_a_suppressed_month_makes_the_mean_unknown(published: Callable[[str], list[Row]]) -> None:
    rows = published("sub_icb_talking_therapies.csv.gz")
    found = {(row["code"], row["indicator"]): row["value"] for row in read_talking_therapies(rows)}
    suppressed = {
        row["sicbl22_code"]
        for row in rows
        if row["name"] == "Percentage_Deterioration" and not row["value"]
    }
    assert suppressed
    unknown = {code for (code, name), value in found.items() if "deter" in name and value == ""}
    assert unknown == suppressed
    assert not any(float(value) == 0 for value in found.values() if value)


def test_patients_are_as_published(published: Callable[[str], list[Row]]) -> None:
    rows = published("lad_patients_per_gp.csv")
    assert [row["value"] for row in read_patients(rows)] == [row["patients_per_gp"] for row in rows]
