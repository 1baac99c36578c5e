"""Other regions read the feed over HTTP: the bytes that `publish` writes, and nothing else."""

import json
from pathlib import Path

import httpx
import pytest

from api.cli import run_command
from api.home import Home
from api.settings import read_settings
from graph.log import Attribution
from tests.graph.exchange.innovations import graph, iri

MEDIA = {
    ".ttl": "text/turtle",
    ".nq": "application/n-quads",
    ".jws": "application/jose",
    ".json": "application/json",
}


def put(folder: Path, level: str, label: str, *names: str) -> None:
    """Put some innovations into a repository, shared as widely as a level says."""
    Home(read_settings({}, folder)).ledger.append(
        [(iri(name), graph(name, label)) for name in names],
        levels={iri(name): level for name in names},
        by=Attribution("quentin"),
    )


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a page of public records and one more, one for the NHS, one of its own."""
    folder = tmp_path_factory.mktemp("exchange") / "home"
    assert run_command(["init", "--home", str(folder)]) == 0
    put(folder, "PUBLIC", "a thing to be seen", *(f"n{number:03}" for number in range(101)))
    put(folder, "NHS", "a thing for few", "few")
    put(folder, "LOCAL", "a thing of our own", "own")
    return folder


def published(repository: Path, folder: Path, audience: str = "PUBLIC") -> dict[str, bytes]:
    words = ["publish", folder, "--sharing", audience, "--home", repository]
    assert run_command([str(word) for word in words]) == 0
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_http_gives_the_bytes_that_publish_writes(
    client: httpx.Client, repository: Path, tmp_path: Path
) -> None:
    files = published(repository, tmp_path / "site")
    for path, data in files.items():
        answer = client.get(f"/exchange/{path}")
        assert (answer.status_code, answer.content) == (200, data)
        media = MEDIA.get(Path(path).suffix)
        assert media is None or answer.headers["content-type"].startswith(media)
    for name, path in {
        "feed": "index.ttl",
        "catalogue": "catalogue.ttl",
        "keys": "jwks.json",
    }.items():
        assert client.get(f"/exchange/{name}").content == files[path]
    void = client.get("/.well-known/void").content
    assert void.replace(b"<../exchange/", b"<../") == files[".well-known/void"]
    assert b"a thing for few" not in b"".join(files.values())


def test_an_audience_whose_level_is_switched_on_has_a_feed_of_its_own(
    client: httpx.Client, repository: Path, tmp_path: Path
) -> None:
    for path, data in published(repository, tmp_path / "nhs", "NHS").items():
        answer = client.get(f"/exchange/nhs/{path}")
        assert answer.content == data
        assert answer.headers["cache-control"].startswith("private")
    page = client.get("/exchange/nhs/0/000002.nq").text
    assert ["a thing for few" in page, "a thing of our own" in page] == [True, False]
    assert client.get("/exchange/partners/feed").status_code == 501
    assert client.get("/exchange/local/feed").status_code == 404


def test_what_is_private_moves_no_tag(client: httpx.Client, repository: Path) -> None:
    before = client.get("/exchange/feed")
    assert before.headers["cache-control"] == "public, max-age=60"
    put(repository, "LOCAL", "another thing of our own", "more")
    tag = before.headers["etag"]
    again = client.get("/exchange/feed", headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.head("/exchange/feed").headers["etag"] == tag


def test_full_pages_are_kept_and_what_was_erased_is_gone(
    client: httpx.Client, repository: Path
) -> None:
    full, last = (client.get(f"/exchange/0/00000{number}.nq") for number in (1, 2))
    assert full.headers["cache-control"] == "public, max-age=604800, immutable"
    assert last.headers["cache-control"] == "public, max-age=60"
    words = ["erase", iri("n001"), "--reason", "asked for", "--home", str(repository)]
    assert run_command(words) == 0
    gone = client.get("/exchange/0/000001.nq")
    assert (gone.status_code, gone.json()["code"]) == (410, "gone")
    assert client.get("/exchange/1/000001.nq").status_code == 200
    assert client.get("/exchange/2/000001.nq").status_code == 404
    assert json.loads(client.get("/exchange/checkpoint.json").content)["epoch"] == 1


@pytest.mark.parametrize(
    "path",
    ["keys/signing.json", "../region.json", "%2e%2e/region.json", "0/../../local.db", "x" * 5000],
)
def test_nothing_else_is_read(client: httpx.Client, path: str) -> None:
    assert client.get(f"/exchange/{path}").status_code == 404
