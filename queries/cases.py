"""Whether there are cases enough to say why an innovation transferred, before anybody tries to."""

from dataclasses import dataclass

from queries.catalogue import Ask

ENOUGH = 4
SUCCEEDED = frozenset({"adopted", "adoptedWithAdaptation", "sustained"})
FAILED = frozenset({"abandoned", "notAdopted"})


@dataclass(frozen=True)
class Cases:
    """Attempts at transfer, and the units they come from by result.

    The exchangeable unit is the document that reports an attempt, never the site: sites of one
    programme share its causes. Attempts whose result is open are `unclear`.
    """

    attempts: int
    succeeded: int
    failed: int
    unclear: int

    @property
    def too_few(self) -> bool:
        """Fewer than four succeeding and four failing units: no pattern can be told from chance."""
        return self.succeeded < ENOUGH or self.failed < ENOUGH

    def would_need(self) -> list[str]:
        """What to record next, so that the question can be put again."""
        wanted = {
            "took it up": ENOUGH - self.succeeded,
            "did not take it up or gave it up": ENOUGH - self.failed,
        }
        return [
            f"{count} more independent {'unit' if count == 1 else 'units'} that {result}"
            for result, count in wanted.items()
            if count > 0
        ] + ["for each of them which conditions were present, partly there or absent"]


def count_cases(ask: Ask, innovation: str) -> Cases:
    """Count the attempts at taking an innovation elsewhere by what became of them."""
    rows = ask("transfers", innovation=innovation).rows
    by_result: dict[str, set[str]] = {"succeeded": set(), "failed": set(), "unclear": set()}
    for _, _, _, _, status, document in rows:
        by_result[_result(str(status))].add(str(document))
    return Cases(
        attempts=len({row[1] for row in rows}),
        **{result: len(units) for result, units in by_result.items()},
    )


def _result(status: str) -> str:
    if status in SUCCEEDED:
        return "succeeded"
    return "failed" if status in FAILED else "unclear"
