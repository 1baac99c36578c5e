"""What tests of every room share."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import pytest

from api.endpoints.cypher import read_place
from bench.fuseki_server import Dataset, Fuseki, find_jar, run_fuseki
from graph.neo4j.load import Place
from graph.neo4j.server import alone, await_browser, start_server, stop_server
from ontology.errors import NotAvailable

Miss = Callable[[str], NoReturn]


@pytest.fixture(scope="session")
def miss() -> Miss:
    """Say what is not there: the test is skipped, where CI=true it is an error."""
    return pytest.fail if os.environ.get("CI") == "true" else pytest.skip


@pytest.fixture(scope="session")
def shared(miss: Miss) -> Path:
    """Give the folder of shared data."""
    folder = Path(__file__).parents[1] / os.environ.get("WHATWORKED_SHARED", "../shared")
    if not folder.is_dir():
        miss(f"no shared data in {folder}; set WHATWORKED_SHARED")
    return folder


@pytest.fixture(scope="session")
def neo4j_server(miss: Miss, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A real Neo4j server of the tests' own, whatever server the user has; tests take turns."""
    settings = {key: text for key, text in os.environ.items() if key != "WHATWORKED_NEO4J_URI"}
    place = read_place(settings, tmp_path_factory.mktemp("home"))
    with ExitStack() as stack:
        stack.callback(stop_server, place.folder)
        try:
            with alone(place.folder, "testing"):
                server = start_server(place.folder, place.source, 0, 0)
                await_browser(place.folder, server)
        except NotAvailable as error:
            miss(str(error))
        yield place


@pytest.fixture(scope="session")
def fuseki_server(miss: Miss, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuseki]:
    """A real SPARQL server with three datasets of TDB2: open, for a user, and without the union."""
    datasets = {
        "open": Dataset(),
        "guarded": Dataset(user="curator", password="let me in"),  # noqa: S106 — the tests' own
        "plain": Dataset(union=False),
    }
    with ExitStack() as stack:
        try:
            folder = tmp_path_factory.mktemp("fuseki")
            server = run_fuseki(find_jar(os.environ), folder, datasets, heap="1g")
            yield stack.enter_context(server)
        except NotAvailable as error:
            miss(str(error))
