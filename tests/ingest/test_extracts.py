"""The tables that are shipped are what the published ones make, to the byte."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.contexts.__main__ import make_extracts
from ingest.contexts.profiles import SHIPPED
from ingest.contexts.variation import COAST, RURALITY, percentile
from ingest.tables import Row, read_table

DECILES = [f"share_imd_decile_{n:02}" for n in range(1, 11)]
CLASSES = [f"share_ruc_{name.lower()}" for name in RURALITY]
DISTANCES = [f"share_coast_{name}" for name in COAST]
SAME = {  # a column of the boards' table, and the columns of variation that add up to it
    "share_imd_most_deprived_10pc": DECILES[:1],
    "share_imd_most_deprived_20pc": DECILES[:2],
    "share_imd_least_deprived_20pc": DECILES[-2:],
    "share_rural": [name for name in CLASSES if "_r" in name.removeprefix("share_ruc")],
    "share_further_from_major_town": [name for name in CLASSES if name.endswith("f1")],
    "share_coastal_5km": DISTANCES[:1],
}


def rows(name: str) -> dict[str, Row]:
    return {row["ods_code"]: row for row in read_table(SHIPPED / name)}


def test_what_is_shipped_is_what_the_published_tables_make(shared: Path) -> None:
    made = make_extracts(shared / "data")
    assert {name: (SHIPPED / name).read_bytes() for name in made} == made
    assert {path.name for path in SHIPPED.glob("*.csv")} == set(made)


@pytest.mark.parametrize("column", SAME)
def test_the_spread_agrees_with_the_average(column: str) -> None:
    boards, spread = rows("icb.csv"), rows("icb_variation.csv")
    assert boards.keys() == spread.keys()
    for code, board in boards.items():
        total = sum(float(spread[code][name]) for name in SAME[column])
        rounding = 0.00005 * (1 + len(SAME[column])) + 1e-9
        assert abs(total - float(board[column])) <= rounding, code


@pytest.mark.parametrize("group", [DECILES, CLASSES, DISTANCES])
def test_shares_of_a_place_add_up_to_one(group: list[str]) -> None:
    for code, row in rows("icb_variation.csv").items():
        assert abs(sum(float(row[name]) for name in group) - 1) <= 0.00005 * len(group) + 1e-9, code


def test_percentiles_are_in_order() -> None:
    for row in rows("icb_variation.csv").values():
        for name in ("density", "share_65_plus"):
            low, middle, high = (float(row[f"{name}_p{percent}"]) for percent in (10, 50, 90))
            assert low <= middle <= high


@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.integers(1, 9999)), min_size=1, max_size=60),
    st.integers(1, 100),
)
def test_a_percentile_is_the_least_value_that_holds_its_share(
    places: list[tuple[float, int]], percent: int
) -> None:
    values, people = (np.array(column, dtype=np.float64) for column in zip(*places, strict=True))
    found = percentile(values, people, percent)
    wanted = people.sum() * percent / 100
    assert found in values
    assert people[values <= found].sum() >= wanted * (1 - 1e-9)
    assert people[values < found].sum() < wanted * (1 + 1e-9)
