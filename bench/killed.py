"""A program as a process of its own that is killed at a moment, as a machine may be."""

import subprocess
import sys
import time
from collections.abc import Sequence


def run_killed(program: str, words: Sequence[object], seconds: float | None) -> float:
    """Run a program that prints `ready` and then works, killed after so many seconds of work.

    How many seconds it worked; without `seconds` it has to come to its end and to succeed.
    """
    command = [sys.executable, "-c", program, *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as working:
        assert working.stdout  # noqa: S101 - it is piped
        if working.stdout.readline() != "ready\n":
            msg = "the program ended before it was ready"
            raise RuntimeError(msg)
        started = time.monotonic()
        try:
            status = working.wait(seconds)
        except subprocess.TimeoutExpired:
            working.kill()
            status = 0
    if status:
        msg = f"the program ended with {status}"
        raise RuntimeError(msg)
    return time.monotonic() - started
