"""A Neo4j server of this repository: on this machine alone, with its own folder and password.

Its process is known by its command line, which names the folder: nothing is remembered that could
be wrong after a crash. Whoever starts, stops or imports holds `alone`.
"""

import contextlib
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from graph.files import hold_lock, storage_failures, unfinished
from graph.neo4j.bolt import Address, is_answering
from graph.neo4j.install import JarSource, find_jars
from graph.neo4j.java import find_java
from graph.neo4j.settings import BOLT, HOST, HTTP, Ports, write_settings
from ontology.errors import Conflict, NotAvailable, StorageFailure

_SERVER = "org.neo4j.server.CommunityEntryPoint"
_ADMIN = "org.neo4j.cli.AdminTool"
_MACHINE = {  # the importer lives for seconds: what pays later costs it a third more
    # one query that wants too much memory fails alone: for one, a record of more than some 20 MB
    _SERVER: ["-XX:+UseG1GC", "-XX:MaxDirectMemorySize=64m"],
    _ADMIN: ["-XX:+UseParallelGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"],
}
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_PORTS = "-Dwhatworked.ports="
_START, _STOP, _ALONE = 600.0, 60.0, 900.0  # seconds to wait at most: a start stands back too
_PAUSE = 0.1
_NICENESS = 5  # a third of the weight of others (sched(7)): a query of a user's own costs less so


@dataclass(frozen=True)
class Server:
    """A server that runs; `started` by the call that gives it."""

    pid: int
    address: Address
    ports: Ports
    started: bool = False

    @property
    def browser(self) -> str:
        """Where the Neo4j Browser is."""
        return f"http://{HOST}:{self.ports.http}/browser/"


@contextmanager
def alone(folder: Path, purpose: str) -> Iterator[None]:
    """Keep other commands from starting, stopping and loading the server of this folder."""
    with contextlib.ExitStack() as stack:
        try:
            with storage_failures():
                folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(hold_lock(folder / "lock", purpose, _ALONE))
        except Conflict as error:
            holder = (folder / "lock").read_text("utf-8")
            msg = f"another command is at work on Neo4j ({holder}): try again later"
            raise Conflict(msg) from error
        yield


def find_server(folder: Path) -> Server | None:
    """The server of this folder, if it runs."""
    process = _find_process(folder, _SERVER)
    line = list[str]()
    with contextlib.suppress(psutil.Error):  # it may end at any moment
        line = process.cmdline() if process else []
    found = next((word for word in line if word.startswith(_PORTS)), None)
    if process is None or found is None:
        return None
    ports = Ports(*map(int, found.removeprefix(_PORTS).split(",")))
    return Server(process.pid, Address(f"bolt://{HOST}:{ports.bolt}", _password(folder)), ports)


def start_server(
    folder: Path, source: JarSource, bolt: int | None = None, http: int | None = None
) -> Server:
    """Start the server of this folder unless it runs, and wait until it answers.

    Raises NotAvailable where it cannot be had or does not start, StorageFailure naming a jar that
    is not what is locked, Conflict where a port that was given is taken.
    """
    found = find_server(folder)
    if found is None:
        jars, java = find_jars(source), find_java()
        _stop_process(_find_process(folder, _ADMIN))
        ports = Ports(_free_port(BOLT, bolt), _free_port(HTTP, http))
        with storage_failures():
            write_settings(folder, ports)
            address = Address(f"bolt://{HOST}:{ports.bolt}", _password(folder))
            options = (f"{_PORTS}{ports.bolt},{ports.http}",)
            pid = _launch(folder, _command(folder, java, jars, _SERVER, options))
        _stand_back(pid)
        found = Server(pid, address, ports, started=True)
    _wait(folder, found, lambda: _listens(found.ports.bolt) and is_answering(found.address))
    return found


def _stand_back(pid: int) -> None:
    """Let others go before a server that has just begun: later threads take after the first."""
    for thread in Path(f"/proc/{pid}/task").glob("*"):  # on a busy machine there are some by now
        with contextlib.suppress(OSError):  # it may have ended
            os.setpriority(os.PRIO_PROCESS, int(thread.name), _NICENESS)
    with contextlib.suppress(OSError):  # sessions share the processor first, where there is this
        Path(f"/proc/{pid}/autogroup").write_text(str(_NICENESS), "ascii")


def stop_server(folder: Path, seconds: float = _STOP) -> bool:
    """Stop the server of this folder, at the latest after so many seconds; whether it was one."""
    return _stop_process(_find_process(folder, _SERVER), seconds)


def holds_database(folder: Path) -> bool:
    """Whether the server of this folder has ever run, or a database was imported for it."""
    return (folder / "data" / "databases" / "neo4j").is_dir()


def import_files(folder: Path, source: JarSource, arguments: list[str]) -> None:
    """Run the importer over the database of a server that does not run.

    StorageFailure says how it ended, where that is not well.
    """
    jars, java = find_jars(source), find_java()
    _stop_process(_find_process(folder, _ADMIN))
    command = _command(folder, java, jars, _ADMIN)
    environment = {"NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")}
    write_settings(folder, Ports(BOLT, HTTP))  # of which it reads those of the store
    log = folder / "logs" / "import.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("wb") as file:
        done = subprocess.run(  # noqa: S603 - our own command
            [*command, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            env=os.environ | environment,
            check=False,
        )
    if done.returncode:
        msg = f"the import into Neo4j failed ({_last_line(log)}): see {log}, then load again"
        raise StorageFailure(msg)


def _command(
    folder: Path, java: Path, jars: Path, main: str, options: tuple[str, ...] = ()
) -> list[str]:
    opened = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in _OPENED]
    rest = [f"--home-dir={folder.resolve()}", f"--config-dir={folder.resolve() / 'conf'}"]
    memory = ["-Xms256m", "-Xmx1g"]
    named = [_mark(folder), *options]  # for whoever looks for the process
    machine = [str(java), *memory, *_MACHINE[main], *opened, *named, "-cp", f"{jars}/*"]
    return [*machine, main, *(rest if main == _SERVER else ())]


def _mark(folder: Path) -> str:
    return f"-Dwhatworked.neo4j={folder.resolve()}"


def _find_process(folder: Path, main: str) -> psutil.Process | None:
    mark = _mark(folder)
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            line = process.cmdline()
            if mark in line and main in line:
                return process
    return None


def _launch(folder: Path, command: list[str]) -> int:
    """Start a process that outlives this one; its identifier."""
    log = folder / "logs" / "console.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("wb") as file, Path(os.devnull).open("rb") as nothing:
        return os.posix_spawn(
            command[0],
            command,
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, nothing.fileno(), 0),
                (os.POSIX_SPAWN_DUP2, file.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, file.fileno(), 2),
            ],
            setsid=True,
        )


def await_browser(folder: Path, server: Server) -> None:
    """Wait until the Neo4j Browser can be opened, some moments after Bolt answers."""
    _wait(folder, server, lambda: _listens(server.ports.http))


def _wait(folder: Path, server: Server, is_ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _START
    while not is_ready():
        if time.monotonic() > deadline or not _lives(server.pid):
            reason = _last_line(folder / "logs" / "console.log")
            msg = f"Neo4j does not start ({reason}): see {folder / 'logs'}"
            raise NotAvailable(msg)
        time.sleep(_PAUSE)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _stop_process(process: psutil.Process | None, seconds: float = _STOP) -> bool:
    if process is None:
        return False
    with contextlib.suppress(psutil.NoSuchProcess):
        process.terminate()  # psutil signals no other process that has got the identifier since
        if not _ends(process, seconds):
            process.kill()
            _ends(process, _STOP)
    return True


def _ends(process: psutil.Process, seconds: float) -> bool:
    """Wait for the end of a process, which need not be a child of this one."""
    deadline = time.monotonic() + seconds
    while _lives(process.pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    with contextlib.suppress(psutil.Error):
        if process.ppid() == os.getpid():
            process.wait(_STOP)  # a child is let go once the last of its threads has ended
    return True


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1] if lines else "no reason given"


def _password(folder: Path) -> str:
    """The password of this folder's server, made when it is first asked for."""
    path = folder / "password"
    if not path.exists():
        temporary = unfinished(path)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(24))
        temporary.replace(path)
    return path.read_text("utf-8")


def _free_port(usual: int, wanted: int | None) -> int:
    """The port that is wanted, else the usual one where it is free, else any."""
    for port in (usual, 0) if wanted is None else (wanted,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((HOST, port))
                return int(probe.getsockname()[1])
    msg = f"port {wanted} is taken: give another, or none to take any"
    raise Conflict(msg)
