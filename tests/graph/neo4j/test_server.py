"""The server: ours, on the loopback alone, closed to the outside, known by its command line."""

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import psutil
import pytest

from bench.hostile.canary import Canary, listen
from graph.neo4j.bolt import Bolt
from graph.neo4j.load import Place
from graph.neo4j.server import Server, alone, find_server, start_server, stop_server
from ontology.errors import Conflict, InvalidInput


@pytest.fixture
def server(neo4j_server: Place) -> Server:
    found = find_server(neo4j_server.folder)
    assert found
    return found


def test_a_second_start_finds_the_first(neo4j_server: Place, server: Server) -> None:
    with alone(neo4j_server.folder, "testing"):
        again = start_server(neo4j_server.folder, neo4j_server.source)
    assert (again.pid, again.started) == (server.pid, False)


@pytest.mark.skipif(sys.platform != "linux", reason="threads have weights of their own there alone")
def test_all_others_go_before_it(server: Server) -> None:
    behind = []
    for thread in Path(f"/proc/{server.pid}/task").iterdir():
        with suppress(ProcessLookupError):  # it may have ended
            behind.append(os.getpriority(os.PRIO_PROCESS, int(thread.name)) > 0)
    assert sum(behind) > len(behind) / 2  # one that another began just then may not be


def test_it_listens_on_the_loopback_alone(server: Server) -> None:
    connections = psutil.Process(server.pid).net_connections()
    listening = {
        (one.laddr.ip.removeprefix("::ffff:"), one.laddr.port)
        for one in connections
        if one.status == psutil.CONN_LISTEN
    }
    assert listening == {("127.0.0.1", server.ports.bolt), ("127.0.0.1", server.ports.http)}
    called = {one.raddr.ip.removeprefix("::ffff:") for one in connections if one.raddr}
    assert called <= {"127.0.0.1"}


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with listen() as canary:
        yield canary


@pytest.mark.parametrize("scheme", ["http", "https", "ftp", "jar:http"])
def test_a_query_calls_nobody(server: Server, canary: Canary, scheme: str) -> None:
    bolt = Bolt(server.address)
    with pytest.raises(InvalidInput, match=r"Cannot load|blocked|Invalid URL"):
        bolt.command(
            f"LOAD CSV FROM '{scheme}://localhost:{canary.port}/a.csv' AS line RETURN line"
        )
    bolt.close()
    assert canary.calls == []


def test_a_query_reads_no_file(server: Server) -> None:
    bolt = Bolt(server.address)
    with pytest.raises(InvalidInput, match="allow_csv_import_from_file_urls"):
        bolt.command("LOAD CSV FROM 'file:///etc/hosts' AS line RETURN line")
    bolt.close()


def test_the_page_of_the_browser_may_reach_this_server_alone(server: Server) -> None:
    with urllib.request.urlopen(server.browser) as answer:  # noqa: S310 - our own address
        policy = answer.headers["Content-Security-Policy"]
    words = {word for word in policy.replace(";", " ").split() if ":" in word}
    hosts = ("127.0.0.1", "localhost")
    ours = {f"{way}://{host}:{server.ports.bolt}" for way in ("ws", "http") for host in hosts}
    assert words == ours | {"data:"}


def test_the_page_of_the_browser_calls_nobody_else(
    server: Server, tmp_path: Path, miss: Callable[[str], NoReturn]
) -> None:
    """What Chromium wants for itself has another initiator than the page; nothing gets through."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        miss("no Chromium; install it to see what the page of the Neo4j Browser calls")
    log = tmp_path / "net.json"
    options = [
        *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--dump-dom"),
        *("--disable-background-networking", "--proxy-server=http://127.0.0.1:9"),
        *(f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={log}"),
        "--virtual-time-budget=20000",
    ]
    subprocess.run([chromium, *options, server.browser], capture_output=True, check=True)
    origin = server.browser.removesuffix("/browser/")
    events = [event.get("params", {}) for event in json.loads(log.read_text("utf-8"))["events"]]
    called = {str(event["url"]) for event in events if event.get("initiator") == origin}
    assert f"ws://127.0.0.1:{server.ports.bolt}/" in called
    assert {urlsplit(url).hostname for url in called} == {"127.0.0.1"}


def test_the_password_is_its_owner_s(neo4j_server: Place) -> None:
    path = neo4j_server.folder / "password"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_text("utf-8")) >= 32


def test_the_server_of_another_folder_is_left_alone(server: Server, tmp_path: Path) -> None:
    assert find_server(tmp_path) is None
    assert not stop_server(tmp_path)
    assert psutil.pid_exists(server.pid)


def test_a_port_that_is_taken_is_said(neo4j_server: Place, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Conflict, match=f"port {port} is taken"):
            start_server(tmp_path, neo4j_server.source, port)
