"""Starts Apache Jena Fuseki with TDB2 on this machine, for tests and as a peer in the bench."""

import contextlib
import hashlib
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.files import storage_failures
from graph.neo4j.install import artifact, maven
from graph.neo4j.java import find_java
from graph.remote.endpoint import Endpoint
from graph.remote.server import SparqlServer
from ontology.errors import NotAvailable

VERSION = "5.6.0"
COORDINATE = f"org.apache.jena:jena-fuseki-server:{VERSION}"
SHA256 = "d28c1eaf703122ee628895a460c20fa4aa60a892f435d403ea8c036f241da1f8"
LOADER = "tdb2.tdbloader"
PATIENCE = 60_000  # milliseconds after which it gives a query up, and works on it no more

_SERVER = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
_START, _STOP, _PAUSE = 120.0, 30.0, 0.05  # seconds
_HEAD = """PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
PREFIX ja: <http://jena.hpl.hp.com/2005/11/Assembler#>
[] a fuseki:Server ; fuseki:services ( {names} ) .
"""
_DATASET = """
<#{name}> a fuseki:Service ; fuseki:name "{name}" {allowed} ;
  fuseki:endpoint [ fuseki:operation fuseki:query ] , [ fuseki:operation fuseki:update ] ,
    [ fuseki:operation fuseki:query ; fuseki:name "query" ] ,
    [ fuseki:operation fuseki:update ; fuseki:name "update" ] ;
  fuseki:dataset [ a tdb2:DatasetTDB2 ; tdb2:location {folder} ; tdb2:unionDefaultGraph {union} ;
    ja:context [ ja:cxtName "arq:queryTimeout" ; ja:cxtValue "{patience}" ] ] .
"""


@dataclass(frozen=True)
class Dataset:
    """A dataset of a server: answering from the union of its graphs or not, to all or to a user."""

    union: bool = True
    user: str = ""
    password: str = ""


@dataclass(frozen=True)
class Fuseki:
    """A server that runs; its datasets are at `{address}/{name}`."""

    pid: int
    address: str


def find_jar(environment: Mapping[str, str]) -> Path:
    """The one jar of Fuseki, fetched where it is missing; NotAvailable says why it cannot be."""
    cache = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    path = cache / "whatworked" / f"fuseki-{VERSION}.jar"
    if not path.exists():
        context = maven(cache / "whatworked" / "fetching", environment.get("WHATWORKED_MAVEN"))
        try:
            found = artifact(context, COORDINATE).resolve()
        except (OSError, RuntimeError) as error:
            msg = f"Fuseki cannot be fetched here ({error}): name a mirror (WHATWORKED_MAVEN)"
            raise NotAvailable(msg) from error
        with storage_failures():
            shutil.move(found, path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        msg = f"{path} is not the Fuseki that is known here: remove it"
        raise NotAvailable(msg)
    return path


def java(jar: Path, *words: str, heap: str = "2g") -> list[str]:
    """The command for one of the programs in the jar."""
    return [str(find_java()), f"-Xmx{heap}", "-XX:+ExitOnOutOfMemoryError", "-cp", str(jar), *words]


@contextmanager
def run_fuseki(
    jar: Path, folder: Path, datasets: Mapping[str, Dataset], heap: str = "2g"
) -> Iterator[Fuseki]:
    """A server with these datasets, each in a folder of its name; ended afterwards."""
    port = _free_port()
    command = java(
        jar, _SERVER, "--localhost", f"--port={port}", *_configure(folder, datasets), heap=heap
    )
    environment = os.environ | {"FUSEKI_BASE": str(folder / "base")}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment
        )
    try:
        server = Fuseki(process.pid, f"http://127.0.0.1:{port}")
        _wait(process, f"{server.address}/$/ping", folder / "log")
        yield server
    finally:
        process.terminate()
        try:
            process.wait(_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _configure(folder: Path, datasets: Mapping[str, Dataset]) -> list[str]:
    text = _HEAD.format(names=" ".join(f"<#{name}>" for name in datasets))
    for name, dataset in datasets.items():
        (folder / name).mkdir(exist_ok=True)
        text += _DATASET.format(
            name=name,
            allowed=f'; fuseki:allowedUsers "{dataset.user}"' if dataset.user else "",
            folder=json.dumps(str(folder / name)),
            union=str(dataset.union).lower(),
            patience=PATIENCE,
        )
    (folder / "configuration.ttl").write_text(text, "utf-8")
    users = {one.user: one.password for one in datasets.values() if one.user}
    words = [f"--conf={folder / 'configuration.ttl'}", "--ping"]
    if users:
        passwords = folder / "passwords"
        passwords.write_text("".join(f"{user}: {word}\n" for user, word in users.items()), "utf-8")
        words += [f"--passwd={passwords}", "--auth=basic"]
    return words


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + _START
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=_START):  # noqa: S310
            return
        time.sleep(_PAUSE)
    lines = log.read_text("utf-8", "replace").splitlines() or ["no reason given"]
    msg = f"Fuseki does not start here: {lines[-1]}"
    raise NotAvailable(msg)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def change(endpoint: Endpoint, update: str) -> None:
    """Put an update to a dataset behind the back of the engine that keeps it."""
    with closing(SparqlServer(endpoint)) as server:
        server.update(update)
