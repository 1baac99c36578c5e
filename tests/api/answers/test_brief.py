"""The brief of an innovation, its figures and its spread: as commands, over HTTP and as pages."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import networkx as nx
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has none
from playwright.sync_api import Browser

Call = Callable[..., tuple[int, str, str]]
GOLDEN = Path(__file__).parents[2] / "golden/briefs/periprem.md"
FIGURES = (
    "innovations/periprem/figures/matrix",
    "innovations/community-virtual-ward/figures/timeline",
    "figures/gaps",
    "contexts/QJK/figures/contributions",
)
SOURCES = re.compile(r"(?:\[\d+\])+$")


@pytest.fixture(scope="module")
def address(starter: Path, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with serving(starter) as address:
        yield address


def get(address: str, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{address}{path}", headers=headers, timeout=60)


def test_the_brief_of_periprem_is_the_golden_one(starter: Path, call: Call, tmp_path: Path) -> None:
    out = tmp_path / "brief.md"
    assert call("brief", "periprem", out, "--home", starter)[0] == 0
    assert out.read_text("utf-8") == GOLDEN.read_text("utf-8")


def test_every_sentence_of_every_brief_has_its_sources(starter: Path, call: Call) -> None:
    found = json.loads(call("ask", "innovations", "--home", starter, "--json")[1])
    ids = sorted(row[0] for row in found["rows"] if "/id/innovation/" in row[0])
    assert len(ids) > 20
    for iri in ids[::7]:
        markdown = call("brief", iri, "--home", starter)[1]
        sentences = [line for line in markdown.splitlines() if line.startswith("- ")]
        assert sentences
        assert all(SOURCES.search(line) for line in sentences)
        brief = json.loads(call("brief", iri, "--home", starter, "--json")[1])
        numbers = {source["number"] for source in brief["sources"]}
        for section in brief["sections"]:
            assert section["sentences"]
            for one in section["sentences"]:
                assert one["sources"]
                assert set(one["sources"]) <= numbers
                assert set(one["claims"]) <= set(brief["citations"])


def test_a_figure_of_per_cent_never_stands_bare(starter: Path, call: Call) -> None:
    for line in call("brief", "periprem", "--home", starter)[1].splitlines():
        assert "a change of" not in line or "kind of change" in line


def test_a_statement_that_is_withdrawn_takes_its_sentences_along(home: Path, call: Call) -> None:
    def claims() -> set[str]:
        brief = json.loads(call("brief", "periprem", "--home", home, "--json")[1])
        return set(brief["citations"])

    source = "https://w3id.org/whatworked/id/source/south-west-learning-system"
    assert any(claim.startswith(source) for claim in claims())
    assert call("withdraw", source, "--reason", "to see", "--home", home)[0] == 0
    assert not any(claim.startswith(source) for claim in claims())


def test_http_gives_the_brief_in_both_forms(starter: Path, call: Call, address: str) -> None:
    path = "/v1/innovations/periprem/brief"
    answer = get(address, path)
    assert answer.json() == json.loads(call("brief", "periprem", "--home", starter, "--json")[1])
    told = get(address, path, accept="text/markdown")
    assert told.headers["content-type"].startswith("text/markdown")
    assert told.text == GOLDEN.read_text("utf-8")
    tags = {answer.headers["etag"], told.headers["etag"]}
    assert len(tags) == 2
    for tag, accept in ((answer.headers["etag"], "*/*"), (told.headers["etag"], "text/markdown")):
        assert get(address, path, accept=accept, **{"if-none-match": tag}).status_code == 304
    assert get(address, "/v1/innovations/nothing-at-all/brief").status_code == 404


@pytest.mark.parametrize("path", FIGURES)
def test_a_figure_is_data_a_picture_and_a_table(address: str, path: str) -> None:
    found = get(address, f"/v1/{path}").json()
    table = found["table"]
    assert found["spec"]["data"]["values"] == [
        dict(zip(table["columns"], row, strict=True)) for row in table["rows"]
    ]
    picture = get(address, f"/v1/{path}.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert ET.fromstring(picture.text).tag.endswith("svg")  # noqa: S314 — our own text
    assert "<script" not in picture.text
    rows = list(csv.reader(io.StringIO(get(address, f"/v1/{path}.csv").text)))
    assert (rows[0], len(rows) - 1) == (table["columns"], len(table["rows"]))


def test_figures_that_cannot_be_are_refused(address: str) -> None:
    contrast = get(address, "/v1/innovations/periprem/figures/contrast")
    assert contrast.status_code == 404
    assert "succeeded" in contrast.json()["detail"]
    assert get(address, "/v1/innovations/periprem/figures/pie").status_code == 404
    assert get(address, "/v1/contexts/QJK/figures/contributions?nearest=0").status_code == 400
    assert get(address, "/v1/figures/gaps?level=icb").status_code == 400


def test_spread_is_the_same_in_command_and_http(starter: Path, call: Call, address: str) -> None:
    name = "community-virtual-ward"
    out = json.loads(call("spread", name, "--home", starter, "--json")[1])
    assert get(address, f"/v1/innovations/{name}/spread").json() == out
    assert {one["became"] for one in out["attempts"]} == {"arrived", "stopped"}
    assert out["attempts"][0]["when"]["earliest"] is None  # a status as of a time: by then
    assert {claim for one in out["attempts"] for claim in one["claims"]} <= set(out["citations"])
    graph = nx.parse_graphml(get(address, f"/v1/innovations/{name}/spread.graphml").text)
    assert len(graph) == len(out["uses"]) + len(out["attempts"]) == len(out["graph"]["nodes"])


def test_the_command_tells_people_how_it_spread(starter: Path, call: Call, tmp_path: Path) -> None:
    code, out, err = call(
        "spread", "precept", "--home", starter, "--graphml", tmp_path / "g.graphml"
    )
    assert (code, err) == (0, "")
    assert "not stated" in out
    assert "lastKnown" in out
    assert len(nx.read_graphml(tmp_path / "g.graphml")) > 2


def test_the_command_draws(starter: Path, call: Call, tmp_path: Path) -> None:
    picture, table = tmp_path / "gaps.svg", tmp_path / "gaps.csv"
    for out in (picture, table):
        assert call("figure", "gaps", "--out", out, "--home", starter)[0] == 0
    assert picture.read_text("utf-8").startswith("<svg")
    assert table.read_text("utf-8").startswith("condition,level,uses")
    assert call("figure", "gaps", "--out", tmp_path / "gaps.png", "--home", starter)[0] == 2
    assert call("figure", "matrix", "--home", starter)[0] == 2
    assert call("figure", "pie", "periprem", "--home", starter)[0] == 2


@pytest.mark.parametrize("code", ["periprem", "community-virtual-ward", "precept"])
def test_the_pages_can_be_read_by_everybody(browser: Browser, address: str, code: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    for path in (f"/innovations/{code}", f"/innovations/{code}/brief"):
        page.goto(f"{address}{path}")
        page.wait_for_load_state("networkidle")
        assert Axe().run(page).response["violations"] == []
        for image in page.locator("main img").all():
            assert image.get_attribute("alt")
            assert image.evaluate("image => image.naturalWidth") > 0
        for figure in page.locator("figure").all():
            assert figure.locator("figcaption a").count() == 2
        assert page.locator("figure").count() == page.locator("figure + details table").count()
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
