"""Programs from npm that tests bring, installed as they are locked."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

OPTIONS = ("--no-audit", "--no-fund", "--ignore-scripts")


def install_locked(locked: Path, folder: Path, miss: Callable[[str], NoReturn]) -> str:
    """Install what a folder locks into another; the node that runs it."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        miss("no Node; install it to see whether its programs can read")
    shutil.copytree(locked, folder, dirs_exist_ok=True)
    got = subprocess.run(
        [npm, "ci", *OPTIONS], cwd=folder, capture_output=True, text=True, check=False
    )
    assert "EINTEGRITY" not in got.stderr, got.stderr
    if got.returncode:
        miss(f"what {locked} locks cannot be had from npm: {got.stderr[-300:]}")
    return node
