"""The readiness card as a page: for a screen reader, for a keyboard, and on one sheet of paper."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has none
from playwright.sync_api import Browser, Page

CARDS = {
    "/innovations/feno-testing/fit": 200,
    "/innovations/feno-testing/fit?context=E54000043&have=staff+training": 200,
    "/innovations/escape-pain/fit?context=E54000026": 200,
    "/innovations/periprem/fit?context=E54000037": 200,
    "/innovations/feno-testing/fit?context=Atlantis": 404,
    "/innovations/feno-testing/fit?context=E54000043&have=luck": 404,
}
STOPS = "a[href], button, input, summary"


@pytest.fixture(scope="module")
def address(starter: Path, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with serving(starter) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_context(base_url=address) as context:
        yield context.new_page()


@pytest.mark.parametrize("path", CARDS)
def test_everybody_can_read_a_card(path: str, page: Page) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.status == CARDS[path]
    assert page.locator("h1").count() == 1
    assert page.title().startswith("Error: ") == (CARDS[path] != 200)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page).response["violations"]
        assert [(one["id"], node["html"]) for one in found for node in one["nodes"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(
    "path", [path for path in CARDS if "context=E" in path and "luck" not in path]
)
def test_a_card_prints_on_one_page(path: str, page: Page) -> None:
    page.goto(path)
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    page.emulate_media(media="print")
    assert page.locator(".card .parts").is_visible()
    assert not page.locator("main form").is_visible()
    page.emulate_media(media="null")


def test_a_keyboard_reaches_all_of_a_card(page: Page) -> None:
    page.goto("/innovations/feno-testing/fit?context=E54000043")
    count = page.locator(STOPS).evaluate_all(
        "all => all.filter(one => one.checkVisibility()).length"
    )
    reached = set()
    for _ in range(count):
        page.keyboard.press("Tab")
        at = f"[...document.querySelectorAll('{STOPS}')].indexOf(document.activeElement)"
        reached.add(page.evaluate(at))
    assert len(reached - {-1}) == count


def test_every_line_of_a_card_has_a_source(page: Page) -> None:
    page.goto("/innovations/feno-testing/fit?context=E54000026&have=staff-training")
    bare = page.locator(".parts li:not(:has(a.mark)):not(:has(.silent))")
    assert bare.all_inner_texts() == []


def test_the_form_asks(page: Page) -> None:
    page.goto("/innovations/feno-testing/fit")
    page.fill("#context", "E54000043")
    page.fill("#lack", "staff training")
    page.click("main button")
    assert "Gloucestershire" in page.inner_text("h1")
    assert "the asker says lacking" in page.inner_text(".parts")


def test_http_says_what_the_contract_names(address: str) -> None:
    url = f"{address}/v1/innovations/feno-testing/fit"
    answer = httpx.get(url, params={"context": "E54000026", "lack": "staff-training"}, timeout=60)
    assert answer.status_code == 200
    found = answer.json()
    assert found.keys() >= {
        "innovation", "place", "verdict", "reason", "counts", "gaps", "adaptations",
        "precedents", "ask", "unknowns",
    }  # fmt: skip
    assert found["counts"].keys() >= {"worked", "didNot", "unclear", "similar"}
    had = httpx.get(
        url,
        params={"context": "E54000026", "lack": "staff-training"},
        headers={"if-none-match": answer.headers["etag"]},
        timeout=60,
    )
    assert had.status_code == 304
    assert httpx.get(url, timeout=60).status_code == 400
    both = {"context": "E54000026", "lack": "staff-training", "have": "staff training"}
    assert httpx.get(url, params=both, timeout=60).status_code == 400
