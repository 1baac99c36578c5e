"""Why it transferred, as commands, HTTP and a page tell it."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from api.answers.why_answer import matrix_csv, ordinal
from queries.outcomes.case import Case, Named, State
from queries.transfer.matrix import make_matrix

Call = Callable[..., tuple[int, str, str]]
KEYS = {
    "innovation", "axis", "outcome", "grade", "reason", "cases", "units", "successes", "failures",
    "unclear", "said", "matrix", "contrasts", "necessity", "configurations", "compared",
    "wouldNeed",
}  # fmt: skip


@pytest.mark.usefixtures("home")
def test_the_answer_of_the_contract(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    code, out, err = call("why", "periprem", "--json", "--matrix", path)
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found.keys() >= KEYS
    assert (found["axis"], found["outcome"], found["grade"]) == ("effect", None, "tooFew")
    said = found["said"][0]
    assert (said["modality"], said["asserterRole"]) == ("attributed", "unknown")
    assert said["citation"]["start"] < said["citation"]["end"]
    assert found["cases"] == found["successes"] + found["failures"] + found["unclear"]
    matrix = found["matrix"]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["implementation"] for row in rows] == [
        row["implementation"] for row in matrix["rows"]
    ]
    for row in matrix["rows"]:
        assert len(row["states"]) == len(matrix["conditions"])
        assert set(row["states"]) <= {"Present", "Partly", "Absent", "Conflicting", None}
    cited = {
        claim for one in found["narrative"] for part in one["clauses"] for claim in part["claims"]
    }
    assert cited <= found["citations"].keys()


@pytest.mark.usefixtures("home")
def test_analyses_of_an_outcome_are_counted(call: Call) -> None:
    def number(*more: str) -> dict[str, object]:
        counted: dict[str, object] = json.loads(call("why", *more, "--json")[1])["analysis"]
        return counted

    first = number("periprem")
    assert first == {"number": 1, "ofInnovation": 1, "text": "1st analysis of this outcome"}
    assert number("PERIPrem") == first  # asked again at the same sequence
    assert number("periprem", "--axis", "adoption")["ofInnovation"] == 2
    assert number("precept")["ofInnovation"] == 1
    call("level", "source/south-west-learning-system", "NHS")
    assert number("periprem") == {
        "number": 2, "ofInnovation": 3, "text": "2nd analysis of this outcome",
    }  # fmt: skip


@pytest.mark.usefixtures("home")
def test_people_read_what_is_said_and_what_to_record(call: Call) -> None:
    code, out, _ = call("why", "copd-hotspot-approach", "--axis", "adoption")
    told = " ".join(out.split())
    assert code == 0
    assert told.startswith("too few: 0 completed transfers are on record; 0 units succeed")
    assert "To answer better, record next" in told


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["periprem", "--axis", "both"], 2, "choose from effect, adoption"),
        (["periprem", "--outcome", "implementation"], 2, "axis adoption"),
        (["no such thing"], 2, "nothing is called"),
        (["periprem", "--outcome", "no such measure"], 2, "nothing is called"),
    ],
)
def test_what_does_not_fit_is_refused(
    arguments: list[str], code: int, told: str, call: Call
) -> None:
    found, out, _ = call("why", *arguments, "--json")
    assert found == code
    assert told in json.loads(out)["detail"]


def test_no_cell_of_the_matrix_is_a_formula() -> None:
    name = Named("use", '=HYPERLINK("https://ex.org")')
    case = Case(
        name, Named("innovation"), Named("unit", "+1"), "source", "failed", "", (),
        states={"condition/a": State("conflicting", ("claim",))},
        conditions={"condition/a": "@sum"},
    )  # fmt: skip
    head, row, _ = matrix_csv(make_matrix([case])).split("\r\n")
    assert head.endswith(",'@sum")
    assert "'=HYPERLINK" in row
    assert row.endswith(",'+1,failed,Conflicting")


def test_numbers_in_a_row() -> None:
    told = [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)]
    assert told == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]


@pytest.fixture(scope="module")
def address(starter: Path, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with serving(starter) as address:
        yield address


def fetch(address: str, **headers: str) -> tuple[int, dict[str, str], str]:
    try:
        with urlopen(Request(address, headers=headers)) as answer:  # noqa: S310 — our own server
            return answer.status, dict(answer.headers), answer.read().decode()
    except HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


def test_http_answers_as_the_command_does(address: str, starter: Path, call: Call) -> None:
    status, headers, body = fetch(f"{address}/v1/innovations/periprem/why?axis=adoption")
    told = call("why", "periprem", "--axis", "adoption", "--json", "--home", starter)[1]
    assert (status, json.loads(body)) == (200, json.loads(told))
    again = fetch(f"{address}/v1/innovations/periprem/why", **{"if-none-match": headers["etag"]})
    assert again[0] == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/innovations/none-such/why", 404),
        ("/v1/innovations/periprem/why?axis=both", 400),
        ("/v1/innovations/periprem/why?axes=effect", 400),
        ("/v1/innovations/periprem/why?outcome=implementation", 400),
        ("/innovations/none-such/why", 404),
    ],
)
def test_http_refuses_what_does_not_fit(path: str, status: int, address: str) -> None:
    assert fetch(f"{address}{path}")[0] == status


def test_the_page_tells_both_axes(address: str) -> None:
    status, _, body = fetch(f"{address}/innovations/periprem/why", accept="text/html")
    assert status == 200
    assert "Whether it worked: too few" in body
    assert "Whether it was taken up: too few" in body
    assert "<h3>To answer better, record next</h3>" in body
    assert "/innovations/periprem/why" in fetch(f"{address}/innovations/periprem")[2]
