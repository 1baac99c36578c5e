"""The pages as a browser shows them: to a screen reader, to a keyboard, on a small screen."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has none
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from api.cli import run_command

MADE_UP = Path(__file__).parents[1] / "data/broken"  # what is right before a test breaks it
PAGES = {
    "/": 200,
    "/questions": 200,
    "/worked?innovation=periprem&axis=adoption": 200,
    "/worked?outcome=implementation": 400,
    "/questions/worked": 200,
    "/questions/find?name=nothing+of+that+name": 200,
    "/questions/sets": 200,
    "/questions/worked?place=Atlantis": 404,
    "/questions/worked?asOf=soon": 400,
    "/questions/worked?colour=red": 400,
    "/innovations": 200,
    "/innovations/periprem": 200,
    "/innovations/walks": 200,
    "/places": 200,
    "/places/anytown": 200,
    "/places/E54000037": 200,
    "/questions/challenges?place=E54000037&level=icb": 200,
    "/records": 200,
    "/records/leaflet": 200,
    "/records/heard": 200,
    "/records/nothing": 404,
    "/nowhere": 404,
    "/sparql": 200,
    "/sparql?example=worked": 200,
    "/sparql?query=ASK+{}": 200,
    "/sparql?query=SELECT+*+{+?s+a+?class+}+LIMIT+3": 200,
    "/sparql?query=CONSTRUCT+WHERE+{+?s+a+?class+}+LIMIT+3": 200,
    "/sparql?query=SELECT+nonsense": 400,
}
HEARD = """kind: source
record: heard
document:
  title: What was told in a meeting
  coverage: secondHand
  bytesSha256: 0000000000000000000000000000000000000000000000000000000000000000
  textSha256: 0000000000000000000000000000000000000000000000000000000000000000
  extractor: text/1
says: [{key: a, about: [area/anytown], gist: benches helped, basis: curatorReading, because: told}]
"""
WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=640)
STOPS = "a[href], button, input, select, textarea, summary, [tabindex='0']"
WATCH = """stops => {
  const all = [...document.querySelectorAll(stops)].filter(one => one.checkVisibility());
  window.reached = [];
  document.addEventListener("focusin", ({target}) => {
    const style = getComputedStyle(target), box = target.getBoundingClientRect();
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    window.reached.push([all.indexOf(target), seen]);
  });
  return all.length;
}"""
NOT_BIG = """() => [...document.querySelectorAll("nav a, button, input, summary, .skip")]
  .filter(one => one.getBoundingClientRect().height < 24).map(one => one.outerHTML)"""


@dataclass(frozen=True)
class Visit:
    """A page in a browser, what it asked for, and what it complained of."""

    page: Page
    asked: list[str]
    complaints: list[str]


@pytest.fixture(scope="module")
def address(
    starter: Path,
    tmp_path_factory: pytest.TempPathFactory,
    serving: Callable[..., AbstractContextManager[str]],
) -> Iterator[str]:
    """A server of the starter records and of two made-up documents, one with its text."""
    home = tmp_path_factory.mktemp("pages") / "home"
    shutil.copytree(starter, home)
    (home.parent / "heard.yaml").write_text(HEARD, "utf-8")
    for words in (
        ["document", "add", MADE_UP / "leaflet.txt"],
        ["add", MADE_UP / "base.yaml", home.parent / "heard.yaml"],
    ):
        assert run_command([*map(str, words), "--home", str(home)]) == 0
    with serving(home) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=address, viewport=WIDE) as context:
        yield context


@pytest.fixture(scope="module")
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture
def visit(context: BrowserContext) -> Iterator[Visit]:
    with context.new_page() as page:
        found = Visit(page, [], [])
        page.on("request", lambda request: found.asked.append(request.url))
        page.on("console", lambda line: found.complaints.append(line.text))
        page.on("pageerror", lambda error: found.complaints.append(str(error)))
        yield found


def go(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer
    return answer.status


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], node["html"]) for one in found for node in one["nodes"]]


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_read(path: str, visit: Visit, plain: Page, address: str) -> None:
    page = visit.page
    assert go(page, path) == PAGES[path]
    assert page.title().startswith("Error: ") == (PAGES[path] != 200)
    assert page.title().endswith(" – what worked")
    assert page.locator("h1").count() == 1
    assert page.evaluate(NOT_BIG) == []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert {url for url in visit.asked if not url.startswith(f"{address}/")} == set()
    go(plain, path)
    assert plain.inner_text("body") == page.inner_text("body")
    noise = f"Failed to load resource: the server responded with a status of {PAGES[path]}"
    assert [line for line in visit.complaints if not line.startswith(noise)] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_keyboard_is_enough(path: str, visit: Visit) -> None:
    page = visit.page
    go(page, path)
    count = page.evaluate(WATCH, STOPS)
    for _ in range(count):
        page.keyboard.press("Tab")
    assert page.evaluate("window.reached") == [[place, True] for place in range(count)]


def test_the_navigation_can_be_skipped(visit: Visit) -> None:
    page = visit.page
    go(page, "/questions")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("one => one === document.activeElement")
    assert skip.bounding_box()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_question_is_asked_with_enter(visit: Visit, address: str) -> None:
    page = visit.page
    go(page, "/questions/worked")
    page.get_by_label("place").focus()
    page.keyboard.type("Anytown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{address}/questions/worked?innovation=&place=Anytown"
    assert page.get_by_label("place").input_value() == "Anytown"
    assert "1 row" in page.inner_text("main")
    assert "decrease" in page.inner_text("table")


def test_a_query_is_written_and_asked_from_a_keyboard(visit: Visit) -> None:
    page = visit.page
    go(page, "/sparql")
    page.get_by_label("Query").focus()
    page.keyboard.type("SELECT ?name { ?s ?p ?name } LIMIT 2")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_label("Query").input_value() == "SELECT ?name { ?s ?p ?name } LIMIT 2"
    assert "2 rows" in page.inner_text("main")
    assert violations(page) == []


def test_a_claim_leads_to_its_words(visit: Visit) -> None:
    page = visit.page
    go(page, "/questions/worked?place=Anytown")
    page.get_by_role("link", name="132 to 164").click()
    marked = page.locator("mark:target")
    assert marked.inner_text() == "Visits to the clinic fell by 12%."[: len(marked.inner_text())]
    assert (
        page.locator(".text").inner_text().strip() == (MADE_UP / "leaflet.txt").read_text().strip()
    )


def test_the_reference_is_of_this_machine(visit: Visit, address: str) -> None:
    page = visit.page
    assert go(page, "/docs") == 200
    page.get_by_text("/v1/questions/worked", exact=True).wait_for()
    assert {url for url in visit.asked if not url.startswith((f"{address}/", "data:"))} == set()
    assert visit.complaints == []
