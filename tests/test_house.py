"""The house rules that no linter has: sizes, and words that are not ours."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 — git of the path
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    if (ROOT / name).is_file()
]
PYTHON = [path for path in FILES if path.suffix == ".py"]


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = ast.get_docstring(node, clean=False)
            length = (node.end_lineno or 0) - node.lineno + 1 - (doc.count("\n") + 1 if doc else 0)
            yield f"{path.name}:{node.name}", length


def test_no_file_is_over_300_lines() -> None:
    lengths = {path.name: path.read_text("utf-8").count("\n") for path in PYTHON}
    assert {name: n for name, n in lengths.items() if n > 300} == {}


def test_functions_are_short() -> None:
    lengths = dict(found for path in PYTHON for found in _functions(path))
    assert {name: n for name, n in lengths.items() if n > 50} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= 8


@pytest.mark.parametrize(
    "marks", [r"https?://[^\s]*(?:pypi|npmjs|maven)", r"(?:^|\s)/(?:work|root)/"]
)
def test_no_address_of_a_package_server_and_no_path_of_a_machine(marks: str) -> None:
    found = [
        path.name
        for path in FILES
        if path.suffix in {".py", ".toml", ".lock", ".md", ".yaml", ".json", ""}
        and path.name != "test_house.py"
        and re.search(marks, path.read_text("utf-8", errors="replace"), re.MULTILINE)
    ]
    assert found == []


def test_no_run_of_eight_words_of_a_case_study(shared: Path) -> None:
    texts = sorted((shared / "data/case-studies").glob("*.txt"))
    theirs = {run for text in texts for run in _runs(text.read_text("utf-8"))}
    copied = [path.name for path in FILES if theirs & set(_runs(_read(path)))]
    assert copied == []


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[i:] for i in range(8)), strict=False)
