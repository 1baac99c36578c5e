"""Search as a command, over HTTP and as a page."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has none
from playwright.sync_api import Browser

Call = Callable[..., tuple[int, str, str]]
Serving = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="module")
def address(starter: Path, serving: Serving) -> Iterator[str]:
    with serving(starter) as address:
        yield address


def get(address: str, query: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{address}/v1/search?{query}", headers=headers, timeout=60)


def test_the_command_tells_people(starter: Path, call: Call) -> None:
    code, out, err = call("search", "perprem", "--home", starter)
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "PERIPrem (innovation)"


def test_the_command_and_http_say_the_same(starter: Path, call: Call, address: str) -> None:
    code, out, err = call("search", "learning system", "--limit", "20", "--home", starter, "--json")
    assert (code, err) == (0, "")
    answer = get(address, "q=learning+system")
    assert answer.status_code == 200
    assert answer.json() == json.loads(out)
    had = get(address, "q=learning+system", **{"if-none-match": answer.headers["etag"]})
    assert (had.status_code, had.content) == (304, b"")


def test_each_kind_is_found_with_where_it_leads(address: str) -> None:
    for query, kind, href in (
        ("q=periprem&type=innovation", "innovation", "/innovations/periprem"),
        ("q=devon&type=place", "place", "/places/E54000037"),
        ("q=what+worked&type=question", "question", "/questions/"),
        ("q=clinical+champion&type=condition", "condition", "/id/condition/clinical-champion"),
        ("q=ahsn&type=organisation", "organisation", "/id/organisation/"),
        ("q=periprem&type=document", "document", "/records/"),
        ("q=priorities&type=lesson", "lesson", "/records/"),
    ):
        hit = get(address, query).json()["hits"][0]
        assert hit["kind"] == kind
        assert hit["href"].startswith(href)
        page = httpx.get(f"{address}{hit['href']}", follow_redirects=True, timeout=60)
        assert page.status_code == 200


def test_what_is_said_comes_with_its_citation(address: str) -> None:
    hits = get(address, "q=masks+differences&limit=50").json()["hits"]
    hits += get(address, "q=averages+hide&limit=50").json()["hits"]
    said = [hit for hit in hits if hit["matched"] == "said"]
    for hit in said:
        assert hit["citation"]["record"] in hit["claim"]
        assert hit["citation"]["quote"] is None  # no text is held here
    assert said


def test_parts_follow_on_each_other(address: str) -> None:
    whole = get(address, "q=devon&limit=10").json()
    parts = [get(address, f"q=devon&limit=5&offset={at}").json()["hits"] for at in (0, 5)]
    assert [*parts[0], *parts[1]] == whole["hits"]
    beyond = get(address, "q=devon&offset=10000").json()
    assert (beyond["hits"], beyond["total"]) == ([], whole["total"])


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=+", f"q={'x' * 201}", "q=a&type=colour", "q=a&limit=0", "q=a&limit=101",
     "q=a&offset=-1", "q=a&offset=x", "q=a&q=b", "q=a&page=2"],
)  # fmt: skip
def test_what_does_not_fit_is_refused(address: str, query: str) -> None:
    answer = get(address, query)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_nothing_found_says_what_to_try(address: str, starter: Path, call: Call) -> None:
    answer = get(address, "q=xyzzy").json()
    assert (answer["hits"], answer["total"]) == ([], 0)
    assert "Try" in answer["advice"]
    assert "Try" in call("search", "xyzzy", "--home", starter)[1]
    assert "zebra" in get(address, "q=devon+zebra").json()["advice"]


def test_a_record_that_comes_and_goes_is_found_and_is_not(
    home: Path, tmp_path: Path, call: Call, serving: Serving
) -> None:
    fresh = tmp_path / "fresh.yaml"
    fresh.write_text(
        "kind: entity\nrecord: innovation/quoits\nis: Innovation\nlabel: quoits\nsource: x\n",
        "utf-8",
    )
    with serving(home) as address:
        assert get(address, "q=quoits").json()["total"] == 0
        assert call("add", fresh, "--home", home)[0] == 0
        (hit,) = get(address, "q=quoits").json()["hits"]
        assert hit["label"] == "quoits"
        assert call("withdraw", hit["iri"], "--reason", "made up", "--home", home)[0] == 0
        assert get(address, "q=quoits").json()["total"] == 0


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=",
        "?q=ahsn",
        "?q=xyzzy",
        "?q=devon+zebra",
        "?q=a&type=colour",
        "?q=devon&limit=3&offset=3",
    ],
)
def test_the_page_can_be_read_by_everybody(browser: Browser, address: str, query: str) -> None:
    context = browser.new_context(java_script_enabled=True)
    page = context.new_page()
    page.goto(f"{address}/search{query}")
    assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_every_page_has_the_box_and_it_works_without_scripts(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for start in ("/", "/questions/worked", "/innovations/periprem", "/nowhere"):
        page.goto(f"{address}{start}")
        page.locator("header input[name=q]").fill("Devon & <")
        page.locator("header button").click()
        assert page.url.endswith("/search?q=Devon+%26+%3C")
        assert page.locator("main input[name=q]").input_value() == "Devon & <"
        assert page.locator(".hits a").first.inner_text() == "Devon"
    context.close()


def test_hostile_text_is_only_text(address: str) -> None:
    answer = httpx.get(f"{address}/search?q={quote('<script>alert(1)</script>')}", timeout=60)
    assert "<script>" not in answer.text
