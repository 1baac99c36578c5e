"""The feed read by clients that are not ours: an LDES client, and a library of signatures."""

import re
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn

import httpx
import pytest

from api.cli import run_command
from api.home import Home
from api.settings import read_settings
from graph.log import Attribution
from tests.api.exchange.sites import site_of
from tests.graph.exchange.innovations import graph, iri
from tests.javascript import install_locked

LOCKED = Path(__file__).with_name("feed_clients")  # the clients and all they need, by digests
CLIENT = "node_modules/ldes-client/dist/bin/cli.js"
VERSION_OF = re.compile(r"<(\S+)> <http://purl.org/dc/terms/isVersionOf> <(\S+)>")
VERIFY = """
import {flattenedVerify, createLocalJWKSet} from 'jose'
const read = path => fetch(`${process.argv[2]}/${path}`)
  .then(answer => answer.arrayBuffer()).then(Buffer.from)
const keys = createLocalJWKSet(JSON.parse(await read('keys')))
const [head, , tail] = (await read('checkpoint.jws')).toString().split('.')
const signed = change => read('checkpoint.json').then(data => flattenedVerify(
  {protected: head, payload: change(data).toString('base64url'), signature: tail}, keys))
console.log((await signed(data => data)).protectedHeader.alg)
console.log(await signed(data => Buffer.concat([data, data])).then(() => 'taken', () => 'refused'))
"""


@pytest.fixture(scope="module")
def clients(miss: Callable[[str], NoReturn], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clients, installed as they are locked."""
    folder = tmp_path_factory.mktemp("clients")
    install_locked(LOCKED, folder, miss)
    return folder


def node(clients: Path, *words: str | Path) -> str:
    told = subprocess.run(
        ["node", *words],  # noqa: S607 — Node of the path
        cwd=clients,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


def read(clients: Path, address: str, state: Path) -> list[str]:
    """The records of the members that the LDES client emits, each once for each member."""
    out = node(clients, CLIENT, address, "-s", state)
    found = VERSION_OF.findall(out)
    assert len({member for member, _ in found}) == len(found), "no member comes twice"
    return [record for _, record in found]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose feed has a full page and one that grows."""
    folder = tmp_path_factory.mktemp("read") / "home"
    assert run_command(["init", "--home", str(folder)]) == 0
    put(folder, *(f"n{number:03}" for number in range(103)))
    return folder


def put(folder: Path, *names: str, label: str = "a thing") -> list[str]:
    """Share some innovations with all; their IRIs, sorted."""
    Home(read_settings({}, folder)).ledger.append(
        [(iri(name), graph(name, label)) for name in names],
        levels={iri(name): "PUBLIC" for name in names},
        by=Attribution("quentin"),
    )
    return sorted(map(iri, names))


def test_an_ldes_client_reads_all_from_files_and_then_only_what_is_new(
    clients: Path, repository: Path, tmp_path: Path
) -> None:
    def publish() -> None:
        assert run_command(["publish", str(tmp_path / "site"), "--home", str(repository)]) == 0

    publish()
    state = tmp_path / "state"
    with site_of(tmp_path / "site") as address:
        root = f"{address}/index.ttl"
        everything = read(clients, root, state)
        assert everything.count(iri("n000")) == 1
        assert len(everything) == len(Home(read_settings({}, repository)).ledger.records())
        new = put(repository, "n001", "files", label="changed")
        publish()
        assert sorted(read(clients, root, state)) == new


def test_an_ldes_client_reads_all_over_http_and_jose_verifies_what_was_signed(
    clients: Path,
    repository: Path,
    tmp_path: Path,
    serving: Callable[..., AbstractContextManager[str]],
) -> None:
    state = tmp_path / "state"
    with serving(repository, "--no-cypher") as address:
        root = f"{address}/exchange/feed"
        pages = httpx.get(root, timeout=60).text.count("tree:node ")
        everything = read(clients, root, state)
        assert pages == 2
        assert set(everything) == set(Home(read_settings({}, repository)).ledger.records())
        new = put(repository, "n002", "served", label="changed")
        assert sorted(read(clients, root, state)) == new
        (clients / "verify.mjs").write_text(VERIFY, "utf-8")
        told = node(clients, "verify.mjs", f"{address}/exchange")
        assert told.split() == ["Ed25519", "refused"]
