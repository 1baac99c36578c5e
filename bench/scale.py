"""Ten thousand to ten million statements: load, memory, questions and feed.

Run it as a module: `python -m bench.scale`; with a number, up to so many statements. Each size is
measured in a process of its own, and is a row of the table in docs/scale.md.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil

from api.home import Home, create_home
from api.settings import Region, Settings
from bench.printing import timed
from bench.worlds import world
from graph.canonical import canonical_nquads
from graph.engine_process import start_engine
from graph.log import Attribution
from graph.rdf import to_quads

BY = Attribution("bench")
A_PAIR = 1_048  # statements of a pair of documents
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
BATCH = 500  # records of one transaction
QUESTIONS = ("sets", "unassessed", "programmes", "lessons", "conditions", "innovations")
RUNS = 5
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
    append, statements = timed(lambda: fill(made, pairs))
    opened = Home(Settings(folder / "home", "bench", None))
    figures = [statements, len(opened.ledger.records()), append, *ask(opened)]
    print(json.dumps(figures))


def fill(home: Home, pairs: int) -> int:
    """Append a world in transactions of some hundred records; how many statements it has."""
    count = 0
    batch: list[tuple[str, str]] = []
    for record in world(pairs):
        text = canonical_nquads(to_quads(record))
        count += text.count("\n")
        batch.append((record.iri(), text))
        if len(batch) == BATCH:
            home.ledger.append(batch, by=BY)
            batch = []
    home.ledger.append(batch, by=BY)
    return count


def ask(home: Home) -> list[float]:
    """Load, memory, questions and feed of a repository, in the order of the columns."""
    with start_engine() as engine:
        load, _ = timed(lambda: engine.load(home.update()))
        (child,) = psutil.Process().children()
        sizes = [one.memory_full_info().pss / 2**20 for one in (child, psutil.Process())]
        files = (path.stat().st_size for path in (home.folder / "ledger").rglob("*"))
        sizes.append(sum(files) / 2**20)
        point = middle(lambda: engine.answer(POINT).read())
        times = [middle(lambda name=name: engine.ask(name)) for name in QUESTIONS]
        before = home.ledger.sequence
        put(home)
        change, _ = timed(lambda: home.follow(engine))
        feed = middle(lambda: home.changes(before))
        whole, _ = timed(lambda: home.changes(0))
    return [load, *sizes, point, *times, 1000 * change, feed, whole]


def put(home: Home) -> None:
    """Change the label of one record."""
    record = next(record for record in home.ledger.records() if "/innovation/" in record)
    text = home.ledger.nquads(home.ledger.records()[record])
    home.ledger.append([(record, text.replace('"made-up ', '"made up '))], by=BY)


def middle(work: object) -> float:
    """Median milliseconds of some runs."""
    assert callable(work)  # noqa: S101 — a type
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        work(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1])
