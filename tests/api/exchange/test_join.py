"""A region joins by the five steps of docs/sharing.md, each command run as it stands there."""

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.exchange.rules import load_leaving

Call = Callable[..., tuple[int, str, str]]
PAGE = (Path(__file__).parents[3] / "docs" / "sharing.md").read_text("utf-8")
STEPS = re.findall(r"```bash\n(.*?)```", PAGE, re.DOTALL)
TEXTS = {
    "learning": "nhse-south-west-learning-system.txt",
    "copd": "chc-4-4-1-clinical-pathway-copd-north-west-coast.txt",
    "engagement": "chc-5-8-1-professional-engagement-report-north-east-and-no.txt",
}
SOUTH_WEST = """\
export WHATWORKED_REGION="South West" WHATWORKED_BASE=https://south-west.example/
whatworked init --team 1 --home south-west
whatworked review add learning.txt --record learning --home south-west
whatworked review accept --class CaseStudy --home south-west
whatworked review accept --class Lesson --home south-west
whatworked review accept --class hasLesson --home south-west
whatworked review publish learning --home south-west
"""


@pytest.fixture
def room(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Path:
    """A folder with the repository of the South West, and two reports from the North."""
    for name, file in TEXTS.items():
        shutil.copy(shared / "data" / "case-studies" / file, tmp_path / f"{name}.txt")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WHATWORKED_HOME", raising=False)
    for line in SOUTH_WEST.splitlines():
        run(call, line, monkeypatch)
    return tmp_path


def run(call: Call, line: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run one line of a step; what it prints."""
    words = shlex.split(line)
    if words[0] == "export":
        for word in words[1:]:
            name, _, value = word.partition("=")
            monkeypatch.setenv(name, value)
        return ""
    assert words.pop(0) == "whatworked"
    out = Path(words.pop()) if ">" in words else None
    arguments = [word for word in words if word != ">"]
    code, told, aside = call(*arguments)
    assert code == 0, (line, told, aside)
    if out:
        out.write_text(told, "utf-8")
    return told


def test_a_region_joins_in_five_steps(
    room: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(STEPS) == 5
    for line in "".join(STEPS).splitlines():
        run(call, line, monkeypatch)
    assert "https://north.example/id/source/copd" in (room / "page.html").read_text("utf-8")
    found = json.loads(call("ask", "lessons", "--json", "--home", "south-west")[1])
    told = "".join(map(str, found["rows"]))
    assert "https://south-west.example/id/source/learning" in told
    assert "https://north.example/id/source/copd" in told
    held = json.loads(call("ask", "innovations", "--json", "--home", "south-west")[1])
    assert "https://north.example/id/source/engagement" in str(held["rows"])


def test_the_page_tells_every_reason() -> None:
    rules = load_leaving()
    rows = [
        f"| `{code}` | {' '.join(told.split())} |"
        for code, sentence in rules.reasons.items()
        for told in [sentence.format(value="…", smallest=rules.smallest, largest=rules.largest)]
    ]
    assert "\n".join(["|---|---|", *rows]) in PAGE, "\n".join(rows)
