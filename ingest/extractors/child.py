"""A process that reads documents for another, each in a child of its own that is held in bounds.

It speaks over its standard input and output: a line of JSON that says what follows, then bytes. The
libraries are imported once; each document then gets a fork that may open no file but those of the
programs, no network, and ends when its memory or its time are used up.
"""

import importlib
import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ingest.extractors.refusals import (
    Crashed,
    TooLarge,
    TooMuchMemory,
    TooSlow,
    Unreadable,
    say_damaged,
)
from ontology.errors import WhatworkedError

MOST_TEXT = 50_000_000  # bytes
_SLOW = "takes more than {seconds} seconds to read: save it again, or give a part of it"
_GREEDY = "takes more memory to read than it may ({memory:,} bytes): save it again"
_LONG = "holds more text than a document may: give a part of it"
_MOST_WHY = 200  # characters of what a library says
_BARRED = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.spawn", "os.system", "os.posix_spawn"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.kill", "shutil.", "ctypes.dlopen"),
)
_PROGRAMS = tuple({str(Path(place).resolve()) for place in (sys.prefix, sys.base_prefix)})
_BARRED_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
Request = Mapping[str, object]
Reply = tuple[str, bytes]  # the text, or the code and the words of a refusal


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Read one document after another until nobody asks."""
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["length"])
        kind, payload = _apart(request, data)
        replies.write(json.dumps({"kind": kind, "length": len(payload)}).encode() + b"\n" + payload)
        replies.flush()


def _apart(request: Request, data: bytes) -> Reply:
    """The answer of a fork that reads one document."""
    module = str(request["module"])
    read = getattr(importlib.import_module(f"ingest.extractors.{module}"), f"read_{module}")
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(here)
        _run(read, data, request, there)
    os.close(there)
    answer = _gather(here, time.monotonic() + float(str(request["seconds"])))
    os.close(here)
    if answer is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if answer is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return TooSlow.code, _SLOW.format_map(request).encode()
    kind, _, payload = answer.partition(b"\n")
    if kind and os.WIFEXITED(status):
        return kind.decode(), payload
    return Crashed.code, say_damaged(str(request["name"])).encode()


def _gather(source: int, until: float) -> bytes | None:
    """All that comes before the other end closes, or None where that takes too long."""
    parts: list[bytes] = []
    while (left := until - time.monotonic()) > 0:
        if select.select([source], [], [], left)[0]:
            part = os.read(source, 1 << 20)
            if not part:
                return b"".join(parts)
            parts.append(part)
    return None


def _run(read: Callable[[bytes], str], data: bytes, request: Request, to: int) -> None:
    """Read in bounds, say what came of it, and end."""
    code = 1
    with suppress(BaseException):
        _close_streams()
        _bound(int(str(request["memory"])), int(str(request["seconds"])))
        kind, payload = _read(read, data, request)
        with os.fdopen(to, "wb") as file:
            file.write(kind.encode() + b"\n" + payload)
        code = 0
    os._exit(code)


def _close_streams() -> None:
    """What a library prints goes nowhere: the streams are those of the answers."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)


def _read(read: Callable[[bytes], str], data: bytes, request: Request) -> Reply:
    try:
        payload = read(data).encode("utf-8")
    except WhatworkedError as error:
        return error.code, str(error).encode()
    except (MemoryError, RecursionError):
        return TooMuchMemory.code, _GREEDY.format_map(request).encode()
    except Exception as error:  # whatever a library makes of a damaged file
        why = f"{type(error).__name__}: {error}"[:_MOST_WHY]
        return Unreadable.code, say_damaged(str(request["name"]), why).encode(errors="replace")
    return ("text", payload) if len(payload) <= MOST_TEXT else (TooLarge.code, _LONG.encode())


def _bound(memory: int, seconds: int) -> None:
    """From here on: so much memory, so much time of the processor, no file written, no network."""
    for what, most, end in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),  # the signal of the first says what it was
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    ):
        hard = resource.getrlimit(what)[1]
        free = hard == resource.RLIM_INFINITY
        resource.setrlimit(what, (most, end) if free else (min(most, hard), min(end, hard)))
    sys.addaudithook(_watch)


def _watch(event: str, args: tuple[object, ...]) -> None:
    """Bar what a reader of bytes has no need of."""
    if event.startswith(_BARRED):
        raise PermissionError(event)
    if event == "open" and not isinstance(args[0], int):
        path, flags = os.fsdecode(str(args[0])), args[2]
        inside = str(Path(path).resolve()).startswith(_PROGRAMS)
        if not inside or (isinstance(flags, int) and flags & _BARRED_FLAGS):
            raise PermissionError(event)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
