"""What published tables say of acute challenges, as one row for each place and indicator.

A row has a `code`, `indicator`, `year` and `value`, and where there is an earlier value to hold it
against, `first_year` and `first_value`. What is not known is an empty cell: a sum or a mean of
which one part is missing is not known.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import combinations

from ingest.tables import Row

Month = tuple[int, int]

SCORES = {
    "health-index-overall": "overall_score",
    "health-index-people": "healthy_people_domain",
    "health-index-lives": "healthy_lives_domain",
    "health-index-places": "healthy_places_domain",
}
WAITS = {
    "emergency-attendances-over-four-hours": ("attendances_over_4hours", "total_attendances"),
    "emergency-admissions-over-four-hours": (
        "emergency_admissions_over_4hours",
        "total_emergency_admissions",
    ),
}
THERAPIES = {
    "talking-therapies-recovery": "Percentage_Recovery",
    "talking-therapies-six-weeks": "Percentage_AccessingServices6WeeksFinishedCourseTreatment",
    "talking-therapies-deterioration": "Percentage_Deterioration",
}
# Fourteen trusts that tried other standards reported no waits before (healthyr, R/data.R): in the
# table, Frimley has next to none over four hours until then, and 15 boards step up.
ALL_REPORT: Month = (2023, 6)


def read_health_index(rows: Iterable[Row]) -> Iterator[Row]:
    """The first and the last score of each board, overall and by domain; 100 is England in 2015."""
    for code, mine in _by_place(rows, "ods_code"):
        years = sorted(mine, key=lambda row: row["year"])
        for indicator, column in SCORES.items():
            yield {
                **_value(code, indicator, years[-1]["year"], years[-1][column]),
                "first_year": years[0]["year"],
                "first_value": years[0][column],
            }


def read_emergency_care(rows: Sequence[Row]) -> Iterator[Row]:
    """Shares over four hours in the months to the last one, and in the same a year before."""
    months = comparable_months(rows)
    year = max(months)[0]
    for code, mine in _by_place(rows, "ods_code"):
        by_month = {_month(row): row for row in mine}
        for indicator, (part, whole) in WAITS.items():
            now = [by_month.get(month) for month in months]
            before = [by_month.get(_year_before(month)) for month in months]
            yield {
                **_value(code, indicator, str(year), _share(now, part, whole)),
                "first_year": str(year - 1),
                "first_value": _share(before, part, whole),
            }


def comparable_months(rows: Sequence[Row]) -> list[Month]:
    """The last twelve months, without those that cannot be held against the year before.

    A month in which not all reported cannot, nor one that has the same counts for every place as
    another month: one of the two is a copy, and the table does not say which.
    """
    months: dict[Month, list[Row]] = {}
    for row in rows:
        months.setdefault(_month(row), []).append({**row, "date": ""})
    counts = {month: sorted(map(str, mine)) for month, mine in months.items()}
    copies = {
        month for pair in combinations(counts, 2) if counts[pair[0]] == counts[pair[1]]
        for month in pair
    }  # fmt: skip
    sound = {month for month in months if month >= ALL_REPORT} - copies
    last = max(months)
    return sorted(
        month for month in sound if month > _year_before(last) and _year_before(month) in sound
    )


def read_talking_therapies(rows: Sequence[Row]) -> Iterator[Row]:
    """The mean of each place's monthly percentages; unknown where one is suppressed or missing."""
    months = {_month(row) for row in rows}
    year = str(max(months)[0])
    for code, mine in _by_place(rows, "sicbl22_code"):
        for indicator, measure in THERAPIES.items():
            found = [row["value"] for row in mine if row["name"] == measure]
            known = len(found) == len(months) and all(found)
            mean = str(round(sum(map(float, found)) / len(found), 1)) if known else ""
            yield _value(code, indicator, year, mean)


def read_patients(rows: Iterable[Row]) -> Iterator[Row]:
    """Patients for each full-time doctor; the practices are counted as of March 2024."""
    for row in rows:
        yield _value(row["ltla24_code"], "patients-per-doctor", "2024", row["patients_per_gp"])


def _value(code: str, indicator: str, year: str, value: str) -> dict[str, str]:
    empty = {"first_year": "", "first_value": ""}
    return {"code": code, "indicator": indicator, "year": year, "value": value, **empty}


def _by_place(rows: Iterable[Row], column: str) -> list[tuple[str, list[Row]]]:
    places: dict[str, list[Row]] = {}
    for row in rows:
        places.setdefault(row[column], []).append(row)
    return sorted(places.items())


def _month(row: Row) -> Month:
    day = datetime.strptime(row["date"], "%B %Y")
    return day.year, day.month


def _year_before(month: Month) -> Month:
    return month[0] - 1, month[1]


def _share(rows: Sequence[Row | None], part: str, whole: str) -> str:
    known = [row for row in rows if row and row[part] and row[whole]]
    if len(known) < len(rows):
        return ""
    return str(
        round(sum(float(row[part]) for row in known) / sum(float(row[whole]) for row in known), 4)
    )
