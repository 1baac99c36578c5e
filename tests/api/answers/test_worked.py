"""What worked where as a command, over HTTP and as a page: the same answer, with its words."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

Call = Callable[..., tuple[int, str, str]]
ADOPTION = {"innovation": "periprem", "axis": "adoption"}


@pytest.fixture(scope="module")
def address(starter: Path, serving: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    with serving(starter) as where:
        yield where


def fetch(address: str, path: str, accept: str = "*/*", **query: str) -> tuple[int, str]:
    answer = httpx.get(f"{address}{path}", params=query, headers={"accept": accept}, timeout=30)
    return answer.status_code, answer.text


def ask(call: Call, home: Path, given: Mapping[str, str], *more: str) -> str:
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    code, out, _ = call("worked", *options, *more, "--home", home)
    assert code == 0
    return out


def test_the_command_answers_in_json_with_citations(call: Call, starter: Path) -> None:
    found = json.loads(ask(call, starter, ADOPTION, "--json"))
    assert found["counts"]["units"] == {"all": 2, "succeeded": 1, "failed": 0, "unclear": 1}
    assert len(found["sameEstimates"]) == 1
    study = next(one for one in found["cases"] if "south-west-learning" in one["use"]["iri"])
    (outcome,) = study["findings"]
    assert outcome["result"] == "unclear"
    assert "compared with is not stated, and no baseline" in outcome["because"]
    assert outcome["figures"]["changeValue"] == 26
    assert outcome["figures"]["baselineValue"] is None
    citation = outcome["citations"][0]["citation"]
    assert (citation["start"], citation["end"]) == (6638, 6652)
    for case in found["cases"]:
        assert case["citations"]
        assert all(one["citations"] for one in case["findings"])


def test_the_command_refuses_to_mix_the_axes(call: Call, starter: Path) -> None:
    code, out, _ = call("worked", "--outcome", "implementation", "--json", "--home", starter)
    assert code == 2
    assert "ask for axis adoption" in json.loads(out)["detail"]
    code, _, told = call("worked", "--axis", "luck", "--home", starter)
    assert code == 2
    assert "choose from effect, adoption" in told


def test_a_board_stands_for_its_area(call: Call, starter: Path) -> None:
    named = json.loads(ask(call, starter, {"place": "QYG"}, "--json"))
    area = json.loads(ask(call, starter, {"place": "E54000008"}, "--json"))
    assert named["cases"]
    assert named["cases"] == area["cases"]


def test_csv_has_labels_and_says_why_a_cell_is_empty(call: Call, starter: Path) -> None:
    text = ask(call, starter, {"innovation": "nhs-111"}, "--csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["result"] for row in rows} == {"succeeded", "failed"}
    assert {row["innovationLabel"] for row in rows} == {"NHS 111 telephone service"}
    for row in rows:
        assert row["comparatorStatus"] == "reported"
        assert row["pValueStatus"] == "notSeen"
        assert row["claim"]


def test_people_read_what_did_not_work_beside_it(call: Call, starter: Path) -> None:
    out = ask(call, starter, {"innovation": "nhs-111"})
    assert "What did not work: 4" in out
    assert "1 went the other way" in out
    assert "Never reported on" in out


def test_http_gives_the_same_answer(call: Call, starter: Path, address: str) -> None:
    status, body = fetch(address, "/v1/what-worked", **ADOPTION)
    assert status == 200
    assert json.loads(body) == json.loads(ask(call, starter, ADOPTION, "--json"))
    status, text = fetch(address, "/v1/what-worked.csv", **ADOPTION)
    assert (status, text) == fetch(address, "/v1/what-worked", accept="text/csv", **ADOPTION)
    assert len(list(csv.DictReader(io.StringIO(text)))) > 2


def test_a_direction_lists_less_and_counts_all(address: str) -> None:
    every = json.loads(fetch(address, "/v1/what-worked")[1])
    worse = json.loads(fetch(address, "/v1/what-worked", direction="WORSENED")[1])
    assert worse["counts"] == every["counts"]
    assert 0 < len(worse["cases"]) < len(every["cases"])
    ways = [{one["way"] for one in case["findings"]} for case in worse["cases"]]
    assert all("otherWay" in found for found in ways)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"outcome": "implementation"}, 400),
        ({"axis": "both"}, 400),
        ({"direction": "UP"}, 400),
        ({"innovation": "nobody-knows-it"}, 404),
        ({"colour": "red"}, 400),
    ],
)
def test_http_refuses(query: dict[str, str], status: int, address: str) -> None:
    assert fetch(address, "/v1/what-worked", **query)[0] == status


def test_the_page_has_filters_and_tables(address: str) -> None:
    status, page = fetch(address, "/worked", "text/html", innovation="periprem", axis="adoption")
    assert status == 200
    for words in ("Cases by level", "What did not work", "Never reported on", "For whom",
                  "none stated", "no baseline is given"):  # fmt: skip
        assert words in page
    assert 'value="periprem"' in page
    assert "<option selected>adoption</option>" in page
    status, page = fetch(address, "/worked", "text/html", outcome="implementation")
    assert status == 400
    assert "ask for axis adoption" in page
    effect = fetch(address, "/worked", "text/html", innovation="", axis="effect", direction="")[1]
    assert "no evidence" in effect
    assert 'href="/worked" aria-current="page"' in effect
