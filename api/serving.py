"""The server of one repository, on this machine alone."""

import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from ipaddress import ip_address

import uvicorn

from api.app import create_app
from api.home import Home
from api.logs import write_logs
from api.served import Served
from graph.ledger import DEFAULT_SHARING
from ontology.errors import Conflict, InvalidInput


@dataclass(frozen=True)
class Listening:
    """Where a server listens, and for which sharing levels it keeps an engine."""

    host: str = "127.0.0.1"
    port: int = 8000
    levels: Sequence[str] = (DEFAULT_SHARING,)


def serve(home: Home, listening: Listening, ready: Callable[[str], None]) -> None:
    """Answer until told to end; `ready` gets the address once connections are taken.

    Raises InvalidInput for an address that others reach: there is no login.
    """
    host = listening.host
    with closing(_listen(host, listening.port)) as listener, ExitStack() as stack:
        # uvicorn ends in good order, and then sends the signal again to whoever was there before
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        engines = {
            level: stack.enter_context(home.engine(level=level)) for level in listening.levels
        }
        name = f"[{host}]" if ":" in host else host
        write_logs()
        ready(f"http://{name}:{listener.getsockname()[1]}")
        app = create_app(Served(home, engines))
        config = uvicorn.Config(app, log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        loopback = ip_address("127.0.0.1" if host == "localhost" else host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        msg = f"--host {host}: give a loopback address such as 127.0.0.1: there is no login yet"
        raise InvalidInput(msg)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # named, for asyncio sends small packets at once only where the protocol is known to be TCP
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        msg = f"port {port} of {host} cannot be had ({error}): give another with --port"
        raise Conflict(msg) from None
    listener.listen()
    return listener
