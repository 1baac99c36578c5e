"""`whatworked suggest` in a process of its own that may open no socket; what it used, and said."""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from api.cli import run_command

_TIMEOUT = 60  # seconds


@dataclass(frozen=True)
class Run:
    """Seconds of the processor and of the clock, megabytes at the peak, digest of the output."""

    processor: float
    seconds: float
    megabytes: float
    digest: str


def run_alone(path: Path, seed: int) -> Run:
    """Suggest for one document under a hash seed, with no network.

    Raises subprocess.CalledProcessError where the command fails or asks for a socket.
    """
    before = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bench.extraction.alone", path],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        check=True,
        timeout=_TIMEOUT,
    )
    used = json.loads(done.stderr.splitlines()[-1])
    seconds = time.perf_counter() - before
    return Run(used["processor"], seconds, used["megabytes"], sha256(done.stdout).hexdigest())


def _refuse_sockets(event: str, _: object) -> None:
    if event.startswith("socket."):
        msg = f"{event}: the network is unplugged"
        raise PermissionError(msg)


def main() -> None:
    """Run the command, then say on standard error what it used."""
    sys.addaudithook(_refuse_sockets)
    code = run_command(["suggest", sys.argv[1], "--json"])
    sys.stdout.flush()
    used = resource.getrusage(resource.RUSAGE_SELF)
    sys.stderr.write(
        json.dumps({"processor": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024})
    )
    sys.exit(code)


if __name__ == "__main__":
    main()
