"""The frames of the default profile, from the table of districts: `python -m bench.frames`.

They were written into `queries/similarity/profiles/all.yaml` once, by hand from this list, and stay
there: a frame that followed its data would change old answers. A difference is printed, not put
right.
"""

import os
from pathlib import Path

import numpy as np

from ingest.contexts.places import read_level
from queries.similarity.kinds import Line
from queries.similarity.profile import find_profile


def main() -> None:
    """Print the least and the greatest value of each number, and whether the frame has them."""
    shared = Path(os.environ.get("WHATWORKED_SHARED", "../shared"))
    places = read_level("district", [shared / "data" / "context"])
    for feature in find_profile("all").features:
        column = places.columns[feature.columns[0]]
        if isinstance(feature.measure, Line) and isinstance(column, np.ndarray):
            ends = round(float(column.min()), 4), round(float(column.max()), 4)
            whole = feature.kind == "share" and (feature.measure.lo, feature.measure.hi) == (0, 1)
            same = whole or ends == (feature.measure.lo, feature.measure.hi)
            print(f"{feature.name}: {ends[0]:g} to {ends[1]:g}{'' if same else ', NOT the frame'}")


if __name__ == "__main__":
    main()
