"""A SPARQL server over HTTP: who may ask, what is tried again, and what is told where it fails."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from bench.fuseki_server import Fuseki, change
from graph.engine.port import Update
from graph.remote.endpoint import Endpoint
from graph.remote.engine import RemoteEngine
from graph.remote.server import SparqlServer
from ontology.errors import InvalidInput, NotAvailable, StorageFailure, WhatworkedError
from queries.catalogue import Question

THING = "https://ex.org/id/source/a"
TEXTS = {THING: f"<{THING}> <{THING}> <{THING}> <{THING}> .\n"}
ALL = Question("all", "", {}, ("o",), f"SELECT ?o {{ ?s <{THING}> ?o }}")


def test_a_server_without_the_union_is_refused(fuseki_server: Fuseki, tmp_path: Path) -> None:
    plain = Endpoint(
        f"{fuseki_server.address}/plain/query", f"{fuseki_server.address}/plain/update"
    )
    with RemoteEngine(plain, "ours {}".format, tmp_path / "lock") as engine:
        with pytest.raises(NotAvailable, match="union of all graphs"):
            engine.load(Update(1, TEXTS))
        with pytest.raises(NotAvailable, match="union of all graphs"):
            engine.ask(ALL)
    change(plain, "DROP ALL")


def test_a_user_is_known_by_a_password(fuseki_server: Fuseki, tmp_path: Path) -> None:
    address = f"{fuseki_server.address}/guarded"
    for user, password in (("", ""), ("curator", "guess"), ("stranger", "let me in")):
        with pytest.raises(NotAvailable, match=r"answers 401 .*set its user") as refused:
            RemoteEngine(Endpoint(address, address, user, password), str, tmp_path / "lock")
        assert "guess" not in str(refused.value)
    known = Endpoint(address, address, "curator", "let me in")
    with RemoteEngine(known, "ours {}".format, tmp_path / "lock") as engine:
        engine.load(Update(1, TEXTS))
        assert len(engine.ask(ALL).rows) == 1
    change(known, "DROP ALL")


def test_a_server_that_is_not_there_is_a_reason(fuseki_server: Fuseki, tmp_path: Path) -> None:
    for address, reason in (
        ("http://127.0.0.1:9/", "does not answer at .*:9/"),
        (f"{fuseki_server.address}/nothing", "answers 404"),
    ):
        with pytest.raises(NotAvailable, match=reason):
            RemoteEngine(Endpoint(address, address), str, tmp_path / "lock")


def test_an_update_that_the_server_does_not_take_is_told(fuseki_server: Fuseki) -> None:
    endpoint = Endpoint(f"{fuseki_server.address}/open", f"{fuseki_server.address}/open")
    with pytest.raises(StorageFailure, match=r"does not take an update: Enc"):
        change(endpoint, "INSERT NOTHING")


class Between(ThreadingHTTPServer):
    """Stands before a real server, and at first does what is told: a status, or a broken line."""

    daemon_threads = True

    def __init__(self, behind: str, faults: list[int]) -> None:
        super().__init__(("127.0.0.1", 0), _Pass)
        self.behind, self.faults, self.seen = behind, faults, list[str]()
        self.address = f"http://127.0.0.1:{self.server_address[1]}/"


class _Pass(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Between

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append(self.headers.get("Authorization", ""))
        fault = self.server.faults.pop(0) if self.server.faults else None
        if fault == 0:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        if fault and fault != 200:  # said at once, whatever the server behind would take
            self._answer(fault, "text/plain", b"")
            return
        headers = {name: self.headers[name] for name in ("Content-Type", "Accept")}
        found = httpx.post(self.server.behind, content=body, headers=headers, timeout=60)
        if fault == 200:  # carried out, and never told
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        kind = found.headers.get("Content-Type", "text/plain")
        self._answer(found.status_code, kind, found.content)

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Location", self.server.behind)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def between(server: Fuseki, *faults: int) -> Iterator[Between]:
    with Between(f"{server.address}/open", list(faults)) as standing:
        threading.Thread(target=standing.serve_forever).start()
        yield standing
        standing.shutdown()


@pytest.mark.parametrize("faults", [(503,), (0,), (0, 503, 0), (200,)])
def test_what_fails_for_a_moment_is_tried_again(
    fuseki_server: Fuseki, faults: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.remote.server._PAUSES", (0.01, 0.02, 0.03))
    with between(fuseki_server, *faults) as middle:
        with closing(SparqlServer(Endpoint(middle.address, middle.address))) as server:
            server.update(f"DROP ALL ; INSERT DATA {{ GRAPH <{THING}> {{ <{THING}> a 1 }} }}")
            middle.faults += [fault for fault in faults if fault != 200]
            with server.asking("ASK { ?s a 1 }", 30) as reply:
                assert b"true" in reply.read()
        assert len(middle.seen) == 2 + len(faults) + len([one for one in faults if one != 200])


@pytest.mark.parametrize(
    ("fault", "kind", "reason"),
    [
        (302, NotAvailable, "points elsewhere"),
        (308, NotAvailable, "points elsewhere"),
        (403, NotAvailable, "answers 403"),
        (405, NotAvailable, "correct the address"),
        (500, WhatworkedError, "failed \\(500\\)"),
        (504, WhatworkedError, "within the time limit"),
    ],
)
def test_what_fails_is_told_by_what_it_is(
    fuseki_server: Fuseki, fault: int, kind: type[WhatworkedError], reason: str
) -> None:
    with (
        between(fuseki_server, fault) as middle,
        closing(SparqlServer(Endpoint(middle.address, middle.address))) as server,
    ):
        with pytest.raises(kind, match=reason), server.asking("ASK {}", 30):
            pass
        assert len(middle.seen) == 1


def test_a_server_that_stays_busy_is_told(
    fuseki_server: Fuseki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.remote.server._PAUSES", (0.01, 0.02, 0.03))
    with (
        between(fuseki_server, *[503] * 4) as middle,
        closing(SparqlServer(Endpoint(middle.address, middle.address))) as server,
        pytest.raises(NotAvailable, match="try again later"),
        server.asking("ASK {}", 30),
    ):
        pass


def test_a_token_is_sent_to_where_it_is_meant_for(fuseki_server: Fuseki) -> None:
    with between(fuseki_server) as middle:
        known = Endpoint(middle.address, middle.address, token="a-token")  # noqa: S106 — no secret
        with closing(SparqlServer(known)) as server, server.asking("ASK {}", 30):
            assert middle.seen == ["Bearer a-token"]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://user:secret@ex.org/sparql", "give them as settings"),
        ("ftp://user:secret@ex.org/", "give them as settings"),
        ("ftp://ex.org/", "is no address"),
        ("https://ex.org/\ud800", "is no address"),
        ("https://ex.org/\n", "is no address"),
        ("ex.org", "is no address"),
        ("http://ex.org:port/", "is none"),
        ("https:///query", "is no address"),
    ],
)
def test_an_address_is_one_and_holds_no_secret(address: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason) as refused:
        Endpoint(address, address)
    assert "secret" not in str(refused.value)


def test_a_password_or_a_token_and_never_shown() -> None:
    one = Endpoint("https://ex.org/", "https://ex.org/", "curator", "hidden")
    assert "hidden" not in repr(one)
    for user, password, token in (("a", "", ""), ("", "b", ""), ("a", "b", "c")):
        with pytest.raises(InvalidInput, match="a user and a password, or a token"):
            Endpoint("https://ex.org/", "https://ex.org/", user, password, token)
