"""Callers of Cypher take turns: one query of each at a time, few that wait, the rest is told."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from graph.engine.answer import CallerBusy, DeadlinePassed, EngineBusy
from graph.engine.jobs import WAITING, WAITING_EACH
from graph.engine.outside_turns import AT_ONCE, Turns

LONG, SHORT = 60.0, 0.05  # seconds


@contextmanager
def waiting(turns: Turns, caller: str, count: int) -> Iterator[list[str]]:
    """Some queries of a caller that wait for their turn, and whose turn has come."""
    came: list[str] = []

    def wait() -> None:
        with turns.take(caller, LONG):
            came.append(caller)

    threads = [threading.Thread(target=wait) for _ in range(count)]
    before = turns._waiting.total()
    for thread in threads:
        thread.start()
    end = time.monotonic() + LONG
    while turns._waiting.total() < before + count:
        assert time.monotonic() < end, "they never came"
        time.sleep(0.01)
    yield came
    for thread in threads:
        thread.join()


def test_a_caller_has_one_turn_at_a_time_and_few_that_wait() -> None:
    turns = Turns()
    with waiting_behind(turns, "eager") as came:
        with pytest.raises(CallerBusy, match="your queries"), turns.take("eager", LONG):
            pass
        with turns.take("patient", LONG) as left:
            assert 0 < left <= LONG
        assert came == []
    assert came == ["eager"] * WAITING_EACH


@contextmanager
def waiting_behind(turns: Turns, caller: str) -> Iterator[list[str]]:
    """A caller at work, behind whom as many of its own wait as may."""
    with ExitStack() as stack:
        stack.enter_context(held := ExitStack())
        held.enter_context(turns.take(caller, LONG))
        came = stack.enter_context(waiting(turns, caller, WAITING_EACH))
        yield came
        held.close()


def test_too_many_who_wait_are_refused_and_all_others_get_their_turn() -> None:
    turns = Turns()
    with ExitStack() as queue, ExitStack() as working:
        for number in range(AT_ONCE):
            working.enter_context(turns.take(f"working {number}", LONG))
        told = [
            queue.enter_context(waiting(turns, f"waiting {number}", WAITING_EACH))
            for number in range(WAITING // WAITING_EACH)
        ]
        with pytest.raises(EngineBusy, match="try again"), turns.take("one more", LONG):
            pass
        working.close()
    assert [len(came) for came in told] == [WAITING_EACH] * len(told)
    with turns.take("one more", LONG):
        pass


def test_who_waits_too_long_is_told_so_and_leaves_no_trace() -> None:
    turns = Turns(at_once=1)
    with turns.take("working", LONG):
        with pytest.raises(DeadlinePassed), turns.take("hurried", SHORT):
            pass
        assert turns._waiting.total() == 0
    with turns.take("hurried", SHORT):
        pass
