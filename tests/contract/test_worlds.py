"""The made-up worlds keep every rule that records must keep."""

import pytest
from pyoxigraph import Store

from bench.worlds import world
from graph.gate import BULK, judge
from graph.rdf import to_quads


@pytest.mark.parametrize("documents", [1, 12])
def test_a_world_is_valid(documents: int) -> None:
    store, names = Store(), []
    for record in world(documents):
        store.extend(to_quads(record))
        names.append(record.iri())
    assert (len(names) >= BULK) == (documents > 1)  # by one judge, and by the other
    assert [one for one in judge(store, names) if one.severity == "Violation"] == []


def test_a_world_is_the_same_every_time() -> None:
    assert list(world(2)) == list(world(2)) != list(world(2, seed=2))
