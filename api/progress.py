"""Progress of long work, on standard error, for a person who waits."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Bar:
    """A bar of the step that is under way."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None, visible=False)

    def step(self, name: str, total: int | None) -> None:
        """A new step begins, of so many records where that is known."""
        self._progress.reset(self._task, total=total, description=name, visible=True)

    def advance(self, done: int) -> None:
        """So many more are done."""
        self._progress.advance(self._task, done)

    def reach(self, done: int) -> None:
        """So many are done by now."""
        self._progress.update(self._task, completed=done)


@contextmanager
def bar(console: Console) -> Iterator[Bar]:
    """A bar while work goes on, where somebody can see it; it leaves nothing behind."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    unseen = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=unseen) as progress:
        yield Bar(progress)


class Silent:
    """Steps that nobody watches."""

    def step(self, name: str, total: int | None) -> None:
        """A new step begins, and nobody is told."""

    def advance(self, done: int) -> None:
        """So many more are done, and nobody is told."""


def silent() -> Silent:
    """Progress for work on behalf of somebody elsewhere."""
    return Silent()
