"""Ten times the records: the time of append and of replay, and the memory outside the store."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.generated import sources
from bench.printing import report, timed
from graph.canonical import canonical_nquads
from graph.engine.port import Update
from graph.engine.process import start_engine
from graph.ledger import Ledger, create_ledger
from graph.log import Attribution
from graph.rdf import to_quads

FEW, MANY = 1_000, 10_000


def main() -> None:
    """Print three ratios; each size is measured in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        few = measure(Path(folder), FEW)
        many = measure(Path(folder), MANY)
    for name, small, large in zip(("append", "replay"), few, many, strict=False):
        figures = f"{FEW:,} records {small:.2f} s, {MANY:,} records {large:.2f} s"
        held = large <= 12 * small
        report(f"{name} of 10x the records", large / small, "<= 12", held=held, detail=figures)
    ratio = many[2] / few[2]
    figures = f"{few[2] / 1024:.0f} and {many[2] / 1024:.0f} MiB at most in the writing process"
    report("memory at 10x the records", ratio, "<= 2", held=ratio <= 2, detail=figures)


def measure(folder: Path, count: int) -> list[float]:
    """Seconds of append, seconds of replay, and peak kilobytes, of a process that does both."""
    command = [sys.executable, "-m", "bench.growth", str(folder / str(count)), str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    sys.stderr.write(done.stderr)
    return [float(word) for word in done.stdout.split()]


def work(folder: Path, count: int) -> None:
    """Append records in one transaction, then load an engine process from the ledger."""
    ledger = create_ledger(folder)
    append, _ = timed(lambda: ledger.append(puts(count), by=Attribution("bench")))
    replay, _ = timed(lambda: load(folder))
    status = Path("/proc/self/status").read_text("ascii")
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(append, replay, peak)


def load(folder: Path) -> None:
    """Read a ledger anew into an engine process, which holds the store."""
    ledger = Ledger(folder)
    with start_engine() as engine:
        engine.load(Update(ledger.sequence, ledger.graphs()))


def puts(count: int) -> Iterator[tuple[str, str]]:
    """Records as a ledger takes them, with progress for whoever waits."""
    for done, record in enumerate(sources(count), 1):
        if done % 1_000 == 0:
            sys.stderr.write(f"\r{done:,} records appended\n")
        yield record.iri(), canonical_nquads(to_quads(record))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        work(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main()
