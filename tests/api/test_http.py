"""The server as a process of its own, asked by a real client."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from ontology.terms import PROJECT_BASE

Call = Callable[..., tuple[int, str, str]]
COMMAND = Path(sys.executable).with_name("whatworked")
PERIPREM = f"{PROJECT_BASE}id/innovation/periprem"
ENTITY = "kind: entity\nrecord: innovation/{}\nis: Innovation\nlabel: {}\n"


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    with log_of(home).open("w") as log:
        return subprocess.Popen(
            [COMMAND, "serve", "--port", "0", *arguments],
            env={**os.environ, "WHATWORKED_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )


def log_of(home: Path) -> Path:
    return home.with_suffix(".log")


def address_of(server: subprocess.Popen[str]) -> str:
    assert server.stdout
    word, _, address = server.stdout.readline().strip().partition(" ")
    assert word == "ready"
    return address


def alive(group: int) -> bool:
    """Whether a process of a group is left, those that only wait to be counted aside."""
    states = subprocess.run(
        ["ps", "-o", "stat=", "-g", str(group)],  # noqa: S607 — of the path
        capture_output=True,
        text=True,
        check=False,
    )
    return any(not state.startswith("Z") for state in states.stdout.split())


def serve(home: Path) -> Iterator[httpx.Client]:
    with start(home) as server:
        with httpx.Client(base_url=address_of(server), timeout=60) as client:
            yield client
        server.terminate()


@pytest.fixture(scope="module")
def client(starter: Path) -> Iterator[httpx.Client]:
    """One server that is only read from."""
    yield from serve(starter)


@pytest.fixture
def writable(home: Path) -> Iterator[httpx.Client]:
    yield from serve(home)


@pytest.mark.usefixtures("home")
def test_what_there_is(client: httpx.Client, call: Call) -> None:
    found = client.get("/v1/", headers={"accept": "application/json"})
    assert (found.status_code, found.headers["content-type"]) == (200, "application/json")
    assert found.json()["sequence"] == 1
    listed = client.get("/v1/questions")
    assert listed.json() == json.loads(call("questions", "--json")[1])
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 200


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("worked", {}),
        ("said", {"innovation": "PERIPrem"}),
        ("said", {"innovation": PERIPREM, "asOf": "1"}),
        ("sets", {"asOf": "0"}),
        ("silent", {}),
    ],
)
def test_answers_are_those_of_the_command(
    client: httpx.Client, call: Call, name: str, given: dict[str, str]
) -> None:
    options = [part for key, text in given.items() for part in _option(key, text)]
    found = client.get(f"/v1/questions/{name}", params=given)
    assert (found.status_code, found.headers["content-type"]) == (200, "application/json")
    assert found.json() == json.loads(call("ask", name, *options, "--json")[1])
    expected = list(csv.reader(io.StringIO(call("ask", name, *options, "--csv")[1], newline="")))
    for path, accept in ((f"{name}.csv", "*/*"), (name, "text/csv")):
        table = client.get(f"/v1/questions/{path}", params=given, headers={"accept": accept})
        assert table.headers["content-type"] == "text/csv; charset=utf-8"
        assert list(csv.reader(io.StringIO(table.text, newline=""))) == expected


def _option(key: str, text: str) -> tuple[str, str]:
    return ("--as-of", text) if key == "asOf" else ("--given", f"{key}={text}")


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/v1/questions/worked?colour=red", 400, "colour"),
        ("/v1/questions/worked?place=Atlantis", 404, "nothing is called 'Atlantis'"),
        ("/v1/questions/worked?place=x&place=y", 400, "twice"),
        ("/v1/questions/worked?innovation=https://a%20b/", 400, "full IRI"),
        ("/v1/questions/worked?asOf=2", 404, "has come to 1 only"),
        ("/v1/questions/worked.csv?asOf=soon", 400, "YYYY-MM-DD"),
        ("/v1/questions/wroked", 404, "wroked"),
        ("/v1/questions/wroked.csv", 404, "wroked"),
        ("/v1/nothing", 404, ""),
    ],
)
def test_problems_are_told(client: httpx.Client, path: str, status: int, told: str) -> None:
    found = client.get(path)
    assert (found.status_code, found.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert {"type", "title", "detail", "code"} <= found.json().keys()
    assert found.json()["status"] == status
    assert told in found.json()["detail"]


def test_only_reading_is_allowed(client: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE"):
        found = client.request(method, "/v1/questions/worked")
        assert (found.status_code, found.json()["status"]) == (405, 405)


def test_each_answer_is_a_line_of_the_log(writable: httpx.Client, home: Path) -> None:
    writable.get("/health/live")
    writable.get("/v1/nothing")
    lines = [json.loads(line) for line in log_of(home).read_text("utf-8").splitlines()]
    assert [(line["path"], line["status"]) for line in lines] == [
        ("/health/live", 200),
        ("/v1/nothing", 404),
    ]
    assert all(
        line.keys() >= {"time", "level", "event", "method", "milliseconds"} for line in lines
    )


def test_an_answer_with_quotes_changes_with_the_texts(
    writable: httpx.Client, call: Call, tmp_path: Path
) -> None:
    first = writable.get("/v1/questions/worked").headers["etag"]
    (tmp_path / "a.txt").write_text("Words of a document.", "utf-8")
    assert call("document", "add", tmp_path / "a.txt")[0] == 0
    again = writable.get("/v1/questions/worked", headers={"if-none-match": first})
    assert again.status_code == 200
    as_csv = writable.get("/v1/questions/worked.csv", headers={"if-none-match": first})
    assert as_csv.headers["etag"] not in {first, again.headers["etag"]}


def test_an_answer_stands_until_something_is_added(
    writable: httpx.Client, call: Call, tmp_path: Path
) -> None:
    first = writable.get("/v1/questions/find", params={"name": "Added"})
    assert first.json()["rows"] == []
    known = {"if-none-match": first.headers["etag"]}
    again = writable.get("/v1/questions/find", params={"name": "Added"}, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    (tmp_path / "a.yaml").write_text(ENTITY.format("n1", "Added"), "utf-8")
    call("add", tmp_path / "a.yaml")
    after = writable.get("/v1/questions/find", params={"name": "Added"}, headers=known)
    assert (after.status_code, after.json()["sequence"], len(after.json()["rows"])) == (200, 2, 1)
    assert after.headers["etag"] != first.headers["etag"]
    call("withdraw", "innovation/n1", "--reason", "done")
    gone = writable.get("/v1/questions/find", params={"name": "Added"}).json()
    assert (gone["sequence"], gone["rows"]) == (3, [])


def test_many_may_ask_at_once(writable: httpx.Client, call: Call, tmp_path: Path) -> None:
    processes = []
    for n in range(3):
        path = tmp_path / f"{n}.yaml"
        path.write_text(ENTITY.format(f"n{n}", f"number {n}"), "utf-8")
        processes.append(subprocess.Popen([COMMAND, "add", path], stdout=subprocess.DEVNULL))
        seen = [writable.get("/v1/questions/find").json()["sequence"] for _ in range(5)]
        assert seen == sorted(seen)
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert writable.get("/v1/questions/worked").json()["sequence"] == 4
    assert writable.get("/v1/questions/find").json() == json.loads(call("ask", "find", "--json")[1])


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_server_ends_when_told(home: Path, sent: signal.Signals, code: int) -> None:
    with start(home) as server:
        with httpx.Client(base_url=address_of(server), timeout=60) as client:
            assert client.get("/v1/questions/worked").status_code == 200
            server.send_signal(sent)
            out, _ = server.communicate(timeout=60)
        assert (server.returncode, out) == (code, "")
        assert len(log_of(home).read_text("utf-8").splitlines()) == 1
        assert not alive(server.pid)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])  # noqa: S104 — refused
def test_others_are_not_let_in(host: str, call: Call) -> None:
    code, out, err = call("serve", "--port", "0", "--host", host)
    assert (code, out, "give a loopback address" in err) == (2, "", True)


def test_a_port_that_is_taken(home: Path) -> None:
    with start(home) as server:
        port = address_of(server).rpartition(":")[2]
        with start(home, "--port", port) as second:
            second.wait(timeout=60)
        told = log_of(home).read_text("utf-8")
        assert (second.returncode, f"port {port}" in told) == (5, True)
        server.terminate()
