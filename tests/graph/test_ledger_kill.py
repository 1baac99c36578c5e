"""A writer killed at any moment leaves the old graph or the new one, never between."""

import subprocess
import sys
import time
from pathlib import Path
from random import Random

from graph.ledger import Ledger, create_ledger
from graph.ledger_check import check_ledger
from graph.log import Attribution

BY = Attribution("a1")
RECORDS = 1000
KILLS = 50
OLD = {"urn:0": '<urn:0> <urn:says> "old" <urn:0> .\n'}
NEW = {f"urn:{i}": f'<urn:{i}> <urn:says> "new" <urn:{i}> .\n' for i in range(RECORDS)}
WRITE = """
import sys, time
from pathlib import Path
from graph.ledger import Ledger
from graph.log import Attribution
names = [f"urn:{number}" for number in range(int(sys.argv[2]))]
puts = [(name, f'<{name}> <urn:says> "new" <{name}> .\\n') for name in names]
ledger = Ledger(Path(sys.argv[1]))
started = time.monotonic()
print("ready", flush=True)
ledger.append(puts, by=Attribution("a1"))
print(time.monotonic() - started, flush=True)
"""


def start(home: Path) -> subprocess.Popen[str]:
    create_ledger(home).append(OLD.items(), by=BY)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE, home, str(RECORDS)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout
    assert writer.stdout.readline() == "ready\n"
    return writer


def contents(home: Path) -> dict[str, str]:
    ledger = Ledger(home)
    return {record: ledger.nquads(version) for record, version in ledger.records().items()}


def test_kill_at_random_moments_leaves_old_or_new(tmp_path: Path) -> None:
    random = Random(20261124)  # noqa: S311 (moments, no secrets)
    whole = float(start(tmp_path / "whole").communicate()[0])
    assert contents(tmp_path / "whole") == NEW
    old = 0
    for kill in range(KILLS):
        home = tmp_path / str(kill)
        writer = start(home)
        time.sleep(random.uniform(0, 1.1 * whole))
        writer.kill()
        acknowledged = bool(writer.communicate()[0])
        now = contents(home)
        assert now == NEW or (now == OLD and not acknowledged)
        assert not [problem for problem in check_ledger(home) if not problem.harmless]
        old += now == OLD
        # the next writer goes on, and an erasure collects what the dead one left
        ledger = Ledger(home)
        ledger.append(NEW.items(), by=BY)
        ledger.erase("urn:1", by=BY)
        assert not list(check_ledger(home))
    assert old
