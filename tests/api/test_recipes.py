"""The recipes of docs/recipes.md, each run as it is written, against a running server."""

import csv
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn

import httpx
import pytest

PAGE = Path(__file__).parents[2] / "docs" / "recipes.md"
WRITTEN = "http://127.0.0.1:8000"
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
RUN = {"bash": ["bash", "-euc"], "python": [sys.executable, "-c"], "r": ["Rscript", "-e"]}


@pytest.fixture(scope="module")
def address(starter: Path, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with serving(starter, "--no-cypher") as address:
        yield address


@pytest.mark.parametrize(
    ("kind", "text"), [block for block in BLOCKS if block[0] in RUN], ids=lambda one: one[:6]
)
def test_a_recipe_runs(address: str, miss: Callable[[str], NoReturn], kind: str, text: str) -> None:
    command = RUN[kind]
    if shutil.which(command[0]) is None:
        miss(f"no {command[0]}; install it to run the recipes")
    # Cypher over HTTP is tested with Neo4j elsewhere
    text = re.sub(r"curl [^\n]*\n?[^\n]*/v1/cypher.*", "", text, flags=re.DOTALL)
    told = subprocess.run(
        [*command, text.replace(WRITTEN, address)], capture_output=True, text=True, check=False
    )
    if "no package called" in told.stderr:
        miss("R has no package SPARQL; install r-cran-sparql")
    assert told.returncode == 0, told.stderr
    assert told.stdout.count("\n") > 2, told.stdout


def test_what_power_query_reads(address: str) -> None:
    (text,) = [text for kind, text in BLOCKS if kind == "m"]
    path = re.findall(r'RelativePath = "([^"]+)"', text)[0]
    answer = httpx.get(f"{address}/{path}", timeout=60)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8"))))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(set(rows[0]))}
