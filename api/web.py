"""What answers over HTTP, and who runs it: all that takes seconds to import, for `api.serving`."""

import os
import socket
from collections.abc import Mapping
from contextlib import ExitStack

import uvicorn
from fastapi import FastAPI

from api.app import create_app, create_scratch_app
from api.endpoints.cypher import read_place
from api.endpoints.neo4j_kept import KeptNeo4j
from api.endpoints.scratch import Scratch
from api.home import Home
from api.served import Served
from api.settings import read_limits
from graph.engine.port import SparqlEngine
from graph.engine.process import ProcessEngine


def run_home(
    home: Home, engines: Mapping[str, SparqlEngine], listener: socket.socket, *, cypher: bool
) -> None:
    """Answer from a repository until told to end, with Cypher or without."""
    with ExitStack() as stack:
        kept = KeptNeo4j(home, read_place(os.environ, home.folder)) if cypher else None
        if kept:
            stack.callback(kept.close)
        _run(create_app(Served(home, engines, read_limits(os.environ), neo4j=kept)), listener)


def run_scratch(engine: ProcessEngine, listener: socket.socket) -> None:
    """Answer from a scratch dataset until told to end."""
    _run(create_scratch_app(Scratch(engine, read_limits(os.environ))), listener)


def _run(app: FastAPI, listener: socket.socket) -> None:
    # callers are told apart by their address, which no header of theirs may say
    config = uvicorn.Config(app, log_level="warning", access_log=False, proxy_headers=False)
    uvicorn.Server(config).run(sockets=[listener])
