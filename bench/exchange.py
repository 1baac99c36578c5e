"""A million statements published, bundled, verified and imported: time, and memory at most.

`python -m bench.exchange [STATEMENTS]` prints a table with a row for each step, each measured in a
process of its own that shows how far it is, and how verifying compares with PyLD, which makes the
canonical form alone of the same statements. Ratios are of processor time.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from pyld import jsonld

from api.exchange.approval import approve
from api.exchange.bundling import export
from api.exchange.importing import import_file
from api.exchange.keys import load_key, trust_region
from api.exchange.sharing import publish, trusted_keys
from api.home import Home, create_home
from api.options import aside
from api.progress import bar
from api.settings import Region, Settings
from bench.generated import entities, sources
from bench.printing import report, timed
from graph.canonical import canonical_nquads
from graph.exchange.archive import unpack
from graph.exchange.verifying import read_graphs, verify_bundle
from graph.log import Attribution
from graph.rdf import to_quads

STATEMENTS = 1_000_000
EACH = 308  # statements of a source that is made up
BOUND = 2_048  # MiB that no step may pass
BATCH = 500
BASE = "https://north.example/"
BY = Attribution("bench")
DAY = date(2026, 1, 1)
LEVEL = "PUBLIC"


def main(statements: int) -> None:
    """Print the table, and the ratio."""
    load = os.getloadavg()[0]
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M}, {os.cpu_count()} cores, load {load:.1f} at first\n")
    print("| step | seconds | of processor | MiB at most |\n| -- | --: | --: | --: |")
    with tempfile.TemporaryDirectory() as folder:
        found = {name: measure(Path(folder), name, statements) for name in STEPS}
    ours, theirs = found["verify"], found["PyLD"]
    figures = f"verifying {ours[1]:.1f} s, PyLD {theirs[1]:.1f} s, load {os.getloadavg()[0]:.1f}"
    ratio = theirs[1] / ours[1]
    report("verifying against PyLD", ratio, ">= 4", held=ratio >= 4, detail=figures)
    most = max(memory for name, (_, _, memory) in found.items() if name != "PyLD")
    held = most <= BOUND
    report("memory at most", most / BOUND, "<= 1", held=held, detail=f"{most:.0f} MiB")


def measure(folder: Path, name: str, statements: int) -> tuple[float, float, float]:
    """Seconds, those of the processor, and MiB at most, of a step; its row is printed."""
    command = [sys.executable, "-m", "bench.exchange", str(folder), name, str(statements)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    seconds, processor, memory = json.loads(done.stdout)
    print(f"| {name} | {seconds:,.1f} | {processor:,.1f} | {memory:,.0f} |", flush=True)
    return seconds, processor, memory


def work(folder: Path, name: str, statements: int) -> None:
    """Do a step, and print what it took."""
    begun = time.process_time()
    seconds, _ = timed(lambda: STEPS[name](folder, statements))
    processor = time.process_time() - begun
    status = Path("/proc/self/status").read_text("ascii")
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps([seconds, processor, int(peak) / 1024]))


def fill(folder: Path, statements: int) -> None:
    """Make a repository with so many statements for everybody."""
    home = create_home(settings(folder, "north"), Region("North", BASE, 1))
    batch: dict[str, str] = {}
    for record, text in made(statements):
        batch[record] = text
        if len(batch) == BATCH:
            home.ledger.append(batch.items(), levels=dict.fromkeys(batch, LEVEL), by=BY)
            batch = {}
    home.ledger.append(batch.items(), levels=dict.fromkeys(batch, LEVEL), by=BY)


def made(statements: int) -> Iterator[tuple[str, str]]:
    """Records until there are so many statements."""
    count = 0
    for record in (*entities(), *sources(statements // EACH + 1)):
        text = canonical_nquads(to_quads(record, BASE))
        yield record.iri(BASE), text
        count += text.count("\n")
        if count >= statements:
            return


def publish_all(folder: Path, _: int) -> None:
    """Write the feed."""
    with bar(aside()) as steps:
        publish(Home(settings(folder, "north")), str(folder / "site"), LEVEL, steps)


def bundle(folder: Path, _: int) -> None:
    """Write the bundle."""
    with bar(aside()) as steps:
        export(Home(settings(folder, "north")), folder / "a.zip", LEVEL, DAY, steps)


def verify(folder: Path, _: int) -> None:
    """Verify the bundle."""
    keys = trusted_keys(Home(settings(folder, "north")))
    with bar(aside()) as steps:
        steps.step("verifying", None)
        found = verify_bundle(folder / "a.zip", keys, DAY, progress=steps.advance)
    if found.problems:
        raise SystemExit(str(found.problems))


def canonicalise(folder: Path, _: int) -> None:
    """Make the canonical form of each graph of the bundle by PyLD, and digest it."""
    unpack(folder / "a.zip", folder / "bag")
    options = {"algorithm": "URDNA2015", "inputFormat": "application/n-quads"}
    options["format"] = "application/n-quads"
    for _record, text in read_graphs(folder / "bag"):
        hashlib.sha256(jsonld.normalize(text, options).encode()).hexdigest()


def receive(folder: Path, _: int) -> None:
    """Import the bundle into another repository, and approve it."""
    home = create_home(settings(folder, "south"), Region("South", "https://south.example/", 1))
    north = load_key(folder / "north")
    (folder / "keys.json").write_text(json.dumps(north.public()), "utf-8")
    trust_region(home.folder, "North", folder / "keys.json")
    with bar(aside()) as steps:
        arrived = import_file(home, folder / "a.zip", DAY, steps)
        approve(home, arrived.import_id, steps)


def settings(folder: Path, name: str) -> Settings:
    """The settings of one of the two repositories."""
    return Settings(folder / name, "bench", None)


STEPS: dict[str, Callable[[Path, int], None]] = {
    "fill": fill,
    "publish": publish_all,
    "bundle": bundle,
    "verify": verify,
    "PyLD": canonicalise,
    "import": receive,
}


if __name__ == "__main__":
    if len(sys.argv) == 4:
        work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else STATEMENTS)
