"""A repository with the starter records for each test, and ways to ask it: commands, a server and
a browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NoReturn

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from api.cli import run_command
from api.home import Home
from api.settings import read_settings
from graph.engine.port import SparqlEngine
from graph.neo4j.load import Place
from graph.neo4j.server import alone, find_server, start_server

COMMAND = Path(sys.executable).with_name("whatworked")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
VARIABLES = ("HOME", "DOCUMENTS", "REGION", "BASE", "ACTOR")


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starter") / "home"
    with pytest.MonkeyPatch.context() as patch:
        for name in VARIABLES:
            patch.delenv(f"WHATWORKED_{name}", raising=False)
        assert run_command(["init", "--starter", "--home", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def opened(starter: Path) -> Home:
    """The starter repository, to read."""
    return Home(read_settings({}, starter))


@pytest.fixture(scope="session")
def asked(opened: Home) -> Iterator[SparqlEngine]:
    """An engine with all of the starter repository, to read."""
    with opened.engine(opened.ledger.sequence) as engine:
        yield engine


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a repository is going to be."""
    for name in VARIABLES:
        monkeypatch.delenv(f"WHATWORKED_{name}", raising=False)
    folder = tmp_path / "home"
    monkeypatch.setenv("WHATWORKED_HOME", str(folder))
    return folder


@pytest.fixture
def home(nowhere: Path, starter: Path) -> Path:
    shutil.copytree(starter, nowhere, copy_function=take)
    return nowhere


def take(source: str, target: str) -> None:
    """Blobs are never changed, so a link to one is as good as a copy."""
    (os.link if "blobs" in Path(source).parts else shutil.copy2)(source, target)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process: its exit code, its output and its asides."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run_command([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return run


@contextmanager
def serve(home: Path, *arguments: str) -> Iterator[str]:
    with (
        home.with_suffix(".log").open("w") as log,
        subprocess.Popen(
            [COMMAND, "serve", "--port", "0", "--home", home, *arguments],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        ) as server,
    ):
        assert server.stdout
        word, _, address = server.stdout.readline().strip().partition(" ")
        try:
            assert word == "ready"
            yield address
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def serving() -> Callable[..., AbstractContextManager[str]]:
    """Run a server of a repository as a process of its own; its address."""
    return serve


@pytest.fixture(scope="session")
def reaching(starter: Path) -> Callable[..., AbstractContextManager[httpx.Client]]:
    """Run a server of the starter records, without Cypher, under some settings; its client."""

    @contextmanager
    def reach(**settings: str) -> Iterator[httpx.Client]:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in settings.items():
                patch.setenv(f"WHATWORKED_{name}", value)
            with (
                serve(starter, "--no-cypher") as address,
                httpx.Client(base_url=address, timeout=120) as client,
            ):
                yield client

    return reach


@pytest.fixture(scope="session")
def serving_neo4j(
    neo4j_server: Place, starter: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., AbstractContextManager[str]]:
    """Run a server of the starter records whose own Neo4j is the tests'; its address.

    Its queries may take so many seconds: on a busy machine the first one needs many.
    """

    @contextmanager
    def serve_both(seconds: int = 600) -> Iterator[str]:
        home = tmp_path_factory.mktemp("both") / "home"
        shutil.copytree(starter, home, copy_function=take)
        (home / "neo4j").symlink_to(neo4j_server.folder)
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("WHATWORKED_NEO4J_URI", raising=False)
            patch.setenv("WHATWORKED_QUERY_SECONDS", str(seconds))
            first = find_server(neo4j_server.folder)
            with serve(home) as address:
                yield address
                last = find_server(neo4j_server.folder)
        if first == last:
            assert find_server(neo4j_server.folder), "who did not start Neo4j does not stop it"
        else:  # a query had ended it: who started it again has stopped it
            with alone(neo4j_server.folder, "testing"):
                start_server(neo4j_server.folder, neo4j_server.source, 0, 0)

    return serve_both


@pytest.fixture(scope="module")
def browser(miss: Callable[[str], NoReturn]) -> Iterator[Browser]:
    """Run Chromium as the system has it, which calls nobody by itself."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        miss(f"no Chromium in {path}; install it or set CHROMIUM")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()
