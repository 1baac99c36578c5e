"""Reads documents through a process of their own, whose end is never ours."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from ingest.extractors.formats import Format
from ingest.extractors.refusals import REFUSALS, Crashed, say_damaged
from ontology.errors import NotAvailable

CHILD = ["-m", "ingest.extractors.child"]


@dataclass(frozen=True)
class Bounds:
    """What reading one document may take: bytes of memory, seconds of the clock."""

    memory: int = 1_500_000_000
    seconds: int = 30


class Reader:
    """A process that reads documents, started with the first of them."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, form: Format, data: bytes) -> str:
        """The text of a document's bytes.

        Raises one of the refusals, with what is wrong with them.
        """
        request = {
            "module": form.module,
            "name": form.name,
            "length": len(data),
            "memory": self._bounds.memory,
            "seconds": self._bounds.seconds,
        }
        process = self._process = self._process or _start()
        try:
            kind, said = _converse(process, json.dumps(request).encode() + b"\n" + data)
        except (OSError, ValueError):
            self.close()
            raise Crashed(say_damaged(form.name)) from None
        if kind == "text":
            return said
        raise REFUSALS[kind](said)

    def close(self) -> None:
        """End the process and what it started."""
        if process := self._process:
            self._process = None
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@contextmanager
def open_reader(bounds: Bounds | None = None) -> Iterator[Reader]:
    """A reader of documents, whose process ends with the block."""
    reader = Reader(bounds or Bounds())
    try:
        yield reader
    finally:
        reader.close()


def _start() -> "subprocess.Popen[bytes]":
    if not hasattr(os, "fork"):
        msg = "this system cannot hold a reader of documents in bounds: give the text as .txt"
        raise NotAvailable(msg)
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-I", *CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _converse(process: "subprocess.Popen[bytes]", asked: bytes) -> tuple[str, str]:
    """The kind of the answer and its words. Raises OSError or ValueError where it breaks off."""
    if process.stdin is None or process.stdout is None:  # never: both are pipes
        raise BrokenPipeError
    process.stdin.write(asked)
    process.stdin.flush()
    reply = json.loads(process.stdout.readline())
    payload = process.stdout.read(reply["length"])
    if len(payload) < reply["length"]:
        raise BrokenPipeError
    return str(reply["kind"]), payload.decode("utf-8")
