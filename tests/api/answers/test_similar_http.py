"""Similar contexts over HTTP: the same answers as the command's, and problems told."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

Call = Callable[..., tuple[int, str, str]]
PLACES = {"icb": "QYG", "subIcb": "02P", "district": "E06000052", "lsoa": "E01000034"}


@pytest.fixture(scope="module")
def client(
    starter: Path, serving: Callable[..., AbstractContextManager[str]], shared: Path
) -> Iterator[httpx.Client]:
    assert shared
    with serving(starter) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def found(call: Call, *arguments: str) -> object:
    return json.loads(call("similar", *arguments, "--json")[1])


@pytest.mark.parametrize("level", PLACES)
def test_http_answers_as_the_command_does(
    level: str, client: httpx.Client, call: Call, nowhere: Path
) -> None:
    assert nowhere
    path = f"/v1/contexts/{PLACES[level]}/similar"
    answer = client.get(path, params={"level": level, "top": 3, "weights": "rural=2"})
    expected = found(call, PLACES[level], "--level", level, "--top", "3", "--weights", "rural=2")
    assert (answer.status_code, answer.json()) == (200, expected)
    again = client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    table = client.get(f"{path}.csv", params={"level": level})
    assert (
        table.text.splitlines()
        == call("similar", PLACES[level], "--level", level, "--csv")[1].splitlines()
    )


def test_http_takes_a_description(client: httpx.Client, call: Call, nowhere: Path) -> None:
    assert nowhere
    body = {"given": {"rural": 0.5, "over65": 0.2}, "top": 3, "weights": {"rural": 2}}
    answer = client.post("/v1/contexts/similar", json=body)
    expected = found(
        call, "--given", "rural=0.5", "--given", "over65=0.2", "--top", "3", "--weights", "rural=2"
    )
    assert (answer.status_code, answer.json()) == (200, expected)


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ({"given": {"rurral": 1}}, 404, "did you mean rural"),
        ({"given": {"rural": 2}}, 400, "share"),
        ({"given": {"rural": True}}, 400, "given"),
        ({"given": {}}, 400, "given"),
        ({"given": {"rural": 0.1}, "colour": "red"}, 400, "colour"),
        ({"given": {"rural": 0.1}, "top": 0}, 400, "top"),
        ({"given": {"rural": 0.1}, "level": "county"}, 404, "county"),
        ({"given": {"rural": 0.1}, "weights": {"rural": -1}}, 400, "weight"),
        ([], 400, "body"),
    ],
)
def test_http_refuses_what_does_not_fit(
    body: object, status: int, told: str, client: httpx.Client
) -> None:
    answer = client.post("/v1/contexts/similar", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert told in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/v1/contexts/Atlantis/similar", 404, "Atlantis"),
        ("/v1/contexts/QYG/similar?colour=red", 400, "colour"),
        ("/v1/contexts/QYG/similar?top=101", 400, "1 to 100"),
        ("/v1/contexts/QYG/similar?top=3&top=4", 400, "twice"),
        ("/v1/contexts?level=icb", 400, "level"),
    ],
)
def test_http_tells_problems(path: str, status: int, told: str, client: httpx.Client) -> None:
    answer = client.get(path)
    assert (answer.status_code, told in answer.json()["detail"]) == (status, True)


def test_what_the_numbers_are(client: httpx.Client) -> None:
    answer = client.get("/v1/contexts").json()
    assert [level["name"] for level in answer["levels"]] == list(PLACES)
    assert all(level["available"] for level in answer["levels"])
    assert [profile["name"] for profile in answer["profiles"]] == [
        "age",
        "all",
        "deprivation",
        "rurality",
    ]
    for profile in answer["profiles"]:
        for feature in profile["features"]:
            assert {"source", "version", "year", "unit", "computed", "frame"} <= feature.keys()
