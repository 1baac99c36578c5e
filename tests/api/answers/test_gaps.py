"""What is not known, as a command and over HTTP."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx

Call = Callable[..., tuple[int, str, str]]


def test_the_command_tells_people(home: Path, call: Call) -> None:
    code, out, err = call("gaps", "--home", home)
    assert (code, err) == (0, "")
    for part in ("How lopsided the record is", "singleReader", "Never assessed", "unreported:"):
        assert part in out


def test_the_command_and_http_say_the_same(
    home: Path, call: Call, serving: Callable[..., AbstractContextManager[str]]
) -> None:
    code, out, err = call("gaps", "--home", home, "--json")
    assert (code, err) == (0, "")
    with serving(home) as address:
        answer = httpx.get(f"{address}/v1/gaps", timeout=60)
        had = httpx.get(f"{address}/v1/gaps", headers={"if-none-match": '"1"'}, timeout=60)
        described = httpx.get(f"{address}/openapi.json", timeout=60).json()
        refused = httpx.get(f"{address}/v1/gaps?level=NHS", timeout=60)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
    assert answer.json() == json.loads(out)
    assert (had.status_code, had.content) == (304, b"")
    assert set(described["paths"]["/v1/gaps"]["get"]["responses"]) >= {"200", "304", "400"}
    assert refused.status_code == 400


def test_the_starter_says_how_lopsided_it_is(home: Path, call: Call) -> None:
    found = json.loads(call("gaps", "--home", home, "--json")[1])
    shares = found["shares"]
    assert shares["singleReader"]["share"] == 1  # nobody has read a record a second time yet
    assert 0 < shares["partRead"]["share"] < 1
    assert shares["negative"]["count"] + shares["null"]["count"] > 0
    assert all(cell["uses"] > 0 for cell in found["known"])
