"""A dataset of a SPARQL server, and engines on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.fuseki_server import Fuseki, change
from graph.remote.endpoint import Endpoint
from graph.remote.engine import RemoteEngine


@pytest.fixture
def endpoint(fuseki_server: Fuseki) -> Endpoint:
    """An empty dataset."""
    found = Endpoint(f"{fuseki_server.address}/open", f"{fuseki_server.address}/open")
    change(found, "DROP ALL")
    return found


@pytest.fixture
def start(endpoint: Endpoint, tmp_path: Path) -> Iterator[Callable[..., RemoteEngine]]:
    """Engines on the one dataset, closed afterwards."""
    engines: list[RemoteEngine] = []

    def make(mark: str = "ours {}") -> RemoteEngine:
        engines.append(RemoteEngine(endpoint, mark.format, tmp_path / "lock"))
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture
def remote(start: Callable[..., RemoteEngine]) -> RemoteEngine:
    """An engine on the dataset."""
    return start()
