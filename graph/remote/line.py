"""A hold on the connection of one query, so that its caller's leaving ends it."""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from threading import Lock


class Line:
    """The connection of one query, which another thread may cut at any moment."""

    def __init__(self) -> None:
        """There is no connection yet."""
        self.is_cut = False
        self._socket: socket.socket | None = None
        self._changing = Lock()

    def __call__(self, event: str, found: Mapping[str, object]) -> None:
        """Take note of a connection, as httpx tells of it (its extension "trace")."""
        if event != "connection.connect_tcp.complete":
            return
        stream = found["return_value"]
        one = stream.get_extra_info("socket")  # type: ignore[attr-defined] # httpcore's stream
        with self._changing:
            if self._socket is not None:  # of a try before
                self._socket.close()
            # another name of the same connection, which stays ours when TLS takes the first
            self._socket = socket.socket(fileno=os.dup(one.fileno()))
        if self.is_cut:
            self.cut()

    def cut(self) -> None:
        """End the connection: whoever reads from it is told that it broke."""
        with self._changing, suppress(OSError):
            self.is_cut = True
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection."""
        with self._changing:
            if self._socket is not None:
                self._socket.close()
            self._socket = None
