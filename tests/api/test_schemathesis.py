"""The server does what its own description says, whatever is sent to it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from graph.ledger import SHARING

COMMAND = Path(sys.executable).with_name("schemathesis")
LEVELS = [word for level in SHARING for word in ("--sharing", level)]
NO_CSV = r"^(?!.*\.csv$)"  # each is the same code as the question beside it
SEED = "20261124"  # the same trials each time: a failure is of the change that is tested
# Text that is no query is refused, and a measure of the other axis: their own tests have them.
PROTOCOL = r"^/(sparql|rdf-graphs)|/(lessons|why|fit)$|/what-worked"


@pytest.fixture(scope="module")
def address(starter: Path, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    """One server with every level that is described."""
    with serving(starter, *LEVELS) as address:
        yield address


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param(["--phases", "coverage", "--include-path-regex", NO_CSV], id="edges"),
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
    told = subprocess.run(
        [COMMAND, "run", f"{address}/openapi.json", "--checks", "all", "--no-color", *chosen],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Tested: " in told.stdout
