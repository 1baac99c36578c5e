"""Five plain package names: nobody else's may take their place."""

from importlib.metadata import packages_distributions

import pytest


@pytest.mark.parametrize("name", ["ontology", "queries", "ingest", "graph", "api"])
def test_the_name_is_ours(name: str) -> None:
    owners = set(packages_distributions().get(name, ["whatworked"]))
    assert owners == {"whatworked"}, f"{name} also comes from {owners}: use a virtual environment"
