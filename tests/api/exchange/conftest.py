"""A region that sends bundles, another that trusts it, and whoever reads a server of one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from api.home import Home
from tests.api.exchange.regions import Sender, make_receiver, make_sender

Serving = Callable[..., AbstractContextManager[str]]


@pytest.fixture
def north(tmp_path: Path) -> Sender:
    """Who sends: nothing as yet."""
    return make_sender(tmp_path / "north", "north")


@pytest.fixture
def south(north: Sender, tmp_path: Path) -> Home:
    """Who receives, and trusts the north."""
    return make_receiver(tmp_path / "home", [north])


@pytest.fixture(scope="module")
def client(repository: Path, serving: Serving) -> Iterator[httpx.Client]:
    """Who reads what the repository of a module shares with the NHS and with everybody."""
    with (
        serving(repository, "--no-cypher", "--sharing", "NHS") as address,
        httpx.Client(base_url=address, timeout=60) as made,
    ):
        yield made
