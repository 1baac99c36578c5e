"""Similar contexts over HTTP, as a client meets them: `python -m bench.similar_http`."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import numpy as np

from bench.printing import report
from ingest.contexts.places import LEVELS

COMMAND = Path(sys.executable).with_name("whatworked")
CALLS, BAR_MS = 200, 20.0
SUBJECTS = {"icb": "QYG", "subIcb": "02P", "district": "E06000052", "lsoa": "E01000034"}


def main() -> None:
    """Print the 95th percentile of a whole answer at each level."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        subprocess.run([COMMAND, "init", "--home", home], check=True, stdout=subprocess.DEVNULL)
        with subprocess.Popen(
            [COMMAND, "serve", "--port", "0", "--home", home],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as server:
            address = server.stdout.readline().split()[1] if server.stdout else ""
            with httpx.Client(base_url=address, timeout=60) as client:
                for level in LEVELS:
                    ask(client, level)
            server.terminate()


def ask(client: httpx.Client, level: str) -> None:
    """Ask for a level many times, with weights of a user so that nothing is ready."""
    path = f"/v1/contexts/{SUBJECTS[level]}/similar"
    taken = []
    for turn in range(CALLS + 1):
        start = time.perf_counter()
        client.get(path, params={"level": level, "weights": f"rural={turn % 9}"}).raise_for_status()
        taken.append(1000 * (time.perf_counter() - start))
    p95, middle = (float(np.percentile(taken[1:], at)) for at in (95, 50))
    figures = (
        f"p95 {p95:.1f} ms, median {middle:.1f} ms, least {min(taken):.1f} ms; "
        f"the first, which reads the table, {taken[0]:.0f} ms"
    )
    report(f"HTTP, {level}", BAR_MS / p95, ">= 1", held=p95 <= BAR_MS, detail=figures)


if __name__ == "__main__":
    main()
