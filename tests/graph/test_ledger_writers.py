"""The ledger: several writers and readers at once, on any machine."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from graph.files import hold_lock
from graph.ledger import Ledger, create_ledger
from graph.ledger_check import check_ledger
from graph.log import Attribution
from ontology.errors import Conflict

BY = Attribution("a1")


def graph(record: str, value: str) -> str:
    return f'<{record}/node> <urn:says> "{value}" <{record}> .\n'


def graphs(values: Mapping[str, str]) -> dict[str, str]:
    return {record: graph(record, value) for record, value in values.items()}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    create_ledger(tmp_path / "ledger")
    return tmp_path / "ledger"


def test_a_writer_gives_up_when_the_lock_is_not_free_in_time(home: Path) -> None:
    ledger = Ledger(home, wait=0.05)
    with (
        hold_lock(home / "lock", "adding for b2", 0),
        pytest.raises(Conflict, match="adding for b2") as raised,
    ):
        ledger.append(graphs({"urn:a": "1"}).items(), by=BY)
    assert raised.value.exit_code == 5
    assert ledger.append(graphs({"urn:a": "1"}).items(), by=BY).sequence == 1


WRITE = """
import sys
from pathlib import Path
from graph.ledger import Ledger
from graph.log import Attribution
ledger = Ledger(Path(sys.argv[1]), wait=60)
for number in range(40):
    record = f"urn:{sys.argv[2]}:{number}"
    puts = [(record, f'<{record}> <urn:p> "1" <{record}> .\\n')]
    ledger.append(puts, by=Attribution(sys.argv[2]))
"""


def test_two_processes_write_at_once_and_nothing_is_lost(home: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE, home, name]) for name in ("one", "two")
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    ledger = Ledger(home)
    assert ledger.sequence == len(ledger.records()) == 80
    assert not list(check_ledger(home))


def test_threads_share_one_ledger(home: Path) -> None:
    ledger, stop = Ledger(home), threading.Event()

    def follow() -> None:
        while not stop.is_set():
            ledger.refresh()

    def write(name: str) -> None:
        for number in range(20):
            ledger.append(graphs({f"urn:{name}:{number}": "1"}).items(), by=BY)

    reader = threading.Thread(target=follow)
    writers = [threading.Thread(target=write, args=(name,)) for name in ("one", "two")]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    reader.join()
    assert ledger.sequence == len(ledger.records()) == 40
    assert not list(check_ledger(home))


DIGEST = """
import sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from graph.canonical import canonical_nquads
from graph.ledger import create_ledger
from graph.log import Attribution
names = {f"urn:{name}" for name in "zéa\\uffee\\U0001f303Z"}
graphs = {
    name: canonical_nquads({
        Quad(NamedNode(name), NamedNode("urn:p"), Literal(value), NamedNode(name))
        for value in "zéa\\uffee\\U0001f303Z"
    })
    for name in names
}
ledger = create_ledger(Path(sys.argv[1]))
ledger.append(graphs.items(), by=Attribution("a1"))
print(ledger.digest())
"""


def test_one_digest_under_every_seed_locale_and_time_zone(tmp_path: Path) -> None:
    settings_tried = [
        ("0", "C", "UTC"),
        ("1", "C.UTF-8", "Asia/Kathmandu"),
        ("2", "POSIX", "EST5EDT"),
    ]
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST, tmp_path / seed],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone},
            check=True,
            capture_output=True,
        ).stdout
        for seed, locale, zone in settings_tried
    }
    assert len(digests) == 1
