"""One configuration, `whatworked serve`, against Apache Jena Fuseki 5.6 on TDB2, at 1 M statements.

Both hold the same records, and answer the same questions of the catalogue over HTTP, with values
for their parameters; the cells are compared. Then, with fewer statements, against rdflib-endpoint.
Run it as a module: `python -m bench.fuseki`; with a number, of so many pairs of documents.
"""

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from api.home import create_home
from api.settings import Region, Settings
from bench.fuseki_server import LOADER, VERSION, Dataset, find_jar, java, run_fuseki
from bench.memory import family_size
from bench.printing import report, timed
from bench.sparql_peers import LIMIT, Asking, Measured, ask, askings
from bench.worlds import world
from graph.canonical import canonical_nquads
from graph.engine.memory import MemoryEngine
from graph.engine.port import Update
from graph.log import Attribution
from graph.rdf import to_quads

COMMAND = Path(sys.executable).with_name("whatworked")
PAIRS, FEW, SEEN = 1_010, 100, 10  # pairs of documents; 1,000 are a million statements
PATIENCE = 20.0  # seconds that rdflib-endpoint gets for a question
ENDPOINT = """
import sys
import rdflib
import uvicorn
from rdflib_endpoint import SparqlEndpoint
data = rdflib.Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=data), port=int(sys.argv[2]), log_level="error")
"""


@dataclass(frozen=True)
class Running:
    """A server that runs: where it takes queries, and the seconds from data to a first answer."""

    sparql: str
    process: psutil.Process
    cold: float


def main(pairs: int) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        measure_fuseki(Path(folder) / "many", pairs)
        measure_endpoint(Path(folder) / "few", min(FEW, pairs))


def measure_fuseki(folder: Path, pairs: int) -> None:
    """Cold start, questions and memory, beside Fuseki."""
    texts = make(folder, pairs)
    count = sum(text.count("\n") for text in texts.values())
    print(f"{count:,} statements in {len(texts):,} records; Fuseki {VERSION}, TDB2, -Xmx2g")
    asked = choose()
    with ExitStack() as stack:
        ours = stack.enter_context(serve(folder))
        theirs, again = stack.enter_context(fuseki(folder))
        detail = f"ours {ours.cold:.1f} s from the ledger; Fuseki {theirs.cold:.1f} s from N-Quads"
        held = theirs.cold >= 3 * ours.cold
        detail += f", {again:.1f} s when it is loaded already"
        report("cold start", theirs.cold / ours.cold, ">= 3", held=held, detail=detail)
        found, sizes = [], []
        for one in asked:
            found.append((one, *compare(one, ours, theirs)))
            sizes.append([family_size(running.process) for running in (ours, theirs)])
    tell(found)
    tell_sizes(sizes)


def tell_sizes(sizes: Sequence[Sequence[float]]) -> None:
    """What both held, in MiB, after each question."""
    ours, theirs = map(max, zip(*sizes, strict=True))
    detail = f"PSS of all processes, at most after any question: ours {ours:.0f} MiB, Fuseki "
    detail += f"{theirs:.0f}; after the last {sizes[-1][0]:.0f} and {sizes[-1][1]:.0f}"
    report("memory", theirs / ours, ">= 2.2", held=theirs >= 2.2 * ours, detail=detail)


def tell(found: Sequence[tuple[Asking, Measured, Measured]]) -> None:
    """Each question, and what all add up to; answers that are cut at our limit are left out."""
    kept = [each for each in found if ("cut",) not in each[1].cells]
    kept.sort(key=lambda each: each[2].seconds / each[1].seconds)
    for one, ours, theirs in kept:
        wrong = ours.problem or theirs.problem or "OTHER CELLS" * (ours.cells != theirs.cells)
        times = f"{1000 * ours.seconds:9.1f} ms, Fuseki {1000 * theirs.seconds:9.1f} ms"
        ratio = theirs.seconds / ours.seconds
        print(f"  {one.name:28} {times}, {ratio:7.2f}x, {len(ours.cells):6} rows {wrong}")
    print("  left out:", *(each[0].name for each in found if each not in kept))
    ratios = [theirs.seconds / ours.seconds for _, ours, theirs in kept]
    mean, rest = statistics.geometric_mean(ratios), statistics.geometric_mean(ratios[:-1])
    late = sum(bool(theirs.problem) for _, _, theirs in kept)
    same = all(theirs.problem or ours.cells == theirs.cells for _, ours, theirs in kept)
    same = same and not any(ours.problem for _, ours, _ in kept)
    detail = (
        f"{len(kept)} questions, {late} that Fuseki has no answer to in {LIMIT:.0f} s (counted); "
    )
    detail += f"all other cells the same: {'yes' if same else 'NO'}"
    report("questions", mean, ">= 2", held=mean >= 2 and same, detail=detail)
    report("without our best", rest, ">= 1.5", held=rest >= 1.5, detail=f"it is {ratios[-1]:.0f}x")
    slowest = f"{kept[0][0].name}: {1 / ratios[0]:.1f} times Fuseki's time"
    report("our worst", ratios[0], ">= 1/3", held=3 * ratios[0] >= 1, detail=slowest)


def compare(one: Asking, ours: Running, theirs: Running) -> tuple[Measured, Measured]:
    """One question to both, one after the other."""
    with httpx.Client() as client:
        return ask(client, ours.sparql, one), ask(client, theirs.sparql, one)


def make(folder: Path, pairs: int) -> dict[str, str]:
    """A repository of a world, and its statements in one file beside it."""
    folder.mkdir()
    home = create_home(Settings(folder / "home", "bench", None), Region("bench"))
    texts = {record.iri(): canonical_nquads(to_quads(record)) for record in world(pairs)}
    home.ledger.append(texts.items(), by=Attribution("bench"))
    (folder / "all.nq").write_text("".join(texts.values()), "utf-8")
    return texts


def choose() -> list[Asking]:
    """The questions, with values that every world has."""
    with MemoryEngine() as memory:
        memory.load(Update(1, {one.iri(): canonical_nquads(to_quads(one)) for one in world(SEEN)}))
        return askings(memory)


@contextmanager
def serve(folder: Path) -> Iterator[Running]:
    """Our server, as anybody starts it, but that outside queries may take as long as they need."""
    environment = os.environ | {"WHATWORKED_QUERY_SECONDS": "60", "WHATWORKED_SPARQL_URI": ""}
    start = time.perf_counter()
    with subprocess.Popen(
        [COMMAND, "serve", "--port", "0", "--home", folder / "home"],
        stdout=subprocess.PIPE,
        stderr=(folder / "log").open("w"),
        text=True,
        env=environment,
    ) as process:
        assert process.stdout  # noqa: S101 — a type
        try:
            address = process.stdout.readline().removeprefix("ready ").strip() + "/sparql"
            first(address)
            yield Running(address, psutil.Process(process.pid), time.perf_counter() - start)
        finally:
            process.terminate()


@contextmanager
def fuseki(folder: Path) -> Iterator[tuple[Running, float]]:
    """Fuseki, loaded as its manual says is fastest; and how long it takes to start once it is."""
    jar = find_jar(os.environ)
    (folder / "ds").mkdir()
    loading = java(jar, LOADER, "--loader=phased", f"--loc={folder / 'ds'}", str(folder / "all.nq"))
    load, _ = timed(lambda: subprocess.run(loading, check=True, capture_output=True))
    start = time.perf_counter()
    with run_fuseki(jar, folder, {"ds": Dataset()}) as server:
        first(f"{server.address}/ds")
        taken = time.perf_counter() - start
        running = Running(f"{server.address}/ds", psutil.Process(server.pid), load + taken)
        yield running, taken


def first(address: str) -> None:
    """A first answer, about a thing that is there."""
    text = "SELECT ?use { ?use a <https://w3id.org/whatworked/ns#Implementation> } LIMIT 1"
    answer = httpx.post(address, data={"query": text}, timeout=60).raise_for_status()
    assert b"source/" in answer.content  # noqa: S101 — what is timed


def measure_endpoint(folder: Path, pairs: int) -> None:
    """The same questions beside rdflib-endpoint, with what it can bear."""
    texts = make(folder, pairs)
    count = sum(text.count("\n") for text in texts.values())
    asked = choose()
    with serve(folder) as ours, httpx.Client() as client:
        found = [
            (ask(client, ours.sparql, one), theirs)
            for one, theirs in zip(asked, ask_endpoint(folder, asked), strict=True)
        ]
    late = sum(bool(theirs.problem) for _, theirs in found)
    same = sum(mine.cells == theirs.cells for mine, theirs in found if not theirs.problem)
    mean = math.exp(statistics.fmean(math.log(b.seconds / a.seconds) for a, b in found))
    detail = f"{count:,} statements, {len(found)} questions, {late} without an answer in "
    detail += f"{PATIENCE:.0f} s (counted as that), cells the same in {same} of the others"
    report("rdflib-endpoint", mean, ">= 20", held=mean >= 20, detail=detail)


def ask_endpoint(folder: Path, asked: Sequence[Asking]) -> Iterator[Measured]:
    """Ask rdflib-endpoint; it is started anew after what it had no answer to, and works on at."""
    waiting = deque(asked)
    while waiting:
        with endpoint(folder) as address, httpx.Client() as client:
            well = True
            while waiting and well:
                found = ask(client, address, waiting.popleft(), PATIENCE)
                yield found
                well = not found.problem


@contextmanager
def endpoint(folder: Path) -> Iterator[str]:
    """rdflib-endpoint over a dataset in memory, whose default graph is the union."""
    port = 8990
    command = [sys.executable, "-c", ENDPOINT, str(folder / "all.nq"), str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}/"
        try:
            while True:
                try:
                    first(address)
                    break
                except httpx.TransportError:
                    time.sleep(0.2)
            yield address
        finally:
            process.kill()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
