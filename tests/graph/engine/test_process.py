"""The engine process: what ends a query, what ends the process, and what is left then."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import UserDict
from dataclasses import asdict
from pathlib import Path

import pytest

from graph.engine.answer import (
    CallerBusy,
    DeadlinePassed,
    EngineBusy,
    EngineFailed,
    TooDeep,
)
from graph.engine.jobs import CHILDREN, WAITING, WAITING_EACH
from graph.engine.port import Limits, Update
from graph.engine.process import ProcessEngine, start_engine
from graph.engine.store import SOLUTIONS
from ontology.errors import NotAvailable, WhatworkedError
from tests.graph.engines import (
    COUNT,
    LONG,
    RUNAWAY,
    SIZE,
    STREAM,
    G,
    alive,
    assert_at_work,
    busy,
    children,
    process,
    quads,
    until,
    working,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the engine process needs Linux")


def _request(limits: Limits) -> dict[str, object]:
    request = asdict(limits)
    return request | {"deadline": time.monotonic() + request.pop("seconds")}


class Asking(threading.Thread):
    """A query in a thread of its own, with what came of it."""

    def __init__(self, engine: ProcessEngine, query: str, limits: Limits) -> None:
        super().__init__()
        self.error: WhatworkedError | None = None
        self.engine, self.query, self.limits = engine, query, limits
        self.start()

    def run(self) -> None:
        try:
            with self.engine.answer(self.query, self.limits) as answer:
                answer.read()
        except WhatworkedError as error:
            self.error = error


def test_a_caller_who_reads_after_the_deadline_is_told_of_it(engine: ProcessEngine) -> None:
    with engine.answer(STREAM, Limits(seconds=2, rows=10**9)) as answer:
        until(lambda: not working(engine))
        assert len(answer.cells().rows) > 0
        assert answer.truncated == "deadline"
    assert_at_work(engine)


@pytest.mark.parametrize(
    ("sent", "kind"), [(signal.SIGSEGV, TooDeep), (signal.SIGTERM, EngineFailed)]
)
def test_a_child_that_ends_by_itself_is_told_of(
    engine: ProcessEngine, sent: signal.Signals, kind: type[WhatworkedError]
) -> None:
    asking = Asking(engine, RUNAWAY, LONG)
    until(lambda: working(engine))
    os.kill(working(engine)[0], sent)
    asking.join()
    assert isinstance(asking.error, kind)
    assert_at_work(engine)


def test_a_query_ends_when_its_caller_leaves_in_the_middle(engine: ProcessEngine) -> None:
    with engine.answer(STREAM, LONG) as answer:
        assert next(iter(answer))
        assert len(working(engine)) == 1
    until(lambda: not working(engine))
    assert_at_work(engine)


def test_a_query_ends_when_its_caller_leaves_before_the_first_row(engine: ProcessEngine) -> None:
    reply = engine._request(_request(LONG), RUNAWAY)
    until(lambda: working(engine))
    reply.close()
    until(lambda: not working(engine))
    assert_at_work(engine)


def test_a_query_from_outside_lets_all_others_go_first(engine: ProcessEngine) -> None:
    own = engine._request(_request(LONG), RUNAWAY)
    until(lambda: working(engine))
    (mine,) = working(engine)
    outside = engine._request(_request(Limits(seconds=600, caller="one")), RUNAWAY)
    until(lambda: len({os.getpriority(os.PRIO_PROCESS, pid) for pid in working(engine)}) > 1)
    assert os.getpriority(os.PRIO_PROCESS, mine) == os.getpriority(os.PRIO_PROCESS, 0)
    # to the system a session is one (sched(7), autogroup): in another it would not stand back here
    assert {os.getsid(pid) for pid in working(engine)} == {os.getsid(0)}
    for reply in (own, outside):
        reply.close()
    until(lambda: not working(engine))
    assert_at_work(engine)


def test_callers_wait_in_turn_and_too_many_are_refused(engine: ProcessEngine) -> None:
    limits = [
        Limits(seconds=600, caller=f"caller {number}") for number in range(CHILDREN + WAITING)
    ]
    asking = [Asking(engine, RUNAWAY, limit) for limit in limits[:CHILDREN]]
    until(lambda: len(working(engine)) == CHILDREN)
    waiting = [engine._request(_request(limit), RUNAWAY) for limit in limits[CHILDREN:]]
    with pytest.raises(EngineBusy, match="try again"):
        engine.answer(RUNAWAY, Limits(seconds=600, caller="one more"))
    own = engine._request(_request(LONG), COUNT.text)
    os.kill(working(engine)[0], signal.SIGKILL)
    assert own.recv(2**16) == SOLUTIONS + f"?n\n{SIZE}\n".encode(), "the owner's own goes first"
    for reply in (own, *waiting):
        reply.close()
    until(lambda: len(busy(engine)) == CHILDREN - 1)
    for pid in working(engine):
        os.kill(pid, signal.SIGKILL)
    for thread in asking:
        thread.join()
    assert_at_work(engine)


def test_one_caller_has_one_query_at_a_time_and_few_that_wait(engine: ProcessEngine) -> None:
    limits = Limits(seconds=600, caller="eager")
    replies = [engine._request(_request(limits), RUNAWAY) for _ in range(1 + WAITING_EACH)]
    with pytest.raises(CallerBusy, match="your queries"):
        engine.answer(RUNAWAY, limits)
    until(lambda: working(engine))
    with engine.answer("ASK {}", Limits(caller="patient")) as answer:
        assert answer.truth()
    until(lambda: len(busy(engine)) == 1)
    for reply in replies:
        reply.close()
    assert_at_work(engine)


def test_a_query_that_waits_too_long_is_told_so(engine: ProcessEngine) -> None:
    replies = [engine._request(_request(LONG), RUNAWAY) for _ in range(CHILDREN)]
    with pytest.raises(DeadlinePassed):
        engine.answer("ASK {}", Limits(seconds=0.2))
    for reply in replies:
        reply.close()
    assert_at_work(engine)


def test_many_queries_leave_nothing_behind(engine: ProcessEngine) -> None:
    def files() -> int:
        return len(list(Path(f"/proc/{process(engine)}/fd").iterdir()))

    engine.ask(COUNT)
    until(lambda: len(children(engine)) == 2)  # the one that answered, and one to come
    before = files()
    for _ in range(100):
        engine.ask(COUNT)
    assert_at_work(engine)
    until(lambda: files() <= before)


def test_closing_ends_the_process_and_its_queries(engine: ProcessEngine) -> None:
    asking = Asking(engine, RUNAWAY, LONG)
    until(lambda: working(engine))
    ended = [process(engine), *children(engine)]
    engine.close()
    asking.join()
    assert isinstance(asking.error, EngineFailed)
    until(lambda: not any(map(alive, ended)))
    with pytest.raises(EngineFailed, match="start it again"):
        engine.ask(COUNT)


def test_a_process_that_dies_is_told_of(engine: ProcessEngine) -> None:
    asking = Asking(engine, RUNAWAY, LONG)
    until(lambda: working(engine))
    ended = children(engine)
    os.kill(process(engine), signal.SIGKILL)
    asking.join()
    assert isinstance(asking.error, EngineFailed)
    for act in (lambda: engine.ask(COUNT), lambda: engine.load(Update(2, quads("new")))):
        with pytest.raises(EngineFailed, match="start it again"):
            act()
    until(lambda: not any(map(alive, ended)))


def test_an_engine_that_dies_in_the_midst_of_a_load_is_told() -> None:
    class Deadly(UserDict[str, str | None]):
        def __getitem__(self, graph: str) -> str | None:
            if graph != G:
                os.kill(process(engine), signal.SIGKILL)
            return super().__getitem__(graph)

    engine = start_engine()
    with engine, pytest.raises(EngineFailed, match="start it again"):
        engine.load(Update(1, Deadly(quads("first") | {f"{G}/more": None})))
    assert engine.sequence == 0


STARTER = f"""
import threading, time
from graph.engine.port import Limits, Update
from graph.engine.process import start_engine
engine = start_engine()
lines = (f'<{G}/{{i}}> <{G}/p> "{{i}}" <{G}> .\\n' for i in range({SIZE}))
engine.load(Update(1, {{{G!r}: "".join(lines)}}))
threading.Thread(target=lambda: engine.answer({RUNAWAY!r}, Limits(seconds=600))).start()
print(engine._process.pid, flush=True)
time.sleep(600)
"""


def test_everything_ends_when_the_starter_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", STARTER], stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        pid = int(starter.stdout.readline())
        listing = Path(f"/proc/{pid}/task/{pid}/children")
        until(lambda: listing.read_text().split())
        ended = [pid, *map(int, listing.read_text().split())]
        starter.kill()
    until(lambda: not any(map(alive, ended)))


def test_modules_of_the_current_folder_are_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "graph.py"):
        (tmp_path / name).write_text("raise SystemExit('taken for another')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with start_engine() as engine:
        assert engine.ask(COUNT).rows == ((0,),)


def test_elsewhere_than_on_linux_it_is_not_available(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(NotAvailable, match="Linux"):
        start_engine()
