"""A region that takes in several feeds of one publisher holds what either of them shares."""

from itertools import permutations
from pathlib import Path

import pytest

from graph.exchange.signing import make_key
from graph.imports.arrival import Kind
from graph.ledger import create_ledger
from graph.log import Attribution
from tests.graph.imports.regions_model import Parcel, Region
from tests.graph.imports.regions_records import innovation

PUBLIC, NHS, PARTNERS = "PUBLIC", "NHS", "PARTNERS"
WALK, BUS = (f"https://north.example/id/innovation/{name}" for name in ("walk", "bus"))
OLD, NEW = innovation(WALK, "a walking group"), innovation(WALK, "a walking club")
NORTH = make_key()


@pytest.fixture
def north(tmp_path: Path) -> Region:
    made = make_region("north", tmp_path)
    made.write({WALK: OLD, BUS: innovation(BUS, "a bus")}, (), {WALK: PUBLIC, BUS: PUBLIC})
    return made


@pytest.fixture
def south(tmp_path: Path) -> Region:
    return make_region("south", tmp_path)


def make_region(name: str, folder: Path) -> Region:
    create_ledger(folder / name / "ledger")
    keys = {"north": [NORTH.public()]}
    return Region(name, folder / name, NORTH, keys, lambda: None)


def take(south: Region, parcel: Parcel) -> None:
    south.receive(parcel)
    south.approve_all()


def take_from(south: Region, north: Region, *audiences: str, kind: Kind = "feed") -> None:
    """Take in what is new for some audiences, in this order."""
    for audience in audiences:
        take(south, north.parcel(audience, kind))


def held(south: Region, record: str = WALK) -> tuple[str, str] | None:
    """The text and the level of a record, where it is held."""
    text = south.ledger.graphs().get(record)
    return (text, south.ledger.level(record)) if text else None


@pytest.mark.parametrize("order", [(PUBLIC, NHS), (NHS, PUBLIC)])
def test_the_widest_audience_that_it_came_for_sees_it(
    south: Region, north: Region, order: tuple[str, ...]
) -> None:
    take_from(south, north, *order)
    assert held(south) == (OLD, PUBLIC)


@pytest.mark.parametrize("order", list(permutations((PUBLIC, NHS, PARTNERS))))
def test_what_is_shared_with_fewer_stays_for_these(
    south: Region, north: Region, order: tuple[str, ...]
) -> None:
    take_from(south, north, *order)
    north.write({}, (), {WALK: PARTNERS})
    take_from(south, north, *order)
    assert held(south) == (OLD, PARTNERS)


@pytest.mark.parametrize("order", [(PUBLIC, NHS), (NHS, PUBLIC)])
def test_what_is_withdrawn_goes_in_whatever_order_that_is_told(
    south: Region, north: Region, order: tuple[str, ...]
) -> None:
    take_from(south, north, *order)
    north.write({}, [WALK])
    take_from(south, north, *order)
    assert held(south) is None


def test_what_an_older_bundle_brought_back_goes_with_its_feed(south: Region, north: Region) -> None:
    take_from(south, north, NHS)
    late = north.parcel(PUBLIC, "bundle")
    north.write({}, [WALK])
    take_from(south, north, NHS)
    take(south, late)
    assert held(south) == (OLD, PUBLIC)
    take_from(south, north, PUBLIC)
    assert held(south) is None


def test_what_was_written_for_fewer_is_not_shown_to_more(south: Region, north: Region) -> None:
    take_from(south, north, PUBLIC)
    north.write({WALK: NEW}, (), {WALK: NHS})
    take_from(south, north, NHS)
    assert held(south) == (NEW, NHS)
    take_from(south, north, PUBLIC)
    assert held(south) == (NEW, NHS)


@pytest.mark.parametrize("kind", ["feed", "bundle"])
def test_what_came_after_an_erasure_is_asked_for_again(
    south: Region, north: Region, kind: Kind
) -> None:
    take_from(south, north, PUBLIC, NHS)
    north.erase(WALK)
    north.write({WALK: NEW}, (), {WALK: NHS})
    take_from(south, north, NHS, PUBLIC, kind=kind)
    assert held(south) is None
    take_from(south, north, NHS, kind=kind)
    assert held(south) == (NEW, NHS)
    north.write({BUS: innovation(BUS, "another bus")})
    take_from(south, north, PUBLIC, kind=kind)  # the erasure was told to it already
    assert held(south) == (NEW, NHS)


def test_what_is_undone_of_one_feed_is_asked_of_the_other_again(
    south: Region, north: Region
) -> None:
    take_from(south, north, NHS)
    (first,) = south.logged
    take_from(south, north, PUBLIC)
    south.undo(first)
    assert held(south) is None
    take_from(south, north, PUBLIC)
    assert held(south) == (OLD, PUBLIC)


def test_a_level_that_a_person_chose_stays(south: Region, north: Region) -> None:
    take_from(south, north, NHS)
    south.ledger.append(levels={WALK: "LOCAL"}, by=Attribution("a1"))
    take_from(south, north, PUBLIC)
    assert held(south) == (OLD, "LOCAL")
    assert south.ledger.level(BUS) == PUBLIC
