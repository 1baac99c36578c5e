"""The server of one repository, on this machine alone."""

import socket
from collections.abc import Callable
from contextlib import closing
from ipaddress import ip_address

import uvicorn

from api.app import create_app
from api.home import Home
from ontology.errors import Conflict, InvalidInput


def serve(home: Home, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Answer until told to end; `ready` gets the address once connections are taken.

    Raises InvalidInput for an address that others reach: there is no login.
    """
    with home.engine() as engine, closing(_listen(host, port)) as listener:
        name = f"[{host}]" if ":" in host else host
        ready(f"http://{name}:{listener.getsockname()[1]}")
        config = uvicorn.Config(create_app(home, engine), log_level="warning", access_log=False)
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
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        msg = f"port {port} of {host} cannot be had ({error}): give another with --port"
        raise Conflict(msg) from None
    listener.listen()
    return listener
