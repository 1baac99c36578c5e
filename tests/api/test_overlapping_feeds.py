"""Bundles and feeds of one publisher for several audiences: what one took away comes again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from api.exchange.approval import approve
from api.exchange.following import follow
from api.home import Home
from graph.exchange.publishing import write_feed
from graph.imports.arrival import Origin
from graph.locations import Folder
from tests.api.regions import (
    BY,
    STEPS,
    Sender,
    acting,
    bring,
    innovation,
    make_receiver,
    make_sender,
    take_in,
)

PUBLIC, NHS = "PUBLIC", "NHS"
Bundle = Callable[[str], Path]


@pytest.fixture
def north(tmp_path: Path) -> Sender:
    made = make_sender(tmp_path / "north", "north")
    made.put(walk="a walking group")
    return made


@pytest.fixture
def home(north: Sender, tmp_path: Path) -> Home:
    return make_receiver(tmp_path / "home", [north])


@pytest.fixture
def bundle(north: Sender, tmp_path: Path) -> Bundle:
    """A bundle for an audience as north stands."""
    return lambda audience: north.bundle(
        tmp_path / f"{audience}-{north.ledger.sequence}.zip", audience=audience
    )


def held(home: Home, north: Sender) -> tuple[str, str]:
    """The text and the level of the record."""
    home.ledger.refresh()
    record = north.iri("walk")
    return home.ledger.graphs()[record], home.ledger.level(record)


def test_a_bundle_comes_anew_where_another_took_something_away(
    home: Home, north: Sender, bundle: Bundle
) -> None:
    late = bundle(PUBLIC)
    north.put(NHS, walk="a walking club")
    newest = bundle(NHS)
    first = take_in(home, newest)
    assert bring(home, newest).import_id == first.import_id
    take_in(home, late)
    told = take_in(home, bundle(PUBLIC)).changes
    assert (told["deleted"], told["narrowed"]) == (0, 1)
    assert held(home, north) == (innovation(north.iri("walk"), "a walking group"), NHS)
    assert take_in(home, newest).import_id != first.import_id
    assert held(home, north) == (innovation(north.iri("walk"), "a walking club"), NHS)
    assert bring(home, newest).state == "approved"


def test_a_feed_is_read_anew_where_another_took_something_away(
    home: Home, north: Sender, bundle: Bundle, tmp_path: Path
) -> None:
    site = tmp_path / "site"

    def followed() -> Origin | None:
        write_feed(Folder(site), north.release(NHS))
        one = follow(home, str(site), STEPS).found
        if one:
            approve(acting(home, "ben"), one.import_id, STEPS)
        return one.origin if one else None

    followed()
    take_in(home, bundle(PUBLIC))
    assert followed() is None
    north.ledger.append(levels={north.iri("walk"): NHS}, by=BY)
    take_in(home, bundle(PUBLIC))
    anew = followed()
    assert anew is not None
    assert (anew.after, anew.again) == (0, home.ledger.sequence)
    assert followed() is None
    assert held(home, north) == (innovation(north.iri("walk"), "a walking group"), NHS)


def test_an_erasure_before_a_withdrawal_is_told_by_a_bundle(
    home: Home, north: Sender, bundle: Bundle
) -> None:
    north.put(walk="Xylophonic")
    take_in(home, bundle(PUBLIC))
    north.ledger.erase(north.iri("walk"), by=BY)
    north.put(walk="a walking club")
    north.ledger.append(deletes=[north.iri("walk")], by=BY)
    assert take_in(home, bundle(PUBLIC)).changes["erased"] == 1
    kept = (path.read_bytes() for path in home.folder.rglob("*") if path.is_file())
    assert not any(b"Xylophonic" in data for data in kept)
