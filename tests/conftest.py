"""What tests of every room share."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of shared data: a clone without it skips, where CI=true it is an error."""
    folder = Path(__file__).parents[1] / os.environ.get("WHATWORKED_SHARED", "../shared")
    if not folder.is_dir():
        reason = f"no shared data in {folder}; set WHATWORKED_SHARED"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
