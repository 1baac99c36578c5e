"""The server does what its own description says, whatever is sent to it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from graph.ledger import SHARING

COMMAND = Path(sys.executable).with_name("schemathesis")
LEVELS = [word for level in SHARING for word in ("--sharing", level)]
# A file of CSV is the same code as the question beside it; Cypher has a test of its own.
EDGES = r"^(?!.*\.csv$|/v1/cypher|/db/)"
SEED = "20261124"  # the same trials each time: a failure is of the change that is tested
# Text that is no query is refused, and a measure of the other axis: their own tests have them.
PROTOCOL = r"^/(sparql|rdf-graphs)|/(lessons|why|fit)$|/what-worked|cypher|/db/"
CYPHER = r"^/(v1/cypher|db/)"
# What is not available here is told by 501, and 503 that a query took too long: no fault of ours.
KINDS = """\
import json, schemathesis
schemathesis.serializer.alias("application/vnd.neo4j.query", "application/json")
@schemathesis.deserializer("application/vnd.neo4j.query")
def read(_context, answer):
    return json.loads(answer.content)
"""
EXPECTED = """\
[checks]
not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", "501", "503"]
"""


@pytest.fixture(scope="module")
def address(starter: Path, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    """One server with every level that is described."""
    with serving(starter, "--no-cypher", *LEVELS) as address:
        yield address


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param(["--phases", "coverage", "--include-path-regex", EDGES], id="edges"),
        pytest.param(
            [
                "--phases",
                "examples,fuzzing",
                "--max-examples",
                "4",
                "--seed",
                SEED,
                "--exclude-path-regex",
                PROTOCOL,
            ],
            id="chance",
        ),
    ],
)
def test_all_that_is_described_holds(address: str, chosen: list[str], tmp_path: Path) -> None:
    assert_holds(address, chosen, tmp_path)


def test_cypher_is_as_it_is_described(
    serving_neo4j: Callable[[], AbstractContextManager[str]], tmp_path: Path
) -> None:
    with serving_neo4j() as address:
        first = {"statement": "RETURN 1 AS one"}  # for which Neo4j is loaded
        assert httpx.post(f"{address}/v1/cypher", json=first, timeout=600).status_code == 200
        here = ["--include-path-regex", CYPHER]
        assert_holds(address, ["--phases", "examples", *here], tmp_path)
        # any text is a text, and most are no Cypher
        wild = ["--phases", "coverage", "--exclude-checks", "positive_data_acceptance"]
        assert_holds(address, [*wild, *here], tmp_path)


def assert_holds(address: str, chosen: list[str], folder: Path) -> None:
    (folder / "schemathesis.toml").write_text(EXPECTED, "utf-8")
    (folder / "kinds.py").write_text(KINDS, "utf-8")
    told = subprocess.run(
        [COMMAND, "run", f"{address}/openapi.json", "--checks", "all", "--no-color", *chosen],
        cwd=folder,
        env=os.environ | {"SCHEMATHESIS_HOOKS": "kinds", "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Tested: " in told.stdout
