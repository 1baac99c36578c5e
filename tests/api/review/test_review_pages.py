"""A newcomer at the pages: from a file to a published record, item by item or by a workbook."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has none
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from api.cli import run_command

FILE = "nhse-ds-a-and-e-forecasting-tool"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
TEXT = """Choir

The choir aims to help people meet.
This has enabled people to meet more often.
Singers in Devon lead it.
"""
Serving = Callable[..., AbstractContextManager[str]]


@dataclass
class Person:
    """Somebody at a browser: each page that is looked at and each click counts."""

    page: Page
    clicks: int = 0
    pages: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.pages.append(path)

    def click(self, selector: str) -> None:
        with self.page.expect_navigation(timeout=120_000):
            self.page.locator(selector).first.click()
        self.clicks += 1
        self.pages.append(self.page.url)

    def sees(self, selector: str) -> bool:
        return self.page.locator(selector).count() > 0

    def told(self, what: str) -> None:
        print(f"{what}: {self.clicks} clicks, {len(self.pages)} pages")  # noqa: T201 — it is counted


@pytest.fixture
def address(tmp_path: Path, serving: Serving) -> Iterator[str]:
    """A repository of one reader, as the installation leaves it, with its server."""
    home = tmp_path / "home"
    assert run_command(["init", "--team", "1", "--home", str(home)]) == 0
    with serving(home, "--no-cypher") as address:
        yield address


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def person(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Person]:
    options = {"base_url": address, "java_script_enabled": request.param}
    with browser.new_context(**options) as context:
        yield Person(context.new_page())


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Person]:
    with browser.new_context(base_url=address) as context:
        yield Person(context.new_page())


def bring_in(person: Person, file: Path) -> None:
    person.open("/review")
    person.page.set_input_files("#file", file)
    person.page.fill("#licence", OGL)
    person.click("button:has-text('Bring it in')")


def publish(person: Person) -> None:
    person.click("button:has-text('Publish')")
    assert person.sees("text=as read by a single reader")
    person.click("text=its record")
    assert person.page.locator("mark").count() > 0


def test_a_newcomer_publishes_a_case_study_through_the_pages(person: Person, shared: Path) -> None:
    bring_in(person, shared / f"data/case-studies/{FILE}.txt")
    while person.sees("button:has-text('Accept ')"):
        person.click("button:has-text('Accept ')")
    person.click("td a")
    while "/review/items/" in person.page.url:
        person.click("button[value=accept]")
    publish(person)
    person.told("through the pages")
    assert person.clicks < 40


def test_a_newcomer_publishes_a_case_study_through_a_workbook(
    reader: Person, shared: Path, tmp_path: Path
) -> None:
    bring_in(reader, shared / f"data/case-studies/{FILE}.txt")
    reader.open("/review")
    with reader.page.expect_download() as download:
        reader.page.click("text=as a workbook")
    reader.clicks += 1
    path = tmp_path / "review.xlsx"
    download.value.save_as(path)
    book = load_workbook(path)
    rows = 0
    for row in range(3, book["items"].max_row + 1):
        book["items"].cell(row, 1).value = "accept"
        rows += 1
    book.save(path)
    reader.page.set_input_files("#workbook", path)
    reader.click("button:has-text('Take it in')")
    assert reader.sees(f"text={rows} decisions taken in")
    reader.click("td a")
    publish(reader)
    reader.told(f"through the workbook, and {rows} cells")


def test_everybody_can_read_and_use_the_pages(reader: Person, tmp_path: Path) -> None:
    (tmp_path / "choir.txt").write_text(TEXT, "utf-8")
    complaints: list[str] = []
    reader.page.on("pageerror", lambda error: complaints.append(str(error)))
    reader.page.on("console", lambda line: complaints.append(line.text))
    bring_in(reader, tmp_path / "choir.txt")
    reader.click("td a")
    item = reader.page.url
    for path in ("/review", "/review/documents/choir", item):
        reader.page.goto(path)
        for width in (1280, 320):
            reader.page.set_viewport_size({"width": width, "height": 800})
            found = Axe().run(reader.page).response["violations"]
            assert [(one["id"], node["html"]) for one in found for node in one["nodes"]] == []
            assert reader.page.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []
    assert reader.page.locator("mark").inner_text() in TEXT
    reader.page.keyboard.press("a")
    assert reader.page.url == item, "keys are off until they are switched on"
    reader.page.click("text=Switch keys on")
    reader.page.locator("h1").click()
    reader.page.keyboard.press("a")
    reader.page.wait_for_url(lambda url: url != item)


def test_what_is_wrong_is_told_on_the_page(reader: Person, address: str, tmp_path: Path) -> None:
    (tmp_path / "choir.txt").write_text(TEXT, "utf-8")
    bring_in(reader, tmp_path / "choir.txt")
    reader.click("td a")
    reader.click("button[value=reject]")
    assert reader.page.title().startswith("Error: ")
    assert "why" in reader.page.inner_text("[role=alert]")
    reader.page.fill("#reason", "it is a plan")
    reader.click("button[value=reject]")
    assert not reader.sees("[role=alert]")
    reader.page.fill("#label", "more meetings")
    reader.click("button[value=accept]")
    answer = httpx.get(f"{address}/v1/review?all=true", timeout=120)
    items = answer.json()["items"]
    assert [one["reason"] for one in (item["mine"] for item in items) if one and one["reason"]] == [
        "it is a plan"
    ]
    assert "more meetings" in {one["label"] for one in items}


def test_no_other_page_can_write(address: str) -> None:
    file = {"file": ("choir.txt", TEXT.encode())}
    with httpx.Client(base_url=address, timeout=120) as client:
        token = client.get("/review").text.split('name="token" value="')[1].split('"')[0]
        good = {"token": token}
        for headers, data in (
            ({"origin": "https://elsewhere.example"}, good),
            ({"origin": "null"}, good),
            ({"host": "elsewhere.example"}, good),
            ({"sec-fetch-site": "cross-site"}, good),
            ({}, {"token": "guessed"}),
            ({}, {}),
        ):
            answer = client.post("/review/documents", headers=headers, data=data, files=file)
            assert answer.status_code == 403
        assert client.get("/v1/review").json()["documents"] == []
        assert client.post("/review/documents", data=good, files=file).status_code == 303
        key = client.get("/v1/review").json()["items"][0]["key"]
        assert client.post(f"/v1/review/{key}", content="decision=accept").status_code == 415
        away = {"origin": "https://elsewhere.example"}
        said = {"decision": "accept"}
        assert client.post(f"/v1/review/{key}", json=said, headers=away).status_code == 403
        assert client.get(f"/v1/review/{key}").json()["status"] == "open"


def test_http_answers_as_the_commands_do(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "choir.txt").write_text(TEXT, "utf-8")
    home = ["--home", str(tmp_path / "home"), "--json"]
    assert run_command(["review", "add", str(tmp_path / "choir.txt"), *home]) == 0
    capsys.readouterr()
    assert run_command(["review", "list", *home]) == 0
    listed = json.loads(capsys.readouterr().out)
    with httpx.Client(base_url=address, timeout=120) as client:
        assert client.get("/v1/review").json() == listed
        key = listed["items"][0]["key"]
        found = client.post(f"/v1/review/{key}", json={"decision": "reject"})
        assert (found.status_code, found.json()["code"]) == (400, "invalid")
        found = client.post(f"/v1/review/{key}", json={"decision": "accept", "version": "old"})
        assert found.status_code == 409
        found = client.post(f"/v1/review/{key}", json={"decision": "accept"}).json()
        assert (found["state"], found["mine"]["verdict"]) == ("singleReader", "accept")
        assert client.post(f"/v1/review/{key}", json={"decision": "undo"}).json()["mine"] is None
        client.post(f"/v1/review/{key}", json={"decision": "accept"})
        done = client.post("/v1/review/documents/choir/publish", json={}).json()
        assert {one["key"] for one in done["published"]} | {one["key"] for one in done["held"]} == {
            key
        }
        assert client.get("/v1/review/agreement").json()["n"] == 0
        assert asked(client, "singleReader")
        assert not asked(client, "secondRead")
        assert client.get("/v1/review/nothing").status_code == 404
        assert client.get("/v1/review?colour=red").status_code == 400


def test_what_no_field_can_hold_is_refused(address: str, tmp_path: Path) -> None:
    (tmp_path / "choir.txt").write_text(TEXT, "utf-8")
    home = ["--home", str(tmp_path / "home")]
    assert run_command(["review", "add", str(tmp_path / "choir.txt"), *home]) == 0
    with httpx.Client(base_url=address, timeout=120) as client:
        key = client.get("/v1/review").json()["items"][0]["key"]
        for change in ({"label": 3}, {"at": "0:5"}, {"at": [1]}, {"attributes": ["a"]}):
            found = client.post(f"/v1/review/{key}", json={"decision": "edit", **change})
            assert (found.status_code, found.json()["code"]) == (400, "invalid")
        given = {"at": [0, 5], "attributes": {"value": 1.5, "note": "a"}}
        found = client.post(f"/v1/review/{key}", json={"decision": "edit", **given}).json()
        assert (found["exact"], found["attributes"]) == ("Choir", {"value": 1.5, "note": "a"})


def asked(client: httpx.Client, state: str) -> list[object]:
    """What is said, of what has come to a review state."""
    rows: list[object] = client.get(f"/v1/questions/said?reviewState={state}").json()["rows"]
    return rows
