"""A region that sends bundles, and another that trusts it."""

from pathlib import Path

import pytest

from api.home import Home
from tests.api.exchange.regions import Sender, make_receiver, make_sender


@pytest.fixture
def north(tmp_path: Path) -> Sender:
    """Who sends: nothing as yet."""
    return make_sender(tmp_path / "north", "north")


@pytest.fixture
def south(north: Sender, tmp_path: Path) -> Home:
    """Who receives, and trusts the north."""
    return make_receiver(tmp_path / "home", [north])
