"""Works out every score of an answer of `whatworked similar --json` again, from that answer alone.

It imports nothing of ours: `python bench/recompute.py ANSWER.json` prints the greatest difference.
"""

import json
import math
import sys
from pathlib import Path
from typing import Any

BENDS = {"none": float, "log": math.log1p, "sqrt": math.sqrt}


def distance(frame: Any, a: Any, b: Any) -> float:  # noqa: ANN401, PLR0911 — as JSON has them
    """How far two values are apart on the frame of a feature."""
    match frame["kind"]:
        case "numeric" | "log" | "share":
            bend, lo, hi = BENDS[frame["bend"]], frame["lo"], frame["hi"]
            a, b = (bend(min(max(value, lo), hi)) for value in (a, b))
            return float(abs(a - b) / (bend(hi) - bend(lo)))
        case "ordinal":
            places = [frame["levels"].index(str(value).removesuffix(".0")) for value in (a, b)]
            return float(abs(places[0] - places[1]) / (len(frame["levels"]) - 1))
        case "nominal":
            return float(a != b)
        case "distribution" if frame["ordered"]:
            sums = [math.fsum(a[:n]) - math.fsum(b[:n]) for n in range(1, len(a))]
            return min(1, math.fsum(map(abs, sums)) / (len(a) - 1))
        case "distribution":
            return min(1, math.fsum(abs(p - q) for p, q in zip(a, b, strict=True)) / 2)
        case "set":
            one, other = ({up for name in bag for up in above(frame, name)} for bag in (a, b))
            return 1 - len(one & other) / len(one | other)
    depths = [len(above(frame, name)) - 1 for name in (a, b)]  # a tree in which all have one parent
    shared = len(set(above(frame, a)) & set(above(frame, b))) - 1
    return 1 - 2 * shared / sum(depths) if sum(depths) else 0


def above(frame: Any, name: str) -> list[str]:  # noqa: ANN401
    """A concept and all that are broader."""
    return [name] + [one for up in frame["broader"].get(name, []) for one in above(frame, up)]


def recompute(answer: dict[str, Any]) -> float:
    """The greatest difference between a figure of the answer and the same worked out again."""
    total = math.fsum(answer["weights"].values())
    wrong = [0.0]
    for result in answer["results"]:
        parts = result["contributions"]
        known = math.fsum(answer["weights"][part["feature"]] for part in parts)
        apart = {
            part["feature"]: distance(answer["frame"][part["feature"]], part["a"], part["b"])
            for part in parts
        }
        added = [answer["weights"][name] * d / known for name, d in apart.items()]
        likeness, coverage = 1 - math.fsum(added), known / total
        low = likeness * coverage
        again = {"coverage": coverage, "low": low, "high": low + 1 - coverage}
        wrong += [abs(result[name] - value) for name, value in again.items()]
        wrong += [abs(result["similarity"] - likeness)] if parts else []
        wrong += [abs(part["distance"] - apart[part["feature"]]) for part in parts]
        wrong += [abs(part["contribution"] - one) for part, one in zip(parts, added, strict=True)]
    return max(wrong)


if __name__ == "__main__":
    print(recompute(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
