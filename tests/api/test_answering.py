"""Every error is told in one form: a problem for programs, a page for people."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import httpx
import pytest
import uvicorn

from api.app import create_app
from api.home import Home
from api.logs import JsonLine
from api.served import Served
from api.settings import Settings
from graph.engine.answer import DeadlinePassed
from ontology.errors import Conflict, LimitReached, NotAvailable, StorageFailure, WhatworkedError

PLANTED = {
    "unforeseen": (ZeroDivisionError("secret"), 500, "internal"),
    "fault": (WhatworkedError("planted"), 500, "internal"),
    "storage": (StorageFailure("planted"), 500, "storage"),
    "conflict": (Conflict("planted"), 409, "conflict"),
    "absent": (NotAvailable("planted"), 501, "notAvailable"),
    "limit": (LimitReached("planted"), 503, "limit"),
    "deadline": (DeadlinePassed("planted"), 503, "deadline"),
}
TOLD = [
    *((f"/planted/{name}", status, code) for name, (_, status, code) in PLANTED.items()),
    ("/numbers/three", 400, "invalid"),
    ("/v1/questions/worked?colour=red", 400, "invalid"),
    ("/v1/questions/worked?place=x&place=y", 400, "invalid"),
    ("/v1/questions/worked?place=Atlantis", 404, "notFound"),
    ("/v1/questions/worked?asOf=7", 404, "notFound"),
    ("/v1/questions/worked?asOf=2021-1-1", 400, "invalid"),
    (f"/v1/questions/worked?asOf={'9' * 5000}", 400, "invalid"),
    ("/v1/questions/worked?sharing=NHS", 501, "notAvailable"),
    ("/v1/questions/worked?sharing=", 400, "invalid"),
    ("/v1/questions/wroked.csv", 404, "notFound"),
    ("/v1/changes?since=7", 404, "notFound"),
    ("/v1/changes?since=-1", 400, "invalid"),
    ("/id/innovation/nothing", 404, "notFound"),
    ("/data/innovation/periprem.exe", 404, "notFound"),
    ("/records/nothing", 404, "notFound"),
    ("/records/..%2Fnothing", 404, "notFound"),
    ("/static/nothing.css", 404, "notFound"),
    ("/static/..%2F..%2Fapp.py", 404, "notFound"),
    ("/nowhere", 404, "notFound"),
]


@pytest.fixture(scope="module")
def client(starter: Path) -> Iterator[httpx.Client]:
    """A server of an application with faults planted in it."""
    home = Home(Settings(starter, "tester", None))

    def fail(name: str) -> None:
        raise PLANTED[name][0]

    def take(number: int) -> int:
        return number

    with home.engine() as engine:
        app = create_app(Served(home, {"LOCAL": engine}))
        app.add_api_route("/planted/{name}", fail)
        app.add_api_route("/numbers/{number}", take)
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        port = listener.getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield client
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize(("path", "status", "code"), TOLD)
def test_a_program_is_told_the_problem(
    client: httpx.Client, path: str, status: int, code: str
) -> None:
    found = client.get(path)
    assert (found.status_code, found.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    told = found.json()
    assert told.keys() == {"type", "title", "status", "detail", "instance", "code"}
    assert (told["status"], told["code"]) == (status, code)
    assert told["type"] == f"https://w3id.org/whatworked/ns#problem-{code}"
    assert told["title"]
    assert told["detail"]
    assert "secret" not in found.text
    assert found.headers.get("retry-after", "").isdecimal() == (status == 503)
    assert found.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("path", "status"), [told[:2] for told in TOLD])
def test_people_are_told_on_a_page(client: httpx.Client, path: str, status: int) -> None:
    page = client.get(path, headers={"accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert "<title>Error: " in page.text
    assert "secret" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'self'")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_what_is_only_read_says_so(client: httpx.Client, method: str) -> None:
    found = client.request(method, "/v1/questions/worked")
    assert (found.status_code, found.json()["code"]) == (405, "methodNotAllowed")
    assert found.headers["allow"] == "GET, HEAD"


def test_an_unforeseen_fault_is_logged(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "whatworked.http"):
        client.get("/planted/unforeseen")
    assert "ZeroDivisionError: secret" in caplog.text
    line = json.loads(JsonLine().format(caplog.records[-1]))
    assert (line["status"], line["path"]) == (500, "/planted/unforeseen")


@pytest.mark.parametrize(
    "path", ["/", "/v1/questions/worked", "/data/innovation/periprem.ttl", "/nowhere"]
)
def test_head_is_get_without_the_body(client: httpx.Client, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}
