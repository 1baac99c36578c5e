"""The recipes of docs/recipes.md, each run as it is written, against a running server."""

import csv
import io
import json
import os
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

PAGE = Path(__file__).parents[3] / "docs" / "recipes.md"
WRITTEN = "http://127.0.0.1:8000"
BLOCKS: list[tuple[str, str]] = re.findall(
    r"```(\w+)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL
)
RUN = {"bash": ["bash", "-euc"], "python": [sys.executable, "-c"], "r": ["Rscript", "-e"]}
LOCALES = ("C", "C.UTF-8")
CYPHER = "/v1/cypher"
Miss = Callable[[str], NoReturn]
Starts = Callable[..., AbstractContextManager[str]]


def blocks(kind: str, word: str) -> str:
    """The one recipe of a kind in which a word stands."""
    (text,) = [text for found, text in BLOCKS if found == kind and word in text]
    return text


@pytest.fixture(scope="module")
def address(starter: Path, serving: Starts) -> Iterator[str]:
    with serving(starter, "--no-cypher") as address:
        yield address


def run(address: str, miss: Miss, kind: str, text: str, locale: str = "C.UTF-8") -> str:
    """What a recipe prints, in a narrow terminal."""
    command = RUN[kind]
    if shutil.which(command[0]) is None:
        miss(f"no {command[0]}; install it to run the recipes")
    told = subprocess.run(
        [*command, text.replace(WRITTEN, address)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": locale, "COLUMNS": "40"},
    )
    if "no package called" in told.stderr:
        miss("R has no package SPARQL; install r-cran-sparql")
    assert told.returncode == 0, told.stderr
    return told.stdout


def test_each_recipe_is_run_by_a_test() -> None:
    assert sorted(kind for kind, _ in BLOCKS if kind in RUN) == ["bash", "bash", "python", "r", "r"]


def test_curl(address: str, miss: Miss) -> None:
    told = run(address, miss, "bash", blocks("bash", "/sparql"))
    whole = httpx.get(f"{address}/v1/questions/worked.csv", timeout=60).text.replace("\r\n", "\n")
    assert told.startswith(whole)
    assert len(told.removeprefix(whole).splitlines()) == 4  # the variable, and three rows


def test_curl_with_cypher(
    serving_neo4j: Callable[[], AbstractContextManager[str]], miss: Miss
) -> None:
    with serving_neo4j() as address:
        found = json.loads(run(address, miss, "bash", blocks("bash", CYPHER)))
    assert found["columns"] == ["name"]
    assert len(found["rows"]) == 3


def test_pandas(address: str, miss: Miss) -> None:
    told = run(address, miss, "python", blocks("python", "read_csv"))
    assert set(re.findall(r"^(\d+)\s", told, re.MULTILINE)) == set("01234"), told
    assert "innovationLabel" in told


@pytest.mark.parametrize("locale", LOCALES)
def test_r(address: str, miss: Miss, locale: str) -> None:
    told = run(address, miss, "r", blocks("r", "read.csv"), locale)
    assert set(re.findall(r"^(\d+)\s", told, re.MULTILINE)) == set("123456"), told
    assert "innovationLabel" in told


@pytest.mark.parametrize("locale", LOCALES)
def test_r_with_sparql(address: str, miss: Miss, locale: str) -> None:
    recipe = blocks("r", "SPARQL")
    told = run(address, miss, "r", recipe, locale)
    assert "\n[3]" in told
    assert "\n[4]" not in told
    query = re.findall(r'query <- "(.*?)"', recipe, re.DOTALL)[0]
    asked = httpx.post(f"{address}/sparql", data={"query": query}, timeout=60)
    rows = asked.json()["results"]["bindings"]
    assert len(rows) == 3
    for row in rows:
        (start,) = re.findall(r"^[ -~]+", row["name"]["value"])  # as far as any locale has it
        assert start in told
    assert "NA" not in told.split()


def test_what_power_query_reads(address: str) -> None:
    path = re.findall(r'RelativePath = "([^"]+)"', blocks("m", "Csv.Document"))[0]
    answer = httpx.get(f"{address}/{path}", timeout=60)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8"))))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(set(rows[0]))}
