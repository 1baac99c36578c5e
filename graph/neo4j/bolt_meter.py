"""A way to a Bolt server that is cut after so many bytes, or so many seconds.

Neo4j looks at its own limit between two rows, never inside an expression, and the driver keeps
each record whole in memory before it gives it out: for queries of others the end is held here.
"""

import select
import socket
import ssl
import time
from contextlib import ExitStack, suppress
from threading import Thread
from typing import Literal, Self
from urllib.parse import urlsplit

from graph.neo4j.settings import BOLT, HOST

_PIECE = 2**16
_PATIENCE = 5.0  # seconds to reach a server


class Meter:
    """One connection to one server. Use it in a `with`; `uri` is where the driver is to call.

    `cut` says afterwards which limit ended it: too many bytes ("size") or seconds ("deadline").
    """

    def __init__(self, uri: str, size: int, seconds: float) -> None:
        """Count the bytes that come back, and the seconds from now."""
        self.cut: Literal["size", "deadline"] | None = None
        self._server, self._left = uri, size
        self._deadline = time.monotonic() + seconds
        self._listener = socket.create_server((HOST, 0), backlog=1)
        self._near: socket.socket | None = None
        self._thread = Thread(target=self._carry, daemon=True)

    @property
    def uri(self) -> str:
        """Where the driver is to call in place of the server."""
        return f"bolt://{HOST}:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._listener, self._near):
            with suppress(OSError):
                if one is not None:
                    one.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _carry(self) -> None:
        with ExitStack() as stack, suppress(OSError):
            self._near = stack.enter_context(self._listener.accept()[0])
            self._listener.shutdown(socket.SHUT_RDWR)
            far = stack.enter_context(_connect(self._server))
            try:
                while self._pass_on(self._near, far):
                    pass
            except TimeoutError:
                self.cut = "deadline"

    def _pass_on(self, near: socket.socket, far: socket.socket) -> bool:
        """Carry what is there, both ways; whether there may be more."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        near.settimeout(left)
        far.settimeout(left)
        for one in select.select([near, far], [], [], left)[0]:
            piece = one.recv(_PIECE)
            self._left -= len(piece) if one is far else 0
            if self._left < 0:
                self.cut = "size"
            if self.cut or not piece:
                return False
            (near if one is far else far).sendall(piece)
        return True


def _connect(uri: str) -> socket.socket:
    parts = urlsplit(uri)
    host = parts.hostname or HOST
    far = socket.create_connection((host, parts.port or BOLT), _PATIENCE)
    safety = parts.scheme.partition("+")[2]
    if safety:
        context = ssl.create_default_context()
        if safety == "ssc":
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        far = context.wrap_socket(far, server_hostname=host)
    far.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return far
