"""Loading a server of the user's: whatever interrupts it, nothing false is said of it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bench.fuseki_server import Dataset, Fuseki, change, find_jar, run_fuseki
from bench.killed import run_killed
from bench.quads import EX, digest, many
from graph.comparison import digest_engine, holds_strays
from graph.engine.port import Update
from graph.ledger import Ledger, create_ledger
from graph.log import Attribution
from graph.remote.endpoint import Endpoint
from graph.remote.engine import RemoteEngine, mark_of
from ontology.errors import NotAvailable
from queries.catalogue import Question

BY = Attribution("a1")
KILLS = 6
LOAD = """
import sys
import graph.remote.wire
from functools import partial
from pathlib import Path
from graph.engine.port import Update
from graph.ledger import Ledger
from graph.remote.engine import RemoteEngine, mark_of
from graph.remote.endpoint import Endpoint
address, folder, lock = sys.argv[1:]
ledger = Ledger(Path(folder))
graph.remote.wire._PART = 1_000
print("ready", flush=True)
identify = partial(mark_of, ledger, "LOCAL")
with RemoteEngine(Endpoint(address, address), identify, Path(lock)) as engine:
    engine.load(Update(ledger.sequence, ledger.graphs()))
"""
COUNT = Question("count", "", {}, ("n",), f"SELECT (COUNT(*) AS ?n) {{ ?s <{EX}says> ?o }}")

Start = Callable[..., RemoteEngine]


def test_a_reader_sees_a_whole_graph_or_hears_that_there_is_none(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.remote.wire._PART", 1_000)  # of 4,500: in several requests
    writer, reader = start(), start()
    texts = {f"{EX}r{n}": many(f"r{n}", 900) for n in range(5)}
    sizes = {900 * n for n in range(1, 6)}
    writer.load(Update(1, texts))
    seen: set[object] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.update(row[0] for row in reader.ask(COUNT).rows)
            except NotAvailable:
                seen.add("none")

    counted = threading.Thread(target=read)
    counted.start()
    for sequence in range(2, 6):
        writer.load(Update(sequence, {f"{EX}r{sequence - 2}": None}))
    writer.load(Update(6, texts))
    done.set()
    counted.join()
    assert {"none"} < seen <= {"none", *sizes}
    assert digest_engine(reader, texts) == digest(texts)


FAULTS = {
    "a value": f'DELETE DATA {{ GRAPH ?g {{ <{EX}a> <{EX}says> "0" }} }} ; '
    f'INSERT DATA {{ GRAPH ?g {{ <{EX}a> <{EX}says> "00" }} }}',
    "a language": f'DELETE DATA {{ GRAPH ?g {{ <{EX}a> <{EX}says> "0" }} }} ; '
    f'INSERT DATA {{ GRAPH ?g {{ <{EX}a> <{EX}says> "0"@en }} }}',
    "a datatype": f'DELETE DATA {{ GRAPH ?g {{ <{EX}a> <{EX}says> "0" }} }} ; '
    f"INSERT DATA {{ GRAPH ?g {{ <{EX}a> <{EX}says> 0 }} }}",
    "a statement less": f'DELETE DATA {{ GRAPH ?g {{ <{EX}a> <{EX}says> "0" }} }}',
    "a statement more": f"INSERT DATA {{ GRAPH ?g {{ <{EX}a> <{EX}says> <{EX}b> }} }}",
    "a record less": "DROP GRAPH ?g",
    "a record more": f"INSERT DATA {{ GRAPH <{EX}z> {{ <{EX}z> a <{EX}b> }} }}",
    "a second home": f'INSERT DATA {{ GRAPH <{EX}b> {{ <{EX}a> <{EX}says> "0" }} }}',
    "another home": f'DELETE DATA {{ GRAPH ?g {{ <{EX}a> <{EX}says> "0" }} }} ; '
    f'INSERT DATA {{ GRAPH <{EX}b> {{ <{EX}a> <{EX}says> "0" }} }}',
    "no home": f"INSERT DATA {{ GRAPH <{EX}b> {{ <{EX}zz> a <{EX}b> }} }}",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_seen(fault: str, endpoint: Endpoint, remote: RemoteEngine) -> None:
    texts = {EX + name: many(name, 3) for name in "ab"}
    remote.load(Update(1, texts))
    assert (digest_engine(remote, texts), holds_strays(remote)) == (digest(texts), False)
    change(endpoint, FAULTS[fault].replace("?g", f"<{EX}a>"))
    assert digest_engine(remote, texts) != digest(texts) or holds_strays(remote)


def test_a_loader_killed_at_any_moment_leaves_what_can_be_mended(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    random = Random(20261124)  # noqa: S311 (moments, no secrets)
    ledger = create_ledger(tmp_path / "ledger")
    ledger.append([(f"{EX}r{i}", many(f"r{i}", 900)) for i in range(12)], by=BY)
    digests = {1: ledger.digest()}
    whole = load(endpoint, tmp_path, None)
    seen: set[str] = set()
    for kill in range(KILLS):
        if kill % 2:  # from nothing, in several requests
            change(endpoint, "DROP ALL")
        ledger.append([(f"{EX}r{kill}", many(f"r{kill}", 800 - kill))], by=BY)
        digests[ledger.sequence] = ledger.digest()
        load(endpoint, tmp_path, random.uniform(0, whole))
        with open_engine(endpoint, ledger, tmp_path) as engine:
            seen.add(engine.held)
            if engine.held == "whole":
                assert digest_engine(engine, ledger.records()) == digests[engine.sequence]
            elif engine.held == "half":
                with pytest.raises(NotAvailable, match="being loaded"):
                    engine.ask(COUNT)
    assert "half" in seen
    load(endpoint, tmp_path, None)
    with open_engine(endpoint, ledger, tmp_path) as engine:
        assert engine.sequence == ledger.sequence
        assert digest_engine(engine, ledger.records()) == ledger.digest()


def open_engine(endpoint: Endpoint, ledger: Ledger, folder: Path) -> RemoteEngine:
    return RemoteEngine(
        endpoint, lambda sequence: mark_of(ledger, "LOCAL", sequence), folder / "lock"
    )


def load(endpoint: Endpoint, folder: Path, seconds: float | None) -> float:
    """Load in a process of its own, killed after so many seconds; how long it took."""
    words = (endpoint.query, folder / "ledger", folder / "lock")
    return run_killed(LOAD, words, seconds)


def test_a_server_killed_while_it_is_loaded_is_mended(
    fuseki_server: Fuseki, tmp_path: Path
) -> None:
    del fuseki_server  # so that this is left out where no server can be had
    ledger = create_ledger(tmp_path / "ledger")
    ledger.append([(f"{EX}r{i}", many(f"r{i}", 900)) for i in range(40)], by=BY)
    datasets, jar = {"own": Dataset()}, find_jar(os.environ)
    with run_fuseki(jar, tmp_path, datasets, heap="1g") as server:
        killing = threading.Timer(1.5, os.kill, (server.pid, signal.SIGKILL))
        killing.start()
        address = f"{server.address}/own"
        words = [address, str(tmp_path / "ledger"), str(tmp_path / "lock")]
        done = subprocess.run(
            [sys.executable, "-c", LOAD, *words], capture_output=True, check=False
        )
        killing.join()
    with run_fuseki(jar, tmp_path, datasets, heap="1g") as server:
        again = Endpoint(f"{server.address}/own", f"{server.address}/own")
        with open_engine(again, ledger, tmp_path) as engine:
            assert done.returncode == 0 or engine.held != "whole"
            engine.load(Update(1, ledger.graphs(), since=engine.sequence))
            assert digest_engine(engine, ledger.records()) == ledger.digest()
