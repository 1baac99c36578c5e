"""Ten thousand to ten million statements: load, memory, questions and feed.

Run it as a module: `python -m bench.scale`; with a number, up to so many statements. Each size is
measured in a process of its own, and is a row of the table in docs/scale.md. Times are those of the
processors, so that what else the machine does matters little.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psutil

from api.home import Home, create_home
from api.settings import Region, Settings
from bench.worlds import world
from graph.canonical import canonical_nquads
from graph.engine.port import Limits
from graph.engine.process import start_engine
from graph.log import Attribution
from graph.rdf import to_quads

BY = Attribution("bench")
A_PAIR = 1_048  # statements of a pair of documents
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
BATCH = 500  # records of one transaction
QUESTIONS = ("sets", "unassessed", "programmes", "lessons", "conditions", "innovations")
RUNS, ENOUGH = 50, 0.5  # how often work is repeated, up to so many seconds of processor
COLUMNS = (
    ("statements", ",.0f"),
    ("records", ",.0f"),
    ("append s", ".1f"),
    ("load s", ".1f"),
    ("engine MiB", ",.0f"),
    ("reader MiB", ",.0f"),
    ("ledger MiB", ",.0f"),
    ("point ms", ".1f"),
    *((f"{name} ms", ",.0f") for name in QUESTIONS),
    ("follow ms", ".1f"),
    ("feed of it ms", ".1f"),
    ("whole feed s", ".2f"),
)
PATIENT = Limits(seconds=600)  # so that what has become too slow to be used is a figure too
POINT = "SELECT ?p ?o { <https://w3id.org/whatworked/id/innovation/made-up-0> ?p ?o }"


def main(most: int) -> None:
    """Print the table, and where and when it was taken."""
    memory = psutil.virtual_memory().total / 2**30
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {memory:.0f} GiB\n")
    print("| " + " | ".join(name for name, _ in COLUMNS) + " |")
    print("|" + " --: |" * len(COLUMNS))
    for size in SIZES:
        if size > most:
            break
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "bench.scale", folder, str(max(1, size // A_PAIR))]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        values = json.loads(done.stdout)
        row = (format(value, form) for value, (_, form) in zip(values, COLUMNS, strict=True))
        print("| " + " | ".join(row) + " |", flush=True)


def work(folder: Path, pairs: int) -> None:
    """Measure one size, and print its figures."""
    made = create_home(Settings(folder / "home", "bench", None), Region("bench"))
    append = processor(lambda: fill(made, pairs))
    opened = Home(Settings(folder / "home", "bench", None))
    figures = [count(opened), len(opened.ledger.records()), append, *ask(opened)]
    print(json.dumps(figures))


def fill(home: Home, pairs: int) -> None:
    """Append a world in transactions of some hundred records."""
    batch: list[tuple[str, str]] = []
    for record in world(pairs):
        batch.append((record.iri(), canonical_nquads(to_quads(record))))
        if len(batch) == BATCH:
            home.ledger.append(batch, by=BY)
            batch = []
    home.ledger.append(batch, by=BY)


def count(home: Home) -> int:
    """How many statements a repository holds."""
    return sum(text.count("\n") for text in home.ledger.graphs().values())


def ask(home: Home) -> list[float]:
    """Load, memory, questions and feed of a repository, in the order of the columns."""
    with start_engine(PATIENT) as engine:
        load = processor(lambda: engine.load(home.update()))
        (child,) = psutil.Process().children()
        sizes = [one.memory_full_info().pss / 2**20 for one in (child, psutil.Process())]
        files = (path.stat().st_size for path in (home.folder / "ledger").rglob("*"))
        sizes.append(sum(files) / 2**20)
        point = spent(lambda: engine.answer(POINT).read())
        times = [spent(partial(engine.ask, name)) for name in QUESTIONS]
        since = home.ledger.sequence
        put(home)
        change = processor(lambda: home.follow(engine))
        feed = spent(lambda: home.changes(since))
        whole = spent(lambda: home.changes(0)) / 1000
    return [load, *sizes, point, *times, 1000 * change, feed, whole]


def put(home: Home) -> None:
    """Change the label of one record."""
    record = next(record for record in home.ledger.records() if "/innovation/" in record)
    text = home.ledger.nquads(home.ledger.records()[record])
    home.ledger.append([(record, text.replace('"made-up ', '"made up '))], by=BY)


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of processor that some work takes once it has been done before."""
    first = processor(work)
    runs = max(1, min(RUNS, int(ENOUGH / first)))
    return 1000 * processor(work, runs) / runs


def processor(work: Callable[[], object], runs: int = 1) -> float:
    """Seconds of processor that some work takes, here and in the processes below."""
    below, own = processor_below(), time.process_time()
    for _ in range(runs):
        work()
    own = time.process_time() - own
    return own + processor_below() - below


def processor_below() -> float:
    """Seconds of processor that the processes below this one have had, ended ones too."""
    while True:
        family = psutil.Process().children(recursive=True)
        with suppress(psutil.NoSuchProcess):  # one that has ended meanwhile counts with its parent
            return sum(sum(one.cpu_times()[:4]) for one in family)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        work(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1])
