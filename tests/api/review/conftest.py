"""A queue of suggestions for each test, and the commands of review."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.cli import run_command

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(call: Run) -> Callable[..., Any]:
    """The JSON of a command of review, which goes well."""

    def run(*words: str | Path, code: int = 0) -> Any:  # noqa: ANN401 — JSON
        found, out, err = call("review", *words, "--json")
        assert found == code, out + err
        return json.loads(out)

    return run


@pytest.fixture(scope="session")
def enqueue(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Make a repository of two readers, with one document that ann has put into its queue."""

    def make(name: str, text: str) -> Path:
        folder = tmp_path_factory.mktemp("review")
        (folder / name).write_text(text, "utf-8")
        home = ["--home", str(folder / "home")]
        assert run_command(["init", *home]) == 0
        assert run_command(["review", "add", str(folder / name), "--as", "ann", *home]) == 0
        return folder / "home"

    return make
