"""Text that would be a script, or a formula, is shown as the text it is."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from hashlib import sha256
from itertools import count
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page

from api.answers.asking import Answered
from api.answers.printed import answer_csv, answer_json
from api.cli import run_command
from api.present import to_json
from ingest.read import raw_documents
from queries.catalogue import Question, Rows, questions

HOSTILE = '<script>document.title="owned"</script>"><img src=x onerror=document.title="owned">'
SEGMENT = HOSTILE.partition("</script>")[2]  # no slash: it may be one segment of an address
MADE_UP = Path(__file__).parents[1] / "data/broken/base.yaml"
OURS = {"label", "title", "gist", "altLabel", "feature", "sourceVersion", "unit"}
PAGES = (
    "/",
    *(f"/questions/{name}" for name in questions()),
    "/innovations",
    "/innovations/walks",
    "/places",
    "/places/anytown",
    "/records",
    "/records/leaflet",
    "/records/leaflet-again",
)
ECHOES = {
    **{
        f"/questions/{name}?{next(iter(question.given))}={quote(HOSTILE)}": HOSTILE
        for name, question in questions().items()
        if question.given
    },
    f"/questions/worked?asOf={quote(HOSTILE)}": HOSTILE[:40],
    f"/questions/worked?{quote(SEGMENT)}=1": SEGMENT,
    f"/questions/{quote(SEGMENT)}": SEGMENT,
    f"/records/{quote(SEGMENT)}": SEGMENT,
    f"/innovations/{quote(SEGMENT)}": SEGMENT,
    f"/places/{quote(SEGMENT)}": SEGMENT,
}
LINES = "\n".join(f"{HOSTILE} line{n}" for n in range(6))
SHA256 = sha256(LINES.encode()).hexdigest()


def poison(value: object, numbers: Iterator[int], key: str = "") -> object:
    """A record with hostile texts, numbered, in the place of what people write."""
    match value:
        case dict():
            return {name: poison(one, numbers, name) for name, one in value.items()}
        case list() | tuple():
            return [poison(one, numbers, key) for one in value]
        case str() if key.endswith("Sha256"):
            return SHA256
        case str() if key in OURS or " " in value:
            return f"{HOSTILE} {key}{next(numbers)}"
    return value


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records and a document in which every text is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    numbers = count(100)
    for n, record in enumerate(raw_documents(MADE_UP)):
        (folder / f"{n}.json").write_text(to_json(poison(record, numbers)), "utf-8")
    (folder / "leaflet.txt").write_text(LINES, "utf-8")
    return folder


@pytest.fixture(scope="module")
def address(written: Path, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WHATWORKED_REGION", HOSTILE)
        for words in (
            ["init"],
            ["document", "add", written / "leaflet.txt", "--address", "javascript:alert(1)"],
            ["add", *written.glob("*.json")],
        ):
            assert run_command([*map(str, words), "--home", str(written / "home")]) == 0
    with serving(written / "home") as address:
        yield address


FOREIGN = "script, img:not([src^='/v1/']), [onerror], [href^=javascript]"  # we draw figures only


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that would let a script run: escaping alone has to hold."""
    with browser.new_context(base_url=address, bypass_csp=True) as context:
        yield context.new_page()


def show(page: Page, path: str) -> str:
    page.goto(path)
    for details in page.locator("summary").all():
        details.click()
    assert page.title().endswith(" – what worked"), path
    assert page.locator(FOREIGN).count() == 0, path
    return page.inner_text("main")


def test_what_a_repository_holds_is_shown_as_text(page: Page, written: Path) -> None:
    files = "".join(path.read_text("utf-8") for path in written.glob("*.*"))
    seen: set[str] = set()
    for path in PAGES:
        seen |= set(re.findall(rf"{re.escape(HOSTILE)} (\w+)", show(page, path)))
        assert HOSTILE in page.inner_text("header")
    assert seen >= set(re.findall(r"(?:label|title|gist|line)\d+", files))


def test_what_is_asked_is_shown_as_text(page: Page) -> None:
    for path, given in ECHOES.items():
        shown = show(page, path)
        typed = [field.input_value() for field in page.locator("input").all()]
        assert given in shown or given in typed, path
        assert page.locator("input").count() or given in shown
    page.goto(f"/{quote(HOSTILE)}?{quote(HOSTILE)}")
    assert page.title() == "Error: Not Found – what worked"


def test_json_is_as_it_was_written(address: str) -> None:
    found = httpx.get(f"{address}/v1/questions/innovations").json()
    assert HOSTILE in str(found["rows"])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_spreadsheet_runs_no_formula(start: str) -> None:
    text = f"{start}1+1"
    thing = "https://example.org/thing"
    columns = ("text", "list", "change", "thing")
    question = Question("made-up", "Made up", {}, columns, "", iris=frozenset({"thing"}))
    rows = Rows(columns, ((text, (text, "b"), Decimal("-0.5"), thing),))
    answered = Answered(question, {}, "sparql", 1, rows, {}, {thing: text})
    assert next(csv.DictReader(io.StringIO(answer_csv(answered), newline=""))) == {
        "text": f"'{text}",
        "list": f"'{text}; b",
        "change": "-0.5",
        "thing": thing,
        "thingLabel": f"'{text}",
    }
    assert json.loads(to_json(answer_json(answered)))["rows"][0][0] == text
