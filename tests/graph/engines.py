"""What tests of the engine process look at: its children, and which of them have read a query."""

import time
from collections.abc import Callable
from pathlib import Path

from graph.engine.jobs import KEPT
from graph.engine.port import Limits
from graph.engine.process import ProcessEngine
from queries.catalogue import Question

G = "https://ex.org/g"
SIZE = 3000
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"  # SIZE⁴ rows: nobody sees the end
RUNAWAY = f"SELECT (COUNT(*) AS ?n) WHERE {{ {CROSS} }}"
STREAM = f"SELECT ?a ?c WHERE {{ {CROSS} }}"
COUNT = Question("count", "How many", {}, ("n",), "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
MUCH = f"SELECT ?a ?d ?g ?j {{ {CROSS} }} ORDER BY ?c ?f"  # memory without an end
CALL = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
JSON, TURTLE = "application/sparql-results+json", "text/turtle"
LONG = Limits(seconds=600, rows=10**9)


def quads(word: str) -> dict[str, str | None]:
    lines = (f'<{G}/{i}> <{G}/p> "{word} {i}" <{G}> .\n' for i in range(SIZE))
    return {G: "".join(lines)}


def process(engine: ProcessEngine) -> int:
    return engine._process.pid


def children(engine: ProcessEngine) -> list[int]:
    pid = process(engine)
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def working(engine: ProcessEngine) -> list[int]:
    """The children that live and have read a query: they can open no file any more.

    One that has been killed keeps its limits until its parent has heard of its end.
    """
    return [pid for pid in children(engine) if _open_files_limit(pid) == "0" and alive(pid)]


def busy(engine: ProcessEngine) -> list[int]:
    """Those that compute: a child that is kept for its caller waits."""
    return [pid for pid in working(engine) if state(pid) == "R"]


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def _open_files_limit(pid: int) -> str | None:
    try:
        limits = Path(f"/proc/{pid}/limits").read_text()
    except OSError:
        return None
    return next((line.split()[3] for line in limits.splitlines() if "open files" in line), None)


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def alive(pid: int) -> bool:
    return state(pid) != "Z"


def assert_at_work(engine: ProcessEngine) -> None:
    """The next question is answered, and no child is left but those kept for the next ones."""
    assert engine.ask(COUNT).rows == ((SIZE,),)
    until(lambda: len(children(engine)) <= 1 + KEPT)
