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
from tests.api.exchange.regions import (
    BY,
    STEPS,
    Sender,
    acting,
    bring,
    innovation,
    take_in,
)

PUBLIC, NHS = "PUBLIC", "NHS"
Bundle = Callable[[str], Path]


@pytest.fixture
def north(north: Sender) -> Sender:
    north.put(walk="a walking group")
    return north


@pytest.fixture
def bundle(north: Sender, tmp_path: Path) -> Bundle:
    """A bundle for an audience as north stands."""
    return lambda audience: north.bundle(
        tmp_path / f"{audience}-{north.ledger.sequence}.zip", audience=audience
    )


def held(south: Home, north: Sender) -> tuple[str, str]:
    """The text and the level of the record."""
    south.ledger.refresh()
    record = north.iri("walk")
    return south.ledger.graphs()[record], south.ledger.level(record)


def test_a_bundle_comes_anew_where_another_took_something_away(
    south: Home, north: Sender, bundle: Bundle
) -> None:
    late = bundle(PUBLIC)
    north.put(NHS, walk="a walking club")
    newest = bundle(NHS)
    first = take_in(south, newest)
    assert bring(south, newest).import_id == first.import_id
    take_in(south, late)
    told = take_in(south, bundle(PUBLIC)).changes
    assert (told["deleted"], told["narrowed"]) == (0, 1)
    assert held(south, north) == (innovation(north.iri("walk"), "a walking group"), NHS)
    assert take_in(south, newest).import_id != first.import_id
    assert held(south, north) == (innovation(north.iri("walk"), "a walking club"), NHS)
    assert bring(south, newest).state == "approved"


def test_a_feed_is_read_anew_where_another_took_something_away(
    south: Home, north: Sender, bundle: Bundle, tmp_path: Path
) -> None:
    site = tmp_path / "site"

    def followed() -> Origin | None:
        write_feed(Folder(site), north.release(NHS))
        one = follow(south, str(site), STEPS).found
        if one:
            approve(acting(south, "ben"), one.import_id, STEPS)
        return one.origin if one else None

    followed()
    take_in(south, bundle(PUBLIC))
    assert followed() is None
    north.ledger.append(levels={north.iri("walk"): NHS}, by=BY)
    take_in(south, bundle(PUBLIC))
    anew = followed()
    assert anew is not None
    assert (anew.after, anew.again) == (0, south.ledger.sequence)
    assert followed() is None
    assert held(south, north) == (innovation(north.iri("walk"), "a walking group"), NHS)


def test_an_erasure_before_a_withdrawal_is_told_by_a_bundle(
    south: Home, north: Sender, bundle: Bundle
) -> None:
    north.put(walk="Xylophonic")
    take_in(south, bundle(PUBLIC))
    north.ledger.erase(north.iri("walk"), by=BY)
    north.put(walk="a walking club")
    north.ledger.append(deletes=[north.iri("walk")], by=BY)
    assert take_in(south, bundle(PUBLIC)).changes["erased"] == 1
    kept = (path.read_bytes() for path in south.folder.rglob("*") if path.is_file())
    assert not any(b"Xylophonic" in data for data in kept)
