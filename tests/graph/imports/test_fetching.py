"""Only the host that was named is asked, and not for ever."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from graph.imports.fetching import Fetcher, fetch_file
from ontology.errors import (
    HeldByPolicy,
    InvalidInput,
    LimitReached,
    StorageFailure,
    WhatworkedError,
)

MOST = 1000  # bytes
Answer = Callable[[socket.socket], None]
DRIP = 0.05  # seconds between two bytes of a slow server


@contextmanager
def listening(
    answer: Answer, context: ssl.SSLContext | None = None
) -> Iterator[tuple[int, list[bytes]]]:
    """A server on a port of its own that answers every call in the same way; and the calls."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def run() -> None:
            while True:
                try:
                    plain, _ = server.accept()
                    with context.wrap_socket(plain, server_side=True) if context else plain as one:
                        calls.append(one.recv(65536))
                        answer(one)
                except ssl.SSLError:
                    continue
                except OSError:
                    if server.fileno() < 0:
                        return

        threading.Thread(target=run, daemon=True).start()
        yield server.getsockname()[1], calls
        server.shutdown(socket.SHUT_RDWR)


def says(head: str, body: bytes = b"") -> Answer:
    lines = head.replace("\n", "\r\n")
    return lambda one: one.sendall(f"HTTP/1.1 {lines}\r\n\r\n".encode() + body)


def drips(head: str) -> Answer:
    """Send a head, and then a byte from time to time, for ever."""

    def answer(one: socket.socket) -> None:
        one.sendall(head.replace("\n", "\r\n").encode())
        while True:
            one.sendall(b"a")
            time.sleep(DRIP)

    return answer


def test_a_file_is_fetched(tmp_path: Path) -> None:
    with listening(says("200 OK\ncontent-length: 5", b"hello")) as (port, calls):
        with Fetcher(f"http://127.0.0.1:{port}/a/") as fetcher:
            assert fetcher.read("b/c.nq", MOST) == b"hello"
        fetch_file(f"http://127.0.0.1:{port}/x.zip", tmp_path / "x.zip", MOST)
    assert (tmp_path / "x.zip").read_bytes() == b"hello"
    assert [call.split(b" ")[1] for call in calls] == [b"/a/b/c.nq", b"/x.zip"]
    assert f"host: 127.0.0.1:{port}".encode() in calls[0].lower()


@pytest.mark.parametrize(
    ("answer", "error", "told"),
    [
        (says("404 Not Found\ncontent-length: 0"), StorageFailure, "404"),
        (says("200 OK\ncontent-length: 9", b"cut"), StorageFailure, "try again"),
        (says("nonsense"), StorageFailure, "try again"),
        (says("200 OK\ncontent-encoding: gzip\ncontent-length: 1", b"a"), StorageFailure, "packed"),
        (says("200 OK\ncontent-length: 2000", b"a" * 2000), LimitReached, "larger"),
        (drips("HTTP/1.1 200 OK\n\n" + "a" * MOST), LimitReached, "larger"),
        (drips("HTTP/1.1 200 OK\n\n"), LimitReached, "within"),
        (drips("HTTP/1.1 200 OK\nx: "), LimitReached, "within"),
    ],
    ids=["missing", "cut", "nonsense", "packed", "large", "endless", "slow body", "slow head"],
)
def test_what_is_not_given_whole_and_in_time_is_not_taken(
    answer: Answer, error: type[WhatworkedError], told: str
) -> None:
    with (
        listening(answer) as (port, _),
        Fetcher(f"http://localhost:{port}/", longest=1 if told == "within" else 60) as fetcher,
        pytest.raises(error, match=told),
    ):
        fetcher.read("a", MOST)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_nobody_is_led_elsewhere(status: str) -> None:
    with listening(says("200 OK\ncontent-length: 6", b"secret")) as (inside, calls):
        answer = says(f"{status}\nlocation: http://127.0.0.1:{inside}/a\ncontent-length: 0")
        with (
            listening(answer) as (port, _),
            Fetcher(f"http://127.0.0.1:{port}/") as fetcher,
            pytest.raises(HeldByPolicy, match="leads to"),
        ):
            fetcher.read("a", MOST)
    assert calls == []


@pytest.mark.parametrize("path", ["//169.254.169.254/a", "http://127.0.0.1:1/", "../b", "/b"])
def test_only_what_is_below_is_asked(path: str) -> None:
    with Fetcher("http://127.0.0.1:9/a/") as fetcher, pytest.raises(HeldByPolicy, match="below"):
        fetcher.read(path, MOST)


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("http://north.example.org/", HeldByPolicy),
        ("ftp://north.example.org/", HeldByPolicy),
        ("file:///etc/", InvalidInput),
        ("https://10.0.0.1/", HeldByPolicy),
        ("https://192.168.1.1/", HeldByPolicy),
        ("https://169.254.169.254/", HeldByPolicy),
        ("https://127.0.0.2/", HeldByPolicy),
        ("https://2130706433/", HeldByPolicy),
        ("https://0.0.0.0/", HeldByPolicy),
        ("https://[::ffff:127.0.0.1]/", HeldByPolicy),
        ("https://[fd00::1]/", HeldByPolicy),
        ("https://ada:secret@north.example.org/", InvalidInput),
        ("https://north.example.org/?key=secret", InvalidInput),
        ("https:///a/", InvalidInput),
        ("https://no-such-host.invalid/", StorageFailure),
    ],
)
def test_who_is_not_to_be_asked_is_not_asked(address: str, error: type[WhatworkedError]) -> None:
    with pytest.raises(error) as told:
        Fetcher(address)
    assert "secret" not in str(told.value)


def test_a_name_is_looked_up_once_and_not_where_it_leads_inside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    led = ["8.8.8.8", "127.0.0.1"]

    def look_up(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (led.pop(0), 443))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    Fetcher("https://north.example.org/")
    assert led == ["127.0.0.1"]
    with pytest.raises(HeldByPolicy, match="within a network"):
        Fetcher("https://north.example.org/")


def certified(folder: Path, name: str) -> ssl.SSLContext:
    """What a server of a name has, and a file with the certificate, to trust it by."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "trusted.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "trusted.pem", folder / "key.pem")
    return context


def test_a_certificate_has_to_name_the_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = certified(tmp_path, "localhost")
    with listening(says("200 OK\ncontent-length: 5", b"hello"), context) as (port, _):
        strict = pytest.raises(StorageFailure, match="certificate")
        with Fetcher(f"https://localhost:{port}/") as fetcher, strict:
            fetcher.read("a", MOST)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
        with Fetcher(f"https://localhost:{port}/") as fetcher:
            assert fetcher.read("a", MOST) == b"hello"
        with Fetcher(f"https://127.0.0.1:{port}/") as fetcher, strict:
            fetcher.read("a", MOST)
