"""An engine process with a little in it, for each test."""

from collections.abc import Iterator

import pytest

from graph.engine.port import Update
from graph.engine.process import ProcessEngine, start_engine
from tests.graph.engines import quads


@pytest.fixture
def engine() -> Iterator[ProcessEngine]:
    with start_engine() as engine:
        engine.load(Update(1, quads("old")))
        yield engine
