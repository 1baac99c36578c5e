"""The server of one repository, on this machine alone."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from ipaddress import ip_address

import uvicorn
from fastapi import FastAPI

from api.app import create_app, create_scratch_app
from api.endpoints.cypher import read_place
from api.endpoints.neo4j_kept import KeptNeo4j
from api.endpoints.scratch import Scratch
from api.home import Home
from api.logs import write_logs
from api.served import Served
from api.settings import read_limits
from graph.engine_process import start_engine
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
            level: stack.enter_context(home.engine(level=level, outside=True))
            for level in listening.levels
        }
        write_logs()
        ready(_address(host, listener))
        kept = KeptNeo4j(home, read_place(os.environ, home.folder)) if listening.cypher else None
        if kept:
            stack.callback(kept.close)
        limits = read_limits(os.environ)
        _run(create_app(Served(home, engines, limits, neo4j=kept)), listener)


def serve_scratch(listening: Listening, ready: Callable[[str], None]) -> None:
    """Answer SPARQL from an empty dataset in memory, open for writing, until told to end."""
    with closing(_listen(listening.host, listening.port)) as listener:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        with start_engine(outside=True) as engine:
            write_logs()
            ready(_address(listening.host, listener))
            _run(create_scratch_app(Scratch(engine, read_limits(os.environ))), listener)


def _address(host: str, listener: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}"


def _run(app: FastAPI, listener: socket.socket) -> None:
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
