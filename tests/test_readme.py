"""The commands that the README shows work, in the order it shows them."""

import os
import re
import shlex
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
GOES_ON = {"serve", "neo4j"}  # these run until they are ended, or need a server
WORDS = "Boats were used on the ward, and it worked."
RECORD = f"""kind: source
record: report
document: {{title: Report, coverage: whole, extractor: text/1,
  bytesSha256: {sha256(WORDS.encode()).hexdigest()},
  textSha256: {sha256(WORDS.encode()).hexdigest()}}}
nodes:
  use:
    is: Implementation
    label: boats on the ward
    says: [{{key: what, implements: innovation/periprem, at: [0, 27]}}]
"""


def shown() -> list[list[str]]:
    """The arguments of every command line that the README gives for use."""
    text = (ROOT / "README.md").read_text("utf-8")
    section = text[text.index("\n## Use\n") : text.index("\n## Work on it\n")]
    lines = re.findall(r"^\.venv/bin/whatworked .*$", section, re.MULTILINE)
    return [shlex.split(line, comments=True)[1:] for line in lines]


def test_the_commands_of_the_readme_work(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(WORDS, "utf-8")
    (tmp_path / "record.yaml").write_text(RECORD, "utf-8")
    command = Path(sys.executable).with_name("whatworked")
    environment = {key: value for key, value in os.environ.items() if "WHATWORKED" not in key}
    arguments = [found for found in shown() if found[0] not in GOES_ON]
    assert len(arguments) >= 8
    for given in arguments:
        done = subprocess.run(
            [command, *given],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, (given, done.stderr)
        assert done.stdout
    assert (tmp_path / "whatworked-data" / "ledger").is_dir()
