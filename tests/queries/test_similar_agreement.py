"""The default profile against published lists of similar authorities, the half that is at hand."""

from pathlib import Path

import pytest

from bench.agreement import UPPER, Lists, compare_lists, read_long, read_wide
from ingest.contexts.places import read_level
from queries.similarity.contexts import Places


@pytest.fixture(scope="module")
def districts(shared: Path) -> Places:
    return read_level("district", [shared / "data" / "context"])


@pytest.mark.parametrize(
    ("name", "aim"), [("global", 0.34), ("demographic", 0.28), ("economic", 0.24), ("dfe", 0.52)]
)
def test_it_finds_more_of_a_list_than_plain_distances(
    name: str, aim: float, districts: Places, shared: Path
) -> None:
    peers = shared / "data" / "peers"
    among = list(range(len(districts.ids)))
    if name == "dfe":
        among = [row for row in among if districts.ids[row].startswith(UPPER)]
        lists: Lists = read_long(peers / "dfe_statistical_neighbours_2025.csv")
    else:
        lists = read_wide(peers / f"ons_neighbours_{name}.csv")
    found = compare_lists(name, districts, lists, among)
    assert found.ours.mean() >= aim
    assert found.ours.mean() > found.euclid.mean() > 3 * found.chance
