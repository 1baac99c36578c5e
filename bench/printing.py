"""How benchmarks say what they measured."""

import sys
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds that some work takes, and what it gives."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def report(name: str, ratio: float, bar: str, *, held: bool, detail: str) -> None:
    """One line: what was compared, the ratio, the bar it is held to, and the figures behind it."""
    print(f"{name}: {ratio:.1f}x ({bar}: {'held' if held else 'MISSED'}); {detail}")
    sys.stdout.flush()
