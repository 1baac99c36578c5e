"""Measure suggestions on the marked texts: `python -m bench.extraction`.

With --write (`make eval`), on all texts: into docs/extraction.md and the precision of each rule.
"""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Sequence
from pathlib import Path
from statistics import median

from bench.extraction.alone import Run
from bench.extraction.gold import read_gold
from bench.extraction.measuring import Scored, judge_facts, run_often, score_all, strain
from bench.extraction.misses import list_lost, list_misses
from bench.extraction.page import tell_scores, write_page
from ingest.suggesters.names import shipped_names
from ingest.suggesters.rules import PRECISION
from ingest.suggesters.suggest import suggest
from ingest.suggesters.suggestion import Suggestions
from ingest.tables import write_table

PAGE = Path(__file__).parents[2] / "docs" / "extraction.md"


def main() -> None:
    """Print what is measured."""
    given = _read_arguments()
    data = Path(os.environ.get("WHATWORKED_SHARED", "../shared")) / "data"
    if given.misses is not None:
        _print_misses(data, frozenset(given.misses))
    elif given.write:
        _write(data)
    else:
        print("\n".join(tell_scores(score_all(data, _suggest))))


def _read_arguments() -> Namespace:
    parser = ArgumentParser("python -m bench.extraction", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the page and the precision")
    parser.add_argument(
        "--misses", nargs="*", metavar="CLASS",
        help="what is marked and not found, and the other way round: of these classes, or "
        "relations, modality, numbers, facts; of all where none is named",
    )  # fmt: skip
    return parser.parse_args()


def _print_misses(data: Path, wanted: Collection[str]) -> None:
    gold = read_gold(data)
    print("\n".join(list_misses(gold, _suggest(gold.text), wanted)))
    print("\n".join(list_lost(judge_facts(data, _suggest), wanted)))


def _write(data: Path) -> None:
    scored = score_all(data, _suggest)
    PRECISION.write_bytes(precision_table(scored))
    runs = run_often(data)
    page = write_page(scored, strain(data, _suggest), runs)
    PAGE.write_text(page, "utf-8")
    print(page)
    _print_used(runs)


def _suggest(text: str) -> Suggestions:
    return suggest(text, shipped_names())


def precision_table(scored: Scored) -> bytes:
    """How often each rule spoke on the marked text, and was right, as CSV."""
    rows = [
        {"rule": rule, "n": str(n), "right": str(right)}
        for rule, (n, right) in scored.rules.items()
    ]
    return write_table(rows)


def _print_used(runs: Sequence[Run]) -> None:
    for what, unit in (("seconds", "s by the clock"), ("processor", "s of the processor")):
        values = [getattr(run, what) for run in runs]
        print(
            f"{median(values):.2f} {unit} in the middle of {len(runs)}, {max(values):.2f} at most"
        )
    print(f"{max(run.megabytes for run in runs):.0f} MB at most")


if __name__ == "__main__":
    main()
