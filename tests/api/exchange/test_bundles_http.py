"""Bundles over HTTP: what is shared in one file, and a file that comes into quarantine alone."""

import json
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from api.cli import run_command
from api.exchange.keys import TRUST
from api.home import Home
from api.settings import read_settings
from tests.api.exchange.regions import Sender, make_sender
from tests.api.exchange.test_feed_http import put
from tests.graph.exchange.innovations import iri

ZIP = {"content-type": "application/zip"}


@pytest.fixture(scope="module")
def north(tmp_path_factory: pytest.TempPathFactory) -> Sender:
    made = make_sender(tmp_path_factory.mktemp("north") / "ledger", "north")
    made.put(walk="a walking group")
    return made


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, north: Sender) -> Path:
    folder = tmp_path_factory.mktemp("bundles") / "home"
    assert run_command(["init", "--home", str(folder)]) == 0
    put(folder, "PUBLIC", "a thing to be seen", "seen")
    put(folder, "PUBLIC", "Xylophonic", "secret")
    put(folder, "NHS", "a thing for few", "few")
    put(folder, "LOCAL", "a thing of our own", "own")
    (folder / TRUST).write_text(json.dumps({"north": [north.key.public()]}), "utf-8")
    return folder


def test_a_bundle_is_what_export_writes(
    client: httpx.Client, repository: Path, tmp_path: Path
) -> None:
    (listed,) = client.get("/exchange/bundles").json()["bundles"]
    answer = client.get(f"/exchange/{listed['href']}")
    assert answer.headers["content-type"] == "application/zip"
    words = ["export", tmp_path / "a.zip", "--home", repository]
    assert run_command([str(word) for word in words]) == 0
    whole = (tmp_path / "a.zip").read_bytes()
    if answer.content != whole:  # an assertion would print both
        pytest.fail("the bundle is another than export writes")
    assert (listed["sequence"], listed["records"], listed["audience"]) == (2, 2, "PUBLIC")
    part = client.get("/exchange/bundles/2.zip", headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole[10:20])
    known = {"if-none-match": answer.headers["etag"]}
    assert client.get("/exchange/bundles/2.zip", headers=known).status_code == 304
    with ZipFile(tmp_path / "a.zip") as archive:
        sealed = archive.read("signature.jws")
    assert client.get("/exchange/bundles/2.zip/signature").content == sealed
    texts = b"".join(map(ZipFile(tmp_path / "a.zip").read, ("data/graph.nq", "data/digests.tsv")))
    assert [word in texts for word in (b"Xylophonic", b"for few", b"our own")] == [1, 0, 0]


def test_each_audience_has_its_own(client: httpx.Client) -> None:
    (listed,) = client.get("/exchange/nhs/bundles").json()["bundles"]
    answer = client.get(f"/exchange/nhs/{listed['href']}")
    assert (answer.status_code, listed["records"]) == (200, 3)
    assert answer.headers["cache-control"].startswith("private")
    assert client.get("/exchange/partners/bundles").status_code == 501
    assert client.get("/exchange/local/bundles").status_code == 404


@pytest.mark.parametrize("name", ["99.zip", "02.zip", "x.zip", "..%2Fregion.json", "2"])
def test_no_other_file_is_a_bundle(client: httpx.Client, name: str) -> None:
    assert client.get(f"/exchange/bundles/{name}").status_code == 404


def test_what_was_erased_is_in_no_bundle_and_no_byte(
    client: httpx.Client, repository: Path
) -> None:
    assert client.get("/exchange/bundles/2.zip").status_code == 200
    words = ["erase", iri("secret"), "--reason", "asked for", "--home", str(repository)]
    assert run_command(words) == 0
    assert not (repository / "bundles").exists()
    gone = client.get("/exchange/bundles/2.zip")
    assert (gone.status_code, gone.json()["code"]) == (410, "gone")
    assert client.get("/exchange/bundles/3.zip").status_code == 200
    assert len(list((repository / "bundles" / "public").iterdir())) == 1


def test_a_bundle_that_is_sent_waits_in_quarantine(
    client: httpx.Client, repository: Path, north: Sender, tmp_path: Path
) -> None:
    before = Home(read_settings({}, repository)).ledger.sequence
    data = north.bundle(tmp_path / "north.zip").read_bytes()
    answer = client.post("/exchange/imports", content=data, headers=ZIP)
    told = answer.json()
    assert (answer.status_code, told["state"], told["changes"]["added"]) == (
        202,
        "quarantined",
        1,
    ), told
    assert client.get(answer.headers["location"]).json()["import"] == told["import"]
    again = client.post("/exchange/imports", content=data, headers=ZIP).json()
    listed = client.get("/exchange/imports").json()["imports"]
    assert (again["import"], len(listed)) == (told["import"], 1)
    assert Home(read_settings({}, repository)).ledger.sequence == before
    assert client.post(f"/exchange/imports/{told['import']}/approve").status_code == 405


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"host": "evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "multipart/form-data; boundary=x"}, 415),
        ({}, 400),
    ],
)
def test_what_another_page_sends_is_not_taken(
    client: httpx.Client, headers: dict[str, str], status: int
) -> None:
    answer = client.post("/exchange/imports", content=b"no zip", headers={**ZIP, **headers})
    assert answer.status_code == status
    if "host" in headers:
        assert client.get("/exchange/imports", headers=headers).status_code == 403


def test_a_stranger_s_bundle_is_refused(client: httpx.Client, tmp_path: Path) -> None:
    stranger = make_sender(tmp_path / "ledger", "stranger")
    stranger.put(walk="a walking group")
    data = stranger.bundle(tmp_path / "a.zip").read_bytes()
    answer = client.post("/exchange/imports", content=data, headers=ZIP)
    assert (answer.status_code, answer.json()["code"]) == (403, "untrusted")
