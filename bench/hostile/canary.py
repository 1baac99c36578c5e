"""A listener on the loopback that nobody may call."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Canary:
    """Where it listens, and who has called it."""

    port: int
    calls: list[object] = field(default_factory=list)


@contextmanager
def listen() -> Iterator[Canary]:
    """Listen for a while; a caller is noted and sent away."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = Canary(listener.getsockname()[1])
        thread = threading.Thread(target=_note, args=(listener, found.calls))
        thread.start()
        try:
            yield found
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _note(listener: socket.socket, calls: list[object]) -> None:
    while True:
        try:
            connection, caller = listener.accept()
        except OSError:
            return
        calls.append(caller)
        connection.close()
