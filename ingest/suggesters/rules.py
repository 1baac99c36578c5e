"""How often each rule was right where it was measured."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ingest.tables import read_table

PRECISION = Path(__file__).with_name("precision.csv")
_PLACES = 3


@cache
def read_precision() -> Mapping[str, float]:
    """The precision of each rule on the development texts: right suggestions over all, rounded.

    A rule that never spoke there is not among them. `make eval` writes the table.
    """
    return {
        row["rule"]: round(int(row["right"]) / int(row["n"]), _PLACES)
        for row in read_table(PRECISION)
    }
