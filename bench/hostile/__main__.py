"""What fifty hostile callers cost everybody else: `python -m bench.hostile [sparql] [cypher]`.

One server with the starter records and its ordinary limits but for the time, in which each text is
first sent alone and then fifty at once, beside an ordinary question. Cypher needs Neo4j, which is
fetched, started and loaded.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import httpx
import psutil

from bench.hostile import cypher, sparql
from bench.hostile.canary import Canary, listen
from bench.memory import family_size
from bench.printing import report
from graph.neo4j.server import find_server

COMMAND = Path(sys.executable).with_name("whatworked")
SECONDS, LATER = 2, 1.0  # the limit of a query, and by when it is to be answered after that
AT_ONCE = 50  # hostile callers
SONG = "the canary was read"
SETTLED = 30.0  # seconds for what ended to be gone
BAR, ROOM = 2.0, 1.1  # times the quiet p95, times the memory before

Sent = tuple[str, Mapping[str, object]]  # an address of the server, and what is posted to it


@dataclass(frozen=True)
class Told:
    """What became of one text: its status, its seconds, and whether it read what it may not.

    `later` is in how many seconds to ask again.
    """

    name: str
    status: int
    seconds: float
    read: bool
    said: str
    later: int


def main() -> None:
    """Print what each language lets through, and what it costs."""
    asked = sys.argv[1:] or ["sparql", "cypher"]
    with tempfile.TemporaryDirectory() as folder, listen() as canary:
        home, bait = Path(folder) / "home", Path(folder) / "canary.nt"
        bait.write_text(f"<a:b> <a:b> '{SONG}' .\n", "utf-8")
        run("init", "--starter", home)
        if "cypher" in asked:
            run("neo4j", "load", home)
        for language in asked:
            with serve(home, language) as (address, process):
                alone, worst = {"sparql": in_sparql, "cypher": in_cypher}[language](canary, bait)
                measure(language, Running(address, process, home, canary), alone, worst)
        if "cypher" in asked:
            run("neo4j", "stop", home)


def run(*words: str | Path) -> None:
    """Run a command on a repository."""
    *name, home = words
    subprocess.run([COMMAND, *name, "--home", home], check=True, stdout=subprocess.DEVNULL)


@dataclass(frozen=True)
class Running:
    """A server that runs, its repository, and who listens for its calls."""

    address: str
    process: psutil.Process
    home: Path
    canary: Canary


@contextmanager
def serve(home: Path, language: str) -> Iterator[tuple[str, psutil.Process]]:
    """A server of a repository, for a while."""
    words = [] if language == "cypher" else ["--no-cypher"]
    with subprocess.Popen(
        [COMMAND, "serve", "--port", "0", "--home", home, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"WHATWORKED_QUERY_SECONDS": str(SECONDS)},
    ) as server:
        try:
            address = server.stdout.readline().split()[1] if server.stdout else ""
            yield address, psutil.Process(server.pid)
        finally:
            server.terminate()


def in_sparql(canary: Canary, bait: Path) -> tuple[dict[str, Sent], list[Sent]]:
    """All texts, and the worst of them."""

    def sent(text: str) -> Sent:
        text = text.replace("@/", f"127.0.0.1:{canary.port}/").replace("%FILE%", str(bait))
        return "/sparql", {"data": {"query": text}}

    rows = [*sparql.CALLS, *sparql.HEAVY, *sparql.ODD]
    alone = {f"{number} {name}": sent(text) for number, (name, text, _) in enumerate(rows)}
    return alone, [sent(text) for _, text, _ in sparql.HEAVY]


def in_cypher(canary: Canary, bait: Path) -> tuple[dict[str, Sent], list[Sent]]:
    """All texts that can be written in UTF-8, and the worst of them."""

    def sent(text: str, given: Mapping[str, object]) -> Sent:
        return "/v1/cypher", {"json": {"statement": text, "parameters": given}}

    address = {"address": f"http://127.0.0.1:{canary.port}/a"}
    alone = {n: sent(text.format(canary.port, bait), address) for n, text in cypher.CALLS.items()}
    alone |= {name: sent(text, {}) for name, text in (cypher.SHOWS | cypher.WRITES).items()}
    whole = {name: one for name, one in cypher.FAULTS.items() if "half a character" not in name}
    alone |= {name: sent(*one) for name, one in (whole | cypher.LONG).items()}
    return alone, [sent(*one) for one in cypher.LONG.values()]


def measure(
    language: str, server: Running, alone: Mapping[str, Sent], worst: Sequence[Sent]
) -> None:
    """Print a line for each promise."""
    log = (server.home / "ledger" / "log").read_bytes()
    quiet, held = p95_of(server.address), memory_of(server.process)
    theirs = memory_of_neo4j(server.home)
    with httpx.Client(base_url=server.address, timeout=120) as client:
        told = [put(client, name, sent) for name, sent in alone.items()]
    beside, company = in_company(server.address, worst)
    after = settle(server.process, held)
    busy = dict(Counter(one.status for one in company))
    slow = max(told, key=lambda one: one.seconds)
    late = [one.name for one in told if one.seconds > SECONDS + LATER]
    faults = [one for one in [*told, *company] if one.status == httpx.codes.INTERNAL_SERVER_ERROR]
    print(
        f"{language}: {len(told)} texts; read {sum(one.read for one in told)}, called "
        f"{len(server.canary.calls)}, wrote {int(log != (server.home / 'ledger/log').read_bytes())}"
        f"; faults {len(faults)}; slowest {slow.seconds:.2f} s ({slow.name}), after limit + "
        f"{LATER:.0f} s: {late or 0}"
    )
    for one in faults:
        print(f"  fault: {one.name:.200} was told {one.said}")
    detail = (
        f"p95 {1000 * quiet:.1f} ms quiet, {1000 * beside:.1f} ms beside {AT_ONCE}; load "
        f"{os.getloadavg()[0]:.1f}; the fifty got {busy}"
    )
    report(
        f"{language}, a question",
        beside / quiet,
        f"< {BAR}",
        held=beside < BAR * quiet,
        detail=detail,
    )
    detail = f"{held:.0f} MiB before, {after:.0f} MiB after; Neo4j beside it: "
    detail += f"{theirs:.0f} and {memory_of_neo4j(server.home):.0f} MiB"
    report(
        f"{language}, memory", after / held, f"<= {ROOM}", held=after <= ROOM * held, detail=detail
    )


def p95_of(address: str) -> float:
    """What somebody waits who asks in a process of their own: hostile callers share none of it."""
    command = [sys.executable, "-m", "bench.hostile.ordinary", address]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def put(client: httpx.Client, name: str, sent: Sent) -> Told:
    """Send one text, and see what becomes of it."""
    start = time.perf_counter()
    path, body = sent
    answer = client.post(path, **body)  # type: ignore[arg-type] # as httpx takes it
    read = SONG in answer.text and answer.is_success
    taken, later = time.perf_counter() - start, int(answer.headers.get("retry-after", "1"))
    return Told(name, answer.status_code, taken, read, answer.text[:300], later)


def in_company(address: str, worst: Sequence[Sent]) -> tuple[float, list[Told]]:
    """The p95 beside hostile callers who never rest, and what became of what they sent."""
    done, told = threading.Event(), list[Told]()

    def pester(number: int, sent: Sent) -> None:
        transport = httpx.HTTPTransport(verify=False, local_address=f"127.0.0.{number}")
        with httpx.Client(base_url=address, transport=transport, timeout=120) as client:
            while not done.is_set():
                told.append(put(client, str(sent[1]), sent))
                done.wait(told[-1].later)

    callers = enumerate(islice(cycle(worst), AT_ONCE), 2)
    threads = [threading.Thread(target=pester, args=one) for one in callers]
    act(threads, threading.Thread.start)
    time.sleep(SECONDS)
    found = p95_of(address)
    done.set()
    act(threads, threading.Thread.join)
    return found, told


def act(threads: Sequence[threading.Thread], what: Callable[[threading.Thread], None]) -> None:
    """Do the same with each."""
    for thread in threads:
        what(thread)


def memory_of(process: psutil.Process) -> float:
    """MiB of our processes.

    A Neo4j that it started again is below it, and counted by itself: before, it stood beside.
    """
    return family_size(process, but="java")


def memory_of_neo4j(home: Path) -> float:
    """MiB that the Neo4j of a repository holds, 0 where none runs."""
    server = find_server(home / "neo4j")
    return family_size(psutil.Process(server.pid)) if server else 0


def settle(process: psutil.Process, before: float) -> float:
    """The memory once it is back, or when enough time has passed."""
    end = time.monotonic() + SETTLED
    while (found := memory_of(process)) > ROOM * before and time.monotonic() < end:
        time.sleep(0.5)
    return found


if __name__ == "__main__":
    main()
