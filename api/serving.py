"""The server of one repository, on this machine alone.

What answers over HTTP takes seconds to import. That is done while the engine process loads.
"""

import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from ipaddress import ip_address

from api.home import Home
from api.logs import write_logs
from graph.engine.process import start_engine
from graph.ledger import DEFAULT_SHARING
from ontology.errors import Conflict, InvalidInput


@dataclass(frozen=True)
class Listening:
    """Where a server listens, for which sharing levels it keeps an engine, whether with Cypher."""

    host: str = "127.0.0.1"
    port: int = 8000
    levels: Sequence[str] = (DEFAULT_SHARING,)
    cypher: bool = True


def serve(home: Home, listening: Listening, ready: Callable[[str], None]) -> None:
    """Answer until told to end; `ready` gets the address once connections are taken.

    Raises InvalidInput for an address that others reach: there is no login.
    """
    host = listening.host
    with closing(_listen(host, listening.port)) as listener, ExitStack() as stack:
        # uvicorn ends in good order, and then sends the signal again to whoever was there before
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        engines = {
            level: stack.enter_context(home.engine(level=level, outside=True, meanwhile=_load_web))
            for level in listening.levels
        }
        from api.web import run_home  # noqa: PLC0415 — see above

        write_logs()
        ready(_address(host, listener))
        run_home(home, engines, listener, cypher=listening.cypher)


def serve_scratch(listening: Listening, ready: Callable[[str], None]) -> None:
    """Answer SPARQL from an empty dataset in memory, open for writing, until told to end."""
    with closing(_listen(listening.host, listening.port)) as listener:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        with start_engine(outside=True) as engine:
            from api.web import run_scratch  # noqa: PLC0415 — see above

            write_logs()
            ready(_address(listening.host, listener))
            run_scratch(engine, listener)


def _load_web() -> None:
    import api.web  # noqa: F401, PLC0415 — see above


def _address(host: str, listener: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}"


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
